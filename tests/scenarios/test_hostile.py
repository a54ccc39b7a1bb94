"""Hostile documents and curious phones: what the real application answers, and what its files hold after.

The whitelists of count-only duties, names where none belong, other people's databases, other townships.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords
from server.divisions.databases import prepare
from server.domain import DOMAIN
from server.extensions import db, services, writer
from server.records.queries import find
from server.rules import RULES
from sync import journal
from sync.follower import Follower
from tests.support.cases import REPORT
from tests.support.office import (
    DISTRICT,
    DIVISIONS,
    OTHER_TOWNSHIP,
    STAFF,
    TOWNSHIP,
    VILLAGE,
    Office,
    an_office,
)
from tests.support.patrols import revised
from tests.support.records import a_ulid
from tests.support.villages import an_activity

NAME = "张三丰"
NOON = "2026-03-02T12:00:00+08:00"
WORK, OTHER_VILLAGE = f"work_{VILLAGE}", f"{OTHER_TOWNSHIP}001"
ACTIVITY = f"act:{a_ulid(1)}"
CASE = f"case:{a_ulid(3)}"
PARTY = f"party:{a_ulid(3)}:{a_ulid(4)}"
COUNT_ONLY = {rule.type for place in RULES for rule in place.writes if rule.keys is not None}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    with an_office(tmp_path, FROZEN_CLOCK=NOON) as opened:
        opened.staff("mediator", "u-village", ["mediator"])
        opened.staff("special", "u-district", ["dist_special"])
        places = [*DIVISIONS, OTHER_VILLAGE]
        prepare(services(opened.app).store, places, [*STAFF, "mediator"])
        yield opened


def follow(office: Office) -> None:
    with office.app.app_context():
        follower = Follower(services(office.app).store, writer(), DOMAIN, services(office.app).config.now)
        while follower.step():
            pass


def a_document(session: dict[str, Any], doc_id: str, kind: str, /, **said: Any) -> dict[str, Any]:
    """A document as the session's phone writes it."""
    envelope = {
        "_id": doc_id,
        "type": kind,
        "v": 1,
        "div": VILLAGE,
        "wrote": {"by": session["user"]["id"], "dev": session["device"]["id"], "dseq": 1},
        "at_dev": "2026-03-02T11:00:00.000+08:00",
        "tz": "Asia/Shanghai",
    }
    return revised({**envelope, **said})


def an_event(session: dict[str, Any], prefix: str, subject: str, kind: str, /, **said: Any) -> dict[str, Any]:
    about = {"subject": subject, "seen": 0, "seen_ids": [], "prev": None, "note": None, "payload": {}}
    return a_document(session, f"{prefix}:{a_ulid(9)}", kind, **about, **said)


def count_only(session: dict[str, Any], kind: str, /, **extra: Any) -> dict[str, Any]:
    """A count-only document with something more on it."""
    if kind == "activity":
        return a_document(session, ACTIVITY, kind, **an_activity(on="2026-03-02"), **extra)
    about = {"action": "void", "payload": {"reason": "not_held"}, "seen": 0, "seen_ids": [], "prev": None}
    return a_document(
        session, f"ev:{ACTIVITY}:{a_ulid(2)}", kind, subject=ACTIVITY, note=None, **about, **extra
    )


def pushed(office: Office, session: dict[str, Any], database: str, document: dict[str, Any]) -> Any:
    """What the endpoint says to one replicated document: nothing when it took it."""
    body = {"docs": [document], "new_edits": False}
    answer = office.post(f"/db/{database}/_bulk_docs", session, body)
    if answer.status_code == 201:
        return answer.get_json() or None
    return [{"error": answer.get_json()["error"], "reason": answer.get_json()["reason"]}]


def handed_in(office: Office, session: dict[str, Any], database: str, document: dict[str, Any]) -> None:
    """Give a document to intake, as for what got no receipt."""
    sent = {key: value for key, value in document.items() if key != "_revisions"}
    answer = office.post("/api/intake", session, {"documents": [{"database": database, "document": sent}]})
    assert answer.get_json()["refused"] == []
    follow(office)


