"""The rows of a table: precedence, subjects without head, the office's word on parked events."""

from typing import Any

import pytest

from sync.acts import Act
from sync.transitions import ANY, FieldRule, Guard, Table, Transition
from tests.support.folding import act, decide, folded, told

SAYS_WHY = Guard({"present": {"get": "event.why"}}, "why", "refused")
TABLE = Table(
    states=("open", "closed", "lost"),
    transitions=(
        Transition("0", "open", ("open",), result="absorbed"),
        Transition(
            "1a", "close", ("lost",), result="parked", reason="disputed", against=("lose",), sets=("dispute",)
        ),
        Transition("1", "close", ("open",), "closed", clears=("dispute",)),
        Transition("2", "lose", ("open",), "lost"),
        Transition("2r", "lose", ("closed",), result="refused", reason="closed_before", sets=("late",)),
        Transition(
            "3", "mark", ("closed",), guards=(Guard({"present": {"get": "event.why"}}, "why", "refused"),)
        ),
        Transition("3w", "mend", ("closed",), "open", when={"eq": [{"get": "event.kind"}, "b"]}, sets=("b",)),
        Transition("3v", "mend", ("closed",), "open", sets=("other",)),
        Transition("4", "force", ANY, actors=("office",)),
        Transition("5", "dismiss", ANY, actors=("office",)),
    ),
    fields=(FieldRule("marked", "SUM", {"mark": 1}),),
    retries={"close": ("mark",)},
    head_state="open",
    born_by=("open", "born"),
)
OFFICE = {"off": ("office",)}


def run(*acts: Act) -> Any:
    return folded(TABLE, [act(1, "head"), *acts], OFFICE)


def test_a_row_against_a_concurrent_event_may_park_and_set_a_flag() -> None:
    blind = run(act(2, "lose"), act(3, "close"))
    assert (blind.state, told(blind, "e3"), blind.flags) == ("lost", ("parked", "disputed"), {"dispute"})
    assert blind.parked == ["e3"]
    knowing = run(act(2, "lose"), act(3, "close", seen=2))
    assert (told(knowing, "e3"), knowing.flags) == (("parked", "not_while_lost"), set())


def test_a_row_may_refuse_and_its_event_tells_its_author() -> None:
    result = run(act(2, "close"), act(3, "lose"))
    assert (told(result, "e3"), result.flags) == (("refused", "closed_before"), {"late"})
    assert result.outcomes["e3"].needs_person


def test_a_forced_event_counts_and_those_behind_it_are_tried_again() -> None:
    parked = (act(2, "lose"), act(3, "close"), act(4, "mark", prev="e3", why="x"))
    before = run(*parked)
    assert before.parked == ["e3", "e4"]
    result = run(*parked, decide(5, "force", "e3", by="off", seen=4))
    assert (result.state, told(result, "e3"), result.outcomes["e3"].flags) == (
        "closed",
        ("applied", None),
        ("forced",),
    )
    assert (told(result, "e4"), result.outcomes["e4"].flags) == (("applied", None), ("retried",))
    assert (result.parked, result.value("marked"), result.flags) == ([], 1, set())


def test_a_dismissed_event_never_counts_and_its_author_is_told() -> None:
    result = run(act(2, "mark", why="x"), decide(3, "dismiss", "e2", by="off"), act(4, "close"))
    assert told(result, "e2") == ("refused", "dismissed")
    assert result.outcomes["e2"].needs_person
    assert result.value("marked") is None


def test_only_the_office_decides_and_only_on_what_is_parked() -> None:
    result = run(act(2, "mark", why="x"), decide(3, "force", "e2"))
    assert (told(result, "e3"), told(result, "e2")[0]) == (("refused", "role_missing"), "parked")
    for name in ("e9", "e2"):
        result = run(act(2, "close"), decide(3, "dismiss", name, by="off"))
        assert told(result, "e3") == ("absorbed", "not_parked")
    twice = run(act(2, "mend"), decide(3, "dismiss", "e2", by="off"), decide(4, "force", "e2", by="off"))
    assert (told(twice, "e2"), told(twice, "e4")) == (("refused", "dismissed"), ("absorbed", "not_parked"))


@pytest.mark.parametrize(("kind", "flag"), [("b", "b"), ("c", "other")])
def test_of_several_rows_the_one_whose_condition_holds_carries_out_a_forced_event(
    kind: str, flag: str
) -> None:
    result = run(act(2, "mend", kind=kind), decide(3, "force", "e2", by="off"))
    assert result.flags == {flag}


def test_forcing_what_no_row_applies_is_noted_and_does_nothing() -> None:
    result = run(act(2, "paint"), decide(3, "force", "e2", by="off"))
    assert (told(result, "e2"), result.state) == (("applied", None), "open")


def test_an_event_is_judged_once_even_when_forced_and_named_by_a_retry() -> None:
    parked = (act(2, "mark", why="x", prev="e9"), act(3, "mark", why="x"), act(4, "close", name="e9"))
    assert run(*parked).value("marked") == 2


def test_a_guard_may_refuse() -> None:
    assert told(run(act(2, "close"), act(3, "mark")), "e3") == ("refused", "why")


def test_a_subject_without_head_begins_with_an_event() -> None:
    result = folded(TABLE, [act(1, "close"), act(2, "open"), act(3, "lose", seen=2)])
    assert result.head is not None
    assert (result.head.doc_id, result.state) == ("e2", "closed")
    assert told(result, "e1") == ("applied", None), "what came before it was looked at then"
    assert told(result, "e3")[0] == "refused"


def test_who_may_not_begin_a_subject_does_not() -> None:
    table = Table(("a",), (Transition("1", "born", ANY, actors=("office",)),), (), {}, "a", born_by=("born",))
    refused = folded(table, [act(1, "born"), act(2, "other")])
    assert (refused.head, told(refused, "e1"), told(refused, "e2")) == (
        None,
        ("refused", "role_missing"),
        ("parked", "waits_for_head"),
    )
    result = folded(table, [act(1, "born"), act(2, "born", by="off", prev="e1")], OFFICE)
    assert (result.state, told(result, "e2")) == ("a", ("applied", None))


def test_a_first_event_whose_prev_is_missing_begins_the_subject_and_waits() -> None:
    result = folded(TABLE, [act(1, "open", prev="e9")])
    assert (result.state, told(result, "e1")) == ("open", ("parked", "waits_for_prev"))


def test_a_second_head_is_refused_unless_the_server_wrote_it() -> None:
    second = run(act(2, "head", name="h", by="bob", colour="red"))
    assert told(second, "h") == ("refused", "second_revision")
    assert second.head.doc_id == "e1"
    servers = run(act(2, "head", name="e1", by="server", colour="red"))
    assert servers.head.view["colour"] == "red"
    assert servers.state == "open"


def test_a_head_document_takes_the_place_of_the_event_that_began_the_subject() -> None:
    result = folded(TABLE, [act(1, "open"), act(2, "close"), act(3, "head")])
    assert result.head is not None
    assert (result.head.doc_id, result.state) == ("e3", "closed")
