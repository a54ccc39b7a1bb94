"""What hangs and drives: mailboxes, cameras, vehicles."""

from collections.abc import Iterator
from typing import Final

from server.demo.invent.places import Cells, Point, padded, spread, villages_of
from server.demo.invent.plan import TOWNSHIPS, Township

BOX_SPOTS: Final = ("菜市场", "卫生室", "汽车站", "学校门口", "超市门口", "文化广场", "老年活动室")
CAMERA_SPOTS: Final = (
    ("路口", "crossing"),
    ("主干道", "main_road"),
    ("进村路口", "crossing"),
    ("国道段", "main_road"),
)
SITE_KIND_WORDS: Final = {"crossing": "路口", "main_road": "主要交通要道"}
UPGRADE_COST_YUAN: Final = "12480"


def vehicles() -> Iterator[Cells]:
    for at, township in enumerate(TOWNSHIPS, start=1):
        yield {
            "code": f"{township.code}-v1",
            "name": f"综巡{at:02}",
            "kind": "巡逻车",
            "div": padded(township.code),
            "state": "在用",
        }


def mailboxes() -> Iterator[Cells]:
    """One for each village, one for the centre, the extra ones, and those that were taken down."""
    for township in TOWNSHIPS:
        places = _box_places(township)
        for at, (div, site, point) in enumerate(places):
            removed = at >= len(places) - township.removed_boxes
            yield {
                "code": f"{township.code}-m{at + 1:03}",
                "div": padded(div),
                "site": site,
                **point.cells(),
                "keeper_roles": "网格管理员、派驻人员",
                "installed_on": "2018-03-15",
                "state": "撤除" if removed else "在用",
            }


def _box_places(township: Township) -> list[tuple[str, str, Point]]:
    villages = villages_of(township)
    centre = Point(*township.centre)
    places = [(village.code, f"{village.name}村务公开栏旁", village.point) for village in villages]
    places.append((township.code, f"{township.name}综治中心门口", centre))
    for at in range(township.extra_boxes + township.removed_boxes):
        village = villages[at % len(villages)]
        spot = BOX_SPOTS[at % len(BOX_SPOTS)]
        places.append((village.code, f"{village.name}{spot}", spread(village.point, at % 7, 7, 300)))
    return places


def cameras() -> Iterator[Cells]:
    """Those of the upgrade programme P1, then those outside it."""
    for township in TOWNSHIPS:
        villages = villages_of(township)
        for at in range(township.cameras + township.other_cameras):
            village = villages[at % len(villages)]
            spot, kind = CAMERA_SPOTS[at // len(villages) % len(CAMERA_SPOTS)]
            cells = {
                "code": f"{township.code}-cam{at + 1:03}",
                "div": padded(village.code),
                "site_kind": SITE_KIND_WORDS[kind],
                "place": f"{village.name}{spot}",
                **spread(village.point, at // len(villages) % 6, 6, 350).cells(),
                "direction": str(at * 45 % 360),
                "owner_unit": f"{township.code}-psb",
            }
            yield cells | (_upgraded(at) if at < township.cameras else _older())


def _upgraded(number: int) -> Cells:
    return {
        "definition": "高清",
        "point_class": "一类" if number % 3 == 0 else "二类",
        "maintainer": "雪亮工程运维单位",
        "programme": "p1",
        "work": "改造升级",
        "done_on": f"2019-{number % 9 + 1:02}-{number % 27 + 1:02}",
        "cost_yuan": UPGRADE_COST_YUAN,
        "joined": "是",
        "state": "故障" if number % 25 == 24 else "在线",
    }


def _older() -> Cells:
    return {
        "definition": "标清",
        "point_class": "三类",
        "maintainer": "村居自建自管",
        "work": "新建",
        "joined": "否",
        "state": "在线",
    }