def held(office: Office, partition: str = TOWNSHIP) -> dict[str, dict[str, Any]]:
    """What is in quarantine, by id, as the office is told."""
    reader = "dispatch" if partition == TOWNSHIP else "neighbour"
    answer = office.get(f"/api/quarantine?township={partition}", office.signed_in(reader))
    return {one["doc_id"]: one for one in answer.get_json()["items"]}


def raw(folder: Path) -> bytes:
    """All bytes of all files."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def holds_name(folder: Path) -> bool:
    found = raw(folder)
    return NAME.encode() in found or NAME.encode("unicode_escape") in found


def test_there_are_count_only_documents() -> None:
    assert sorted(COUNT_ONLY) == ["activity", "activity_ev"]


@pytest.mark.parametrize("kind", sorted(COUNT_ONLY))
@pytest.mark.parametrize("extra", [{"name": NAME}, {"point": {"lat": 1.0, "lon": NAME}}, {NAME: 1}])
def test_an_extra_key_on_a_count_only_document_is_forbidden_at_the_endpoint(
    office: Office, tmp_path: Path, kind: str, extra: dict[str, Any]
) -> None:
    session = office.signed_in("security")
    assert pushed(office, session, WORK, count_only(session, "activity")) is None
    (refused,) = pushed(office, session, WORK, {**count_only(session, kind, **extra), "_rev": "1-ab"})
    assert refused["error"] == "forbidden"
    follow(office)
    assert not holds_name(tmp_path)


@pytest.mark.parametrize("kind", sorted(COUNT_ONLY))
def test_the_quarantine_keeps_the_names_of_keys_only(office: Office, tmp_path: Path, kind: str) -> None:
    session = office.signed_in("security")
    document = count_only(session, kind, resident=NAME, minutes_of={"whom": NAME})
    handed_in(office, session, WORK, document)
    (item,) = held(office).values()
    assert item["doc_id"] == document["_id"]
    kept = raw(tmp_path)
    assert b"resident" in kept
    assert not holds_name(tmp_path)


def test_an_extra_field_of_an_activity_is_a_422_of_the_api(office: Office, tmp_path: Path) -> None:
    body = {"div": OTHER_VILLAGE, "fields": {**an_activity(on="2026-03-02"), "resident": NAME}}
    answer = office.post("/api/activities", office.signed_in("neighbour"), body)
    assert (answer.status_code, set(answer.get_json()["errors"])) == (422, {"resident"})
    assert NAME not in answer.get_data(as_text=True)
    assert not holds_name(tmp_path)


@pytest.mark.parametrize("extra", [{"suspect": NAME}, {"reporter": NAME}, {"envelope_no": NAME}])
def test_a_name_on_a_clue_is_refused_and_nowhere(
    office: Office, tmp_path: Path, extra: dict[str, str]
) -> None:
    session = office.signed_in("security")
    clue = {
        "id": f"cd:{a_ulid(5)}",
        "div": VILLAGE,
        "at_dev": "2026-03-02T11:00:00.000+08:00",
        "tz": "Asia/Shanghai",
        "envelope_no": "HZ-7",
        "channel": "mailbox",
        "category": "CL06",
        "received_on": "2026-03-02",
        "count": 2,
        **extra,
    }
    told = office.post("/api/clues", session, {"clues": [clue]}).get_json()
    assert (told["accepted"], set(told["refused"][0]["errors"])) == ([], set(extra))
    follow(office)
    assert not holds_name(tmp_path)


def test_a_phone_reads_no_database_but_its_own_ones(office: Office) -> None:
    """Every database that there is, with every way of reading one."""
    session = office.signed_in("security")
    mine = {one["name"] for one in session["databases"]} | {f"ref_{TOWNSHIP}", f"ref_{DISTRICT}"}
    others = [name for name in services(office.app).store.databases() if name not in mine]
    families = {name.partition("_")[0] for name in others}
    assert families == {"ref", "patrol", "school", "work", "own", "centre", "clue"}
    for name in others:
        for path in ("", "/_all_docs", "/_changes", "/anything", "/_local/x"):
            assert office.get(f"/db/{name}{path}", session).status_code == 403, f"{name}{path}"
        for path, body in (
            ("_bulk_get", {"docs": [{"id": "anything"}]}),
            ("_all_docs", {"keys": ["anything"]}),
            ("_revs_diff", {"anything": ["1-a"]}),
            ("_bulk_docs", {"docs": [{"_id": "anything"}]}),
        ):
            assert office.post(f"/db/{name}/{path}", session, body).status_code == 403, f"{name}/{path}"


def test_a_phone_reads_neither_clues_nor_the_centre(office: Office) -> None:
    for staff_id in ("security", "mediator", "lead", "dispatch"):
        session = office.signed_in(staff_id)
        for name in (f"clue_{DISTRICT}", f"centre_{TOWNSHIP}", f"centre_{DISTRICT}"):
            assert office.get(f"/db/{name}/_all_docs", session).status_code == 403, (staff_id, name)


def test_a_party_in_a_villages_database_is_refused_and_never_journalled_in_clear(office: Office) -> None:
    session = office.signed_in("mediator")
    party = a_document(session, PARTY, "party", role="applicant", alias="张某甲", name=NAME)
    (refused,) = pushed(office, session, WORK, party)
    assert refused["error"] == "forbidden"
    handed_in(office, session, WORK, party)
    assert held(office)[PARTY]["reason"] == "wrong_place"
    assert NAME not in str(held(office))
    with office.app.app_context(), db.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT body FROM journal").scalars().all()
    assert "$sealed" in "".join(stored)
    assert NAME not in "".join(stored)


def test_an_event_on_a_subject_of_another_township_does_not_touch_it(office: Office) -> None:
    neighbour = office.signed_in("neighbour")
    created = office.post(
        "/api/cases", neighbour, {"div": OTHER_VILLAGE, "fields": {**REPORT, "found_on": "2026-03-02"}}
    )
    assert created.status_code == 201, created.get_json()
    case = created.get_json()["id"]
    follow(office)
    before = office.get(f"/api/cases/{case}", neighbour).get_json()["record"]
    session = office.signed_in("security")
    event = {
        **an_event(session, f"cev:{case.partition(':')[2]}", case, "case_ev", action="take"),
        "cycle_seen": None,
    }
    pushed(office, session, WORK, event)
    handed_in(office, session, f"work_{OTHER_VILLAGE}", {**event, "_rev": "1-cd"})
    after = office.get(f"/api/cases/{case}", neighbour).get_json()
    assert after["record"] == {**before, "rseq": after["record"]["rseq"]}
    assert [one["action"] for one in after["timeline"]] == ["head"]
    with office.app.app_context(), db.engine.connect() as connection:
        there = journal.entries_of(connection, OTHER_TOWNSHIP, case)
    assert [(entry.kind, entry.author) for entry in there] == [
        ("head", "neighbour"),
        ("quarantined", "security"),
    ]


def test_a_party_is_shown_by_no_route_and_replicated_to_nobody_else(office: Office) -> None:
    author = office.signed_in("mediator")
    party = a_document(author, PARTY, "party", role="applicant", alias="张某甲", name=NAME)
    assert pushed(office, author, "own_mediator", party) is None
    follow(office)
    with office.app.app_context(), db.session() as session:
        assert find(session, "party", PARTY) == []
    assert office.get(f"/db/own_mediator/{PARTY}", author).get_json()["name"] == NAME
    for staff_id in ("security", "neighbour", "district", "admin", "special", "dispatch"):
        other = office.signed_in(staff_id)
        assert office.get(f"/db/own_mediator/{PARTY}", other).status_code == 403, staff_id
        for path in (f"/api/parties/{PARTY}", "/api/parties", f"/api/cases/{PARTY}"):
            answer = office.get(path, other)
            assert answer.status_code in (403, 404), f"{staff_id} {path}"
            assert NAME not in answer.get_data(as_text=True)
