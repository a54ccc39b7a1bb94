"""Every row of the hazard's table: reached in a story, with its target, result and flags."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from server.hazards.documents import PAYLOADS
from server.hazards.guards import STATES
from server.hazards.rows import FORWARDED, TRANSITIONS
from server.hazards.states import FIELDS, HAZARD
from server.hazards.words import CATEGORY_NAMES, DICTIONARIES, SEVERITY_NAMES, WORDS
from server.words import LANGUAGES
from sync.transitions import ANY
from tests.support.schools import DAY, SchoolStory, a_hazard, a_school_hazard

Made = tuple[SchoolStory, str]
Case = Callable[[], Made]
MERGE = "merge_into"


def after(story: SchoolStory, action: str, by: str | None = None, **more: object) -> Made:
    """The story and its last event."""
    return story, story.does(action, by, **more)


def rectified(*more: str) -> SchoolStory:
    """One whose rectification waits for somebody to look at it."""
    return a_hazard("assign", "rectify", *more)


def unassigned_rectified(*more: str) -> SchoolStory:
    """One that was fixed on the spot, before any unit had it."""
    story = a_hazard()
    story.does("fixed_on_spot", "grid")
    for action in more:
        story.does(action)
    return story


ROWS: Mapping[str, tuple[Case, str, str, str | None]] = {
    "H1": (lambda: after(a_school_hazard(), "find", "insp-urb"), "found", "applied", None),
    "H1n": (lambda: after(a_school_hazard("assign"), "find", "insp-urb"), "assigned", "applied", None),
    "H1r": (lambda: after(a_school_hazard("assign", "rectify", "verify"), "find"), "found", "applied", None),
    "H1a": (
        lambda: after(a_school_hazard("assign", "rectify", "verify"), "find", late=timedelta(hours=1)),
        "closed",
        "absorbed",
        "already_closed",
    ),
    "H1j": (lambda: after(a_hazard(), "join", "insp-psb"), "found", "applied", None),
    "H1k": (lambda: after(rectified("verify"), "join"), "closed", "absorbed", "already_closed"),
    "H2": (lambda: after(a_hazard(), "fixed_on_spot", "grid"), "rectified", "applied", None),
    "H2c": (
        lambda: after(a_hazard("assign", "receive"), "fixed_on_spot", "grid", seen=1),
        "rectified",
        "applied",
        None,
    ),
    "H2a": (
        lambda: after(rectified(), "fixed_on_spot", "grid"),
        "rectified",
        "absorbed",
        "already_rectified",
    ),
    "H3s": (lambda: after(a_school_hazard(), "auto_assign"), "assigned", "applied", None),
    "H3o": (lambda: after(a_school_hazard("reject"), "auto_assign"), "rejected", "absorbed", "overtaken"),
    "H3": (lambda: after(a_hazard(), "assign"), "assigned", "applied", None),
    "H3r": (lambda: after(a_hazard("assign", "receive"), "assign", unit="psb"), "assigned", "applied", None),
    "H3c": (
        lambda: after(rectified(), "assign", seen=2, unit="psb"),
        "rectified",
        "absorbed",
        "rectified_first",
    ),
    "H4": (lambda: after(a_hazard("assign"), "receive"), "received", "applied", None),
    "H4c": (
        lambda: after(a_hazard("assign", "not_mine"), "receive", "mate", seen=2),
        "received",
        "applied",
        None,
    ),
    "H4a": (
        lambda: after(a_hazard("assign", "receive"), "receive", "mate"),
        "received",
        "absorbed",
        "already_received",
    ),
    "H5": (lambda: after(a_hazard("assign"), "not_mine"), "found", "applied", None),
    "H5c": (
        lambda: after(a_hazard("assign", "receive"), "not_mine", "mate", seen=2),
        "received",
        "absorbed",
        "received_first",
    ),
    "H6": (lambda: after(a_hazard("assign", "receive"), "progress"), "rectifying", "applied", None),
    "H6l": (lambda: after(rectified(), "progress"), "rectified", "absorbed", "already_rectified"),
    "H7": (lambda: after(a_hazard("assign"), "rectify"), "rectified", "applied", None),
    "H7a": (lambda: after(rectified(), "rectify", "mate"), "rectified", "absorbed", "already_rectified"),
    "H7c": (
        lambda: after(a_hazard("assign", "assign"), "rectify", seen=2),
        "rectified",
        "absorbed",
        "verify_needed",
    ),
    "H8": (lambda: after(rectified(), "verify"), "closed", "applied", None),
    "H8a": (lambda: after(rectified("verify"), "verify", "op"), "closed", "absorbed", "already_closed"),
    "H8c": (
        lambda: after(rectified("verify_fail"), "verify", "op", seen=3),
        "rectifying",
        "absorbed",
        "fail_wins",
    ),
    "H9": (lambda: after(rectified(), "verify_fail"), "rectifying", "applied", None),
    "H9a": (
        lambda: after(rectified("verify_fail"), "verify_fail", "op", seen=3),
        "rectifying",
        "absorbed",
        "already_failed",
    ),
    "H9c": (lambda: after(rectified("verify"), "verify_fail", "op", seen=3), "rectifying", "applied", None),
    "H9d": (
        lambda: after(unassigned_rectified("verify"), "verify_fail", "op", seen=2),
        "found",
        "applied",
        None,
    ),
    "H9f": (lambda: after(unassigned_rectified(), "verify_fail"), "found", "applied", None),
    "H10q": (lambda: after(a_hazard("assign"), "extend_ask"), "assigned", "applied", None),
    "H10": (lambda: after(a_hazard("assign", "extend_ask"), "extend"), "assigned", "applied", None),
    "H10n": (lambda: after(a_hazard("assign", "extend_ask"), "extend_no"), "assigned", "applied", None),
    "H11": (lambda: after(a_hazard("assign"), "overdue", after=8 * DAY), "assigned", "applied", None),
    "H11o": (lambda: after(rectified(), "overdue", after=8 * DAY), "rectified", "absorbed", "overtaken"),
    "H12": (lambda: after(a_hazard(), "reject"), "rejected", "applied", None),
    "H12a": (lambda: after(a_hazard("reject"), "reject", "op2"), "rejected", "absorbed", "already_rejected"),
    "H13": (lambda: after(a_hazard("assign"), "transfer"), "transferred", "applied", None),
    "H13r": (lambda: after(a_hazard("assign", "transfer"), "transfer_report"), "closed", "applied", None),
    "H14q": (lambda: after(a_hazard("assign", "receive"), "suspend_ask"), "received", "applied", None),
    "H14": (lambda: after(a_hazard("assign", "receive"), "suspend"), "suspended", "applied", None),
    "H14n": (
        lambda: after(a_hazard("assign", "receive", "suspend_ask"), "suspend_no"),
        "received",
        "applied",
        None,
    ),
    "H14r": (lambda: after(a_hazard("assign", "receive", "suspend"), "resume"), "received", "applied", None),
    "H14s": (
        lambda: after(a_hazard("assign", "receive", "progress", "suspend"), "resume"),
        "rectifying",
        "applied",
        None,
    ),
    "H15": (lambda: after(a_hazard(), MERGE), "merged", "applied", None),
    "H15a": (lambda: after(a_hazard(MERGE), MERGE, "op2"), "merged", "absorbed", "already_merged"),
    "H15t": (lambda: after(a_hazard(), "take_over"), "found", "applied", None),
    "H15u": (lambda: after(a_hazard(MERGE), "take_over", reopens=True), "found", "applied", None),
    "H16": (lambda: after(a_school_hazard(), "suspect"), "found", "applied", None),
    "H16o": (lambda: after(a_school_hazard("reject"), "suspect"), "rejected", "absorbed", "overtaken"),
    "H17": (lambda: after(a_school_hazard(), "inspection_returned"), "found", "applied", None),
    "H16d": (lambda: after(a_school_hazard("suspect"), "distinct"), "found", "applied", None),
    "E1": (lambda: after(a_hazard(), "edit", "grid"), "found", "applied", None),
    "E2": (lambda: after(a_hazard(), "correct", field="place", value="东门"), "found", "applied", None),
    "E2s": (lambda: after(a_hazard(), "correct", "insp-psb"), "found", "applied", None),
    "W": (lambda: after(a_hazard(), "wait_over"), "found", "applied", None),
    **{
        f"H15{action}": (
            lambda action=action: after(a_hazard(MERGE), action),
            "merged",
            "absorbed",
            "forwarded",
        )
        for action in FORWARDED
        if action != "find"
    },
    "H15find": (lambda: after(a_school_hazard(MERGE), "find"), "merged", "absorbed", "forwarded"),
}
DECIDED = ("F1", "F2")  # in test_decisions below: they need a parked event


@pytest.mark.parametrize("number", ROWS)
def test_each_row(number: str) -> None:
    case, state, result, reason = ROWS[number]
    story, last = case()
    assert story.row(last) == number
    assert story.told(last) == (state, result, reason)
    row = next(row for row in TRANSITIONS if row.id == number)
    assert set(row.sets) <= set(story.state["flags"])
    assert not set(row.clears) & set(story.state["flags"])


def test_no_row_is_left_out() -> None:
    assert {row.id for row in TRANSITIONS} == {*ROWS, *DECIDED}


@pytest.mark.parametrize("row", [row for row in TRANSITIONS if row.actors], ids=lambda row: row.id)
def test_each_row_is_refused_to_those_without_its_role(row: object) -> None:
    number = row.id  # type: ignore[attr-defined]
    if number in DECIDED:
        story = a_hazard()
        parked = story.does("verify")
        last = story.does("force" if number == "F1" else "dismiss", "clerk", event=parked)
    else:
        story, last = ROWS[number][0]()
        entry = story.entries.pop()
        story.add(
            {**entry.body, "wrote": {"by": "clerk", "dev": "dev-clerk", "dseq": 1}}, "clerk", timedelta(0)
        )
    assert story.told(last)[1:] == ("refused", "role_missing")


@pytest.mark.parametrize(("action", "result"), [("force", "applied"), ("dismiss", "refused")])
def test_decisions_on_a_parked_event(action: str, result: str) -> None:
    story = a_hazard("assign")
    parked = story.does("verify")
    assert story.told(parked) == ("assigned", "parked", "not_while_assigned")
    decision = story.does(action, event=parked)
    assert story.row(decision) == {"force": "F1", "dismiss": "F2"}[action]
    assert story.result(parked) == result
    assert story.state["state"] == {"force": "closed", "dismiss": "assigned"}[action]


def test_a_decision_on_what_is_not_parked_is_absorbed() -> None:
    story = a_hazard()
    assert story.told(story.does("force"))[1:] == ("absorbed", "not_parked")


@pytest.mark.parametrize("state", STATES)
def test_what_no_row_allows_is_parked_with_words(state: str) -> None:
    paths = {
        "found": a_hazard(),
        "assigned": a_hazard("assign"),
        "received": a_hazard("assign", "receive"),
        "rectifying": a_hazard("assign", "receive", "progress"),
        "rectified": rectified(),
        "closed": rectified("verify"),
        "rejected": a_hazard("reject"),
        "transferred": a_hazard("assign", "transfer"),
        "suspended": a_hazard("assign", "receive", "suspend"),
        "merged": a_hazard(MERGE),
    }
    actions = {row.action for row in TRANSITIONS}
    for action in sorted(
        actions - {row.action for row in TRANSITIONS if row.sources == ANY or state in row.sources}
    ):
        if action == "find":
            continue
        story = paths[state]
        last = story.does(action)
        assert story.told(last) == (state, "parked", f"not_while_{state}")
    assert f"not_while_{state}" in WORDS


def test_every_code_has_words_in_both_languages() -> None:
    reasons = {row.reason for row in TRANSITIONS if row.reason}
    reasons |= {guard.reason for row in TRANSITIONS for guard in row.guards}
    flags = {flag for row in TRANSITIONS for flag in (*row.sets, *row.clears)}
    assert reasons <= set(WORDS)
    assert flags <= set(DICTIONARIES["flag"])
    assert set(PAYLOADS) <= set(DICTIONARIES["action"])
    assert set(PAYLOADS) == {row.action for row in TRANSITIONS}
    assert set(STATES) == set(DICTIONARIES["state"])
    assert set(SEVERITY_NAMES) == set(next(rule.order for rule in FIELDS if rule.name == "severity"))
    assert "other" in CATEGORY_NAMES
    for words in (WORDS, *DICTIONARIES.values()):
        assert all(set(said) == set(LANGUAGES) and all(said.values()) for said in words.values())


def test_the_table_names_only_its_own_states() -> None:
    named = {state for row in TRANSITIONS for state in (*row.sources, row.target) if state and state != "*"}
    assert named <= set(HAZARD.states)
