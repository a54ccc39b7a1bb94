"""What a fold makes of field values: edits, corrections as barriers, values kept both, who is responsible."""

from typing import Any

import pytest

from sync.transitions import ANY, FieldRule, Table, Transition
from tests.support.folding import act, edit, folded, lost

TABLE = Table(
    states=("new", "old"),
    transitions=(
        Transition("1", "edit", ANY),
        Transition("2", "correct", ANY, actors=("office",)),
        Transition("3", "pick", ANY),
        Transition("4", "count", ANY),
        Transition("5", "age", ("new",), "old", assigns={"aged_at": {"get": "event.at"}}),
        Transition("6", "note", ANY, merges=False),
        Transition("7", "settle", ANY),
    ),
    fields=(
        FieldRule("people", "MAX", edit=True),
        FieldRule("first", "MIN", edit=True),
        FieldRule("urgent", "OR", edit=True),
        FieldRule("risk", "WORST", edit=True, order=("low", "high", "grave")),
        FieldRule("text", "KB", {"head": {"get": "event.text"}}, edit=True, replaces=("settle",)),
        FieldRule("kind", "OWN", edit=True, owner={"eq": [{"get": "event.by"}, {"get": "subject.owner"}]}),
        FieldRule("title", "LWW-R", {"note": "noted"}, edit=True),
        FieldRule("stock", "LWW-R", {"count": {"get": "event.n"}}, rank={"get": "event.on"}),
        FieldRule("total", "SUM", {"count": {"get": "event.n"}}),
        FieldRule("photos", "APP", edit=True),
        FieldRule("state_then", "FWW", {"age": {"get": "subject.state"}}),
        FieldRule("fixed", "IMM", edit=True),
    ),
    retries={},
    head_state="new",
)
HEAD = act(1, "head", owner="olga", dev="d1")
OFFICE = {"olga": (), "off": ("office",)}


def run(*acts: Any) -> Any:
    return folded(TABLE, [HEAD, *acts], OFFICE)


def test_an_edit_names_its_field_and_others_are_not_touched() -> None:
    result = run(edit(2, "people", 12), edit(3, "people", 30), edit(4, "title", "a"))
    assert result.fields == {"people": 30, "title": "a"}
    assert lost(result) == [("people", 12, 30, True)]


def test_a_field_that_no_edit_may_name_stays() -> None:
    assert run(edit(2, "stock", 5)).value("stock") is None
    assert run(edit(2, "people", None)).value("people") is None, "null is no value"


@pytest.mark.parametrize(
    ("field", "before", "correction", "after", "blind", "seeing"),
    [
        ("people", 30, 12, 20, 12, 20),
        ("first", 3, 9, 5, 9, 5),
        ("urgent", True, False, True, False, True),
        ("risk", "grave", "low", "high", "low", "high"),
    ],
)
def test_a_correction_is_a_barrier(
    field: str, before: Any, correction: Any, after: Any, blind: Any, seeing: Any
) -> None:
    corrected = (edit(2, field, before), edit(3, field, correction, "correct", by="off", seen=2))
    unknowing = run(*corrected, edit(4, field, after, seen=2))
    assert unknowing.value(field) == blind
    assert lost(unknowing)[-1] == (field, after, correction, True)
    assert run(*corrected, edit(4, field, after, seen=3)).value(field) == seeing
    both = run(*corrected, edit(4, field, after, seen=3), edit(5, field, before, seen=2))
    assert both.value(field) == seeing, "the barrier stays under values that have seen it"


def test_a_correction_sets_other_codes_too_and_they_go_on_from_there() -> None:
    corrected = (edit(2, "fixed", "a"), edit(3, "fixed", "b", "correct", by="off"))
    result = run(*corrected, edit(4, "fixed", "c"))
    assert (result.value("fixed"), lost(result)[0][:3]) == ("b", ("fixed", "a", "b"))
    summed = run(
        act(2, "count", n=3), edit(3, "photos", ["p"]), edit(4, "photos", ["q"], "correct", by="off")
    )
    assert summed.value("photos") == ["q"]


