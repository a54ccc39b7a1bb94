"""Every row of the shift's table, from its state to its target; and what no row allows."""

from collections.abc import Mapping
from typing import Any

import pytest

from server.patrols.shift_events import PAYLOADS
from server.patrols.states import FIELDS, SHIFT, STATES, TRANSITIONS
from server.patrols.words import ACTION_NAMES, FLAGS, REASONS
from sync.acts import Act
from sync.fold import Rules, fold
from sync.transitions import ANY, DISMISS, FORCE, Transition

DECISIONS = (FORCE, DISMISS)
ALL_ROLES = ["patrol_lead", "twp_dispatcher", "server"]
PATHS: Mapping[str, list[str]] = {
    "planned": [],
    "started": ["start"],
    "paused": ["start", "pause"],
    "ended": ["start", "end"],
    "submitted": ["start", "end", "submit"],
    "reviewed": ["start", "end", "submit", "review"],
    "missed": ["mark_missed"],
    "cancelled": ["cancel"],
}
PREPARED: Mapping[str, tuple[str, list[str]]] = {
    "P7b": ("missed", ["mark_missed", "finalize_missed"]),
    "P4l": ("ended", ["start", "auto_end"]),
    "P7c": ("started", ["mark_missed", "finalize_missed", "start"]),
}
SAID: Mapping[str, Mapping[str, Any]] = {
    "start": {"on_duty": ["lead"], "vehicle": None, "km_start": None, "weather": None},
    "submit": {"missed": []},
    "cancel": {"reason": "雨"},
    "accept_reason": {"reason": "坏了"},
    "end": {"km_end": None},
    "handover": {"to": "t2", "text": ""},
    "note": {"text": "x"},
}


def act(rseq: int, action: str, **more: Any) -> Act:
    at = f"2026-03-02T00:{rseq:02d}:00.000Z"
    view = {
        "id": f"e{rseq}",
        "by": "somebody",
        "at": at,
        "received_at": at,
        "action": action,
        "payload": SAID.get(action, {}),
        "seen": rseq - 1,
        "prev": None,
        **more,
    }
    return Act(rseq, f"e{rseq}", action, action == "head", True, at, view)


def told(actions: list[str], last: Act, roles: list[str]) -> tuple[str, str, str | None, set[str]]:
    acts = [act(1, "head", must_points=[])]
    acts += [act(number, action) for number, action in enumerate(actions, start=2)]
    rules = Rules(lambda one: {"id": "x", "roles": ALL_ROLES if one.doc_id != last.doc_id else roles})
    result = fold(SHIFT, rules, [*acts, last])
    outcome = result.outcomes[last.doc_id]
    return result.state, outcome.result, outcome.reason, result.flags


def cases() -> list[Any]:
    return [
        pytest.param(row, state, id=f"{row.id}-{row.action}-{state}")
        for row in TRANSITIONS
        if row.action not in DECISIONS
        for state in (STATES if row.sources == ANY else row.sources)
        if (row.id in PREPARED and PREPARED[row.id][0] == state)
        or (row.id not in PREPARED and (first_row(row.action, state) is row or row.against))
    ]


def first_row(action: str, state: str) -> Transition | None:
    """The row that decides when no further condition holds."""
    plain = (row for row in TRANSITIONS if row.action == action and row.when is None and not row.against)
    return next((row for row in plain if row.sources == ANY or state in row.sources), None)


@pytest.mark.parametrize(("row", "state"), cases())
def test_each_row(row: Transition, state: str) -> None:
    before = PREPARED[row.id][1] if row.id in PREPARED else PATHS[state]
    seen = 1 if row.against else len(before) + 1
    last = act(len(before) + 2, row.action, seen=seen)
    after, result, reason, flags = told(before, last, list(row.actors) or ["patrol_mem"])
    assert (after, result, reason) == (row.target or after, row.result, row.reason)
    assert set(row.sets) <= flags
    assert not set(row.clears) & flags


@pytest.mark.parametrize("row", [row for row in TRANSITIONS if row.actors], ids=lambda row: row.id)
def test_each_row_is_refused_to_those_without_its_role(row: Transition) -> None:
    state = "planned" if row.sources == ANY else row.sources[0]
    before = PATHS[state]
    last = act(len(before) + 2, row.action)
    assert told(before, last, ["patrol_mem"])[1:3] == ("refused", "role_missing")


