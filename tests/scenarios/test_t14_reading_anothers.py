"""T14: a phone asks for a clue, or for the party of another's case: 403, and nothing is replicated to it."""

from collections.abc import Iterator

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient

from server.permissions import databases_for, refuse
from sync.access import Caller
from sync.endpoint import make_blueprint
from tests.support.towns import Town, a_town, token_roles

NAME = "甲乙丙"


@pytest.fixture
def town() -> Iterator[Town]:
    with a_town() as found:
        yield found


def reader(town: Town, staff_id: str) -> FlaskClient:
    """The replication endpoint, as this person's phone reaches it."""
    caller = Caller(staff_id, token_roles(staff_id))

    def authenticate(_request: Request) -> Caller:
        return caller

    app = Flask("reader", static_folder=None)
    app.register_blueprint(make_blueprint(town.store, authenticate=authenticate, guard=refuse))
    return app.test_client()


def handled(town: Town) -> tuple[str, str]:
    """A case that med-a handles, and its party."""
    case = town.phone("grid-a").reports()
    town.office("operator").does(case, "accept")
    mediator = town.phone("med-a")
    mediator.does(case, "take")
    return case, mediator.names_party(case, name=NAME, phone="0713-0000001")


@pytest.mark.parametrize(
    "staff_id", ["med-b", "grid-a", "head", "officer", "far-med", "operator", "director"]
)
def test_the_party_of_anothers_case(town: Town, staff_id: str) -> None:
    _, party = handled(town)
    client = reader(town, staff_id)
    for path in (f"/own_med-a/{party}", "/own_med-a/_changes?include_docs=true", "/own_med-a/_all_docs"):
        assert client.get(path).status_code == 403
    assert "own_med-a" not in {grant.name for grant in databases_for(token_roles(staff_id))}
    for grant in databases_for(token_roles(staff_id)):
        if grant.name in town.store.databases():
            assert NAME not in str(town.documents(grant.name))


@pytest.mark.parametrize("staff_id", ["med-a", "grid-a", "patrol", "director"])
def test_clues(town: Town, staff_id: str) -> None:
    client = reader(town, staff_id)
    assert client.get("/clue_421102/_all_docs").status_code == 403
    assert client.get("/clue_421102/_changes").status_code == 403
    assert "clue_421102" not in {grant.name for grant in databases_for(token_roles(staff_id))}


def test_a_handler_is_shown_the_party_as_long_as_the_handling_lasts(town: Town) -> None:
    case, party = handled(town)
    office = town.office("operator")
    office.does(case, "reassign", lead_officer="officer", lead_unit="psb", reason="需公安办理")
    assert town.documents("own_officer")[f"view:{party}"]["state"]["name"] == NAME
    office.does(case, "reassign", lead_officer="colleague", lead_unit="psb", reason="调岗")
    assert f"view:{party}" not in town.documents("own_officer")
    assert f"view:{party}" in town.documents("own_colleague")


def test_no_copy_is_left_a_week_after_the_close(town: Town) -> None:
    case, party = handled(town)
    mediator, office = town.phone("med-a"), town.office("operator")
    second = town.phone("med-b")
    second.goes_offline()
    second.does(case, "take")
    second.comes_online()
    assert f"view:{party}" in town.documents("own_med-b")
    mediator.settles(case)
    mediator.asks_for_close_out(case)
    office.does(case, "close_ok")
    town.passes(days=8)
    assert [doc_id for doc_id in town.documents("own_med-b") if doc_id.startswith("view:")] == []


def test_no_name_is_in_the_case_the_register_or_an_id(town: Town) -> None:
    case, party = handled(town)
    assert NAME not in str(town.state(case))
    assert NAME not in str(town.documents("work_421102001001"))
    assert NAME not in party


def test_a_party_in_the_villages_database_is_refused_at_the_endpoint(town: Town) -> None:
    case, _ = handled(town)
    mediator = town.phone("med-a")
    mediator.goes_offline(case)
    mediator.names_party(case, alias="李某乙", name=NAME)
    ((_, document),) = mediator.unsent
    mediator.unsent = [("work_421102001001", document)]
    mediator.comes_online()
    assert [code for _, code in mediator.denied] == ["wrong_place"]
    assert document["_id"] not in town.documents("work_421102001001")


def test_a_name_on_a_case_is_set_aside(town: Town) -> None:
    grid = town.phone("grid-a")
    grid.goes_offline()
    case = grid.reports(applicant=NAME)
    grid.comes_online()
    assert town.quarantined() == {case: "schema"}
