"""The patrols' API over the whole server: documents in, JSON out, actions back in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords
from server.domain import DOMAIN
from server.extensions import services, writer
from server.patrols import planning
from server.records import actions
from sync.follower import Follower
from tests.support.centre import follow
from tests.support.office import Office, an_office
from tests.support.patrols import (
    MORNING,
    PATROL,
    PLANNED,
    REFERENCE,
    TOWNSHIP,
    ZONE,
    a_checkpoint,
    a_planned_shift,
    a_reference,
    revised,
    ulid,
    wire,
)

NOON = "2026-03-02T12:00:00+08:00"
DAY = {"township": TOWNSHIP, "date": "2026-03-02"}
KEY = PLANNED.removeprefix("shift:")
FIND = f"pf:{KEY}:{ulid('find')}"
PHOTO = f"att:{ulid('photo')}"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    with an_office(tmp_path, FROZEN_CLOCK=NOON) as opened:
        writes(opened, REFERENCE, a_checkpoint("c001"), a_checkpoint("c002", 30.46), *_staff(), *_things())
        writes(opened, PATROL, a_planned_shift())
        yield opened


def _staff() -> list[dict[str, Any]]:
    roles = {"lead": ["patrol_lead"], "dispatch": ["twp_dispatcher"], "p02": ["patrol_mem"]}
    return [
        a_reference(f"staff:{one}", id=one, name=f"人员{one}", unit="u-patrol", roles=held, team="t1")
        for one, held in roles.items()
    ]


def _things() -> list[dict[str, Any]]:
    team = {
        "code": "t1",
        "name": "一队",
        "kind": "patrol",
        "members": ["lead"],
        "lead": "lead",
        "vehicle": "v1",
    }
    return [
        a_reference("team:t1", **team),
        a_reference("vehicle:v1", code="v1", name="综巡01", kind="patrol"),
    ]


def writes(office: Office, database: str, *documents: dict[str, Any]) -> None:
    """The server writes documents, and the follower takes them in."""
    results = services(office.app).store.write(database, documents)
    assert all(result.error is None for result in results), results
    follow(office.app)


def sends(office: Office, *documents: dict[str, Any]) -> None:
    """A phone's documents arrive."""
    services(office.app).store.write(PATROL, [revised(one) for one in documents], new_edits=False)
    follow(office.app)


