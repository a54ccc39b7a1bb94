"""What stops an event of a shift: missing roles, missing reasons; and the pair that contradicts itself."""

from collections.abc import Mapping
from typing import Any

import pytest

from server.patrols.states import SHIFT
from sync.acts import Act
from sync.fold import Fold, Rules, fold

START = ("start", {"on_duty": ["lead"], "vehicle": None, "km_start": None, "weather": None})
CANCEL = ("cancel", {"reason": "雨"})
Said = tuple[str, Mapping[str, Any]]


def an_act(rseq: int, said: Said, seen: int) -> Act:
    action, payload = said
    at = f"2026-03-02T00:{rseq:02d}:00.000Z"
    view = {"id": f"e{rseq}", "by": "x", "at": at, "received_at": at, "payload": payload}
    more = {"action": action, "seen": seen, "prev": None, "must_points": []}
    return Act(rseq, f"e{rseq}", action, action == "head", True, at, {**view, **more})


def folded(*said: Said, seen: int | None = None, must: bool = False, role: str | None = None) -> Fold:
    """The fold of these events; `seen`: what the last had seen; `role`: the one role of everybody."""
    acts = [an_act(1, ("head", {}), 0)]
    for number, one in enumerate(said, start=2):
        last = seen is not None and number == len(said) + 1
        acts.append(an_act(number, one, seen if last and seen is not None else number - 1))
    roles = ["patrol_lead", "twp_dispatcher", "server"] if role is None else [role]
    missing = [{"checkpoint": "c001"}] if must else []
    rules = Rules(lambda _act: {"id": "x", "roles": roles}, derive=lambda _fold: {"must_missed": missing})
    return fold(SHIFT, rules, acts)


def last_of(found: Fold) -> tuple[str, str | None]:
    outcome = list(found.outcomes.values())[-1]
    return outcome.result, outcome.reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ([START, ("end", {"km_end": None}), ("submit", {"missed": []})], "missed_without_reason"),
        ([("accept_reason", {"reason": "坏了"})], "nothing_to_accept"),
        ([("cancel", {})], "reason_missing"),
        (
            [("mark_missed", {}), ("finalize_missed", {}), START, ("accept_reason", {})],
            "reason_missing",
        ),
    ],
)
def test_a_guard_parks_with_its_reason(said: list[Said], reason: str) -> None:
    assert last_of(folded(*said, must=True)) == ("parked", reason)


def test_a_reason_for_each_missed_point_lets_the_submission_through() -> None:
    missed = [{"checkpoint": "c001", "reason": "封路"}]
    found = folded(START, ("end", {"km_end": None}), ("submit", {"missed": missed}), must=True)
    assert (found.state, last_of(found)) == ("submitted", ("applied", None))


def test_only_the_clock_says_that_a_shift_was_missed() -> None:
    assert last_of(folded(START, ("mark_missed", {}), role="patrol_mem")) == ("refused", "role_missing")


def test_a_start_wins_over_a_cancellation_that_it_did_not_know_of() -> None:
    found = folded(CANCEL, START, seen=1)
    assert (found.state, found.flags) == ("started", {"cancelled_but_started"})
    assert folded(CANCEL, START).state == "cancelled", "who knew of it does not start"


def test_a_cancellation_that_comes_after_the_start_waits_for_the_office() -> None:
    found = folded(START, CANCEL, seen=1)
    assert (found.state, last_of(found)) == ("started", ("parked", "not_while_started"))
