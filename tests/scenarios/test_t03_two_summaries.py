"""T3: creator and handler both write the summary anew."""

from tests.support.towns import a_town


def test_both_are_kept_until_the_handler_picks() -> None:
    with a_town() as town:
        grid, mediator, office = town.phone("grid-a"), town.phone("med-a"), town.office("operator")
        case = grid.reports()
        office.does(case, "accept")
        mediator.does(case, "take")
        grid.goes_offline(case)
        mediator.goes_offline(case)
        grid.does(case, "edit", field="summary", value="网格员的说法")
        mediator.does(case, "edit", field="summary", value="调解员的说法")
        grid.comes_online()
        mediator.comes_online()
        both = town.state(case)["kept_both"]["summary"]
        assert [(one["value"], one["by"]) for one in both] == [
            ("网格员的说法", "grid-a"),
            ("调解员的说法", "med-a"),
        ]
        mediator.does(case, "pick", field="summary", value="调解员的说法")
        state = town.state(case)
        assert (state["summary"], state["kept_both"]) == ("调解员的说法", {})
        assert "网格员的说法" in [one["value"] for one in state["superseded"]], "nothing typed is lost"