@pytest.mark.parametrize("action", sorted({row.action for row in TRANSITIONS}))
@pytest.mark.parametrize("state", STATES)
def test_what_no_row_allows_is_parked_with_words(action: str, state: str) -> None:
    if first_row(action, state) is not None:
        return
    last = act(len(PATHS[state]) + 2, action)
    after, result, reason, _ = told(PATHS[state], last, ALL_ROLES)
    assert (after, result, reason) == (state, "parked", f"not_while_{state}")
    assert reason in REASONS


PLANNED_HEAD = {
    "must_points": [],
    "planned": True,
    "starts_at": "2026-03-02T00:00:00.000Z",
    "ends_at": "2026-03-02T08:00:00.000Z",
}


def started_at(moment: str, before: list[str]) -> tuple[str, str | None, set[str]]:
    """(state, reason, flags) after a start of that moment, by somebody who knew of nothing but the plan."""
    acts = [act(1, "head", **PLANNED_HEAD)]
    acts += [act(number, action) for number, action in enumerate(before, start=2)]
    last = act(len(acts) + 1, "start", at=moment, seen=1)
    result = fold(SHIFT, Rules(lambda _: {"id": "x", "roles": ALL_ROLES}), [*acts, last])
    return result.state, result.outcomes[last.doc_id].reason, result.flags


@pytest.mark.parametrize("before", [[], ["mark_missed"], ["cancel"]])
def test_a_start_of_another_day_is_no_start_of_this_shift(before: list[str]) -> None:
    """A phone whose calendar is a day ahead shows tomorrow's shift as today's."""
    state, reason, _ = started_at("2026-03-01T11:59:59.999Z", before)
    assert reason == "before_the_shift"
    assert state != "started"
    assert started_at("2026-03-01T12:00:00.000Z", before)[:2] == ("started", None)


@pytest.mark.parametrize(
    ("moment", "late"), [("2026-03-02T07:59:59.999Z", False), ("2026-03-02T08:00:00.000Z", True)]
)
def test_a_start_after_the_slot_leaves_the_duty_missed(moment: str, late: bool) -> None:
    state, _, flags = started_at(moment, ["mark_missed"])
    assert state == "started"
    assert ("late_final" in flags) is late


@pytest.mark.parametrize(
    ("decision", "after", "result"), [("force", "ended", "applied"), ("dismiss", "planned", "refused")]
)
def test_the_office_decides_on_what_is_parked(decision: str, after: str, result: str) -> None:
    early = act(2, "end")
    word = act(3, decision, payload={"event": early.doc_id, "reason": "已核实"})
    rules = Rules(lambda _: {"id": "x", "roles": ["twp_dispatcher"]})
    found = fold(SHIFT, rules, [act(1, "head", must_points=[]), early, word])
    assert (found.state, found.outcomes[early.doc_id].result) == (after, result)


def test_who_lost_a_value_asks_for_it_back_by_an_edit() -> None:
    mine = act(2, "start", payload={**SAID["start"], "vehicle": "v1"}, by="p01", seen=1)
    theirs = act(3, "start", payload={**SAID["start"], "vehicle": "v2"}, by="p02", seen=1)
    back = act(4, "edit", payload={"field": "vehicle", "value": "v1"}, by="p01", seen=3)
    rules = Rules(lambda _: {"id": "x", "roles": ["patrol_lead"]})
    found = fold(SHIFT, rules, [act(1, "head", must_points=[]), mine, theirs, back])
    assert found.value("vehicle") == "v1"
    lost = [one for one in found.superseded if one["field"] == "vehicle"]
    assert [(one["by"], one["won"]["by"], one["concurrent"]) for one in lost] == [
        ("p01", "p02", True),
        ("p02", "p01", False),
    ]


def test_every_code_of_the_table_has_words() -> None:
    reasons = {row.reason for row in TRANSITIONS if row.reason}
    reasons |= {guard.reason for row in TRANSITIONS for guard in row.guards}
    assert reasons <= set(REASONS)
    assert {flag for row in TRANSITIONS for flag in (*row.sets, *row.clears)} <= set(FLAGS)
    assert set(PAYLOADS) == set(ACTION_NAMES)


def test_the_table_speaks_of_known_states_and_actions() -> None:
    assert {state for row in TRANSITIONS for state in (*row.sources, *[row.target or "*"])} <= {*STATES, "*"}
    actions = {row.action for row in TRANSITIONS}
    assert set(PAYLOADS) <= actions
    assert {action for rule in FIELDS for action in rule.values} <= actions
    assert {one for action, parked in SHIFT.retries.items() for one in (action, *parked)} <= actions
