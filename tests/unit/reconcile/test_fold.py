"""The fold over the smallest table that shows each rule: a door that is opened, closed and painted."""

from typing import Any

from sync.acts import Act
from sync.fold import Fold, Rules, fold
from sync.transitions import ANY, FieldRule, Guard, Table, Transition

DOOR = Table(
    states=("shut", "open", "locked"),
    transitions=(
        Transition("1", "open", ("shut",), "open"),
        Transition("1b", "open", ("locked",), "open", against=("lock",), sets=("forced",)),
        Transition("2", "open", ("open",), result="absorbed", reason="open_already"),
        Transition("3", "close", ("open",), "shut"),
        Transition("4", "lock", ("shut",), "locked", actors=("porter",)),
        Transition(
            "5", "paint", ANY, None, guards=(Guard({"present": {"get": "event.colour"}}, "no_colour"),)
        ),
    ),
    fields=(
        FieldRule("colour", "LWW-R", {"paint": {"get": "event.colour"}}),
        FieldRule("opened_at", "MIN", {"open": {"get": "event.at"}}),
    ),
    retries={"open": ("close",)},
    head_state="shut",
)


def at(hour: int) -> str:
    return f"2026-01-{1 + hour // 24:02d}T{hour % 24:02d}:00:00.000Z"


def act(rseq: int, action: str, *, hour: int = 0, counts: bool = True, **said: Any) -> Act:
    view = {"id": f"e{rseq}", "by": "ann", "at": at(hour), "received_at": at(hour), "action": action, **said}
    name = said.get("name", f"e{rseq}")
    return Act(rseq, name, action, action == "head", counts, at(hour), view if counts else {})


def folded(*acts: Act, roles: tuple[str, ...] = ()) -> Fold:
    return fold(DOOR, Rules(lambda act: {"id": act.view["by"], "roles": list(roles)}), acts)


def told(result: Fold, doc_id: str) -> tuple[str, str | None]:
    return result.outcomes[doc_id].result, result.outcomes[doc_id].reason


def test_the_worked_example() -> None:
    result = folded(act(1, "head"), act(2, "open"), act(3, "close", prev="e9"), act(4, "open", name="e9"))
    assert result.state == "shut"
    assert told(result, "e9") == ("absorbed", "open_already")
    assert told(result, "e3") == ("applied", None)


def test_before_the_head_all_waits_and_then_counts_in_order() -> None:
    waiting = folded(act(1, "open", hour=1), act(2, "close", hour=200))
    assert told(waiting, "e1") == ("parked", "waits_for_head")
    assert not waiting.outcomes["e1"].needs_person
    result = folded(act(1, "open"), act(2, "close"), act(3, "head"))
    assert (result.state, told(result, "e2")) == ("shut", ("applied", None))


def test_a_chain_of_missing_events_is_settled_in_its_own_order() -> None:
    late = [act(9 - n, "paint", colour=str(n), name=f"p{n}", prev=f"p{n - 1}") for n in range(1, 6)]
    result = folded(act(1, "head"), *sorted(late, key=lambda one: one.rseq))
    assert {told(result, f"p{n}") for n in range(1, 6)} == {("parked", "waits_for_prev")}
    result = folded(act(1, "head"), *sorted(late, key=lambda one: one.rseq), act(10, "open", name="p0"))
    assert {told(result, f"p{n}") for n in range(1, 6)} == {("applied", None)}


def test_a_quarantined_prev_is_present() -> None:
    result = folded(act(1, "head"), act(2, "", counts=False, name="q"), act(3, "open", prev="q"))
    assert told(result, "e3") == ("applied", None)


def test_a_prev_that_is_quarantined_later_ends_the_waiting() -> None:
    result = folded(act(1, "head"), act(2, "open", prev="q"), act(3, "", counts=False, name="q"))
    assert told(result, "e2") == ("applied", None)


def test_waiting_ends_after_72_hours_of_journal_time_with_a_flag() -> None:
    waiting = (act(1, "head"), act(2, "open", prev="lost", hour=1))
    assert told(folded(*waiting, act(3, "paint", colour="red", hour=72)), "e2")[1] == "waits_for_prev"
    assert folded(*waiting).wake_at == at(73)
    result = folded(*waiting, act(3, "paint", colour="red", hour=73))
    assert (told(result, "e2"), result.flags) == (("applied", None), {"gap"})
    assert result.outcomes["e2"].flags == ("gap",)
    assert result.wake_at is None


def test_no_row_for_the_state_parks_and_asks_for_a_person() -> None:
    result = folded(act(1, "head"), act(2, "close"))
    assert told(result, "e2") == ("parked", "not_while_shut")
    assert result.outcomes["e2"].needs_person


def test_a_parked_event_is_tried_again_after_the_action_that_the_table_names() -> None:
    result = folded(act(1, "head"), act(2, "close"), act(3, "open"))
    assert (told(result, "e2"), result.outcomes["e2"].flags) == (("applied", None), ("retried",))
    assert result.state == "shut"
    unnamed = folded(act(1, "head"), act(2, "close"), act(3, "paint", colour="red"))
    assert told(unnamed, "e2")[0] == "parked"


def test_who_lacks_the_role_is_refused() -> None:
    assert told(folded(act(1, "head"), act(2, "lock")), "e2") == ("refused", "role_missing")
    assert told(folded(act(1, "head"), act(2, "lock"), roles=("porter",)), "e2") == ("applied", None)


def test_a_guard_names_its_reason() -> None:
    assert told(folded(act(1, "head"), act(2, "paint")), "e2") == ("parked", "no_colour")


def test_concurrent_is_what_neither_has_seen() -> None:
    locked = (act(1, "head"), act(2, "lock"))
    blind = folded(*locked, act(3, "open", seen=1), roles=("porter",))
    assert (blind.state, blind.flags) == ("open", {"forced"})
    knowing = folded(*locked, act(3, "open", seen=2), roles=("porter",))
    assert told(knowing, "e3") == ("parked", "not_while_locked")
    shown = folded(*locked, act(3, "open", seen=1, seen_ids=["e2"]), roles=("porter",))
    assert told(shown, "e3")[0] == "parked"


def test_an_offline_chain_is_never_concurrent_with_itself() -> None:
    result = folded(
        act(1, "head"),
        act(2, "lock", seen=0),
        act(3, "paint", colour="red", prev="e2", seen=0),
        act(4, "open", prev="e3", seen=0),
        roles=("porter",),
    )
    assert told(result, "e4") == ("parked", "not_while_locked")


def test_a_losing_value_is_kept() -> None:
    result = folded(act(1, "head"), act(2, "paint", colour="red"), act(3, "paint", colour="blue"))
    assert result.value("colour") == "blue"
    assert [(lost["field"], lost["value"], lost["rseq"]) for lost in result.superseded] == [
        ("colour", "red", 2)
    ]


def test_absorbed_values_count_too() -> None:
    result = folded(act(1, "head"), act(2, "open", hour=5), act(3, "open", hour=2))
    assert result.value("opened_at") == at(2)


def test_a_quarantined_attempt_does_not_hide_what_its_namesake_had_seen() -> None:
    result = folded(
        act(1, "head"),
        act(2, "lock"),
        act(3, "paint", colour="red", name="p", seen=2),
        act(4, "", counts=False, name="p"),
        act(5, "open", prev="p", seen=0),
        roles=("porter",),
    )
    assert told(result, "e5") == ("parked", "not_while_locked")
