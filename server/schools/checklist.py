"""What is looked at in and around a school, by code: who answers for it, within how many days, the words.

Owners are kinds of units, the first of them leads; `SCHOOL` is the school itself. A unit of kind VIL is that
of the school's own village.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from server.records.words import said

AT_ONCE = 1  # days: what must be done at once is late a day after it was assigned
SCHOOL, VILLAGE = "SCHOOL", "VIL"
ANSWERS = ("na", "ok", "no")  # from the least to the worst


@dataclass(frozen=True)
class Item:
    """One line of the checklist."""

    code: str
    group: str
    owners: tuple[str, ...]
    days: int
    chinese: str
    english: str


CHECKLIST: tuple[Item, ...] = (
    Item("SC01", "traffic", ("PSB",), 15, "校门口交通标志标线、减速带、斑马线", "signs, humps, crossing"),
    Item("SC02", "traffic", ("PSB",), 3, "上下学时段车辆乱停乱放", "parking at school hours"),
    Item("SC03", "traffic", ("PSB",), 3, "非法营运、超员接送车", "unlicensed or overloaded school cars"),
    Item("SC04", "stall", ("URB",), 3, "摊点占道、流动商贩", "stalls and hawkers on the road"),
    Item("SC05", "food", ("MSA",), 7, "周边食品店、小饭桌证照与卫生", "licences and hygiene of food shops"),
    Item("SC06", "food", ("MSA",), AT_ONCE, "三无、过期食品", "unlabelled or expired food"),
    Item("SC07", "place", ("MSA", "PSB"), 15, "200米内网吧、游戏厅、娱乐场所", "venues within 200 m"),
    Item("SC08", "place", ("PSB",), 3, "网吧接纳未成年人", "internet bars that admit minors"),
    Item("SC09", "fire", ("SAF",), 7, "消防通道、灭火器、应急灯", "fire exits, extinguishers, lights"),
    Item("SC10", "fire", ("SAF",), 3, "用电私拉乱接", "private wiring"),
    Item("SC11", "guard", ("PSB",), AT_ONCE, "护学岗上岗（高峰）", "guard post at peak hours"),
    Item("SC12", "guard", (SCHOOL,), 7, "专职保安、门卫登记", "full-time guards, gate register"),
    Item("SC13", "tech", (SCHOOL, "PSB"), 3, "一键报警可用", "one-key alarm works"),
    Item("SC14", "tech", (SCHOOL,), 7, "门口监控完好（仅设备状态）", "gate camera works (the device only)"),
    Item("SC15", "physical", (SCHOOL,), 30, "防冲撞设施、围墙", "barriers and walls"),
    Item("SC16", "hazard", ("SAF", "PLN"), 7, "周边危化品、工地、危墙", "dangerous goods, sites, walls"),
    Item("SC17", "safe_post", (SCHOOL,), 15, "校园平安创建岗设立运行", "the safe-campus post"),
    Item("SC18", "education", (SCHOOL,), 30, "平安、法治课开展", "lessons on safety and law"),
    Item("SC19", "hazard", (VILLAGE,), 3, "水域、池塘防溺水警示", "warnings at ponds and rivers"),
    Item("SC20", "place", ("MSA",), 7, "非法出版物、不良玩具", "illegal prints, harmful toys"),
)
ITEMS: Mapping[str, Item] = MappingProxyType({item.code: item for item in CHECKLIST})

GROUP_NAMES = said(
    {
        "traffic": ("交通", "traffic"),
        "stall": ("摊点占道", "stalls"),
        "food": ("食品", "food"),
        "place": ("周边场所", "venues"),
        "fire": ("消防用电", "fire and wiring"),
        "guard": ("护学值守", "guards"),
        "tech": ("技防", "alarms and cameras"),
        "physical": ("物防", "barriers"),
        "hazard": ("周边隐患", "dangers nearby"),
        "safe_post": ("平安创建岗", "safe-campus post"),
        "education": ("平安法治教育", "lessons"),
    }
)
ITEM_NAMES = said({item.code: (item.chinese, item.english) for item in CHECKLIST})
ANSWER_NAMES = said({"ok": ("合格", "in order"), "no": ("不合格", "not in order"), "na": ("不适用", "n/a")})


def worst(answers: list[str]) -> str | None:
    """The worst of several inspectors' answers; None of none."""
    return max(answers, key=ANSWERS.index, default=None)
