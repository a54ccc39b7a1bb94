"""T17: four slogans, counted first and synced last; three, counted later and synced first."""

from pathlib import Path

from tests.support.road import Road
from tests.support.villages import SLOGANS, a_village, counts


def after_both(road: Road) -> None:
    early, late = road.phone("grid-a"), road.phone("grid-b")
    counts(early, 4, "2019-11-04")
    road.passes(days=9)
    counts(late, 3, "2019-11-13")
    late.comes_online()
    early.comes_online()


def test_the_count_of_the_later_day_stays(tmp_path: Path) -> None:
    with a_village(tmp_path) as road:
        after_both(road)
        state = road.state(SLOGANS)
        assert (state["n"], state["counted_on"], state["counted_by"]) == (3, "2019-11-13", "grid-b")
        assert state["in_range"] is True
        lost = [(one["value"], one["by"]) for one in state["superseded"] if one["field"] == "n"]
        assert lost == [(4, "grid-a")], "the older count is kept beside it"
        assert not road.replayed()
