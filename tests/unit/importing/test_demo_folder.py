"""The demo district adds up to the figures it was made from."""

import math
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from server.demo.invent.__main__ import FOLDER, write_folder
from server.demo.invent.places import Point, villages_of
from server.demo.invent.plan import TOWNSHIPS
from server.importing.district import District, Places
from server.importing.reading import read_district

AS_OF = date(2019, 11, 30)

# township: villages, patrol members, of these 30 at most, vehicles, mailboxes, cameras of P1, schools, groups
FIGURES = {
    "421102001": (22, 8, 4, 1, 51, 70, 14, 132),
    "421102002": (8, 8, 4, 1, 23, 38, 7, 42),
    "421102003": (16, 8, 4, 1, 27, 26, 6, 128),
    "421102004": (11, 8, 3, 1, 21, 22, 4, 66),
    "421102100": (17, 8, 4, 1, 28, 26, 6, 147),
    "421102101": (18, 8, 3, 1, 28, 22, 5, 115),
    "421102102": (26, 8, 4, 1, 36, 24, 6, 205),
    "421102200": (15, 8, 3, 1, 21, 12, 3, 118),
    "421102450": (4, 7, 3, 1, 10, 10, 1, 31),
}


@pytest.fixture(scope="module")
def district() -> District:
    return read_district(FOLDER)


def rows(district: District, name: str, township: str = "", **wanted: object) -> list[dict[str, Any]]:
    places = Places(district.lists)
    return [
        entry.values
        for entry in district.entries(name)
        if (places.division(entry) or "").startswith(township)
        and all(entry.values[column] == value for column, value in wanted.items())
    ]


def age(birth_month: str) -> int:
    """Whole years on the day the figures are of; the month is over by then, or the birthday has come."""
    year, month = (int(part) for part in birth_month.split("-"))
    return AS_OF.year - year - (month > AS_OF.month)


def patrol(district: District, township: str, state: str = "active") -> list[dict[str, Any]]:
    return [one for one in rows(district, "staff", township, state=state) if one["team"] is not None]


@pytest.mark.parametrize("township", FIGURES)
def test_every_township_has_the_figures_of_the_plan(district: District, township: str) -> None:
    members = patrol(district, township)
    (division,) = rows(district, "divisions", township, code=township)
    assert FIGURES[township] == (
        len(rows(district, "divisions", township, level="village")),
        len(members),
        sum(age(str(one["birth_month"])) <= 30 for one in members),
        len(rows(district, "vehicles", township, state="active")),
        len(rows(district, "mailboxes", township, state="active")),
        len([one for one in rows(district, "cameras", township, programme="p1") if one["work"] == "upgrade"]),
        len(rows(district, "schools", township)),
        division["groups"],
    )


def test_the_sums_are_those_of_the_district(district: District) -> None:
    assert len(rows(district, "divisions", level="township")) == 9
    assert len(rows(district, "divisions", level="village")) == 137
    assert len(patrol(district, "")) == 71
    assert sum(age(str(one["birth_month"])) <= 30 for one in patrol(district, "")) == 32
    assert len(rows(district, "vehicles")) == 9
    assert len(rows(district, "mailboxes", state="active")) == 245
    assert len(rows(district, "cameras", programme="p1", work="upgrade")) == 250
    assert len(rows(district, "schools")) == 52
    assert sum(int(str(one["groups"])) for one in rows(district, "divisions", level="village")) == 984
    assert sum(int(str(one["population"])) for one in rows(district, "divisions", level="village")) == 360_000
    assert len(rows(district, "key_sites")) == 156
    assert Counter(one["kind"] for one in rows(district, "key_sites")) == {
        "key_area": 32,
        "school": 52,
        "warehouse": 14,
        "wharf": 5,
        "key_facility": 38,
        "line": 15,
    }


def test_nobody_in_a_patrol_is_thirty(district: District) -> None:
    """Then "under 30" and "30 and under" give the same share, however one reads it."""
    assert 30 not in {age(str(one["birth_month"])) for one in patrol(district, "")}


def test_what_must_not_be_counted_is_there_too(district: District) -> None:
    assert len(patrol(district, "", state="former")) == 4
    assert len(rows(district, "mailboxes", state="removed")) == 2
    assert len(rows(district, "cameras", programme=None)) == 12


def test_sites_have_two_to_four_checkpoints_and_three_of_five_must_be_visited(district: District) -> None:
    per_site = Counter(one["site"] for one in rows(district, "checkpoints"))
    assert set(per_site) == {one["code"] for one in rows(district, "key_sites")}
    assert set(per_site.values()) == {2, 3, 4}
    assert len(rows(district, "checkpoints", must=True)) / per_site.total() == pytest.approx(0.6, abs=0.01)


def test_every_patrol_team_has_its_three_slots_with_all_its_members(district: District) -> None:
    slots = {(row["slot"], row["starts"], row["ends"]) for row in rows(district, "rosters")}
    assert slots == {("day", "08:00", "16:00"), ("evening", "16:00", "24:00"), ("night", "00:00", "08:00")}
    for team in rows(district, "teams"):
        rosters = rows(district, "rosters", team=team["code"])
        rostered = [member for roster in rosters for member in roster["members"]]
        assert sorted(rostered) == sorted(
            str(one["id"]) for one in rows(district, "staff", state="active", team=team["code"])
        )
        assert all(roster["must_points"] and roster["vehicle"] for roster in rosters)


def test_everything_lies_within_three_kilometres_of_its_townships_centre(district: District) -> None:
    for township in TOWNSHIPS:
        lat, lon = township.centre
        for name in ("key_sites", "checkpoints", "schools", "mailboxes", "cameras"):
            for row in rows(district, name, township.code):
                north = (float(str(row["lat"])) - lat) * 111_320
                east = (float(str(row["lon"])) - lon) * 111_320 * math.cos(math.radians(lat))
                assert math.hypot(north, east) <= 3_000, row


def test_every_village_has_its_grids_and_lies_in_one_of_them(district: District) -> None:
    grids = rows(district, "grids")
    assert {one["div"] for one in grids} == {
        one["code"] for one in rows(district, "divisions", level="village")
    }
    for township in TOWNSHIPS:
        for village in villages_of(township):
            borders = [one["border"] for one in grids if one["div"] == village.code]
            east = Point(
                village.point.lat + 0.00001, village.point.lon
            )  # the line between two grids runs through it
            assert any(_holds(border, east) for border in borders), village


def _holds(border: list[dict[str, float]], point: Point) -> bool:
    """Whether a line from the point to the north crosses the border an odd number of times."""
    crossed = False
    for here, there in pairwise([*border, border[0]]):
        if (here["lon"] > point.lon) != (there["lon"] > point.lon):
            share = (point.lon - here["lon"]) / (there["lon"] - here["lon"])
            crossed ^= point.lat < here["lat"] + share * (there["lat"] - here["lat"])
    return crossed


def test_the_folder_is_what_its_maker_makes(tmp_path: Path) -> None:
    """Nobody edits the lists by hand and leaves the maker behind."""
    write_folder(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in FOLDER.iterdir()}
