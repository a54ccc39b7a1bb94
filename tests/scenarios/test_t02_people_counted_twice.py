"""T2: the grid manager counts 12 people, the patrol 30."""

import pytest

from tests.support.towns import a_town


@pytest.mark.parametrize("first", ["grid-a", "patrol"])
def test_the_larger_count_stands_whoever_comes_first(first: str) -> None:
    with a_town() as town:
        grid, patrol = town.phone("grid-a"), town.phone("patrol")
        case = grid.reports()
        for phone, count in ((grid, 12), (patrol, 30)):
            phone.goes_offline(case)
            phone.does(case, "edit", field="people_count", value=count)
        for phone in (grid, patrol) if first == "grid-a" else (patrol, grid):
            phone.comes_online()
        state = town.state(case)
        assert (state["people_count"], state["scale"], state["key"]) == (30, "S1", True)
        assert [one["value"] for one in state["superseded"] if one["field"] == "people_count"][-1] < 30
