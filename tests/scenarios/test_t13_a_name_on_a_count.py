"""T13: an activity, of which only numbers are kept, comes with a name on it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.permissions import judge
from sync import intake
from sync.access import Caller
from sync.journal import write_transaction
from tests.support.office import OTHER_TOWNSHIP, an_office
from tests.support.patrols import ulid
from tests.support.road import Phone, Road
from tests.support.villages import WORK, a_village, an_activity

NAME = "张三丰"


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with a_village(tmp_path) as found:
        yield found


def saves(phone: Phone, **more: str) -> str:
    doc_id = f"act:{ulid(phone.device, phone.dseq)}"
    return phone.saves(WORK, doc_id, "activity", **{**an_activity(), **more})


def hands_in(phone: Phone) -> None:
    """Give what is kept to intake, as for what got no receipt."""
    waiting, phone.unsent = phone.unsent, []
    for database, document in waiting:
        with write_transaction(phone.road.engine) as connection:
            intake.enqueue(connection, phone.device, phone.staff_id, database, document)
    phone.road.settle()


def raw(folder: Path) -> bytes:
    """All that the server's database holds, whatever the table."""
    with closing(sqlite3.connect(folder / "road.db")) as connection:
        return "\n".join(connection.iterdump()).encode()


def test_the_endpoint_forbids_it_and_names_the_key_alone(road: Road, tmp_path: Path) -> None:
    grid = road.phone("grid-a")
    fitting, named = saves(grid), saves(grid, name=NAME)
    (_, document) = grid.unsent[-1]
    caller = Caller("grid-a", road.token_roles("grid-a") | {f"dev:{grid.device}"})
    refusal = judge(WORK, document, caller)
    assert refusal is not None
    assert (refusal.code, "name" in refusal.reason, NAME in refusal.reason) == ("extra_keys", True, False)
    grid.comes_online()
    assert grid.denied == [named]
    assert road.state(fitting)["state"] == "recorded"
    assert NAME.encode() not in raw(tmp_path)


@pytest.mark.parametrize("more", [{"name": NAME}, {"kind": NAME}, {"site": NAME}])
def test_the_quarantine_keeps_the_name_of_the_key_and_not_its_value(
    road: Road, tmp_path: Path, more: dict[str, str]
) -> None:
    grid = road.phone("grid-a")
    named = saves(grid, **more)
    hands_in(grid)
    assert list(road.quarantined()) == [named]
    assert road.subjects("act:") == []
    kept = raw(tmp_path)
    (key,) = more
    assert key.encode() in kept
    assert NAME.encode() not in kept
    assert NAME.encode("unicode_escape") not in kept


def test_the_void_of_an_activity_carries_no_words_either(road: Road, tmp_path: Path) -> None:
    grid = road.phone("grid-a")
    activity = saves(grid)
    grid.comes_online()
    grid.acts(WORK, activity, "activity_ev", "ev", "void", reason=NAME)
    hands_in(grid)
    assert road.state(activity)["state"] == "recorded"
    assert NAME.encode() not in raw(tmp_path)
    grid.last.clear()
    grid.acts(WORK, activity, "activity_ev", "ev", "void", reason="not_held")
    grid.comes_online()
    assert road.state(activity)["state"] == "voided"


def test_the_api_answers_422(tmp_path: Path) -> None:
    with an_office(tmp_path / "office") as office:
        session = office.signed_in("neighbour")
        body = {"div": f"{OTHER_TOWNSHIP}001", "fields": {**an_activity(), "on": "2020-01-02"}}
        named = {**body, "fields": {**body["fields"], "name": NAME}}
        answer = office.post("/api/activities", session, named)
        assert (answer.status_code, set(answer.get_json()["errors"])) == (422, {"name"})
        assert NAME not in answer.get_data(as_text=True)
