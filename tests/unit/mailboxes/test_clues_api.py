"""`POST /api/clues` and the ways of a clue over the whole server: who writes, and who reads."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords
from server.domain import DOMAIN
from server.duties.windows import half_month
from server.extensions import services, writer
from server.mailboxes.planning import box_window
from server.records import actions
from sync.follower import Follower
from tests.support.office import DISTRICT, VILLAGE, Office, an_office
from tests.support.patrols import ZONE
from tests.support.records import a_ulid

CLUE = f"cd:{a_ulid(1)}"
CLUES_DATABASE = f"clue_{DISTRICT}"
NOON = "2026-03-02T12:00:00+08:00"
OPENING = f"bo:m001:2026-03-H1:{a_ulid(7)}"
PEOPLE = {
    "security": ("u-village", "security_head"),
    "operator": ("u-patrol", "twp_operator"),
    "neighbour": ("u-other", "twp_operator"),
    "special": ("u-district", "dist_special"),
    "police": ("u-district", "psb_liaison"),
    "district": ("u-district", "dist_operator"),
}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.0)
    with an_office(tmp_path, FROZEN_CLOCK=NOON) as opened:
        for one, (unit, role) in PEOPLE.items():
            opened.staff(one, unit, [role])
        yield opened


def follow(office: Office) -> None:
    """The follower takes in what arrived."""
    with office.app.app_context():
        follower = Follower(services(office.app).store, writer(), DOMAIN, services(office.app).config.now)
        while follower.step():
            pass


def a_drop(clue: str = CLUE, **more: Any) -> dict[str, Any]:
    return {
        "id": clue,
        "div": VILLAGE,
        "at_dev": "2026-03-02T11:00:00.000+08:00",
        "tz": "Asia/Shanghai",
        "envelope_no": "HZ-7",
        "channel": "mailbox",
        "category": "CL06",
        "received_on": "2026-03-02",
        "count": 2,
        **more,
    }


def drops(office: Office, session: dict[str, Any], *clues: dict[str, Any]) -> dict[str, Any]:
    answer = office.post("/api/clues", session, {"clues": list(clues)})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    follow(office)
    told: dict[str, Any] = answer.get_json()
    return told


def acts(office: Office, who: dict[str, Any], path: str, body: dict[str, Any]) -> int:
    """The status of an action; the follower is not waited for."""
    status = office.post(path, who, body).status_code
    follow(office)
    return status


def opens(office: Office, opening_id: str = OPENING) -> None:
    """A box was opened, and the envelope stands on the sheet."""
    box = {"code": opening_id.split(":")[1], "div": VILLAGE}
    head = box_window(box, half_month(date(2026, 3, 2)), ZONE)
    opening = {
        **{name: head[name] for name in ("v", "div", "tz", "box", "window")},
        "_id": opening_id,
        "type": "box_open",
        "subject": head["_id"],
        "wrote": {"by": "security", "dev": "d", "dseq": 1},
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "at_dev": "2026-03-02T10:00:00.000+08:00",
        "opened_at": "2026-03-02T10:00:00.000+08:00",
        "openers": ["security", "operator"],
        "seal_ok": True,
        "box_state": "ok",
        "items_count": 1,
        "envelopes": ["HZ-7"],
        "attach": [],
    }
    results = services(office.app).store.write(f"work_{VILLAGE}", [head, opening])
    assert all(result.error is None for result in results), results
    follow(office)


def test_a_phone_drops_an_envelope_and_gets_its_receipt(office: Office) -> None:
    session = office.signed_in("security")
    assert drops(office, session, a_drop()) == {"accepted": [CLUE], "refused": []}
    kept = services(office.app).store.read(CLUES_DATABASE, CLUE)
    assert (kept["type"], kept["wrote"]["by"], kept["wrote"]["dseq"]) == ("clue_drop", "security", 0)


def test_the_device_s_own_credential_drops_too(office: Office) -> None:
    device = office.signed_in("security")["device"]
    headers = {"Authorization": f"Device {device['id']}:{device['intake_key']}"}
    answer = office.client.post("/api/clues", headers=headers, json={"clues": [a_drop()]})
    assert answer.get_json()["accepted"] == [CLUE]


def test_the_same_drop_sent_again_is_the_same_drop(office: Office) -> None:
    session = office.signed_in("security")
    for _ in range(3):
        assert drops(office, session, a_drop())["accepted"] == [CLUE]
    special = office.signed_in("special")
    assert [one["id"] for one in office.get("/api/clues", special).get_json()["items"]] == [CLUE]
    other = drops(office, session, a_drop(count=5))
    assert (other["accepted"], other["refused"][0]["reason"]) == ([], "second_revision")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "张三丰"}, "name"),
        ({"reporter": "张三丰"}, "reporter"),
        ({"content": "张三丰"}, "content"),
        ({"envelope_no": "张三丰"}, "envelope_no"),
        ({"category": "张三丰"}, "category"),
        ({"count": "2"}, "count"),
        ({"received_on": "2026-03-03"}, "received_on"),
        ({"id": "cd:1"}, "_id"),
        ({"_deleted": True}, "_deleted"),
    ],
)
def test_a_drop_that_does_not_fit_is_named_and_holds_up_no_other(
    office: Office, more: dict[str, Any], field: str
) -> None:
    session = office.signed_in("security")
    second = f"cd:{a_ulid(2)}"
    told = drops(office, session, a_drop(**more), a_drop(second))
    assert told["accepted"] == [second]
    (refused,) = told["refused"]
    assert (refused["reason"], set(refused["errors"])) == ("unfit", {field})
    assert set(refused["words"]) == {"zh-CN", "en"}
    names = [row.id for row in services(office.app).store.changes(CLUES_DATABASE).rows]
    assert CLUE not in names
    assert "张三丰" not in str(refused["errors"])


def test_a_drop_of_nowhere_is_refused(office: Office) -> None:
    told = drops(office, office.signed_in("security"), a_drop(div="999999999999"))
    assert told["refused"][0]["reason"] == "no_database"


def test_no_phone_and_no_other_office_reads_a_clue(office: Office) -> None:
    session = office.signed_in("security")
    drops(office, session, a_drop())
    for path in ("/api/clues", f"/api/clues/{CLUE}", "/api/clue-envelopes", "/api/clue-receipts"):
        assert office.get(path, session).status_code == 403, path
    assert office.get(f"/db/{CLUES_DATABASE}", session).status_code == 403
    assert office.get(f"/db/{CLUES_DATABASE}/{CLUE}", session).status_code == 403
    receipts = office.get("/api/receipts", session).get_json()
    assert CLUE not in str(receipts)
    for one in ("operator", "district", "police"):
        who = office.signed_in(one)
        assert office.get("/api/clues", who).status_code == 403, one
        assert office.get(f"/api/clues/{CLUE}", who).status_code == 403, one


def test_the_township_sees_numbers_and_receives(office: Office) -> None:
    opens(office)
    drops(office, office.signed_in("security"), a_drop())
    operator = office.signed_in("operator")
    (item,) = office.get("/api/clue-envelopes", operator).get_json()["items"]
    assert item == {
        "envelope_no": "HZ-7",
        "clue": CLUE,
        "received": False,
        "sheets": [OPENING],
        "repeated": False,
    }
    assert acts(office, operator, f"/api/clue-envelopes/{CLUE}/receive", {"count": 1}) == 202
    assert office.get("/api/clue-envelopes", operator).get_json()["items"][0]["received"] is True
    detail = office.get(f"/api/clues/{CLUE}", office.signed_in("special")).get_json()
    assert (detail["record"]["state"], detail["body"]["sheets"]) == ("received", [OPENING])
    assert detail["body"]["flags"] == ["count_differs"]


def test_a_number_on_the_sheets_of_two_boxes_is_for_the_township_to_look_at(office: Office) -> None:
    other = OPENING.replace("m001", "m002")
    for opening in (OPENING, other):
        opens(office, opening)
    drops(office, office.signed_in("security"), a_drop())
    operator = office.signed_in("operator")
    (item,) = office.get("/api/clue-envelopes", operator).get_json()["items"]
    assert (item["repeated"], item["sheets"]) == (True, [OPENING, other])
    acts(office, operator, f"/api/clue-envelopes/{CLUE}/receive", {"count": 2})
    detail = office.get(f"/api/clues/{CLUE}", office.signed_in("special")).get_json()
    assert detail["body"]["flags"] == ["envelope_twice"]


def test_an_envelope_of_another_township_is_not_found(office: Office) -> None:
    drops(office, office.signed_in("security"), a_drop())
    neighbour = office.signed_in("neighbour")
    assert office.get("/api/clue-envelopes", neighbour).get_json()["items"] == []
    assert acts(office, neighbour, f"/api/clue-envelopes/{CLUE}/receive", {"count": 2}) == 404


def test_the_whole_way_through_the_offices(office: Office) -> None:
    drops(office, office.signed_in("security"), a_drop())
    operator, special, police = (office.signed_in(one) for one in ("operator", "special", "police"))

    def does(action: str, **payload: str) -> int:
        body = {"action": action, "seen": 1, "payload": payload}
        return acts(office, special, f"/api/clues/{CLUE}/actions", body)

    assert does("register") == 409, "the township receives it first"
    acts(office, operator, f"/api/clue-envelopes/{CLUE}/receive", {"count": 2})
    assert does("register") == 202
    assert does("hand_over", receipt_no="GA-1", on="2026-03-02") == 202
    (item,) = office.get("/api/clue-receipts", police).get_json()["items"]
    assert (item["id"], item["receipt_no"], item["feedback"]) == (CLUE, "GA-1", None)
    assert set(item) == {"id", "clue_no", "receipt_no", "handed_on", "feedback"}
    assert acts(office, police, f"/api/clue-receipts/{CLUE}/feed-back", {"code": "pending"}) == 202
    assert does("close") == 409
    assert acts(office, police, f"/api/clue-receipts/{CLUE}/feed-back", {"code": "useful"}) == 202
    assert does("close") == 202
    assert office.get("/api/clue-receipts", police).get_json()["items"] == []
    assert office.get(f"/api/clues/{CLUE}", special).get_json()["record"]["state"] == "closed"


def test_the_police_have_nothing_to_say_before_the_hand_over(office: Office) -> None:
    drops(office, office.signed_in("security"), a_drop())
    police = office.signed_in("police")
    assert acts(office, police, f"/api/clue-receipts/{CLUE}/feed-back", {"code": "useful"}) == 409
