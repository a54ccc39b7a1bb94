"""T8: phones whose clock is days off. Their duties are judged by the time at which they were really done."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sync import times
from tests.support.patrols import wire
from tests.support.road import Phone, Road
from tests.support.villages import BOX_WINDOW, SCREENING, a_village, opens, signs, walks

DAY = timedelta(days=1)


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    """A village on Monday, the first day of its week."""
    with a_village(tmp_path) as opened:
        yield opened


def has_clock(phone: Phone, off: timedelta, knows: bool = True) -> None:
    """What it has written and not sent was written by a clock that is `off`; it knows that from its last
    contact, or not."""
    evidence = {"off": round(off.total_seconds() * 1000), "off_age_s": 7200} if knows else {}
    for number, (database, document) in enumerate(phone.unsent):
        own = {key: value for key, value in document.items() if not key.startswith("_rev")}
        wrong = {
            **own,
            "at_dev": wire(phone.road.now + off),
            "wrote": {**document["wrote"], **evidence},
            **({"opened_at": wire(phone.road.now + off)} if "opened_at" in own else {}),
        }
        phone.history.pop(document["_id"])
        phone.unsent[number] = (database, phone._revised(wrong))


def on(phone: Phone, off: timedelta) -> str:
    """The day that such a phone shows."""
    return (phone.road.now + off).date().isoformat()


@pytest.mark.parametrize("days", [-3, -1, 1, 3, 9])
def test_a_week_that_was_done_in_time_is_done(road: Road, days: int) -> None:
    grid, head = road.phone("grid-a"), road.phone("head-a")
    road.passes(days=2)
    walked, signed = walks(grid, on(grid, days * DAY)), signs(head)
    for phone in (grid, head):
        has_clock(phone, days * DAY)
    done_at = road.now
    road.passes(days=1)
    for phone in (grid, head):
        phone.comes_online()
    state = road.state(SCREENING)
    assert (state["state"], state["duty_missed"]) == ("done", False)
    assert [one["on"] for one in state["rounds"]] == ["2019-11-06"], "on the day on which it was made"
    assert "clock_skew" in state["flags"]
    for one in (walked, signed):
        told = state["results"][one]
        assert (told["at_from"], told["at_within_s"]) == ("corrected", 3)
        assert told["at"] == state["signed_at"] == times.utc(done_at)
    assert not road.replayed()


def test_a_week_that_was_not_done_in_time_is_not_done_by_a_clock_set_back(road: Road) -> None:
    grid, head = road.phone("grid-a"), road.phone("head-a")
    road.passes(days=8)
    walked, _ = walks(grid, on(grid, -3 * DAY)), signs(head)
    for phone in (grid, head):
        has_clock(phone, -3 * DAY)
        phone.comes_online()
    assert road.result(walked) == ("parked", "not_in_the_week")
    assert road.state(SCREENING)["state"] == "missed"


def test_without_evidence_a_clock_ahead_counts_from_its_arrival(road: Road) -> None:
    grid = road.phone("grid-a")
    opening = opens(grid, "HZ-1")
    has_clock(grid, DAY, knows=False)
    grid.comes_online()
    told = road.state(BOX_WINDOW)["results"][opening]
    assert (told["at_from"], told["at_within_s"]) == ("received", None)
    assert road.state(BOX_WINDOW)["state"] == "opened"


def test_a_box_opened_in_its_half_of_the_month_by_a_phone_that_is_ahead(road: Road) -> None:
    grid = road.phone("grid-a")
    road.passes(days=10)
    opens(grid, "HZ-1")
    has_clock(grid, 4 * DAY)
    road.passes(days=2)
    grid.comes_online()
    state = road.state(BOX_WINDOW)
    assert state["state"] == "opened"
    assert state["opened_at"] == "2019-11-14T01:00:00.000Z"


def test_a_box_opened_late_is_not_in_time_by_a_clock_that_is_behind(road: Road) -> None:
    grid = road.phone("grid-a")
    road.passes(days=13)
    opens(grid, "HZ-1")
    has_clock(grid, -4 * DAY)
    grid.comes_online()
    assert road.state(BOX_WINDOW)["state"] == "late_opened"


def test_a_right_clock_is_told_by_nothing(road: Road) -> None:
    grid = road.phone("grid-a")
    walked = walks(grid, "2019-11-04")
    grid.comes_online()
    assert road.state(SCREENING)["results"][walked] == {"result": "applied", "reason": None}
