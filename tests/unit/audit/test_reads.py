"""Whoever is shown a clue or a party by our server is noted: found by asking every route that there is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords
from server.accounts.roles import ROLES
from server.domain import DOMAIN, MACHINES
from server.extensions import services, writer
from server.openapi import api_rules, methods_of
from server.records import actions
from sync.follower import Follower
from tests.support.office import DISTRICT, TOWNSHIP, VILLAGE, Office, an_office
from tests.support.records import a_ulid

CLUE = f"cd:{a_ulid(1)}"
PARTY = f"party:{a_ulid(3)}:{a_ulid(4)}"
NAME = "张三丰"
NOON = "2026-03-02T12:00:00+08:00"
QUERIES = {
    "": {"township": TOWNSHIP},
    "place": {"place": TOWNSHIP},
    "staff": {"staff": "admin"},
    "record": {"record": CLUE},
    "date": {"date": "2026-03-02", "township": TOWNSHIP},
    "days": {"from": "2026-03-01", "to": "2026-03-02", "township": TOWNSHIP},
}
SAID = {
    "clue_ways.receive": {"count": 2},
    "clue_ways.feed_back": {"code": "filed"},
    "clues.act": {"action": "register", "seen": 1, "payload": {}},
}
NO_READING = {"news.news", "clue_ways.drop"}
"""A wait for news, and the drop itself: it answers with the id that the phone has just sent."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.0)
    with an_office(tmp_path, FROZEN_CLOCK=NOON) as opened:
        opened.staff("all", "u-district", sorted(ROLES))
        opened.staff("auditor", "u-district", ["auditor"])
        opened.staff("local", "u-patrol", ["auditor"])
        yield opened


def follow(office: Office) -> None:
    with office.app.app_context():
        follower = Follower(services(office.app).store, writer(), DOMAIN, services(office.app).config.now)
        while follower.step():
            pass


