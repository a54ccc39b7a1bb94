"""What waits on a party's record: told without what it says, and decided by the office all the same."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from server.extensions import db
from server.records import actions
from sync import audited
from sync.audited import Wanted
from sync.journal import entries_of
from tests.support.office import TOWNSHIP
from tests.support.patrols import ulid
from tests.unit.desk.conftest import Village

OWN = "own_med-a"
NAMES = ("甲乙丙", "甲乙丁", "0713-7654321")


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.0)


def an_edit_that_waits(village: Village) -> tuple[str, str]:
    """A party is void already when its name is changed; returns the party and that edit."""
    case = village.reports()
    village.does(case, "accept", "operator")
    village.does(case, "take", "med-a")
    party = f"party:{case[5:]}:{ulid('party')}"
    said = {"role": "applicant", "alias": "张某甲", "name": NAMES[0], "phone": NAMES[2]}
    village.arrives(OWN, {**village.envelope(party, "party", "med-a"), **said})
    does(village, party, "void", reason=f"{NAMES[0]}重复登记")
    return party, does(village, party, "edit", field="name", value=NAMES[1])


def does(village: Village, party: str, action: str, **payload: Any) -> str:
    """The handler does something to the party's record."""
    doc_id = f"ev:{party}:{ulid(action, village.written)}"
    event = {"subject": party, "action": action, "payload": payload, "note": None}
    knows = {"seen": village.rseq, "seen_ids": [], "prev": None}
    village.arrives(OWN, {**village.envelope(doc_id, "party_ev", "med-a"), **event, **knows})
    return doc_id


def decide(village: Village, staff_id: str, item: Mapping[str, Any], action: str, **more: Any) -> int:
    """Decide as the console does."""
    said = {"record": item["record"]["id"], "event": item["event"]["id"], "seen": item["record"]["rseq"]}
    said |= {"action": action, "reason": "重复登记，以先登记的为准", **more}
    return village.decides(staff_id, "decisions", **said).status_code


def test_it_is_told_with_its_case_and_without_what_it_says(village: Village) -> None:
    party, edit = an_edit_that_waits(village)
    found = village.desk()
    (item,) = found["parked"]
    assert (item["record"]["id"], item["record"]["sealed"]) == (party, True)
    assert item["record"]["title"] == "两户宅基地界线"
    assert item["record"]["number"].startswith("2026-001-")
    assert (item["event"]["id"], item["event"]["action"], item["reason"]) == (edit, "edit", "not_while_void")
    assert (item["event"]["payload"], item["event"]["note"], item["beside"]) == ({}, None, [])
    assert {one["action"]: one["allowed"] for one in item["choices"]} == {"force": True, "dismiss": True}
    told = json.dumps(found, ensure_ascii=False)
    assert [name for name in (*NAMES, "张某甲") if name in told] == []


@pytest.mark.parametrize(("action", "name"), [("force", NAMES[1]), ("dismiss", NAMES[0])])
def test_the_office_decides(village: Village, action: str, name: str) -> None:
    party, _ = an_edit_that_waits(village)
    (item,) = village.desk()["parked"]
    assert decide(village, "operator", item, action) == 202
    assert village.desk()["parked"] == []
    assert village.state(party)["name"] == name
    assert village.replays()


def test_why_it_was_decided_can_be_erased_with_the_party(village: Village) -> None:
    party, _ = an_edit_that_waits(village)
    (item,) = village.desk()["parked"]
    decide(village, "operator", item, "dismiss")
    with village.office.app.app_context(), db.engine.connect() as connection:
        last = entries_of(connection, TOWNSHIP, party)[-1]
        (raw,) = connection.exec_driver_sql(
            f"SELECT body FROM journal WHERE partition = '{TOWNSHIP}' AND rseq = {last.rseq}"  # noqa: S608
        ).one()
    assert last.body["payload"]["reason"] == "重复登记，以先登记的为准"
    assert "重复登记" not in raw


def test_looking_at_it_is_noted(village: Village) -> None:
    party, _ = an_edit_that_waits(village)
    (item,) = village.desk()["parked"]
    decide(village, "operator", item, "dismiss")
    with village.office.app.app_context(), db.engine.connect() as connection:
        (listed,) = audited.found(connection, Wanted(what="listed", by="operator"), None, 10)
        (read,) = audited.found(connection, Wanted(what="read", by="operator"), None, 10)
    assert (listed.body, read.subject) == ({"ids": [party]}, party)


def test_who_has_no_right_to_decide_is_refused(village: Village) -> None:
    _, edit = an_edit_that_waits(village)
    (item,) = village.desk("director")["parked"]
    assert {one["reason"] for one in item["choices"]} == {"role_missing"}
    assert decide(village, "director", item, "force") == 403
    assert decide(village, "officer", item, "force") == 403
    assert decide(village, "neighbour", item, "force", township="421102002") == 404
    assert village.desk("dispatch")["parked"] == []
    assert decide(village, "dispatch", item, "force") == 404
    assert decide(village, "operator", item, "void") == 422
    assert decide(village, "operator", item, "force", event=f"{edit}x") == 202


def test_what_an_office_reads_has_its_own_routes(village: Village) -> None:
    _, _ = an_edit_that_waits(village)
    (item,) = village.desk()["parked"]
    case = f"case:{item['record']['id'].split(':')[1]}"
    assert decide(village, "operator", item, "force", record=case) == 404
    assert decide(village, "operator", item, "force", record=f"party:{ulid('x')}:{ulid('y')}") == 404
