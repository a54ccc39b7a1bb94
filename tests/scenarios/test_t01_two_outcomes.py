"""T1: two mediators, both offline, settle and fail the same case."""

from tests.support.towns import a_town


def test_one_outcome_holds_the_other_waits_and_nothing_is_closed_meanwhile() -> None:
    with a_town() as town:
        grid, first, second = town.phone("grid-a"), town.phone("med-a"), town.phone("med-b")
        office = town.office("operator")
        case = grid.reports()
        office.does(case, "accept")
        second.goes_offline(case)
        first.does(case, "take")
        second.does(case, "take")
        second.comes_online()
        first.goes_offline(case)
        second.goes_offline(case)
        first.settles(case)
        failed = second.does(case, "fail")
        first.comes_online()
        second.comes_online()
        assert town.state(case)["state"] == "agreed"
        assert town.result(failed) == ("parked", "outcome_disputed")
        assert "disputed_outcome" in town.state(case)["flags"]
        first.asks_for_close_out(case)
        refused = office.does(case, "close_ok")
        assert town.result(refused) == ("parked", "disputed_outcome")
        assert town.state(case)["state"] == "close_requested"
        office.does(case, "dismiss", event=failed, reason="双方确认已和解")
        assert town.result(failed) == ("refused", "dismissed")
        assert town.result(office.does(case, "close_ok")) == ("applied", None)
        assert (town.state(case)["state"], town.state(case)["effective"]) == ("closed", True)
