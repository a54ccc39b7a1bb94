"""Where things are: villages around their township's centre, sites around their village. Degrees, WGS-84."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.demo.invent.plan import (
    DISTRICT,
    DISTRICT_NAME,
    KEY_SITE_KINDS,
    POPULATION,
    SINCE,
    TOWNSHIPS,
    Township,
)

Cells = dict[str, str]

GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))
METRES_PER_DEGREE: Final = 111_320.0
VILLAGES_WITHIN_M: Final = 2_200.0
SITES_WITHIN_M: Final = 450.0
CHECKPOINT_RING_M: Final = 90.0


@dataclass(frozen=True)
class Point:
    lat: float
    lon: float

    def moved(self, metres: float, angle: float) -> "Point":
        """The point this far away; angle in radians from north, clockwise."""
        north, east = metres * math.cos(angle), metres * math.sin(angle)
        east_degree = METRES_PER_DEGREE * math.cos(math.radians(self.lat))
        return Point(self.lat + north / METRES_PER_DEGREE, self.lon + east / east_degree)

    def cells(self) -> Cells:
        return {"lat": f"{self.lat:.5f}", "lon": f"{self.lon:.5f}"}


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    stem: str
    point: Point


def spread(around: Point, number: int, of: int, within: float) -> Point:
    """Place `number` (from 0) of `of` points spread evenly over a disc, as seeds in a sunflower."""
    return around.moved(within * math.sqrt((number + 0.5) / of), number * GOLDEN_ANGLE)


def padded(code: str) -> str:
    """A division code as the statistical lists write it: 12 digits."""
    return code.ljust(12, "0")


def villages_of(township: Township) -> list[Village]:
    """Communities are numbered from 001, villages from 200, in the order of the plan."""
    communities, villages = township.communities.split(), township.villages.split()
    named = [(f"{at:03}", stem, "社区") for at, stem in enumerate(communities, start=1)]
    named += [(f"{at:03}", stem, "村") for at, stem in enumerate(villages, start=200)]
    centre = Point(*township.centre)
    return [
        Village(
            f"{township.code}{number}",
            f"{stem}{kind}",
            stem,
            spread(centre, at, len(named), VILLAGES_WITHIN_M),
        )
        for at, (number, stem, kind) in enumerate(named)
    ]


def divisions() -> Iterator[Cells]:
    groups = sum(township.groups for township in TOWNSHIPS)
    people = portions(POPULATION, groups)
    yield _division(DISTRICT, DISTRICT_NAME, "区", "", people)
    villages: list[Cells] = []
    for township in TOWNSHIPS:
        own, people = people[: township.groups], people[township.groups :]
        yield _division(township.code, township.name, "乡镇街道", DISTRICT, own)
        found = villages_of(township)
        for village, share in zip(found, portions(township.groups, len(found)), strict=True):
            villages.append(_division(village.code, village.name, "村社区", township.code, own[:share]))
            own = own[share:]
    yield from villages


def _division(code: str, name: str, level: str, parent: str, people: list[int]) -> Cells:
    """`people`: the inhabitants of each of its groups."""
    return {
        "code": padded(code),
        "name": name,
        "level": level,
        "parent": padded(parent) if parent else "",
        "valid_from": SINCE,
        "population": str(sum(people)),
        "groups": str(len(people)),
    }


def portions(total: int, parts: int) -> list[int]:
    """`total` in `parts` whole shares that differ by one at most."""
    return [total * (at + 1) // parts - total * at // parts for at in range(parts)]


SITE_NAMES: Final = {
    "key_area": ("{stem}老街片区", "{stem}夜市片区", "{stem}城乡结合部"),
    "warehouse": ("{stem}物资仓库", "{stem}粮油仓库"),
    "wharf": ("{stem}一号码头", "{stem}二号码头"),
    "key_facility": ("{stem}变电站", "{stem}自来水泵站", "{stem}通信基站", "{stem}加油站"),
    "line": ("{stem}铁路沿线", "{stem}输油管线段", "{stem}高压线路段"),
}
KIND_WORDS: Final = {
    "school": "学校",
    "key_area": "重点片区",
    "warehouse": "仓库",
    "wharf": "码头",
    "key_facility": "重点设施",
    "line": "护路护线",
}
CHECKPOINT_NAMES: Final = {
    "school": ("正门", "后门", "操场围墙", "接送区"),
    "key_area": ("东口", "西口", "中心路口", "停车场"),
    "warehouse": ("大门", "装卸区", "后墙", "消防通道"),
    "wharf": ("泊位", "候船棚", "堆场", "入口"),
    "key_facility": ("大门", "围墙北侧", "设备间外", "巡检道"),
    "line": ("起点", "中段", "道口", "终点"),
}
STAGES: Final = (("小学", "一小 二小 三小 实验小学"), ("初中", "中学"), ("幼儿园", "幼儿园"))


@dataclass(frozen=True)
class Site:
    code: str
    name: str
    kind: str
    village: Village
    point: Point


def sites_of(township: Township) -> list[Site]:
    """The key sites of a township, schools first; each lies in one of its villages."""
    villages = villages_of(township)
    wanted = [
        kind for kind, count in zip(KEY_SITE_KINDS, township.key_sites, strict=True) for _ in range(count)
    ]
    found: list[Site] = []
    for at, kind in enumerate(wanted):
        # wharves are counted from the third village: 临江 lies at the river
        village = villages[(at if kind != "wharf" else at - wanted.index("wharf") + 2) % len(villages)]
        name = _site_name(kind, village, at - wanted.index(kind), township)
        point = spread(village.point, at % 5, 5, SITES_WITHIN_M)
        found.append(Site(f"{township.code}-k{at + 1:03}", name, kind, village, point))
    return found


def _site_name(kind: str, village: Village, number: int, township: Township) -> str:
    if kind == "school":
        return school_name(number, village, township)[0]
    names = SITE_NAMES[kind]
    return names[number % len(names)].format(stem=village.stem)


def school_name(number: int, village: Village, township: Township) -> tuple[str, str]:
    """Name and stage: the first ones are named after the township, the others after their village."""
    firsts = [(f"{township.short}{name}", stage) for stage, names in STAGES[:2] for name in names.split()]
    if township.short == "火车站":
        firsts = [("站前小学", "小学")]
    if number < len(firsts):
        return firsts[number]
    stage, name = (("小学", "小学"), ("幼儿园", "幼儿园"), ("初中", "中学"))[number % 3]
    return f"{village.stem}{name}", stage


def key_sites() -> Iterator[Cells]:
    for township in TOWNSHIPS:
        for site in sites_of(township):
            yield {
                "code": site.code,
                "name": site.name,
                "kind": KIND_WORDS[site.kind],
                "div": padded(site.village.code),
                **site.point.cells(),
                "radius_m": "300" if site.kind in ("key_area", "line") else "120",
            }


@dataclass(frozen=True)
class Stop:
    """A checkpoint, by the site it belongs to."""

    code: str
    name: str
    site: Site
    point: Point
    must: bool


def checkpoints_of(township: Township) -> list[Stop]:
    """Two to four at each site; three of every five must be visited."""
    stops: list[Stop] = []
    for at, site in enumerate(sites_of(township)):
        for part in CHECKPOINT_NAMES[site.kind][: 2 + at % 3]:
            number = len(stops)
            point = site.point.moved(CHECKPOINT_RING_M, number * GOLDEN_ANGLE)
            code = f"{township.code}-c{number + 1:03}"
            stops.append(Stop(code, f"{site.name}{part}", site, point, number * 3 % 5 < 3))
    return stops


def checkpoints() -> Iterator[Cells]:
    for township in TOWNSHIPS:
        for stop in checkpoints_of(township):
            yield {
                "code": stop.code,
                "name": stop.name,
                "site": stop.site.code,
                **stop.point.cells(),
                "radius_m": "60",
                "must": "是" if stop.must else "否",
                "min_visits_day": "2" if stop.must else "1",
            }


def schools() -> Iterator[Cells]:
    for township in TOWNSHIPS:
        sites = [site for site in sites_of(township) if site.kind == "school"]
        for at, site in enumerate(sites):
            name, stage = school_name(at, site.village, township)
            yield {
                "code": f"{township.code}-s{at + 1:03}",
                "name": name,
                "stage": stage,
                "div": padded(site.village.code),
                **site.point.cells(),
                "class_count": str(12 + at * 5 % 25),
                "site": site.code,
            }
