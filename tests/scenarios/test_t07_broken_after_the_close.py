"""T7: the township closes a case; then a village's visit arrives that found the agreement broken."""

from tests.support.towns import a_town


def test_the_close_out_stands_and_it_is_asked_to_reopen() -> None:
    with a_town() as town:
        grid, mediator, office = town.phone("grid-a"), town.phone("med-a"), town.office("operator")
        case = grid.reports()
        office.does(case, "accept")
        mediator.does(case, "take")
        mediator.settles(case)
        mediator.asks_for_close_out(case)
        grid.goes_offline(case)
        visit = grid.visits(case, performed="broken")
        office.does(case, "close_ok")
        town.passes(days=3)
        grid.comes_online()
        state = town.state(case)
        assert town.result(visit) == ("applied", None)
        assert (state["state"], state["effective"]) == ("closed", True)
        assert "reopen_requested" in state["flags"]
        office.does(case, "reopen_ok")
        state = town.state(case)
        assert (state["state"], state["cycle"], state["effective"]) == ("handling", 2, None)
        assert "reopen_requested" not in state["flags"]


def test_archived_by_the_clock_and_still_reopened() -> None:
    with a_town() as town:
        mediator, office = town.phone("med-a"), town.office("operator")
        case = town.phone("grid-a").reports()
        office.does(case, "accept")
        mediator.does(case, "take")
        mediator.settles(case)
        mediator.asks_for_close_out(case)
        office.does(case, "close_ok")
        town.passes(days=31)
        assert town.state(case)["state"] == "archived"
        mediator.visits(case, performed="broken")
        office.does(case, "reopen_ok")
        assert town.state(case)["state"] == "handling"
