"""A task: every row, guard, field and timer; how others make and end one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.records.projection import row
from server.records.telling import folded
from server.tasks.capability import TASK, home
from server.tasks.documents import TASK_PAYLOADS
from server.tasks.making import Asked, notice_for, task_for, task_id, task_over
from server.tasks.words import NOTICE_KINDS, TASK_KINDS
from sync.domain import Subject
from sync.transitions import Transition
from tests.support.records import TOWNSHIP, VILLAGE, Story, a_ulid
from tests.support.rows import (
    UNAWARE,
    Step,
    does,
    has_words,
    play,
    sources_of,
    speaks_of_known_names,
    without_row,
)

TABLE = TASK.table
TSK = f"task:{a_ulid(900)}"
ABOUT = f"inc:{a_ulid(901)}"
DUE = "2019-11-04T02:00:00.000Z"
LATER = "2019-11-05T10:00:00+08:00"


def _person(role: str | None) -> dict[str, Any]:
    return {"roles": [role] if role else [], "div": TOWNSHIP, "unit": "u"}


STAFF = {
    "grid-a": _person("grid_mgr"),
    "grid-b": _person("grid_mgr"),
    "operator": _person("twp_operator"),
    "dispatch": _person("twp_dispatcher"),
    "nobody": _person(None),
}


def a_task(**said: Any) -> Story:
    """Something that the centre asks of a grid manager."""
    story = Story(TASK, TSK, STAFF, database="own_grid-a")
    asked = {
        "kind": "office",
        "about": ABOUT,
        "staff": "grid-a",
        "roles": [],
        "text": "去看一下",
        "cause": None,
        "due_at": DUE,
    }
    story.head("task", "operator", **{**asked, **said})
    return story


def receives(by: str = "grid-a", seen: int | None = None, answer: str | None = None) -> Step:
    """The receipt as a phone writes it: a document of its own."""
    return Step(by, "receipt", {"answer": answer}, seen)


def write(story: Story, step: Step) -> str:
    if step.action != "receipt":
        return story.event(step.action, step.by, step.payload, step.seen, **step.said)
    seen = story.rseq if step.seen is None else step.seen
    about = {"subject": TSK, "seen": seen, "seen_ids": [], "prev": None, **step.payload, **step.said}
    return story.add({"_id": f"ack:{TSK}:{story.ulid()}", "type": "ack", **about}, step.by)


ACK = receives()
ASK = does("operator", "ask_progress", text="进展如何")
REPLY = does("grid-a", "reply", text="在路上", percent=50)
FINISH = does("grid-a", "finish", text="办妥")
MOVED = does("server", "moved_on", cause="iev:x")
OVERDUE = does("server", "overdue")
NO_REPLY = does("server", "no_reply")
POSTPONE = does("operator", "postpone", due_at=LATER, reason="下雨")
BACK = does("operator", "send_back", reason="未办妥")
CANCEL = does("operator", "cancel", reason="不必了")

PATHS: dict[str, list[Step]] = {
    "open": [],
    "acked": [ACK],
    "overdue": [OVERDUE],
    "done": [FINISH],
    "cancelled": [CANCEL],
}
STEPS = (ASK, REPLY, FINISH, MOVED, OVERDUE, NO_REPLY, POSTPONE, BACK, CANCEL)
SAMPLES = {one.action: one for one in STEPS} | {
    "ack": ACK,
    "force": does("operator", "force", event="ev:x", reason="核实"),
    "dismiss": does("operator", "dismiss", event="ev:x", reason="核实"),
    "wait_over": does("server", "wait_over"),
}
IN_TIME = replace(FINISH, said={"at_dev": "2019-11-04T01:01:30.000Z"})
TOO_LATE = replace(FINISH, said={"at_dev": "2019-11-04T02:30:00.000Z"})
LONG = does("operator", "ask_progress", text="进展如何")

SCRIPTS: dict[str, Sequence[Step]] = {
    "N1": [ACK],
    "N1o": [OVERDUE, ACK],
    "N1a": [ACK, ACK],
    "N1b": [FINISH, ACK],
    "N2": [ASK],
    "N3": [ASK, REPLY],
    "N3o": [ACK, ASK, REPLY],
    "N4": [ASK, FINISH],
    "N4i": [OVERDUE, IN_TIME],
    "N4a": [FINISH, FINISH],
    "N5": [ASK, MOVED],
    "N5l": [OVERDUE, MOVED],
    "N5a": [FINISH, MOVED],
    "N6": [OVERDUE],
    "N6a": [FINISH, OVERDUE],
    "N7": [ASK, NO_REPLY],
    "N7a": [NO_REPLY],
    "N8r": [ACK, OVERDUE, POSTPONE],
    "N8": [OVERDUE, POSTPONE],
    "N9": [FINISH, BACK],
    "N10": [CANCEL],
    "N10a": [FINISH, CANCEL],
    "N12": [SAMPLES["wait_over"]],
}
ELSEWHERE = {"N11": "force", "N11d": "dismiss", "N4l": "finish"}
WALKED = [row for row in TABLE.transitions if row.id not in ELSEWHERE]


@pytest.mark.parametrize("row", WALKED, ids=lambda row: row.id)
def test_each_row(row: Transition) -> None:
    told = play(a_task(), SCRIPTS[row.id], write)
    assert told.row is row
    assert told.before in sources_of(TABLE, row)
    assert told.state["state"] == (row.target or told.before)
    assert (told.outcome.result, told.outcome.reason) == (row.result, row.reason)
    assert set(row.sets) <= set(told.state["flags"])
    assert not set(row.clears) & set(told.state["flags"])


def test_done_after_it_was_due_is_late() -> None:
    story = a_task()
    story.event("overdue", "server", after=timedelta(hours=2))
    told = play(story, [TOO_LATE], write)
    assert told.row is not None
    assert (told.row.id, told.state["state"], told.state["flags"]) == ("N4l", "done", ["done_late"])


@pytest.mark.parametrize("row", [row for row in TABLE.transitions if row.actors], ids=lambda row: row.id)
def test_each_row_is_refused_to_those_without_its_role(row: Transition) -> None:
    *before, last = SCRIPTS.get(row.id) or [SAMPLES[ELSEWHERE[row.id]]]
    told = play(a_task(), [*before, replace(last, by="nobody")], write)
    assert (told.outcome.result, told.outcome.reason) == ("refused", "role_missing")


@pytest.mark.parametrize("row", [row for row in WALKED if row.guards], ids=lambda row: row.id)
def test_only_who_is_asked_answers(row: Transition) -> None:
    *before, last = SCRIPTS[row.id]
    told = play(a_task(), [*before, replace(last, by="grid-b")], write)
    assert (told.outcome.result, told.outcome.reason) == ("refused", "not_addressed")


def test_even_late_only_who_is_asked_answers() -> None:
    story = a_task()
    story.event("overdue", "server", after=timedelta(hours=2))
    assert play(story, [replace(TOO_LATE, by="grid-b")], write).outcome.reason == "not_addressed"


def test_of_an_office_whoever_holds_the_role_answers() -> None:
    story = a_task(staff=None, roles=["twp_dispatcher", "twp_director"])
    assert play(story, [does("operator", "finish")], write).outcome.result == "refused"
    assert play(story, [does("dispatch", "finish")], write).state["done_by"] == "dispatch"


@pytest.mark.parametrize(("action", "state"), without_row(TABLE))
def test_what_no_row_allows_is_parked_with_words(action: str, state: str) -> None:
    told = play(a_task(), [*PATHS[state], SAMPLES[action]], write)
    assert (told.outcome.result, told.outcome.reason) == ("parked", f"not_while_{state}")


def test_the_table_speaks_of_known_names_and_all_have_words() -> None:
    speaks_of_known_names(TABLE, TASK_PAYLOADS)
    has_words(TASK)


def test_the_office_decides_on_a_parked_event() -> None:
    story = a_task()
    early = play(story, [BACK], write).doc_id
    play(story, [does("operator", "dismiss", event=early, reason="未完成")], write)
    assert (story.result(early), story.reason(early)) == ("refused", "dismissed")
    other = play(story, [CANCEL, POSTPONE], write).doc_id
    play(story, [does("operator", "force", event=other, reason="仍要办")], write)
    assert (story.result(other), story.state["state"]) == ("applied", "open")


# Fields.


def test_the_first_receipt_counts_and_the_earliest_time() -> None:
    story = a_task()
    late = replace(receives(answer="收到"), said={"at_dev": "2019-11-04T00:50:00.000Z"})
    play(story, [receives(answer="好"), replace(late, seen=UNAWARE)], write)
    state = story.state
    assert (state["acked_by"], state["acked_at"], state["answer"]) == (
        "grid-a",
        "2019-11-04T00:50:00.000Z",
        "好",
    )


def test_a_reply_is_a_receipt_too() -> None:
    state = play(a_task(), [REPLY], write).state
    assert (state["acked_by"], state["acked_at"]) == ("grid-a", "2019-11-04T01:02:00.000Z")


def test_the_office_receives_with_an_event() -> None:
    state = play(a_task(), [does("grid-a", "ack", answer="好")], write).state
    assert (state["state"], state["answer"]) == ("acked", "好")


def test_questions_and_replies_are_told() -> None:
    state = play(a_task(), [ASK, REPLY, FINISH, MOVED, BACK, POSTPONE], write).state
    assert [one["text"] for one in state["questions"]] == ["进展如何"]
    assert [(one["text"], one["percent"]) for one in state["replies"]] == [("在路上", 50)]
    assert (state["done_by"], state["done_at"], state["done_text"]) == (
        "grid-a",
        "2019-11-04T01:04:00.000Z",
        "办妥",
    )
    assert state["done_because"] == "iev:x"
    assert [one["reason"] for one in state["decisions"]] == ["未办妥", "下雨"]
    assert (state["kind"], state["about"], state["staff"], state["text"]) == (
        "office",
        ABOUT,
        "grid-a",
        "去看一下",
    )


def test_the_columns_of_the_register() -> None:
    story = a_task()
    play(story, [POSTPONE], write)
    subject = Subject(story.partition, TSK, tuple(story.entries))
    found = TASK.registers(folded(TASK, subject, lambda one, _rseq: story.references.get(one)))
    due_at = "2019-11-05T02:00:00.000Z"
    assert found == {"ref": ABOUT, "owner": "grid-a", "due_at": due_at, "title": "去看一下"}
    assert story.state["due_at"] == due_at


# What the clock does.


def timers(story: Story) -> list[tuple[str, str]]:
    return [(timer.name, timer.due_at) for timer in story.folded.timers]


def test_it_is_overdue_when_it_is_due() -> None:
    story = a_task(due_at="2019-11-04T10:00:00+08:00")
    assert timers(story) == [("overdue", DUE)]
    play(story, [POSTPONE], write)
    assert timers(story) == [("overdue", "2019-11-05T02:00:00.000Z")]
    play(story, [OVERDUE], write)
    assert timers(story) == []


@pytest.mark.parametrize("end", [FINISH, MOVED, CANCEL], ids=lambda step: step.action)
def test_what_is_over_is_never_due(end: Step) -> None:
    story = a_task()
    play(story, [end], write)
    assert timers(story) == []


def test_without_a_limit_nothing_is_due() -> None:
    assert timers(a_task(due_at=None)) == []


def test_a_question_is_answered_within_a_day() -> None:
    story = a_task(due_at=None)
    play(story, [ASK], write)
    assert timers(story) == [("no_reply", "2019-11-05T01:02:00.000Z")]
    story.references["param:limit.progress_query"] = {"value": 2}
    assert timers(story) == [("no_reply", "2019-11-04T03:02:00.000Z")]
    play(story, [NO_REPLY], write)
    assert (timers(story), story.state["flags"]) == ([], ["progress_asked", "reply_overdue"])
    play(story, [REPLY], write)
    assert story.state["flags"] == []


# How other records make and end tasks.

ASKED = Asked(
    "handle_case", "case:x", "cev:x:1", "2019-11-04T01:00:00.000Z", VILLAGE, "Asia/Shanghai", staff="grid-a"
)


def test_equal_causes_make_equal_documents() -> None:
    assert task_for(ASKED) == task_for(replace(ASKED))
    others = [
        replace(ASKED, kind="sign_action"),
        replace(ASKED, about="hz:y"),
        replace(ASKED, cause="hev:x:2"),
        replace(ASKED, staff="grid-b"),
        replace(ASKED, staff=None, roles=("twp_operator",)),
    ]
    assert len({task_id(one) for one in (ASKED, *others)}) == 6
    assert task_for(ASKED)[1]["_id"] != notice_for(ASKED)[1]["_id"]


@pytest.mark.parametrize(
    ("asked", "database"),
    [
        (ASKED, "own_grid-a"),
        (replace(ASKED, staff=None, roles=("twp_operator",)), f"centre_{TOWNSHIP}"),
        (replace(ASKED, staff=None, roles=("dist_lead",), div=TOWNSHIP[:6]), f"centre_{TOWNSHIP[:6]}"),
    ],
)
def test_where_it_lives(asked: Asked, database: str) -> None:
    assert task_for(asked)[0] == notice_for(asked)[0] == task_over(asked, "c", asked.at)[0] == database
    assert home(task_for(asked)[1]) == database


def test_what_they_make_is_a_task_that_ends() -> None:
    _, head = task_for(replace(ASKED, due_at=DUE, text="换灯"))
    _, over = task_over(ASKED, "hev:x:9", "2019-11-04T01:30:00.000Z")
    story = Story(TASK, str(head["_id"]), STAFF, database="own_grid-a")
    story.add(head, "server")
    assert (story.state["kind"], story.state["text"], story.state["due_at"]) == ("handle_case", "换灯", DUE)
    ended = story.add(over, "server")
    assert (story.result(ended), story.state["state"]) == ("applied", "done")
    assert story.state["done_because"] == "hev:x:9"


def test_all_kinds_have_words() -> None:
    for kinds in (TASK_KINDS, NOTICE_KINDS):
        assert all(words["zh-CN"] and words["en"] for words in kinds.values())


# What is no task.


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "<b>"),
        ("about", "x"),
        ("staff", None),
        ("roles", ["twp_operator"]),
        ("text", "文" * 501),
        ("due_at", "morgen"),
        ("state", "done"),
        ("_id", "task:x"),
    ],
)
def test_no_task(field: str, value: Any) -> None:
    errors = TASK.schemas["task"]().validate({**a_task().entries[0].body, field: value})
    assert errors != {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", f"case:{a_ulid(1)}"),
        ("subject", f"task:{a_ulid(1)}"),
        ("_id", f"ack:{a_ulid(1)}"),
        ("answer", "好" * 201),
        ("answer", 5),
        ("staff", "grid-b"),
        ("payload", {}),
    ],
)
def test_no_receipt(field: str, value: Any) -> None:
    story = a_task()
    play(story, [ACK], write)
    body = dict(story.entries[-1].body)
    assert TASK.schemas["ack"]().validate(body) == {}
    assert TASK.schemas["ack"]().validate({**body, field: value}) != {}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("reply", {}),
        ("reply", {"text": "x", "percent": 101}),
        ("postpone", {"due_at": "2019-13-01", "reason": "x"}),
        ("cancel", {}),
        ("moved_on", {"cause": ""}),
        ("finish", {"text": "x", "name": "张三"}),
    ],
)
def test_no_payload(action: str, payload: dict[str, Any]) -> None:
    assert TASK_PAYLOADS[action]().validate(payload) != {}


def test_a_moment_with_any_offset_stands_in_the_register_as_utc() -> None:
    story = a_task(due_at="2019-11-04T10:00:00.000000+08:00")
    assert story.state["due_at"] == "2019-11-04T10:00:00.000000+08:00"
    subject = Subject(TOWNSHIP, TSK, tuple(story.entries))
    assert row(TASK, subject, story.folded)["due_at"] == "2019-11-04T02:00:00.000Z"