def envelope(doc_id: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {
        "_id": doc_id,
        "type": kind,
        "v": 1,
        "div": VILLAGE,
        "wrote": {"by": "security", "dev": "d", "dseq": 1},
        "at_dev": "2026-03-02T11:00:00.000+08:00",
        "tz": "Asia/Shanghai",
        **fields,
    }


def load(office: Office) -> None:
    """A clue and a party reach the server."""
    clue = envelope(
        CLUE,
        "clue_drop",
        envelope_no="HZ-7",
        channel="mailbox",
        category="CL06",
        received_on="2026-03-02",
        count=2,
    )
    party = envelope(PARTY, "party", role="applicant", alias="张某甲", name=NAME)
    for database, document in ((f"clue_{DISTRICT}", clue), ("own_security", party)):
        (written,) = services(office.app).store.write(database, [document])
        assert written.error is None, written
    follow(office)


def notes(office: Office, **query: str) -> list[dict[str, Any]]:
    """What the audit tells, newest first."""
    if "auditor" not in office.__dict__.setdefault("sessions", {}):
        office.__dict__["sessions"]["auditor"] = office.signed_in("auditor")
    answer = office.get("/api/audit", office.__dict__["sessions"]["auditor"], query_string=query)
    assert answer.status_code == 200, answer.get_json()
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def reads(office: Office) -> list[dict[str, Any]]:
    return [one for one in notes(office) if one["what"] in ("read", "listed") and one["by"]["id"] == "all"]


def answers(office: Office, session: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, text) of every answer that some way of asking a route gets."""
    for rule in api_rules(office.app):
        for method in methods_of(rule):
            if rule.endpoint in NO_READING or (method == "DELETE"):
                continue
            for subject in (CLUE, PARTY):
                path = rule.rule
                for argument in rule.arguments:
                    path = path.replace(f"<{argument}>", subject)
                for query in QUERIES.values() if method == "GET" else ({},):
                    answer = ask(office, session, rule.endpoint, method, path, query)
                    yield rule.endpoint, method, answer


def ask(
    office: Office, session: dict[str, Any], endpoint: str, method: str, path: str, query: dict[str, str]
) -> str:
    if method == "GET":
        answer = office.get(path, session, query_string=query)
    else:
        answer = office.post(path, session, SAID.get(endpoint, {}))
        follow(office)
    return answer.get_data(as_text=True) if answer.status_code < 400 else ""


def test_every_route_that_shows_a_clue_or_a_party_notes_who_was_shown_it(office: Office) -> None:
    load(office)
    session = office.signed_in("all")
    before, showing = len(reads(office)), set()
    for endpoint, method, text in answers(office, session):
        now = len(reads(office))
        shown = CLUE in text or PARTY in text or (endpoint in SAID and text != "")
        if endpoint != "audit.notes" and shown:
            showing.add(endpoint)
            assert now == before + 1, f"{method} {endpoint}"
        before = now
    assert showing == {
        "clues.listed",
        "clues.shown",
        "clues.act",
        "clue_ways.envelopes",
        "clue_ways.receive",
    }


def test_a_clue_on_the_desk_is_noted(office: Office) -> None:
    load(office)
    session = office.signed_in("all")
    for partition in (DISTRICT, TOWNSHIP):
        assert CLUE not in office.get(f"/api/desk?township={partition}", session).get_data(as_text=True)
    assert reads(office) == []
    event = envelope(f"ev:{CLUE}:{a_ulid(8)}", "clue_ev", subject=CLUE, action="feed_back", note=None)
    event |= {"payload": {"code": "filed"}, "seen": 1, "seen_ids": [], "prev": None}
    event["wrote"] = {"by": "all", "dev": "office", "dseq": 0}
    (written,) = services(office.app).store.write(f"clue_{DISTRICT}", [event])
    assert written.error is None
    follow(office)
    told = [office.get(f"/api/desk?township={one}", session).get_json() for one in (DISTRICT, TOWNSHIP)]
    assert [one["record"]["id"] for page in told for one in page["parked"]] == [CLUE]
    assert [(one["what"], one["subject"], one["more"]) for one in reads(office)] == [
        ("listed", "desk", {"ids": [CLUE]})
    ]


def test_the_police_s_list_is_noted(office: Office) -> None:
    load(office)
    session = office.signed_in("all")
    assert office.get("/api/clue-receipts", session).get_json()["items"] == []
    assert [(one["what"], one["subject"], one["more"]) for one in reads(office)] == [
        ("listed", "cd:", {"ids": []})
    ]


def test_every_kind_of_record_that_is_restricted_is_noted() -> None:
    assert {one.prefix for one in MACHINES if one.reads_noted} == {"cd", "party"}


def test_a_note_says_who_and_what_and_nothing_of_the_content(office: Office) -> None:
    load(office)
    session = office.signed_in("all")
    office.get(f"/api/clues/{CLUE}", session)
    (note,) = reads(office)
    assert note["subject"] == CLUE
    assert note["by"] == {"id": "all", "name": "人员all"}
    assert note["device"] == session["device"]["id"]
    assert (note["more"], set(note["words"])) == ({}, {"zh-CN", "en"})
    assert "HZ-7" not in str(notes(office))
    assert NAME not in str(notes(office))


def test_who_is_refused_is_shown_nothing_and_not_noted(office: Office) -> None:
    load(office)
    assert office.get(f"/api/clues/{CLUE}", office.signed_in("district")).status_code == 403
    assert [one for one in notes(office) if one["what"] in ("read", "listed")] == []


def test_only_the_district_s_administrators_and_auditors_read_the_notes(office: Office) -> None:
    for one, status in (("lead", 403), ("district", 403), ("local", 403), ("admin", 200)):
        assert office.get("/api/audit", office.signed_in(one)).status_code == status, one


def test_notes_are_told_page_by_page_and_by_what_is_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.audit.api.PAGE", 2)
    load(office)
    session = office.signed_in("all")
    for _ in range(5):
        office.get("/api/clues", session)
    auditor = office.signed_in("auditor")
    told: list[int] = []
    cursor: dict[str, Any] = {}
    while True:
        query = {"what": "listed", "by": "all", "from": "2026-03-02", "to": "2026-03-02", **cursor}
        answer = office.get("/api/audit", auditor, query_string=query).get_json()
        told += [one["id"] for one in answer["items"]]
        if answer["cursor"] is None:
            break
        cursor = {"cursor": answer["cursor"]}
    assert len(told) == 5
    assert told == sorted(told, reverse=True)
    assert office.get("/api/audit?subject=cd:&by=nobody", auditor).get_json()["items"] == []
    assert office.get("/api/audit?to=2026-03-01", auditor).get_json()["items"] == []
    assert office.get("/api/audit?what=nothing", auditor).status_code == 422
    assert office.get("/api/audit?to=2026-02-31", auditor).status_code == 422
