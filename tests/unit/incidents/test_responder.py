"""One who is sent: every row, guard, pair, field, timer and effect."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.incidents.capability import INCIDENT, RESPONDER
from server.incidents.responder_documents import RESPONDER_PAYLOADS
from server.incidents.responder_states import ANSWERS
from server.records.telling import folded
from server.tasks.capability import NOTICE, TASK
from sync.domain import Subject
from sync.transitions import Transition
from tests.support.records import Story
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
from tests.unit.incidents.stories import CENTRE, INC, RSP, a_responder

TABLE = RESPONDER.table
ACK = does("lead-a", "ack")
DECLINE = does("lead-a", "decline", reason="车坏了")
EN_ROUTE = does("lead-a", "en_route")
ON_SCENE = does("lead-a", "on_scene")
DONE = does("lead-a", "done", text="已扑灭")
DOWN = does("server", "stand_down", cause="iev:x")
NO_ACK = does("server", "no_ack")
RETASK = does("server", "retask", staff=["lead-a"], text="转北门", cause="iev:y")
ORDER = (ACK, EN_ROUTE, ON_SCENE, DONE)

PATHS: dict[str, list[Step]] = {
    "notified": [],
    "declined": [DECLINE],
    "acked": [ACK],
    "en_route": [ACK, EN_ROUTE],
    "on_scene": [ACK, EN_ROUTE, ON_SCENE],
    "done": [ACK, EN_ROUTE, ON_SCENE, DONE],
}
SAMPLES = {one.action: one for one in (*ORDER, DECLINE, DOWN, NO_ACK, RETASK)} | {
    "force": does("operator", "force", event="ev:x", reason="核实"),
    "dismiss": does("operator", "dismiss", event="ev:x", reason="核实"),
    "wait_over": does("server", "wait_over"),
}


def unaware(step: Step) -> Step:
    return Step(step.by, step.action, step.payload, UNAWARE)


ROWS = dict(zip(("I6k", "I6r", "I6s", "I6d"), ANSWERS, strict=True))
SCRIPTS: dict[str, Sequence[Step]] = {
    **{f"{row}e": [RETASK, unaware(SAMPLES[a])] for row, a in ROWS.items()},
    **{row: [SAMPLES[a]] for row, a in ROWS.items()},
    **{f"{row}a": [*PATHS["done"], SAMPLES[a]] for row, a in ROWS.items()},
    "I6n": [RETASK, unaware(DECLINE)],
    "I6m": [ACK, unaware(DECLINE)],
    "I6c": [ACK, DECLINE],
    "I6b": [*PATHS["done"], DECLINE],
    "I5t": [DECLINE, RETASK],
    "I9r": [ACK, DOWN],
    "I9s": [*PATHS["done"], DOWN],
    "I6t": [NO_ACK],
    "I6o": [ACK, NO_ACK],
    "I16": [SAMPLES["wait_over"]],
}
DECISIONS = {"I15": "force", "I15d": "dismiss"}
WALKED = [row for row in TABLE.transitions if row.id not in DECISIONS]


@pytest.mark.parametrize("row", WALKED, ids=lambda row: row.id)
def test_each_row(row: Transition) -> None:
    told = play(a_responder(), SCRIPTS[row.id])
    assert told.row is row
    assert told.before in sources_of(TABLE, row)
    assert told.state["state"] == (row.target or told.before)
    assert (told.outcome.result, told.outcome.reason) == (row.result, row.reason)
    assert set(row.sets) <= set(told.state["flags"])
    assert not set(row.clears) & set(told.state["flags"])


@pytest.mark.parametrize("row", [row for row in TABLE.transitions if row.actors], ids=lambda row: row.id)
def test_each_row_is_refused_to_those_without_its_role(row: Transition) -> None:
    *before, last = SCRIPTS.get(row.id) or [SAMPLES[DECISIONS[row.id]]]
    told = play(a_responder(), [*before, Step("nobody", last.action, last.payload, last.seen)])
    assert (told.outcome.result, told.outcome.reason) == ("refused", "role_missing")


@pytest.mark.parametrize("row", [row for row in WALKED if row.guards], ids=lambda row: row.id)
def test_only_who_is_called_answers(row: Transition) -> None:
    *before, last = SCRIPTS[row.id]
    told = play(a_responder(), [*before, replace(last, by="lead-b")])
    assert (told.outcome.result, told.outcome.reason) == ("refused", "not_called")


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("mem-a", {}),
        ("lead-a", {"staff": []}),  # by the team
        ("officer", {"unit": "fire-unit", "staff": []}),  # by the unit
        ("grid-a", {"staff": ["grid-a"]}),  # by name
        ("dispatch", {}),  # by telephone
    ],
)
def test_who_may_answer(by: str, said: dict[str, Any]) -> None:
    assert play(a_responder(**said), [does(by, "ack")]).state["state"] == "acked"


def test_who_cannot_go_on_on_the_scene_waits_for_the_office() -> None:
    story = a_responder()
    first = play(story, [*PATHS["on_scene"], DECLINE])
    assert (first.outcome.result, first.outcome.reason) == ("parked", "not_while_on_scene")
    play(story, [does("dispatch", "dismiss", event=first.doc_id, reason="须留守")])
    assert (story.reason(first.doc_id), story.state["state"]) == ("dismissed", "on_scene")
    second = play(story, [DECLINE])
    play(story, [does("dispatch", "force", event=second.doc_id, reason="换人")])
    assert (story.result(second.doc_id), story.state["state"]) == ("applied", "declined")


def test_all_else_has_a_row_in_every_state() -> None:
    assert without_row(TABLE) == [("decline", "on_scene")]


def test_the_table_speaks_of_known_names_and_all_have_words() -> None:
    speaks_of_known_names(TABLE, RESPONDER_PAYLOADS)
    has_words(RESPONDER)


# Pairs of events of which neither writer knew the other's.


@pytest.mark.parametrize("answer", [*ORDER, DECLINE], ids=lambda step: step.action)
@pytest.mark.parametrize("first", [True, False], ids=["retask first", "answer first"])
def test_a_new_order_wins_against_any_answer_to_the_old_one(answer: Step, first: bool) -> None:
    pair = (RETASK, answer) if first else (answer, RETASK)
    told = play(a_responder(), [unaware(one) for one in pair])
    assert told.state["state"] == "notified"


@pytest.mark.parametrize("answer", ORDER, ids=lambda step: step.action)
@pytest.mark.parametrize("first", [True, False], ids=["decline first", "answer first"])
def test_a_colleague_who_comes_wins_against_one_who_declines(answer: Step, first: bool) -> None:
    declined = Step("mem-a", "decline", DECLINE.payload)
    pair = (declined, answer) if first else (answer, declined)
    told = play(a_responder(), [unaware(one) for one in pair])
    assert told.state["state"] == {"ack": "acked"}.get(answer.action, answer.action)


@pytest.mark.parametrize("one", ORDER, ids=lambda step: step.action)
@pytest.mark.parametrize("other", ORDER, ids=lambda step: step.action)
def test_the_later_rank_holds_in_either_order(one: Step, other: Step) -> None:
    states = [
        play(a_responder(), [unaware(a), unaware(b)]).state["state"] for a, b in ((one, other), (other, one))
    ]
    assert states[0] == states[1] == TABLE.states[max(TABLE.states.index(_reached(s)) for s in (one, other))]


def _reached(step: Step) -> str:
    return "acked" if step.action == "ack" else step.action


def test_an_answer_after_the_stand_down_keeps_its_time() -> None:
    story = a_responder()
    play(story, [DOWN])
    late = story.event("ack", "lead-a", seen=UNAWARE, at_dev="2019-11-04T01:01:30.000Z")
    assert (story.result(late), story.reason(late)) == ("absorbed", "already_further")
    assert (story.state["state"], story.state["t_acked"]) == ("done", "2019-11-04T01:01:30.000Z")


# Fields.


@pytest.mark.parametrize(
    ("action", "field"),
    [("ack", "t_acked"), ("en_route", "t_enroute"), ("on_scene", "t_onscene"), ("done", "t_done")],
)
def test_the_earliest_time_of_each_stands(action: str, field: str) -> None:
    story = a_responder()
    for minute in (58, 44, 56):
        story.event(action, "lead-a", seen=UNAWARE, at_dev=f"2019-11-04T00:{minute}:00.000Z")
    assert story.state[field] == "2019-11-04T00:44:00.000Z"


def test_orders_and_answers_are_told() -> None:
    story = a_responder()
    play(
        story,
        [
            Step("mem-a", "decline", {"reason": "远"}),
            does("server", "retask", staff=["mem-a"], text="b", cause="y"),
        ],
    )
    play(story, [Step("mem-a", "ack"), unaware(ACK), DONE])
    state = story.state
    assert state["t_notified"] == "2019-11-04T01:01:00.000Z"
    assert [one["text"] for one in state["orders"]] == ["立即前往", "b"]
    assert state["called"] == ["lead-a", "mem-a"]
    assert [one["reason"] for one in state["declines"]] == ["远"]
    assert (state["acked_by"], state["done_text"]) == ("mem-a", "已扑灭")
    assert (state["incident"], state["unit"], state["place"]) == (INC, "team-a", "东门市场")


def test_a_stand_down_says_when_it_was_done() -> None:
    story = a_responder()
    play(story, [DOWN])
    assert (story.state["t_done"], story.state["flags"]) == ("2019-11-04T01:02:00.000Z", ["done_auto"])


def test_the_columns_of_the_register() -> None:
    story = a_responder()
    subject = Subject(story.partition, RSP, tuple(story.entries))
    found = RESPONDER.registers(folded(RESPONDER, subject, lambda one, _rseq: story.references.get(one)))
    assert found == {"ref": INC, "unit": "team-a", "title": "东门市场"}


# Who is not reached.


def timers(story: Story) -> list[tuple[str, str]]:
    return [(timer.name, timer.due_at) for timer in story.folded.timers]


def test_without_an_answer_the_dispatcher_is_told_after_three_minutes() -> None:
    story = a_responder()
    assert timers(story) == [("no_ack", "2019-11-04T01:04:00.000Z")]
    play(story, [NO_ACK])
    assert story.state["flags"] == ["not_reached"]
    assert timers(story) == []
    told = [(database, body["kind"]) for database, body in effects(story) if body["type"] == "notice"]
    assert told == [(CENTRE, "not_reached"), ("own_lead-a", "respond_now"), ("own_mem-a", "respond_now")]
    play(story, [ACK])
    assert story.state["flags"] == []


def test_the_minutes_are_a_parameter_and_a_new_order_counts_anew() -> None:
    story = a_responder()
    story.references["param:dispatch.ack_timeout"] = {"value": 5}
    assert timers(story) == [("no_ack", "2019-11-04T01:06:00.000Z")]
    play(story, [NO_ACK])
    story.event("retask", "server", RETASK.payload, after=timedelta(minutes=10))
    assert timers(story) == [("no_ack", "2019-11-04T01:17:00.000Z")]
    assert story.state["flags"] == []


@pytest.mark.parametrize("answer", [*ORDER, DECLINE, DOWN], ids=lambda step: step.action)
def test_after_any_answer_nobody_waits(answer: Step) -> None:
    story = a_responder()
    play(story, [answer])
    assert timers(story) == []


# Effects.


SCHEMAS = {**INCIDENT.schemas, **TASK.schemas, **NOTICE.schemas}


def effects(story: Story) -> list[tuple[str, Any]]:
    found = list(story.folded.effects)
    assert len({body["_id"] for _, body in found}) == len(found)
    for _, body in found:
        assert SCHEMAS[body["type"]]().validate(dict(body)) == {}, body
    return found


def test_everybody_who_is_called_gets_a_task_until_it_is_over() -> None:
    story = a_responder()
    (one, other) = effects(story)
    assert (one[0], other[0]) == ("own_lead-a", "own_mem-a")
    assert (one[1]["type"], one[1]["kind"], one[1]["about"]) == ("task", "respond", RSP)
    play(story, [ACK, EN_ROUTE])
    assert effects(story) == [one, other]
    play(story, [DONE])
    over = effects(story)[2:]
    assert [(database, body["subject"]) for database, body in over] == [
        ("own_lead-a", one[1]["_id"]),
        ("own_mem-a", other[1]["_id"]),
    ]
    assert {body["action"] for _, body in over} == {"moved_on"}


@pytest.mark.parametrize("end", [DECLINE, DOWN], ids=lambda step: step.action)
def test_the_task_ends_with_the_order(end: Step) -> None:
    story = a_responder()
    play(story, [end])
    assert len([body for _, body in effects(story) if body["type"] == "task_ev"]) == 2


def test_a_new_order_is_a_new_task() -> None:
    story = a_responder()
    play(story, [RETASK])
    tasks = [body for _, body in effects(story) if body["type"] == "task"]
    assert [body["staff"] for body in tasks] == ["lead-a", "mem-a", "lead-a"]
    assert len([body for _, body in effects(story) if body["type"] == "task_ev"]) == 2


def test_the_incident_hears_of_each_arrival_once() -> None:
    story = a_responder()
    play(story, [ON_SCENE, ON_SCENE, does("mem-a", "on_scene")])
    arrivals = [(database, body) for database, body in effects(story) if body["type"] == "incident_ev"]
    assert [(database, body["subject"], body["payload"]["by"]) for database, body in arrivals] == [
        (CENTRE, INC, "lead-a"),
        (CENTRE, INC, "mem-a"),
    ]
    assert arrivals[0][1]["payload"] == {"unit": "team-a", "by": "lead-a", "at": "2019-11-04T01:02:00.000Z"}


def test_an_arrival_that_comes_after_the_stand_down_is_told_too() -> None:
    story = a_responder()
    play(story, [DOWN, unaware(ON_SCENE)])
    assert [body["action"] for _, body in effects(story) if body["type"] == "incident_ev"] == ["arrived"]


def test_who_declines_is_told_to_the_dispatcher() -> None:
    story = a_responder()
    play(story, [DECLINE])
    told = [
        (database, body["kind"], body["roles"])
        for database, body in effects(story)
        if body["type"] == "notice"
    ]
    assert told == [(CENTRE, "responder_declined", ["twp_dispatcher"])]


def test_what_was_stated_stays_whatever_comes_later() -> None:
    story = a_responder()
    stated: list[Any] = []
    for step in (NO_ACK, DECLINE, RETASK, ACK, ON_SCENE, RETASK, NO_ACK, DONE, DOWN):
        play(story, [step])
        now = effects(story)
        assert [one for one in stated if one not in now] == []
        stated = now
