"""A small district as an office would keep it in files: one township, one patrol team, three checkpoints.

The team's shift is the present hours, whatever the time of day when the test runs, so that it can be started.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from time import sleep
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DISTRICT, TOWNSHIP, VILLAGE = "421102", "421102001", "421102001001"
TEAM, VEHICLE, SITE = f"{TOWNSHIP}-p1", f"{TOWNSHIP}-v1", f"{TOWNSHIP}-k001"
LEAD, MEMBER, DISPATCHER = "chibi-lead", "chibi-p02", "chibi-dispatch"
QR_POINT, NEAR_POINT, HAND_POINT = (f"{TOWNSHIP}-c00{number}" for number in (1, 2, 3))
PLACES = {QR_POINT: (30.4470, 114.8720), NEAR_POINT: (30.4481, 114.8735), HAND_POINT: (30.4493, 114.8751)}
LAST_SECONDS = 60  # of a day; preparing a server and planning its shifts takes less

Rows = Iterable[Sequence[object]]


def write_district(folder: Path, *, lead_roles: str = "patrol_lead") -> Path:
    """Write the lists into the folder (over those of before) and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in _lists(lead_roles).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def _lists(lead_roles: str) -> dict[str, Rows]:
    return {
        "divisions": [
            ("code", "name", "level", "parent"),
            (DISTRICT, "黄州区", "district", ""),
            (TOWNSHIP, "赤壁街道", "township", DISTRICT),
            (VILLAGE, "临江社区", "village", TOWNSHIP),
        ],
        "units": [
            ("code", "name", "kind", "div"),
            ("chibi-gov", "赤壁街道综治中心", "GOV", TOWNSHIP),
        ],
        "staff": [
            ("id", "name", "unit", "roles", "team", "employment", "state"),
            (LEAD, "周建国", "chibi-gov", lead_roles, TEAM, "full_time", "active"),
            (MEMBER, "吴晓东", "chibi-gov", "patrol_mem", TEAM, "full_time", "active"),
            (DISPATCHER, "郑敏", "chibi-gov", "twp_dispatcher", "", "establishment", "active"),
        ],
        "teams": [
            ("code", "name", "kind", "div", "lead", "vehicle"),
            (TEAM, "赤壁街道治安巡逻队", "patrol", TOWNSHIP, LEAD, VEHICLE),
        ],
        "vehicles": [
            ("code", "name", "kind", "div", "state"),
            (VEHICLE, "赤壁巡逻车1号", "patrol", TOWNSHIP, "active"),
        ],
        "grids": [
            ("code", "name", "div", "border"),
            (
                f"{VILLAGE}-g1",
                "临江第一网格",
                VILLAGE,
                "30.44 114.86; 30.46 114.86; 30.46 114.88; 30.44 114.88",
            ),
        ],
        "key_sites": [
            ("code", "name", "kind", "div", "lat", "lon", "radius_m"),
            (SITE, "临江一号码头", "wharf", TOWNSHIP, *PLACES[QR_POINT], 200),
        ],
        "checkpoints": [
            ("code", "name", "site", "lat", "lon", "radius_m", "must", "min_visits_day"),
            *((code, f"临江{code[-1]}号点", SITE, *place, 60, "true", 2) for code, place in PLACES.items()),
        ],
        "rosters": [
            ("team", "slot", "starts", "ends", "weekdays", "members", "vehicle", "must_points"),
            (TEAM, "day", *_present_hours(), "1-7", f"{LEAD} {MEMBER}", VEHICLE, " ".join(PLACES)),
        ],
    }


def _present_hours() -> tuple[str, str]:
    """From a minute ago (half an hour later it would count as missed) to three hours ahead."""
    begun = _begun()
    starts = max(begun - timedelta(minutes=1), begun.replace(hour=0, minute=0))
    return f"{starts:%H:%M}", f"{begun + timedelta(hours=3):%H:%M}"


@cache
def _begun() -> datetime:
    """When the tests began. The end of a day is waited out: its shifts would not be planned any more."""
    now = datetime.now(ZONE)
    left = (datetime.combine(now.date() + timedelta(days=1), time(), ZONE) - now).total_seconds()
    if left < LAST_SECONDS:
        sleep(left)
    return datetime.now(ZONE)


def today() -> str:
    """The district's date when the tests began."""
    return f"{_begun():%Y-%m-%d}"


def shift_id() -> str:
    """The id of the team's planned shift of today."""
    return f"shift:{TEAM}:{today()}:day"
