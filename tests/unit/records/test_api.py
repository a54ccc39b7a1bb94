"""The API of the records over the whole server: documents in, JSON out, actions back in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords
from server.extensions import reading, services
from server.records import actions, queries
from server.records.machine import Folding
from server.records.queries import Wanted
from tests.support.lamps import LAMPS, a_lamp, a_lamp_event, an_office_with_lamps, follow
from tests.support.office import OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, Office
from tests.support.patrols import a_reference
from tests.support.records import a_ulid

WORK = f"work_{VILLAGE}"
LAMP = f"lamp:{a_ulid(1)}"
FIX = {"action": "fix", "seen": 2, "payload": {"bulb": "LED"}}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    with an_office_with_lamps(tmp_path) as opened:
        staff = {"dispatch": "twp_dispatcher", "security": "security_head"}
        writes(opened, f"ref_{TOWNSHIP}", *(a_person(one, role) for one, role in staff.items()))
        writes(opened, WORK, a_lamp(a_ulid(1)))
        yield opened


def a_person(staff_id: str, role: str) -> dict[str, Any]:
    return a_reference(
        f"staff:{staff_id}", id=staff_id, name=f"人员{staff_id}", unit="u-patrol", roles=[role], team=None
    )


def writes(office: Office, database: str, *documents: dict[str, Any]) -> None:
    """Documents arrive, and the follower takes them in."""
    results = services(office.app).store.write(database, documents)
    assert all(result.error is None for result in results), results
    follow(office)


@contextmanager
def following(office: Office) -> Iterator[None]:
    """A follower works beside the requests."""
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            follow(office)
            stop.wait(0.02)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_record_in_the_list(office: Office) -> None:
    session = office.signed_in("dispatch")
    told = office.get("/api/lamps", session).get_json()
    assert (told["as_of"], told["cursor"]) == ("2026-03-02T04:00:00.000Z", None)
    (item,) = told["items"]
    assert item["rseq"] > 0
    assert item == {
        "id": LAMP,
        "family": "lamp",
        "kind": None,
        "div": {"code": VILLAGE, "name": "临江社区"},
        "state": "broken",
        "level": None,
        "ref": None,
        "owner": {"id": "security", "name": "人员security"},
        "unit": None,
        "on": "2026-03-02",
        "due_at": None,
        "closed_on": None,
        "title": "江堤路",
        "number": None,
        "rseq": item["rseq"],
        "received_at": "2026-03-02T04:00:00.000Z",
        "late_minutes": 180,
        "flags": [],
        "waiting": 0,
    }


def test_filters_narrow_the_list(office: Office) -> None:
    day_before = "2026-03-01T09:00:00.000+08:00"
    writes(office, WORK, a_lamp(a_ulid(2), at_dev=day_before))
    writes(office, WORK, a_lamp_event(LAMP, a_ulid(3), "fix", payload={"bulb": "LED"}))
    session = office.signed_in("dispatch")

    def ids(**query: str) -> list[str]:
        answer = office.get("/api/lamps", session, query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [item["id"] for item in answer.get_json()["items"]]

    other = f"lamp:{a_ulid(2)}"
    assert ids() == [LAMP, other], "newest day first"
    assert ids(to="2026-03-01") == [other]
    assert ids(**{"from": "2026-03-02"}) == [LAMP]
    assert ids(state="fixed") == []
    assert ids(kind="lamp") == []
    assert ids(div=VILLAGE, township=TOWNSHIP) == [LAMP, other]
    assert ids(waiting="true") == [], "a refused event waits for nobody"


def test_what_waits_for_a_person_is_counted(office: Office) -> None:
    edits = [
        a_lamp_event(LAMP, a_ulid(number), "edit", payload={"field": "colour", "value": value})
        for number, value in ((4, "red"), (5, "blue"))
    ]
    fixed = a_lamp_event(LAMP, a_ulid(6), "fix", by="dispatch", payload={"bulb": "LED"})
    writes(office, WORK, *edits, fixed, a_lamp_event(LAMP, a_ulid(7), "lock"))
    session = office.signed_in("dispatch")
    (item,) = office.get("/api/lamps?waiting=true", session).get_json()["items"]
    assert item["waiting"] == 2, "one field with two values, one parked event"


def test_pages_follow_each_other(office: Office) -> None:
    for number in (2, 3):
        writes(office, WORK, a_lamp(a_ulid(number)))
    wanted = Wanted(("lamp",), (TOWNSHIP,))
    with office.app.app_context(), reading() as session:
        first = queries.records(session, wanted, most=2)
        second = queries.records(session, wanted, first.cursor, most=2)
        nothing = queries.records(session, Wanted(("lamp",), ()))
    assert [row.id for row in (*first.rows, *second.rows)] == [f"lamp:{a_ulid(one)}" for one in (3, 2, 1)]
    assert (second.cursor, nothing.rows) == (None, [])


@pytest.mark.parametrize("cursor", ["x", "e30=", "WzEsMl0=", "ü"])
def test_a_cursor_of_nobody_is_refused(office: Office, cursor: str) -> None:
    session = office.signed_in("dispatch")
    answer = office.get("/api/lamps", session, query_string={"cursor": cursor})
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["cursor"])


def test_a_record_with_all_its_documents(office: Office) -> None:
    writes(office, WORK, a_lamp_event(LAMP, a_ulid(3), "lock", note="钥匙在村里"))
    detail = office.get(f"/api/lamps/{LAMP}", office.signed_in("dispatch")).get_json()
    assert (detail["record"]["id"], detail["body"]["state"], detail["superseded"]) == (LAMP, "broken", [])
    assert not {"wrote", "results", "superseded"} & set(detail["body"])
    head, lock = detail["timeline"]
    assert (head["action"], head["payload"], head["result"]) == ("head", {"street": "江堤路"}, "applied")
    assert (lock["kind"], lock["action"], lock["note"]) == ("lamp_ev", "lock", "钥匙在村里")
    assert lock["by"] == {"id": "security", "name": "人员security"}
    assert detail["actions"] == [
        {"action": "fix", "allowed": False, "reason": "locked"},
        {"action": "lock", "allowed": True, "reason": None},
    ]


def test_what_the_payload_decides_is_not_held_against_an_action(office: Office) -> None:
    detail = office.get(f"/api/lamps/{LAMP}", office.signed_in("dispatch")).get_json()
    assert detail["actions"][0] == {"action": "fix", "allowed": True, "reason": None}


def test_an_action_goes_through_the_journal(office: Office) -> None:
    session = office.signed_in("dispatch")
    with following(office):
        answer = office.post(f"/api/lamps/{LAMP}/actions", session, FIX)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert (answer.get_json()["result"], answer.get_json()["state"]) == ("applied", "fixed")
    detail = office.get(f"/api/lamps/{LAMP}", session).get_json()
    assert detail["body"]["bulb"] == "LED"
    assert detail["timeline"][-1]["by"]["id"] == "dispatch"
    again = office.post(f"/api/lamps/{LAMP}/actions", session, {**FIX, "action": "lock", "payload": {}})
    assert again.get_json()["errors"] == {"guard": "not_while_fixed"}


def test_an_action_whose_result_takes_long_is_pending(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.1)
    answer = office.post(f"/api/lamps/{LAMP}/actions", office.signed_in("dispatch"), FIX)
    assert (answer.status_code, answer.get_json()) == (202, {"pending": True})


@pytest.mark.parametrize(
    ("staff", "change", "status", "named"),
    [
        ("dispatch", {"action": "fly"}, 422, "action"),
        ("dispatch", {"action": "edit"}, 422, "action"),
        ("dispatch", {"payload": {}}, 422, "payload"),
        ("dispatch", {"payload": {"bulb": ""}}, 409, "bulb_missing"),
        ("dispatch", {"seen": -1}, 422, "seen"),
        ("district", {}, 403, "forbidden"),
        ("neighbour", {}, 403, "forbidden"),
        ("lead", {}, 403, "forbidden"),
    ],
)
def test_what_is_forbidden_is_named(
    office: Office, staff: str, change: dict[str, Any], status: int, named: str
) -> None:
    answer = office.post(f"/api/lamps/{LAMP}/actions", office.signed_in(staff), {**FIX, **change})
    assert answer.status_code == status
    assert named in answer.get_data(as_text=True)
    assert services(office.app).store.info(WORK).doc_count == 2, "the lamp and its state, nothing more"


def test_only_readers_of_the_area_see_anything(office: Office) -> None:
    office.staff("neighbour", "u-other", ["twp_dispatcher"])
    neighbour, lead, district = (office.signed_in(one) for one in ("neighbour", "lead", "district"))
    for path in ("/api/lamps", f"/api/lamps/{LAMP}"):
        assert office.client.get(path).status_code == 401
        assert office.get(path, lead).get_json()["code"] == "forbidden"
        assert office.get(path, district).status_code == 200
    assert office.get("/api/lamps", neighbour).get_json()["items"] == []
    asked = office.get("/api/lamps", neighbour, query_string={"township": TOWNSHIP})
    assert asked.get_json()["code"] == "outside_area"
    assert office.get(f"/api/lamps/{LAMP}", neighbour).status_code == 404
    assert office.post(f"/api/lamps/{LAMP}/actions", neighbour, FIX).status_code == 404
    assert office.get("/api/lamps/lamp:none", district).status_code == 404


def test_the_office_makes_a_record(office: Office) -> None:
    session = office.signed_in("dispatch")
    answer = office.post("/api/lamps", session, {"div": VILLAGE, "fields": {"street": "赤壁大道"}})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    follow(office)
    (made, _) = office.get("/api/lamps", session).get_json()["items"]
    assert (made["id"], made["title"], made["owner"]["id"]) == (
        answer.get_json()["id"],
        "赤壁大道",
        "dispatch",
    )


@pytest.mark.parametrize(
    ("staff", "body", "status"),
    [
        ("dispatch", {"div": OTHER_TOWNSHIP, "fields": {"street": "x"}}, 403),
        ("district", {"div": VILLAGE, "fields": {"street": "x"}}, 403),
        ("dispatch", {"div": VILLAGE, "fields": {}}, 422),
        ("dispatch", {"div": VILLAGE, "fields": {"street": "x", "wrote": {"by": "lead"}, "more": 1}}, 422),
        ("dispatch", {"div": "here", "fields": {"street": "x"}}, 422),
        ("dispatch", {"div": f"{TOWNSHIP}999", "fields": {"street": "x"}}, 422),
    ],
)
def test_what_the_office_may_not_make(office: Office, staff: str, body: dict[str, Any], status: int) -> None:
    assert office.post("/api/lamps", office.signed_in(staff), body).status_code == status


def test_nobody_makes_what_has_no_creators(tmp_path: Path) -> None:
    made_elsewhere = replace(LAMPS, creators=())
    with an_office_with_lamps(tmp_path, made_elsewhere) as office:
        session = office.signed_in("dispatch")
        assert office.post("/api/lamps", session, {"div": VILLAGE, "fields": {}}).status_code == 405


def test_a_machine_without_readers_is_not_in_the_register(tmp_path: Path) -> None:
    hidden = replace(LAMPS, readers=())
    with an_office_with_lamps(tmp_path, LAMPS) as office:
        services(office.app).store.write(WORK, [a_lamp(a_ulid(1))])
        follow(office, hidden)
        assert office.get("/api/lamps", office.signed_in("dispatch")).get_json()["items"] == []
        with office.app.app_context(), reading() as session:
            assert queries.find(session, "lamp", LAMP) == []


def _columns(folding: Folding) -> dict[str, Any]:
    head = folding.head
    return {
        "title": head["street"],
        "owner": head["by"],
        "unit": "u-patrol" if "一" in head["street"] else None,
    }


def _helpers(folding: Folding) -> dict[str, Any]:
    return {
        "helpers": {"二": ["dispatch"], "三": ["dispatchers", "u-patrols"]}.get(folding.head["street"], [])
    }


OF_SOME = replace(
    LAMPS,
    readers=("dist_operator",),
    concerned=("twp_dispatcher",),
    names_concerned=("helpers",),
    registers=_columns,
    tells=_helpers,
)


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Four lamps: of the dispatcher's unit, with their help, of nobody that they are, and their own."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=256, parallelism=1))
    with an_office_with_lamps(tmp_path, OF_SOME) as opened:
        store = services(opened.app).store
        store.write(f"ref_{TOWNSHIP}", [a_person("dispatch", "twp_dispatcher")])
        follow(opened, OF_SOME)
        lamps = [a_lamp(a_ulid(n), street=name) for n, name in enumerate(("一", "二", "三"), start=1)]
        store.write(WORK, [*lamps, a_lamp(a_ulid(4), "dispatch", street="四")])
        follow(opened, OF_SOME)
        yield opened


def test_who_is_concerned_reads_what_concerns_them_and_nothing_else(shared: Office) -> None:
    dispatch, district = shared.signed_in("dispatch"), shared.signed_in("district")
    assert titles(shared, dispatch) == {"一", "二", "四"}
    assert titles(shared, dispatch, township=TOWNSHIP) == {"一", "二", "四"}
    assert titles(shared, district) == {"一", "二", "三", "四"}
    found = [shared.get(f"/api/lamps/lamp:{a_ulid(n)}", dispatch).status_code for n in (1, 2, 3, 4)]
    assert found == [200, 200, 404, 200]
    act = shared.post(f"/api/lamps/lamp:{a_ulid(3)}/actions", dispatch, FIX)
    assert act.status_code == 404


def test_what_concerns_them_is_asked_for_in_their_area_alone(shared: Office) -> None:
    asked = shared.get("/api/lamps", shared.signed_in("dispatch"), query_string={"township": OTHER_TOWNSHIP})
    assert asked.get_json()["code"] == "outside_area"


def titles(office: Office, session: Any, **query: str) -> set[str]:
    """What a list shows."""
    items = office.get("/api/lamps", session, query_string=query).get_json()["items"]
    return {item["title"] for item in items}
