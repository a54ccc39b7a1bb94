"""The second gate: durable, at most once, open to the device's own credential; and the receipts."""

import json
from typing import Any

import pytest
from sqlalchemy import insert, select

from server.extensions import reading, transaction
from sync import intake
from sync.journal import NewEntry, append
from sync.quarantine import hold
from sync.tables import dead_letter, intake_queue
from tests.support.office import DISTRICT, TOWNSHIP, Office

DATABASE = f"patrol_{TOWNSHIP}"


def a_delivery(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A find, as a phone hands it in."""
    document = {"_id": f"pf:x:{number}", "_rev": "1-a", "type": "patrol_find", "text": "路灯不亮"} | fields
    return {"database": DATABASE, "document": document}


def waiting(office: Office) -> list[intake.Delivered]:
    """What the queue holds."""
    with office.app.app_context(), reading() as session:
        return intake.waiting(session.connection(), 100)


def device_header(session: dict[str, Any], key: str | None = None) -> dict[str, str]:
    device = session["device"]
    return {"Authorization": f"Device {device['id']}:{key or device['intake_key']}"}


def test_what_is_handed_in_is_kept_once(office: Office) -> None:
    session = office.signed_in("lead")
    for _ in range(2):
        answer = office.post("/api/intake", session, {"documents": [a_delivery(1), a_delivery(2)]})
        assert answer.status_code == 202
        assert answer.get_json() == {
            "accepted": [{"id": "pf:x:1", "rev": "1-a"}, {"id": "pf:x:2", "rev": "1-a"}],
            "refused": [],
        }
    kept = waiting(office)
    assert [one.doc_id for one in kept] == ["pf:x:1", "pf:x:2"]
    assert kept[0].document == a_delivery(1)["document"]
    assert (kept[0].author, kept[0].device) == ("lead", session["device"]["id"])


def test_the_device_delivers_without_a_session(office: Office) -> None:
    session = office.signed_in("lead")
    office.client.delete("/api/session")
    body = {"documents": [a_delivery()]}
    answer = office.client.post("/api/intake", json=body, headers=device_header(session))
    assert answer.status_code == 202
    assert [one.author for one in waiting(office)] == ["lead"]


@pytest.mark.parametrize("shown", ["Device", "Device x", "Device x:y", "Basic eDp5", "Bearer x", ""])
def test_without_credential_nothing_is_kept(office: Office, shown: str) -> None:
    body = {"documents": [a_delivery()]}
    answer = office.client.post("/api/intake", json=body, headers={"Authorization": shown})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "not_signed_in")
    assert waiting(office) == []


def test_the_key_of_another_device_opens_nothing(office: Office) -> None:
    lead, member = office.signed_in("lead"), office.signed_in("member")
    headers = device_header(lead, member["device"]["intake_key"])
    assert office.client.post("/api/intake", json={}, headers=headers).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"documents": [{"database": DATABASE}]},
        {"documents": [{"database": 5, "document": a_delivery()["document"]}]},
        {"documents": [{"database": DATABASE, "document": []}]},
        {"documents": "all"},
        {"unused": [0]},
        {"unused": ["1"]},
        {"more": 1},
        [],
        None,
    ],
)
def test_what_is_no_delivery_is_refused_as_a_whole(office: Office, wrong: Any) -> None:
    session = office.signed_in("lead")
    if isinstance(wrong, dict) and isinstance(wrong.get("documents"), list):
        wrong = {"documents": [a_delivery(7), *wrong["documents"]]}
    answer = office.post("/api/intake", session, wrong)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")
    assert answer.get_json()["errors"]
    assert waiting(office) == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (a_delivery(8) | {"database": "users"}, "no_database"),
        (a_delivery(8) | {"database": DATABASE.upper()}, "no_database"),
        (a_delivery(8) | {"database": f"{DATABASE}\ud800"}, "no_database"),
        (a_delivery(8) | {"database": f"own_{'x' * 100}"}, "no_database"),
        (a_delivery(8, _rev=None), "wrong_rev"),
        (a_delivery(8, _rev="rubbish"), "wrong_rev"),
        (a_delivery(8, _rev="1-a\n"), "wrong_rev"),
        (a_delivery(8, _id="x" * 201), "wrong_id"),
        (a_delivery(8, _id=""), "wrong_id"),
        (a_delivery(8, _id=5), "wrong_id"),
        (a_delivery(8, _id="pf:\x00"), "wrong_id"),
        (a_delivery(8, _id="pf:\ud83d"), "wrong_id"),
        (a_delivery(8, text=float("nan")), "not_json"),
        (a_delivery(8, text=json.loads("[" * 800 + "]" * 800)), "not_json"),
        (a_delivery(8, text="x" * 65_536), "too_large"),
    ],
)
def test_what_cannot_be_kept_is_refused_alone_and_in_words(
    office: Office, wrong: dict[str, Any], reason: str
) -> None:
    session = office.signed_in("lead")
    body = {"documents": [a_delivery(7), wrong, a_delivery(9)]}
    answer = office.post("/api/intake", session, body)
    assert answer.status_code == 202
    assert [one["id"] for one in answer.get_json()["accepted"]] == ["pf:x:7", "pf:x:9"]
    (refused,) = answer.get_json()["refused"]
    claimed = wrong["document"]["_id"]
    assert refused["id"] == (None if claimed in (5, "pf:\x00", "pf:\ud83d") else claimed)
    assert refused["reason"] == reason
    assert set(refused["words"]) == {"zh-CN", "en"}
    assert refused["words"]["en"] != reason
    assert [one.doc_id for one in waiting(office)] == ["pf:x:7", "pf:x:9"]


def test_a_record_with_half_a_character_is_kept_as_it_was_typed(office: Office) -> None:
    session = office.signed_in("lead")
    answer = office.post("/api/intake", session, {"documents": [a_delivery(text="路灯\ud83d")]})
    assert (answer.status_code, answer.get_json()["refused"]) == (202, [])
    assert [one.document["text"] for one in waiting(office)] == ["路灯\ud83d"]
    with office.app.app_context(), reading() as db_session:
        kept = db_session.execute(select(intake_queue.c.document)).scalar_one()
    assert "\\ud83d" in kept, "escaped: no database column holds half a character"


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "\xff"])
def test_what_is_no_json_is_a_400(office: Office, text: str) -> None:
    session = office.signed_in("lead")
    headers = {"Authorization": f"Bearer {session['access_token']}", "Content-Type": "application/json"}
    answer = office.client.post("/api/intake", data=text.encode("latin-1"), headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_request")


def test_too_large_a_body_is_a_413(office: Office) -> None:
    session = office.signed_in("lead")
    answer = office.post("/api/intake", session, {"documents": [a_delivery(text="x" * 17_000_000)]})
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
    assert waiting(office) == []


def test_receipts_are_ranges_with_the_unused_numbers_in_them(office: Office) -> None:
    session = office.signed_in("lead")
    device = session["device"]["id"]
    _journal(office, device, [1, 2, 5, 6])
    _journal(office, "another", [4])
    assert office.post("/api/intake", session, {"unused": [3]}).status_code == 202
    told = office.get("/api/receipts", session).get_json()
    assert told == {"device": device, "received": [[1, 3], [5, 6]], "results": []}


def test_what_only_waits_in_the_queue_has_no_receipt(office: Office) -> None:
    session = office.signed_in("lead")
    office.post("/api/intake", session, {"documents": [a_delivery()]})
    with office.app.app_context(), reading() as db_session:
        assert len(db_session.execute(select(intake_queue)).all()) == 1
    assert office.get("/api/receipts", session).get_json()["received"] == []


def test_what_is_held_comes_with_its_reason_in_words(office: Office) -> None:
    session = office.signed_in("lead")
    _journal(office, session["device"]["id"], [1], held_for="denied")
    (result,) = office.get("/api/receipts", session).get_json()["results"]
    assert result["dseq"] == 1
    assert result["result"] == "denied"
    assert set(result["words"]) == {"zh-CN", "en"}
    assert result["words"]["en"] != "denied"


def test_the_office_of_the_township_sees_what_is_held(office: Office) -> None:
    session = office.signed_in("lead")
    _journal(office, session["device"]["id"], [1], held_for="denied")
    path = f"/api/quarantine?township={TOWNSHIP}"
    (item,) = office.get(path, office.signed_in("dispatch")).get_json()["items"]
    assert item["author"] == {"id": "lead", "name": "人员lead"}
    assert item["errors"] == {"text": ["too long"]}
    assert office.get(path, office.signed_in("district")).status_code == 200
    assert office.get(path, office.signed_in("neighbour")).get_json()["code"] == "outside_area"
    assert office.get(path, session).get_json()["code"] == "forbidden"


@pytest.mark.parametrize("partition", [DISTRICT, "nowhere"])
def test_what_belongs_to_no_township_is_seen_by_the_district(office: Office, partition: str) -> None:
    session = office.signed_in("lead")
    _journal(office, session["device"]["id"], [1], held_for="no_database", partition=partition)
    _block(office, partition)
    path, district = f"/api/quarantine?township={partition}", office.signed_in("district")
    (item,) = office.get(path, district).get_json()["items"]
    assert item["reason"] == "no_database"
    assert [one["partition"] for one in office.get("/api/dead-letters", district).get_json()["items"]] == [
        partition
    ]
    for staff_id in ("dispatch", "neighbour"):
        other = office.signed_in(staff_id)
        answer = office.get(path, other)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "outside_area")
        assert office.get("/api/dead-letters", other).get_json()["items"] == []


def _block(office: Office, partition: str) -> None:
    """Let a subject of the partition be a dead letter."""
    at = "2026-01-05T00:00:00.000Z"
    row = {"partition": partition, "subject": "shift:x", "attempts": 1, "error": "KeyError"}
    with office.app.app_context(), transaction() as session:
        session.execute(insert(dead_letter).values(**row, since=at, next_try=at))


def _journal(
    office: Office,
    device: str,
    numbers: list[int],
    held_for: str | None = None,
    partition: str = TOWNSHIP,
) -> None:
    """Journal documents of a device, as the follower does."""
    entries = [
        NewEntry(
            partition=partition,
            kind="quarantined" if held_for else "fact",
            database=DATABASE,
            doc_id=f"pf:{device}:{number}",
            rev="1-a",
            subject=f"pf:{device}:{number}",
            author="lead",
            device=device,
            dseq=number,
            body={},
        )
        for number in numbers
    ]
    with office.app.app_context(), transaction() as session:
        for entry in append(session.connection(), entries, "2026-01-05T00:00:00.000Z"):
            if held_for:
                errors = {"text": ["too long"]}
                hold(session.connection(), entry, "patrol_find", held_for, errors, "[]")


def test_a_device_asks_for_its_receipts_under_its_own_credential(office: Office) -> None:
    session = office.signed_in("lead")
    told = office.client.get("/api/receipts", headers=device_header(session))
    assert told.json == {"device": session["device"]["id"], "received": [], "results": []}
    assert office.client.get("/api/receipts", headers=device_header(session, "wrong")).status_code == 401


def test_a_device_whose_records_pile_up_comes_again_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.intake.MAX_WAITING", 2)
    session = office.signed_in("lead")
    delivery = {"documents": [a_delivery(1), a_delivery(2)]}
    assert office.post("/api/intake", session, delivery).status_code == 202
    refused = office.post("/api/intake", session, {"documents": [a_delivery(3)]})
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_waiting")
    assert len(waiting(office)) == 2
    assert office.post("/api/intake", session, {"documents": [], "unused": [9]}).status_code == 202
