"""Who works there: units, staff, teams and rosters. All names are made of the post and a number."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from server.demo.invent.places import Cells, Stop, checkpoints_of, padded, villages_of
from server.demo.invent.plan import DISTRICT, TOWNSHIPS, VILLAGE_HEADS, Township

MEMBER_UNITS: Final = (
    ("plo", "政法办公室"),
    ("grd", "网格管理中心"),
    ("psb", "公安派出所"),
    ("jus", "司法所"),
    ("civ", "民政办"),
    ("pet", "信访办"),
    ("lnd", "国土所"),
    ("pln", "规建所"),
    ("saf", "安监办"),
    ("urb", "城管执法"),
    ("soc", "社会事务办"),
)
DISTRICT_UNITS: Final = (
    ("gov", "综治中心", "区综治中心"),
    ("psb", "公安派出所", "区公安分局"),
    ("aud", "审计", "区审计组"),
)
OFFICE: Final = (
    ("operator", "综治办工作人员", "综治办"),
    ("dispatch", "指挥调度员", "调度"),
    ("deputy", "常务副主任", "常务副主任"),
    ("director", "主任", "主任"),
)
DISTRICT_STAFF: Final = (
    ("district", "gov", "区综治中心工作人员", "黄州区-综治中心"),
    ("district-lead", "gov", "区综治办负责人", "黄州区-综治办"),
    ("psb-liaison", "psb", "公安联络员", "黄州区-公安联络"),
    ("auditor", "aud", "审计", "黄州区-审计"),
    ("admin", "gov", "系统管理员", "黄州区-系统管理"),
)
VILLAGE_DUTIES: Final = (
    ("grid", "网格管理员", "网格员", "专职"),
    ("mediator", "人民调解员", "调解员", "选任"),
    ("mediation", "调解主任", "调解主任", "选任"),
)
"""post, role, word in the name, employment"""
TOWNSHIP_DUTIES: Final = (
    ("inspector", "psb", "学校周边检查员", "学校检查员"),
    ("inspector2", "urb", "学校周边检查员", "学校检查员二"),
    ("officer", "urb", "成员单位承办人", "城管承办人"),
)
"""post, unit, role, word in the name"""
SLOTS: Final = (
    ("白班", "08:00", "16:00", ("school", "key_facility")),
    ("中班", "16:00", "24:00", ("key_area", "wharf")),
    ("夜班", "00:00", "08:00", ("warehouse", "wharf", "line")),
)
"""slot, from, to, and the kinds of key sites whose must-visit checkpoints it goes to"""
MOST_POINTS: Final = 12


def units() -> Iterator[Cells]:
    for code, kind, name in DISTRICT_UNITS:
        yield _unit(DISTRICT, code, name, kind)
    for township in TOWNSHIPS:
        for code, kind in MEMBER_UNITS:
            yield _unit(township.code, code, f"{township.short}{kind}", kind)
        for village in villages_of(township):
            suffix = "居委会" if village.name.endswith("社区") else "村委会"
            yield _unit(village.code, "vil", f"{village.name}{suffix}", "村居委员会")


def _unit(div: str, code: str, name: str, kind: str) -> Cells:
    return {"code": f"{div}-{code}", "name": name, "kind": kind, "div": padded(div)}


def staff() -> Iterator[Cells]:
    phones = count(1)
    everybody = (*_district_staff(), *_all_patrols(), *_offices(), *_village_heads(), *_duties())
    for cells in everybody:
        yield cells | {"phone": f"0713-{next(phones):07}"}


def _district_staff() -> Iterator[Cells]:
    for login, unit, role, name in DISTRICT_STAFF:
        yield _person(login, name, f"{DISTRICT}-{unit}", role)


def _person(login: str, name: str, unit: str, role: str, **more: str) -> Cells:
    return {
        "id": login,
        "name": name,
        "unit": unit,
        "roles": role,
        "employment": "在编",
        "state": "在岗",
    } | more


def _all_patrols() -> Iterator[Cells]:
    number = count(1)
    for township in TOWNSHIPS:
        for at in range(1, township.patrol + township.former + 1):
            login = f"{township.login}-lead" if at == 1 else f"{township.login}-p{at:02}"
            yield _person(
                login,
                f"巡逻员-{next(number):03}",
                f"{township.code}-plo",
                "治安巡逻队长" if at == 1 else "治安巡逻队员",
                team=f"{township.code}-p1",
                employment="专职",
                birth_month=_birth_month(at, township),
                state="在岗" if at <= township.patrol else "离岗",
            )


def _birth_month(at: int, township: Township) -> str:
    """The last of a team are its young: at the end of November 2019 at most 29; the others 31 at least."""
    if township.patrol - township.young < at <= township.patrol:
        return f"{1991 + at % 7}-{at * 5 % 12 + 1:02}"
    return f"{1972 + at * 3 % 16}-{at * 7 % 12 + 1:02}"


def _offices() -> Iterator[Cells]:
    for township in TOWNSHIPS:
        for login, role, word in OFFICE:
            unit = f"{township.code}-plo"
            yield _person(f"{township.login}-{login}", f"{township.short}-{word}", unit, role)


def _village_heads() -> Iterator[Cells]:
    for township in TOWNSHIPS:
        logins = VILLAGE_HEADS.get(township.code, "").split()
        for login, village in zip(logins, villages_of(township), strict=False):
            unit = f"{village.code}-vil"
            yield _person(
                f"{login}-head", f"{village.stem}-负责人", unit, "村（社区）综治中心负责人", employment="选任"
            )
            yield _person(
                f"{login}-security", f"{village.stem}-治保主任", unit, "治保主任", employment="选任"
            )


def _duties() -> Iterator[Cells]:
    """Who does a village's duties and looks at schools: in each village that has a head, and in each
    township."""
    for township in TOWNSHIPS:
        logins = VILLAGE_HEADS.get(township.code, "").split()
        for login, village in zip(logins, villages_of(township), strict=False):
            for post, role, word, employment in VILLAGE_DUTIES:
                unit = f"{village.code}-vil"
                yield _person(f"{login}-{post}", f"{village.stem}-{word}", unit, role, employment=employment)
        for post, unit, role, word in TOWNSHIP_DUTIES:
            yield _person(
                f"{township.login}-{post}", f"{township.short}-{word}", f"{township.code}-{unit}", role
            )


def teams() -> Iterator[Cells]:
    for township in TOWNSHIPS:
        yield {
            "code": f"{township.code}-p1",
            "name": f"{township.short}治安巡逻队",
            "kind": "巡逻",
            "div": padded(township.code),
            "lead": f"{township.login}-lead",
            "vehicle": f"{township.code}-v1",
        }


def rosters() -> Iterator[Cells]:
    """Three slots a day, every day: the lead and two or one by day, three in the evening, two at night."""
    for township in TOWNSHIPS:
        people = [f"{township.login}-lead"]
        people += [f"{township.login}-p{at:02}" for at in range(2, township.patrol + 1)]
        cuts = (0, township.patrol - 5, township.patrol - 2, township.patrol)
        stops = checkpoints_of(township)
        for at, (slot, starts, ends, kinds) in enumerate(SLOTS):
            yield {
                "team": f"{township.code}-p1",
                "slot": slot,
                "starts": starts,
                "ends": ends,
                "weekdays": "1-7",
                "members": "、".join(people[cuts[at] : cuts[at + 1]]),
                "vehicle": f"{township.code}-v1",
                "must_points": "、".join(_must_points(stops, kinds)),
                "valid_from": "2019-01-01",
            }


def _must_points(stops: list[Stop], kinds: tuple[str, ...]) -> list[str]:
    return [stop.code for stop in stops if stop.must and stop.site.kind in kinds][:MOST_POINTS]
