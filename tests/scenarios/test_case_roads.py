"""Cases on the whole road: merged with what comes later, parties that go along, tasks, and the same again."""

from server.extensions import db
from sync import replay
from tests.support.towns import WORK, Town, a_town


def merged(town: Town) -> tuple[str, str, str]:
    """Two reports of one quarrel, of which the first has a party; the office merges it into the second."""
    grid, mediator, office = town.phone("grid-a"), town.phone("med-a"), town.office("operator")
    first, second = grid.reports(), town.phone("grid-b").reports()
    for case in (first, second):
        office.does(case, "accept")
    mediator.does(first, "take")
    party = mediator.names_party(first, name="甲乙丙")
    office.does(second, "assign")
    town.phone("officer").does(second, "take")
    office.does(first, "merge_into", target=second)
    return first, second, party


def test_what_comes_later_goes_to_the_other_case_in_its_authors_name() -> None:
    with a_town() as town:
        first, second, _ = merged(town)
        edit = town.phone("grid-a").does(first, "edit", field="people_count", value=9)
        assert town.result(edit) == ("absorbed", "forwarded")
        assert (town.state(first)["state"], town.state(first)["people_count"]) == ("merged", 2)
        assert town.state(second)["people_count"] == 9
        (origin,) = [one for one in town.documents("work_421102001001").values() if one.get("passed_on")]
        assert (origin["wrote"]["by"], origin["wrote"]["dev"]) == ("grid-a", "server")


def test_the_party_goes_to_the_handlers_of_the_other_case() -> None:
    with a_town() as town:
        first, second, party = merged(town)
        assert [one["id"] for one in town.state(second)["parties"]] == [party]
        assert f"view:{party}" in town.documents("own_officer")
        town.office("operator").does(second, "reassign", lead_officer="colleague")
        assert f"view:{party}" not in town.documents("own_officer")
        assert f"view:{party}" in town.documents("own_colleague")
        assert town.state(first)["state"] == "merged"


def test_two_cases_merged_into_each_other_come_to_rest() -> None:
    with a_town() as town:
        first, second, _ = merged(town)
        town.office("operator").does(second, "merge_into", target=first)
        town.phone("grid-a").does(second, "add_org", org="某物业公司")
        assert town.state(first)["state"] == town.state(second)["state"] == "merged"


def test_a_township_case_is_shown_to_the_officer_who_handles_it() -> None:
    with a_town() as town:
        case = town.phone("patrol").reports()
        office, officer = town.office("operator"), town.phone("officer")
        office.does(case, "accept")
        office.does(case, "assign")
        tasks = [one for one in town.documents("own_officer").values() if one["type"] == "task"]
        assert [(one["kind"], one["about"]) for one in tasks] == [("handle_case", case)]
        officer.does(case, "take")
        assert town.documents("own_officer")[f"view:{case}"]["state"]["state"] == "handling"
        assert town.documents("own_patrol")[f"st:{case}"]["state"] == "handling", "who found it follows it"


def test_the_journal_gives_the_same_again() -> None:
    with a_town() as town:
        merged(town)
        mediator, office = town.phone("med-b"), town.office("operator")
        case = town.phone("grid-a").reports()
        office.does(case, "accept")
        mediator.does(case, "take")
        mediator.settles(case)
        mediator.asks_for_close_out(case)
        office.does(case, "close_ok")
        town.passes(days=40)
        assert town.state(case)["state"] == "archived"
        with town.engine.connect() as connection:
            found = replay.verify(connection, town.domain, town.time, db.metadata)
        assert not found, found


def test_a_paper_that_comes_after_the_merge_goes_along_and_stays_with_those_concerned() -> None:
    with a_town() as town:
        first, second, _ = merged(town)
        session = town.phone("med-a").holds_session(first, content="双方陈述乙事")
        paper = town.phone("med-a").signs_agreement(first)
        for one in (session, paper):
            assert town.result(one) == ("absorbed", "forwarded")
        gone_on = {
            one["type"]: doc_id for doc_id, one in town.documents("own_med-a").items() if one.get("passed_on")
        }
        for one in gone_on.values():
            assert town.result(one) == ("parked", "not_handler"), "the office decides"
            town.office("operator").does(second, "force", event=one, reason="同一纠纷")
            assert f"view:{one}" in town.documents("own_officer"), "who handles the other case reads it"
        assert set(gone_on) == {"session", "agreement"}
        assert len(town.state(second)["sessions"]) == len(town.state(second)["agreements"]) == 1
        for database in (WORK, "own_grid-a", "own_patrol"):
            assert "双方陈述乙事" not in str(town.documents(database))