def test_who_may_not_correct_changes_nothing() -> None:
    result = run(edit(2, "people", 30), edit(3, "people", 12, "correct"))
    assert (result.value("people"), result.outcomes["e3"].result) == (30, "refused")


def test_unseen_values_are_kept_both_until_one_is_picked() -> None:
    both = (edit(2, "text", "from a", seen=1), edit(3, "text", "from b", seen=1, by="bob"))
    result = run(*both)
    assert result.value("text") == "from a"
    assert [(one["value"], one["by"]) for one in result.kept_both["text"]] == [
        ("from a", "ann"),
        ("from b", "bob"),
    ]
    picked = run(*both, edit(4, "text", "from b", "pick", by="olga"))
    assert (picked.value("text"), picked.kept_both) == ("from b", {})
    assert lost(picked) == [("text", "from a", "from b", True)]


def test_who_has_seen_a_value_replaces_it_and_what_was_not_seen_stays_beside() -> None:
    seen = run(edit(2, "text", "old"), edit(3, "text", "new", seen=2))
    assert (seen.value("text"), seen.kept_both, lost(seen)) == ("new", {}, [("text", "old", "new", False)])
    half = run(edit(2, "text", "a"), edit(3, "text", "b"), edit(4, "text", "c", seen=2))
    assert [one["value"] for one in half.kept_both["text"]] == ["b", "c"]
    same = run(edit(2, "text", "a"), edit(3, "text", "a"))
    assert same.kept_both == {}


def test_the_device_that_wrote_the_head_has_seen_it() -> None:
    head = act(1, "head", text="first", dev="d1")
    own = folded(TABLE, [head, edit(2, "text", "better", dev="d1")])
    assert (own.value("text"), own.kept_both) == ("better", {})
    other = folded(TABLE, [head, edit(2, "text", "mine", dev="d2")])
    assert [one["value"] for one in other.kept_both["text"]] == ["first", "mine"]


def test_an_action_may_end_what_was_kept_both() -> None:
    table = Table(
        TABLE.states,
        TABLE.transitions,
        (FieldRule("text", "KB", {"settle": "settled"}, edit=True, replaces=("settle",)),),
        {},
        "new",
    )
    result = folded(table, [HEAD, edit(2, "text", "a"), edit(3, "text", "b"), act(4, "settle")])
    assert (result.value("text"), result.kept_both) == ("settled", {})


def test_the_value_of_the_responsible_one_stays_against_others() -> None:
    result = run(edit(2, "kind", "a"), edit(3, "kind", "mine", by="olga"), edit(4, "kind", "c", by="bob"))
    assert result.value("kind") == "mine"
    assert run(edit(2, "kind", "x", by="olga"), edit(3, "kind", "y", by="olga")).value("kind") == "y"
    assert run(edit(2, "kind", "x"), edit(3, "kind", "y", by="bob")).value("kind") == "y"


def test_what_was_counted_earlier_does_not_replace_what_was_counted_later() -> None:
    result = run(act(2, "count", n=3, on="2026-05-10"), act(3, "count", n=4, on="2026-05-01"))
    assert (result.value("stock"), result.value("total")) == (3, 7)
    assert lost(result) == [("stock", 4, 3, True)]


def test_what_the_server_assigns_is_merged_with_nothing_and_looks_at_the_subject_before() -> None:
    result = run(act(2, "age", hour=5))
    assert (result.assigned["aged_at"], result.value("state_then"), result.state) == (
        "2026-01-01T05:00:00.000Z",
        "new",
        "old",
    )


def test_a_row_may_say_that_its_values_do_not_count() -> None:
    assert run(act(2, "note")).value("title") is None


def test_taking_rows_in_two_portions_is_the_same() -> None:
    acts = [HEAD, edit(2, "text", "a"), edit(3, "people", 4), edit(4, "text", "b"), edit(5, "people", 2)]
    whole = folded(TABLE, acts, OFFICE)
    part = folded(TABLE, acts[:3], OFFICE)
    for one in acts[3:]:
        part.take(one)
    assert (part.fields, part.superseded, part.outcomes) == (whole.fields, whole.superseded, whole.outcomes)
