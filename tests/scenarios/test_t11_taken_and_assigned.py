"""T11: the village takes a case while the township assigns it."""

import pytest

from tests.support.towns import a_town


@pytest.mark.parametrize("assigned_first", [True, False])
def test_the_assignment_wins_and_the_villages_session_stays(assigned_first: bool) -> None:
    with a_town() as town:
        mediator, officer, office = town.phone("med-a"), town.phone("officer"), town.office("operator")
        case = town.phone("grid-a").reports()
        office.does(case, "accept")
        mediator.goes_offline(case)
        took = mediator.does(case, "take")
        session = mediator.holds_session(case)
        if assigned_first:
            office.does(case, "assign")
            mediator.comes_online()
        else:
            office.page = town.rseq(case)
            mediator.comes_online()
            office.does(case, "assign")
        state = town.state(case)
        assert (state["state"], state["lead_officer"]) == ("assigned", "officer")
        assert state["handlers"] == ["officer", "med-a"]
        assert [one["id"] for one in state["sessions"]] == [session]
        assert town.result(session) == ("applied", None)
        expected = ("absorbed", "assigned_meanwhile") if assigned_first else ("applied", None)
        assert town.result(took) == expected
        officer.does(case, "take")
        assert town.state(case)["state"] == "handling"
        shown = town.documents("own_officer")
        assert shown[f"view:{case}"]["state"]["state"] == "handling"
        assert shown[f"view:{session}"]["document"]["content"] == "双方陈述"
