"""T4: the same box is opened twice in a half of a month, by two phones; and what else befalls a box."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.records import VILLAGE
from tests.support.road import Road
from tests.support.villages import BOX, BOX_WINDOW, WORK, a_village, opens


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with a_village(tmp_path) as found:
        yield found


@pytest.mark.parametrize("order", [("grid-a", "grid-b"), ("grid-b", "grid-a")])
def test_two_openings_one_duty_and_their_envelopes_together(road: Road, order: tuple[str, str]) -> None:
    held = {"grid-a": ("HZ-1", "HZ-2"), "grid-b": ("HZ-2", "HZ-3")}
    openings = [opens(road.phone(one), *held[one]) for one in order]
    for one in order:
        road.phone(one).comes_online()
    assert [road.result(one) for one in openings] == [("applied", None)] * 2
    state = road.state(BOX_WINDOW)
    assert (state["state"], len(state["openings"]), state["items"]) == ("opened", 2, 3)
    assert (state["repeated"], state["flags"]) == (["HZ-2"], ["envelope_twice"])
    row = road.registered(BOX_WINDOW)
    assert (row["state"], row["ref"], row["waiting"]) == ("opened", BOX, 1)
    assert not road.replayed()


def test_a_missed_box_was_opened_after_all(road: Road) -> None:
    grid = road.phone("grid-a")
    road.passes(days=5)
    opens(grid, "HZ-7")
    road.passes(days=11)
    assert road.state(BOX_WINDOW)["state"] == "missed"
    grid.comes_online()
    state = road.state(BOX_WINDOW)
    assert (state["state"], state["items"]) == ("opened", 1)
    assert "late_sync" in state["flags"]


def test_an_opening_after_the_window_is_late(road: Road) -> None:
    grid = road.phone("grid-a")
    road.passes(days=13)
    opens(grid)
    grid.comes_online()
    assert road.state(BOX_WINDOW)["state"] == "late_opened"
    assert road.state(f"bw:{BOX}:2019-11-H2")["state"] == "due", "the next half has its own duty"


def test_a_broken_box_is_damaged_until_the_office_repairs_it(road: Road) -> None:
    grid = road.phone("grid-a")
    opens(grid, box_state="damaged")
    grid.comes_online()
    assert road.state(f"box:{BOX}")["state"] == "damaged"
    road.does("operator", f"box:{BOX}", WORK, "repaired")
    assert road.state(f"box:{BOX}")["state"] == "active"
    stored = road.stored(WORK, f"st:box:{BOX}")
    assert stored is not None
    assert stored["div"] == VILLAGE


def test_a_removed_box_has_no_further_duty(road: Road) -> None:
    grid = road.phone("grid-a")
    opens(grid, box_state="damaged")
    grid.comes_online()
    road.does("operator", f"box:{BOX}", WORK, "remove", reason="拆迁")
    road.passes(days=14)
    assert road.subjects("bw:") == [BOX_WINDOW]
