"""The laws of any fold: nothing without a result, and no result changed but by what the table names."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.acts import Act
from sync.domain import Outcome
from sync.fold import Fold
from sync.transitions import ANY, FieldRule, Table, Transition
from tests.support.folding import act, folded

TABLE = Table(
    states=("shut", "open", "locked"),
    transitions=(
        Transition("1", "open", ("shut",), "open"),
        Transition("1b", "open", ("locked",), "open", against=("lock",), sets=("forced_open",)),
        Transition("2", "open", ("open",), result="absorbed"),
        Transition("3", "close", ("open",), "shut"),
        Transition("4", "lock", ("shut",), "locked", actors=("porter",)),
        Transition("5", "edit", ANY),
        Transition("6", "correct", ANY, actors=("porter",)),
        Transition("7", "force", ANY, actors=("porter",)),
        Transition("8", "dismiss", ANY, actors=("porter",)),
    ),
    fields=(
        FieldRule("most", "MAX", edit=True),
        FieldRule("text", "KB", edit=True),
        FieldRule("opened", "SUM", {"open": 1}),
    ),
    retries={"open": ("close",), "close": ("lock",)},
    head_state="shut",
)
ROLES = {"ann": ("porter",), "bob": ()}
WAITING = ("waits_for_head", "waits_for_prev")


@st.composite
def stories(draw: st.DrawFn) -> list[Act]:
    """Rows of two devices, each in its own order, with the head somewhere among them."""
    count = draw(st.integers(1, 12))
    head = draw(st.integers(1, count))
    rows: list[Act] = []
    last: dict[str, str | None] = {"ann": None, "bob": None}
    hour = 0
    for rseq in range(1, count + 1):
        hour += draw(st.sampled_from([0, 0, 1, 50]))
        if rseq == head:
            rows.append(act(rseq, "head", hour=hour))
            continue
        by = draw(st.sampled_from(["ann", "bob"]))
        action = draw(
            st.sampled_from(["open", "close", "lock", "edit", "correct", "force", "dismiss", "unknown"])
        )
        prev = draw(st.sampled_from([last[by], last[by], "missing", f"e{rseq + 1}"]))
        said: dict[str, Any] = {"payload": payload(draw, action, rseq), "prev": prev}
        rows.append(act(rseq, action, hour=hour, by=by, seen=draw(st.integers(0, rseq - 1)), **said))
        last[by] = f"e{rseq}"
    return rows


def payload(draw: st.DrawFn, action: str, rseq: int) -> dict[str, Any]:
    if action in ("force", "dismiss"):
        return {"event": f"e{draw(st.integers(1, rseq))}", "reason": "x"}
    return {"field": draw(st.sampled_from(["most", "text"])), "value": draw(st.integers(0, 3))}


def fold_of(rows: list[Act]) -> Fold:
    return folded(TABLE, rows, ROLES)


def summary(result: Fold) -> tuple[Any, ...]:
    return (
        result.state,
        result.fields,
        result.kept_both,
        result.superseded,
        result.outcomes,
        result.flags,
        result.parked,
        [one.doc_id for one in result.applied],
    )


@settings(max_examples=80)
@given(stories())
def test_every_document_has_a_result_and_counts_at_most_once(rows: list[Act]) -> None:
    result = fold_of(rows)
    assert set(result.outcomes) == {row.doc_id for row in rows}
    counted = [one.doc_id for one in result.applied]
    assert len(counted) == len(set(counted))
    said = {doc_id for doc_id, one in result.outcomes.items() if one.result in ("applied", "absorbed")}
    heads = {row.doc_id for row in rows if row.head}
    forced = {doc_id for doc_id, one in result.outcomes.items() if "forced" in one.flags}
    no_effect = {doc_id for doc_id, one in result.outcomes.items() if one.reason == "not_parked"}
    assert said - heads - forced - no_effect <= set(counted) <= said
    assert set(result.parked) == {
        doc_id
        for doc_id, one in result.outcomes.items()
        if one.result == "parked" and one.reason not in WAITING
    }


@settings(max_examples=80)
@given(stories(), st.integers(0, 12))
def test_rows_in_portions_are_rows_at_once(rows: list[Act], cut: int) -> None:
    part = fold_of(rows[:cut])
    for row in rows[cut:]:
        part.take(row)
    assert summary(part) == summary(fold_of(rows))


@settings(max_examples=80)
@given(stories())
def test_a_later_event_changes_an_earlier_result_only_by_a_row_of_the_table(rows: list[Act]) -> None:
    result = fold_of([])
    for row in rows:
        before = dict(result.outcomes)
        result.take(row)
        for doc_id, outcome in before.items():
            if result.outcomes[doc_id] != outcome:
                assert allowed(outcome, result.outcomes[doc_id]), (outcome, result.outcomes[doc_id])


def allowed(before: Outcome, after: Outcome) -> bool:
    """What waited may get any result; what was parked may be retried, forced or dismissed; no more."""
    if before.reason in WAITING:
        return True
    named = "retried" in after.flags or "forced" in after.flags or after.reason == "dismissed"
    return before.result == "parked" and named


@settings(max_examples=80)
@given(stories())
def test_every_value_of_an_event_that_counts_is_there_or_superseded(rows: list[Act]) -> None:
    result = fold_of(rows)
    for one in result.applied:
        if one.action not in ("edit", "correct"):
            continue
        name, value = one.view["payload"]["field"], one.view["payload"]["value"]
        shown = [result.value(name), *(kept["value"] for kept in result.kept_both.get(name, []))]
        gone = [lost["value"] for lost in result.superseded if lost["field"] == name]
        assert value in [*shown, *gone]
