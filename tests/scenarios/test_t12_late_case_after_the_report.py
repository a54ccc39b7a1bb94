"""T12: a ten-day report was confirmed; then a case of those days arrives. The week's screening beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.road import Road
from tests.support.villages import SCREENING, TEN_DAYS, WORK, a_village, confirms, reports, signs, walks


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with a_village(tmp_path) as found:
        yield found


def on_the_eleventh(road: Road) -> None:
    """The first ten days of November are over; the clock has made the report."""
    road.passes(days=7)
    assert road.state(TEN_DAYS)["state"] == "generated"


def test_a_late_case_makes_a_second_version_with_its_difference(road: Road) -> None:
    grid, head = road.phone("grid-a"), road.phone("head-a")
    reports(grid)
    grid.comes_online()
    late = reports(grid)
    on_the_eleventh(road)
    confirmed = confirms(head)
    head.comes_online()
    assert road.result(confirmed) == ("applied", None)
    first = road.state(TEN_DAYS)["versions"]
    assert [one["figures"]["cases"]["found"] for one in first] == [1]
    grid.comes_online()
    assert road.result(late) == ("applied", None)
    state = road.state(TEN_DAYS)
    assert (state["state"], state["version"], state["versions"]) == ("supplement", 2, first)
    assert state["difference"]["cases.found"] == [1, 2]
    assert "supplemented" in state["flags"]
    (notice,) = road.subjects("ntc:")
    told = road.stored("own_head-a", notice)
    assert told is not None
    assert (told["kind"], told["about"]) == ("report_supplemented", TEN_DAYS)
    confirms(head)
    head.comes_online()
    state = road.state(TEN_DAYS)
    assert (state["state"], [one["v"] for one in state["versions"]]) == ("confirmed", [1, 2])
    assert state["versions"][0] == first[0], "a confirmed version never changes"
    assert not road.replayed()


def test_a_confirmation_made_before_the_late_case_came_stays(road: Road) -> None:
    grid, head = road.phone("grid-a"), road.phone("head-a")
    reports(grid)
    on_the_eleventh(road)
    confirmed = confirms(head)
    grid.comes_online()
    head.comes_online()
    assert road.result(confirmed) == ("applied", None)
    state = road.state(TEN_DAYS)
    assert (state["state"], state["version"]) == ("supplement", 2)
    assert state["versions"][0]["figures"]["cases"]["found"] == 0
    assert state["difference"]["cases.found"] == [0, 1]


def test_a_report_goes_through_the_township_and_is_included(road: Road) -> None:
    head = road.phone("head-a")
    on_the_eleventh(road)
    confirms(head)
    head.comes_online()
    road.does("operator", TEN_DAYS, WORK, "return", reason="请核对")
    assert road.state(TEN_DAYS)["state"] == "returned"
    confirms(head)
    head.comes_online()
    road.does("operator", TEN_DAYS, WORK, "receive")
    road.passes(days=2)
    state = road.state(TEN_DAYS)
    assert (state["state"], state["version"], state["flags"]) == ("included", 2, [])


def test_figures_are_given_once_while_nothing_changes(road: Road) -> None:
    on_the_eleventh(road)
    road.passes(days=3)
    assert len(road.state(TEN_DAYS)["figures_ids"]) == 1


def test_a_week_that_was_missed_only_until_its_phones_came_online(road: Road) -> None:
    grid, head = road.phone("grid-a"), road.phone("head-a")
    walks(grid, "2019-11-04")
    road.passes(days=6)
    signs(head)
    road.passes(days=1)
    assert road.state(SCREENING)["state"] == "missed"
    head.comes_online()
    assert road.state(SCREENING)["parked"] != [], "a signature waits for the first round"
    walks(grid, "2019-11-10")
    grid.comes_online()
    state = road.state(SCREENING)
    assert (state["state"], state["zero_report"], state["parked"]) == ("late", True, [])
    assert road.state(TEN_DAYS)["figures"]["screening"] == {"rounds": 2, "households": 24}


def test_a_week_done_in_time_and_synced_within_the_grace(road: Road) -> None:
    grid, head = road.phone("grid-a"), road.phone("head-a")
    road.passes(days=6)
    walks(grid, "2019-11-10")
    signs(head)
    road.passes(days=1)
    assert road.state(SCREENING)["state"] == "missed"
    grid.comes_online()
    head.comes_online()
    state = road.state(SCREENING)
    assert (state["state"], state["signed_by"], state["flags"]) == ("done", "head-a", ["late_sync"])