@contextmanager
def following(office: Office) -> Iterator[None]:
    """The follower runs beside the request."""
    stop = threading.Event()
    with office.app.app_context():
        follower = Follower(services().store, writer(), DOMAIN, services().config.now)
    thread = threading.Thread(target=follower.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def a_document(doc_id: str, type_: str, dseq: int, at: datetime, **said: Any) -> dict[str, Any]:
    wrote = {"by": "lead", "dev": "d1", "dseq": dseq}
    envelope = {"_id": doc_id, "type": type_, "v": 1, "div": TOWNSHIP, "wrote": wrote}
    return {**envelope, "at_dev": wire(at), "tz": ZONE.key, **said}


def an_event(action: str, dseq: int, at: datetime, **payload: Any) -> dict[str, Any]:
    doc_id = f"sev:{KEY}:{ulid(action, dseq)}"
    said = {"subject": PLANNED, "action": action, "seen": 0, "seen_ids": [], "prev": None, "payload": payload}
    return a_document(doc_id, "shift_ev", dseq, at, note=None, **said)


def a_patrol() -> list[dict[str, Any]]:
    """A start with a km, a check-in, a find with a photo."""
    eight = MORNING.replace(hour=8)
    start = {"on_duty": ["lead", "p02"], "vehicle": "v1", "km_start": 100, "weather": "rain"}
    scanned = {"method": "qr", "qr_token": "token-c001", "point": None, "acc": None, "reason": None}
    checkin = {"subject": PLANNED, "checkpoint": "c001", "seen": 0, "prev": None, **scanned}
    found = {"subject": PLANNED, "kind": "fire", "place": "仓库", "point": None, "text": "通道堵塞"}
    photo = {"record": FIND, "sha256": "a" * 64, "size": 9, "mime": "image/jpeg", "width": 4, "height": 3}
    return [
        an_event("start", 1, eight, **start),
        a_document(f"ck:{KEY}:{ulid('ck')}", "ckin", 2, eight + timedelta(minutes=10), **checkin),
        a_document(FIND, "patrol_find", 3, eight + timedelta(minutes=20), attach=[PHOTO], **found),
        a_document(PHOTO, "attach", 4, eight, taken_at=wire(eight), thumb=None, **photo),
    ]


def test_roster_and_reality(office: Office) -> None:
    session = office.signed_in("dispatch")
    (planned,) = office.get("/api/shifts", session, query_string=DAY).get_json()["shifts"]
    assert (planned["state"], planned["received_at"], planned["late_minutes"]) == ("planned", None, None)
    assert planned["planned"]["members"][0] == {"id": "lead", "name": "人员lead"}
    sends(office, *a_patrol())
    answer = office.get("/api/shifts", session, query_string=DAY).get_json()
    (shift,) = answer["shifts"]
    assert answer["as_of"] == "2026-03-02T04:00:00.000Z"
    assert (shift["state"], shift["checkins"], shift["finds"]) == ("started", 1, 1)
    assert shift["team"] == {"code": "t1", "name": "一队"}
    assert shift["vehicle"] == {"code": "v1", "name": "综巡01"}
    assert shift["must_total"] == 2
    assert shift["must_missed"] == [{"checkpoint": {"code": "c002", "name": "点c002"}, "reason": None}]
    assert shift["late_minutes"] == 240
    assert (
        office.get("/api/shifts", session, query_string={**DAY, "date": "2026-03-03"}).get_json()["shifts"]
        == []
    )


def test_check_ins_and_finds(office: Office) -> None:
    session = office.signed_in("dispatch")
    sends(office, *a_patrol())
    (checkin,) = office.get("/api/checkins", session, query_string=DAY).get_json()["checkins"]
    assert checkin["checkpoint"] == {"code": "c001", "name": "点c001", "point": {"lat": 30.45, "lon": 114.87}}
    assert (checkin["by"]["id"], checkin["flags"], checkin["late_minutes"]) == ("lead", [], 230)
    (find,) = office.get("/api/finds", session, query_string=DAY).get_json()["finds"]
    assert (find["kind"], find["text"]) == ("fire", "通道堵塞")
    assert find["photos"] == [
        {"id": PHOTO, "sha256": "a" * 64, "size": 9, "width": 4, "height": 3, "state": "pending"}
    ]


def test_a_record_whose_shift_has_not_arrived_is_shown_without_team(office: Office) -> None:
    session = office.signed_in("dispatch")
    lost = f"shift:{ulid('never sent')}"
    (_, checkin, _, _) = a_patrol()
    sends(office, {**checkin, "_id": f"ck:{lost[6:]}:{ulid('x')}", "subject": lost})
    (shown,) = office.get("/api/checkins", session, query_string=DAY).get_json()["checkins"]
    assert (shown["team"], shown["result"]) == (None, "parked")


def test_everything_about_one_shift(office: Office) -> None:
    session = office.signed_in("dispatch")
    sends(office, *a_patrol())
    detail = office.get(f"/api/shifts/{PLANNED}", session).get_json()
    kinds = [(item["kind"], item["action"], item["result"]) for item in detail["timeline"]]
    assert kinds == [("event", "start", "applied"), ("ckin", None, "applied"), ("find", None, "applied")]
    assert "qr_token" not in detail["timeline"][1]["payload"]
    assert {one["action"]: (one["allowed"], one["reason"]) for one in detail["actions"]} == {
        "review": (False, "not_while_started"),
        "cancel": (False, "not_while_started"),
        "accept_reason": (False, "nothing_to_accept"),
        "correct": (True, None),
        "force": (False, "not_parked"),
        "dismiss": (False, "not_parked"),
    }


def test_an_action_goes_through_the_journal(office: Office) -> None:
    session = office.signed_in("dispatch")
    with following(office):
        body = {"action": "cancel", "seen": 3, "payload": {"reason": "暴雨"}, "note": "通知"}
        answer = office.post(f"/api/shifts/{PLANNED}/actions", session, body)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert (answer.get_json()["result"], answer.get_json()["state"]) == ("applied", "cancelled")
    (last,) = office.get(f"/api/shifts/{PLANNED}", session).get_json()["timeline"]
    assert (last["by"]["id"], last["action"], last["note"]) == ("dispatch", "cancel", "通知")


def test_an_action_whose_result_takes_long_is_pending(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.1)
    session = office.signed_in("dispatch")
    body = {"action": "cancel", "seen": 3, "payload": {"reason": "暴雨"}, "note": None}
    answer = office.post(f"/api/shifts/{PLANNED}/actions", session, body)
    assert (answer.status_code, answer.get_json()) == (202, {"pending": True})
    follow(office.app)
    assert office.get(f"/api/shifts/{PLANNED}", session).get_json()["shift"]["state"] == "cancelled"


@pytest.mark.parametrize(
    ("staff", "body", "status", "named"),
    [
        ("dispatch", {"action": "review", "seen": 3}, 409, "not_while_planned"),
        (
            "dispatch",
            {"action": "accept_reason", "seen": 3, "payload": {"reason": "x"}},
            409,
            "nothing_to_accept",
        ),
        ("dispatch", {"action": "cancel", "seen": 3}, 422, "payload"),
        ("dispatch", {"action": "start", "seen": 3}, 422, "action"),
        ("dispatch", {"action": "cancel", "seen": "3"}, 422, "seen"),
        ("district", {"action": "cancel", "seen": 3, "payload": {"reason": "x"}}, 403, "forbidden"),
        ("neighbour", {"action": "cancel", "seen": 3, "payload": {"reason": "x"}}, 403, "outside_area"),
        ("lead", {"action": "cancel", "seen": 3, "payload": {"reason": "x"}}, 403, "forbidden"),
    ],
)
def test_what_is_forbidden_is_named(
    office: Office, staff: str, body: dict[str, Any], status: int, named: str
) -> None:
    session = office.signed_in(staff)
    answer = office.post(f"/api/shifts/{PLANNED}/actions", session, body)
    assert answer.status_code == status
    assert named in answer.get_data(as_text=True)
    assert services(office.app).store.info(PATROL).doc_count == 2, "nothing was written"


def test_who_sees_what(office: Office) -> None:
    for path in ("/api/shifts", "/api/checkins", "/api/finds", f"/api/shifts/{PLANNED}"):
        assert office.client.get(path, query_string=DAY).status_code == 401
    neighbour, lead, district = (office.signed_in(one) for one in ("neighbour", "lead", "district"))
    for path in ("/api/shifts", "/api/checkins", "/api/finds", f"/api/shifts/{PLANNED}"):
        assert office.get(path, neighbour, query_string=DAY).get_json()["code"] == "outside_area"
        assert office.get(path, lead, query_string=DAY).get_json()["code"] == "forbidden"
        assert office.get(path, district, query_string=DAY).status_code == 200
    assert office.get("/api/shifts/shift:none", district).status_code == 404
    assert office.get("/api/shifts", district, query_string={**DAY, "date": "today"}).status_code == 422


def a_plan(**more: Any) -> dict[str, Any]:
    eight = datetime(2026, 3, 5, 8, tzinfo=ZONE)
    said = {"starts_at": wire(eight), "ends_at": wire(eight + timedelta(hours=8)), "members": ["lead"]}
    return {
        "team": "t1",
        "date": "2026-03-05",
        "slot": "day",
        "vehicle": None,
        "must_points": [],
        **said,
        **more,
    }


def test_a_shift_planned_by_hand(office: Office) -> None:
    session = office.signed_in("dispatch")
    answer = office.post("/api/shifts", session, a_plan())
    assert (answer.status_code, answer.get_json()["id"]) == (201, "shift:t1:2026-03-05:day")
    follow(office.app)
    day = {**DAY, "date": "2026-03-05"}
    (shift,) = office.get("/api/shifts", session, query_string=day).get_json()["shifts"]
    assert shift["state"] == "planned"
    assert office.post("/api/shifts", session, a_plan()).status_code == 409
    assert office.post("/api/shifts", session, a_plan(team="t7")).status_code == 404
    assert office.post("/api/shifts", session, a_plan(slot="day", ends_at="soon")).status_code == 422
    assert office.post("/api/shifts", office.signed_in("neighbour"), a_plan()).status_code == 403


def test_rosters_become_the_shifts_of_today_and_tomorrow(office: Office) -> None:
    said = {
        "members": ["lead"],
        "vehicle": None,
        "must_points": ["c001"],
        "valid_from": None,
        "valid_to": None,
    }
    night = {"slot": "night", "starts": "00:00", "ends": "08:00", "weekdays": [1, 2], **said}
    late = {"slot": "evening", "starts": "16:00", "ends": "24:00", "weekdays": [1], **said}
    over = {"slot": "day", "starts": "22:00", "ends": "06:00", "weekdays": [7], **said}
    rosters = [a_reference(f"roster:t1:{one['slot']}", team="t1", **one) for one in (night, late, over)]
    writes(office, REFERENCE, *rosters)
    with office.app.app_context():
        engine, now = writer(), services().config.now()
        with engine.connect() as connection:
            planned = {document["_id"]: document for _, document in planning.planned_shifts(connection, now)}
            again = planning.planned_shifts(connection, now + timedelta(hours=3))
    assert {document["_id"]: document for _, document in again} == planned
    assert sorted(planned) == [
        "shift:t1:2026-03-02:evening",
        "shift:t1:2026-03-02:night",
        "shift:t1:2026-03-03:night",
    ]
    assert planned["shift:t1:2026-03-02:evening"]["ends_at"] == "2026-03-03T00:00:00.000+08:00"
    writes(office, PATROL, *planned.values())
    session = office.signed_in("dispatch")
    shifts = office.get("/api/shifts", session, query_string=DAY).get_json()["shifts"]
    assert [shift["slot"] for shift in shifts] == ["night", "day", "evening"]


def test_a_slot_that_ends_before_it_starts_ends_the_next_day() -> None:
    roster = {
        "div": TOWNSHIP,
        "team": "t1",
        "slot": "night",
        "starts": "22:00",
        "ends": "06:00",
        "members": [],
        "vehicle": None,
        "must_points": [],
    }
    zone = ZoneInfo("Asia/Shanghai")
    ((database, shift),) = planning.plan([roster], datetime(2026, 3, 2, tzinfo=zone).date(), zone)
    assert database == PATROL
    assert (shift["starts_at"], shift["ends_at"]) == (
        "2026-03-02T22:00:00.000+08:00",
        "2026-03-03T06:00:00.000+08:00",
    )
