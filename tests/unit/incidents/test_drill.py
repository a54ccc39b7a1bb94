"""A drill: every row, guard, pair, field and effect."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from server.incidents.capability import DRILL
from server.incidents.drill_documents import DRILL_PAYLOADS
from server.records.telling import folded
from server.tasks.capability import NOTICE, TASK
from sync.domain import Subject
from sync.transitions import Transition
from tests.support.records import Story, a_ulid
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
from tests.unit.incidents.stories import DRL, FIX, a_drill

TABLE = DRILL.table
ATT = f"att:{a_ulid(1)}"
TO_FIX = {"key": FIX, "text": "补沙袋", "unit": "fire-unit", "officer": "officer", "due_on": "2019-12-01"}
NOTIFY = does("operator", "notify")
START = does("lead-a", "start")
MUSTER = does("lead-a", "muster", head_count=12)
ARRIVE = does("lead-a", "arrive", head_count=14)
SIGN = does("mem-a", "sign_in")
END = does("lead-a", "end", head_count=13, course="按预案进行", attach=[])
PROBLEM = does("mem-a", "problem", text="对讲机无信号", attach=[])
JUDGE = does("deputy", "evaluate", grade="passed", text="合格")
JUDGE_AND_FIX = does("officer", "evaluate", grade="poor", text="慢", improvements=[TO_FIX])
FIXED = does("officer", "improvement_done", improvement=FIX)
BACK = does("operator", "improvement_back", improvement=FIX, reason="数量不足")
CLOSE = does("operator", "close")
CANCEL = does("operator", "cancel", reason="暴雨")
EDIT = does("operator", "edit", field="plan_id", value="fire-plan")

PATHS: dict[str, list[Step]] = {"planned": [], "notified": [NOTIFY], "cancelled": [CANCEL]}
PATHS["running"] = [NOTIFY, START]
PATHS["ended"] = [*PATHS["running"], END]
PATHS["evaluated"] = [*PATHS["ended"], JUDGE]
PATHS["improving"] = [*PATHS["ended"], JUDGE_AND_FIX]
PATHS["closed"] = [*PATHS["improving"], FIXED, CLOSE]

STEPS = (NOTIFY, START, MUSTER, ARRIVE, SIGN, END, PROBLEM, JUDGE, FIXED, BACK, CLOSE, CANCEL, EDIT)
SAMPLES = {one.action: one for one in STEPS} | {
    "force": does("operator", "force", event="dev:x", reason="核实"),
    "dismiss": does("operator", "dismiss", event="dev:x", reason="核实"),
    "wait_over": does("server", "wait_over"),
}


def unaware(step: Step) -> Step:
    return Step(step.by, step.action, step.payload, UNAWARE)


SCRIPTS: dict[str, Sequence[Step]] = {
    "R2": [NOTIFY],
    "R2a": [NOTIFY, NOTIFY],
    "R3": [NOTIFY, START],
    "R3c": [CANCEL, unaware(START)],
    "R3a": [*PATHS["running"], START],
    "R4m": [*PATHS["running"], MUSTER],
    "R4r": [*PATHS["ended"], ARRIVE],
    "R4s": [NOTIFY, SIGN],
    "R5": [*PATHS["running"], END],
    "R5a": [*PATHS["ended"], END],
    "R6p": [*PATHS["running"], PROBLEM],
    "R6i": [*PATHS["evaluated"], JUDGE_AND_FIX],
    "R6": [*PATHS["ended"], JUDGE],
    "R6a": [*PATHS["evaluated"], JUDGE],
    "R7": [*PATHS["improving"], FIXED],
    "R7a": [*PATHS["closed"], FIXED],
    "R7b": [*PATHS["improving"], FIXED, BACK],
    "R8": [*PATHS["evaluated"], CLOSE],
    "R8a": [*PATHS["closed"], CLOSE],
    "R9s": [NOTIFY, Step("lead-a", "start", {}, 2), Step("operator", "cancel", {"reason": "暴雨"}, 2)],
    "R9": [NOTIFY, CANCEL],
    "R9a": [CANCEL, CANCEL],
    "R10": [EDIT],
    "R10n": [NOTIFY, does("operator", "edit", field="place", value="二号段")],
    "R12": [SAMPLES["wait_over"]],
}
DECISIONS = {"R11": "force", "R11d": "dismiss"}
WALKED = [row for row in TABLE.transitions if row.id not in DECISIONS]


@pytest.mark.parametrize("row", WALKED, ids=lambda row: row.id)
def test_each_row(row: Transition) -> None:
    told = play(a_drill(), SCRIPTS[row.id])
    assert told.row is row
    assert told.before in sources_of(TABLE, row)
    assert told.state["state"] == (row.target or told.before)
    assert (told.outcome.result, told.outcome.reason) == (row.result, row.reason)
    assert set(row.sets) <= set(told.state["flags"])


@pytest.mark.parametrize("row", [row for row in TABLE.transitions if row.actors], ids=lambda row: row.id)
def test_each_row_is_refused_to_those_without_its_role(row: Transition) -> None:
    *before, last = SCRIPTS.get(row.id) or [SAMPLES[DECISIONS[row.id]]]
    told = play(a_drill(), [*before, Step("nobody", last.action, last.payload, last.seen)])
    assert (told.outcome.result, told.outcome.reason) == ("refused", "role_missing")


OTHER_FIX = a_ulid(951)
LED = ("R3", "R3c", "R3a", "R4m", "R4r", "R5", "R5a")


def otherwise(row: str, by: str | None = None, **payload: Any) -> list[Step]:
    """The script of a row, its last step done by somebody else, or saying something else."""
    *before, last = SCRIPTS[row]
    return [*before, replace(last, by=by or last.by, payload={**last.payload, **payload})]


GUARDS: dict[str, tuple[Sequence[Step], str, str]] = {
    **{row: (otherwise(row, "mem-a"), "refused", "not_the_leader") for row in LED},
    **{row: (otherwise(row, "lead-a"), "refused", "not_the_evaluator") for row in ("R6i", "R6", "R6a")},
    **{
        row: (otherwise(row, improvement=OTHER_FIX), "parked", "no_such_improvement")
        for row in ("R7", "R7a", "R7b")
    },
    "R7 of others": (otherwise("R7", "grid-a"), "refused", "not_your_improvement"),
    "R7a of others": (otherwise("R7a", "grid-a"), "refused", "not_your_improvement"),
    "R8": ([*PATHS["improving"], CLOSE], "parked", "improvements_open"),
    "R10n plan": (otherwise("R10n", field="plan_id", value="fire-plan"), "parked", "fixed_once_notified"),
    "R10n kind": (otherwise("R10n", field="kind", value="tabletop"), "parked", "fixed_once_notified"),
    "R10n units": (otherwise("R10n", field="units", value=["team-b"]), "parked", "fixed_once_notified"),
}


@pytest.mark.parametrize("script", GUARDS.values(), ids=GUARDS.keys())
def test_each_guard(script: tuple[Sequence[Step], str, str]) -> None:
    steps, result, reason = script
    told = play(a_drill(), steps)
    assert (told.outcome.result, told.outcome.reason) == (result, reason)
    assert told.state["state"] == told.before


def test_each_guard_has_its_test() -> None:
    given = {(row.id, guard.reason) for row in TABLE.transitions for guard in row.guards}
    assert given == {(name.partition(" ")[0], reason) for name, (_, _, reason) in GUARDS.items()}


@pytest.mark.parametrize("by", ["mem-a", "officer"])
def test_who_makes_an_improvement(by: str) -> None:
    ours = {**TO_FIX, "unit": "team-a" if by == "mem-a" else "fire-unit", "officer": None}
    judged = does("deputy", "evaluate", grade="poor", text="慢", improvements=[ours])
    told = play(a_drill(), [*PATHS["ended"], judged, does(by, "improvement_done", improvement=FIX)])
    assert told.outcome.result == "applied"


@pytest.mark.parametrize(("action", "state"), without_row(TABLE))
def test_what_no_row_allows_is_parked_with_words(action: str, state: str) -> None:
    told = play(a_drill(), [*PATHS[state], SAMPLES[action]])
    assert (told.outcome.result, told.outcome.reason) == ("parked", f"not_while_{state}")


def test_the_table_speaks_of_known_names_and_all_have_words() -> None:
    speaks_of_known_names(TABLE, DRILL_PAYLOADS)
    has_words(DRILL)


def test_the_office_decides_on_a_parked_event() -> None:
    story = a_drill()
    told = play(story, [NOTIFY, EDIT])
    play(story, [does("operator", "force", event=told.doc_id, reason="区里调整")])
    assert (story.result(told.doc_id), story.state["plan_id"]) == ("applied", "fire-plan")
    other = play(story, [CLOSE])
    play(story, [does("operator", "dismiss", event=other.doc_id, reason="未开始")])
    assert story.reason(other.doc_id) == "dismissed"


@pytest.mark.parametrize("order", [(CANCEL, START), (START, CANCEL)], ids=["cancel first", "start first"])
def test_a_drill_that_took_place_wins_against_its_cancellation(order: tuple[Step, Step]) -> None:
    story = a_drill()
    play(story, [NOTIFY])
    for one in order:
        story.event(one.action, one.by, one.payload, seen=2)
    assert story.state["state"] == "running"


@pytest.mark.parametrize("order", [(JUDGE, JUDGE_AND_FIX), (JUDGE_AND_FIX, JUDGE)])
def test_the_evaluator_wins_against_the_deputy(order: tuple[Step, Step]) -> None:
    story = a_drill()
    play(story, PATHS["ended"])
    seen = story.rseq
    for one in order:
        story.event(one.action, one.by, one.payload, seen)
    assert (story.state["state"], story.state["evaluation"]["grade"]) == ("improving", "poor")


def test_what_waits_for_the_beginning_is_taken_in_then() -> None:
    story = a_drill()
    early = [story.event(one.action, one.by, one.payload, UNAWARE) for one in (SIGN, MUSTER, END)]
    assert [story.result(one) for one in early] == ["parked"] * 3
    play(story, [NOTIFY, START])
    assert [story.result(one) for one in early] == ["applied"] * 3


def test_the_fields_of_a_course() -> None:
    story = a_drill()
    play(story, [EDIT, does("operator", "edit", field="title", value="联合演练"), NOTIFY])
    early, late = "2019-11-04T00:58:00.000Z", "2019-11-04T00:59:30.000Z"
    for action in ("start", "muster", "arrive", "end"):
        count = {"head_count": 9} if action in ("muster", "arrive") else {}
        for at in (late, early):
            story.event(action, "lead-a", count, at_dev=at)
    play(
        story,
        [MUSTER, does("lead-a", "problem", text="慢", attach=[ATT]), SIGN, SIGN, does("officer", "sign_in")],
    )
    play(story, [does("lead-a", "end", head_count=10, course="顺利", attach=[ATT]), PROBLEM])
    state = story.state
    assert (state["plan_id"], state["title"], state["kind"], state["units"][0]) == (
        "fire-plan",
        "联合演练",
        "full",
        "team-a",
    )
    assert (state["place"], state["starts_at"]) == ("江堤三号段", "2019-11-06T09:00:00+08:00")
    assert (state["t_order"], state["t_assembled"], state["t_arrived"]) == (early, early, early)
    assert state["t_end"] > late
    assert state["head_count"] == 12
    assert state["participants"] == ["mem-a", "officer"]
    assert [one["text"] for one in state["problems"]] == ["慢", "对讲机无信号"]
    assert state["attach"] == [ATT]
    assert state["courses"][-1]["course"] == "顺利"
    assert (state["leader"], state["evaluator"], state["staff"]) == ("lead-a", "officer", ["mem-a"])


def test_each_improvement_has_its_own_state() -> None:
    story = a_drill()
    other = {**TO_FIX, "key": OTHER_FIX, "officer": None}
    play(
        story,
        [*PATHS["ended"], does("deputy", "evaluate", grade="poor", text="慢", improvements=[TO_FIX, other])],
    )
    play(story, [FIXED])
    assert [one["state"] for one in story.state["improvements"]] == ["done", "open"]
    play(story, [BACK])
    assert [one["state"] for one in story.state["improvements"]] == ["open", "open"]
    assert [one["done"] for one in story.state["improvement_steps"]] == [True, False]


def test_a_cancellation_says_why() -> None:
    assert play(a_drill(), [CANCEL]).state["cancel_reason"] == "暴雨"


def test_the_columns_of_the_register() -> None:
    story = a_drill()
    play(story, PATHS["closed"])
    subject = Subject(story.partition, DRL, tuple(story.entries))
    found = DRILL.registers(folded(DRILL, subject, lambda one, _rseq: story.references.get(one)))
    assert found == {"on": "2019-11-04", "owner": "lead-a", "closed_on": "2019-11-04", "title": "防汛演练"}


def effects(story: Story) -> list[tuple[str, Any]]:
    schemas = {**TASK.schemas, **NOTICE.schemas}
    for _, body in story.folded.effects:
        assert schemas[body["type"]]().validate(dict(body)) == {}, body
    return list(story.folded.effects)


def test_all_who_take_part_are_told() -> None:
    story = a_drill()
    play(story, [NOTIFY])
    assert [database for database, _ in effects(story)] == ["own_mem-a", "own_lead-a", "own_officer"]
    assert {body["kind"] for _, body in effects(story)} == {"drill_notice"}


def test_an_improvement_is_a_task_until_it_is_made() -> None:
    story = a_drill()
    play(story, PATHS["improving"])
    (task,) = [one for one in effects(story) if one[1]["type"] == "task"]
    assert (task[0], task[1]["kind"], task[1]["text"]) == ("own_officer", "drill_improvement", "补沙袋")
    play(story, [FIXED])
    play(story, [JUDGE_AND_FIX])  # says it again
    (over,) = [one for one in effects(story) if one[1]["type"] == "task_ev"]
    assert (over[0], over[1]["subject"]) == ("own_officer", task[1]["_id"])
    play(story, [BACK])
    tasks = [body for _, body in effects(story) if body["type"] == "task"]
    assert [body["staff"] for body in tasks] == ["officer", "officer"]
    assert tasks[0]["_id"] != tasks[1]["_id"]


def test_an_improvement_of_nobody_is_nobodys_task() -> None:
    story = a_drill()
    unknown = {**TO_FIX, "officer": "mistyped"}
    nobody = {**TO_FIX, "key": OTHER_FIX, "officer": None}
    judged = does("deputy", "evaluate", grade="poor", text="慢", improvements=[unknown, nobody])
    play(story, [*PATHS["ended"], judged])
    assert [body for _, body in effects(story) if body["type"] == "task"] == []


def test_forcing_what_names_no_improvement_asks_nobody() -> None:
    story = a_drill()
    play(story, PATHS["improving"])
    before = len(effects(story))
    back = play(
        story, [does("operator", "improvement_back", improvement=OTHER_FIX, reason="数量不足")]
    ).doc_id
    assert story.result(back) == "parked"
    play(story, [does("operator", "force", event=back, reason="核实")])
    assert (story.result(back), len(effects(story))) == ("applied", before)
