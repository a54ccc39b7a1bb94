"""What an office asks and tells: made at the API, received on phones, answered, seen again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ulid import ULID

from tests.support import district as small
from tests.support.command import OPERATOR, Command, a_command

AREA = f"township={small.TOWNSHIP}&from=2020-01-01&to=2099-01-01"


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    with a_command(tmp_path, monkeypatch) as opened:
        yield opened


def test_a_task_is_asked_received_asked_about_and_done(command: Command) -> None:
    operator, member = command.desk(OPERATOR), command.phone(small.MEMBER)
    asked = {
        "kind": "office",
        "about": None,
        "staff": small.MEMBER,
        "roles": [],
        "text": "查码头灯",
        "due_at": None,
    }
    made = operator.open("POST", "/api/tasks", json={"div": small.TOWNSHIP, "fields": asked})
    assert made.status_code == 201, made.get_data(as_text=True)
    task = made.get_json()["id"]
    command.follows()
    assert member.sees(task)["text"] == "查码头灯"
    chain = {"subject": task, "seen": 0, "seen_ids": [], "prev": None}
    member.writes(f"ack:{task}:{ULID()}", "ack", **chain, answer=None)
    command.follows()
    assert member.sees(f"st:{task}")["state"] == "acked"
    assert operator.does("tasks", task, "ask_progress", text="如何").status_code == 202
    command.follows()
    assert member.sees(f"st:{task}")["flags"] == ["progress_asked"]
    for action, payload in (("reply", {"text": "在修"}), ("finish", {"text": "已亮"})):
        said = {"action": action, "payload": payload, "note": None}
        member.writes(f"ev:{task}:{ULID()}", "task_ev", **chain, **said)
    command.follows()
    shown = operator.reads(f"/api/tasks/{task}")
    assert (shown["record"]["state"], shown["record"]["flags"]) == ("done", [])
    assert [one["text"] for one in shown["body"]["replies"]] == ["在修"]


def test_a_phone_writes_no_task_and_answers_for_nobody_else(command: Command) -> None:
    lead, member = command.phone(small.LEAD), command.phone(small.MEMBER)
    answer = member.open(
        "PUT", f"/db/own_{small.MEMBER}/task:{ULID()}", json={"type": "task", "v": 1, "div": small.TOWNSHIP}
    )
    assert answer.status_code == 403
    assert lead.open("GET", f"/db/own_{small.MEMBER}/_all_docs").status_code == 403


def test_a_notice_to_all_has_a_receipt_of_each(command: Command) -> None:
    operator, member, lead = command.desk(OPERATOR), command.phone(small.MEMBER), command.phone(small.LEAD)
    said = {"div": small.TOWNSHIP, "roles": ["patrol_mem", "patrol_lead"], "text": "周五开会"}
    made = operator.open("POST", "/api/notices/all", json=said).get_json()
    assert made["count"] == 2
    command.follows()
    (notice,) = member.own("ntc")
    assert len(lead.own("ntc")) == 1
    chain = {"subject": notice["_id"], "seen": 0, "seen_ids": [], "prev": None}
    member.writes(f"ack:{notice['_id']}:{ULID()}", "ack", **chain, answer="收到")
    command.follows()
    items = operator.reads(f"/api/notices?{AREA}")["items"]
    assert {one["number"] for one in items} == {made["batch"]}
    assert sorted(one["state"] for one in items) == ["read", "sent"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"div": "421102002"}, 403),
        ({"roles": []}, 422),
        ({"roles": ["king"]}, 422),
        ({"roles": ["school_contact"]}, 422),
        ({"text": ""}, 422),
        ({"phone": "13800000000"}, 422),
    ],
)
def test_what_is_no_notice_to_all(command: Command, change: dict[str, object], status: int) -> None:
    said = {"div": small.TOWNSHIP, "roles": ["patrol_mem"], "text": "周五开会", **change}
    assert command.desk(OPERATOR).open("POST", "/api/notices/all", json=said).status_code == status


def test_a_dispatcher_may_tell_and_a_patrol_may_not(command: Command) -> None:
    said = {"div": small.TOWNSHIP, "roles": ["patrol_mem"], "text": "周五开会"}
    assert command.desk(small.DISPATCHER).open("POST", "/api/notices/all", json=said).status_code == 201
    assert command.phone(small.LEAD).open("POST", "/api/notices/all", json=said).status_code == 403
