"""Every row of the tables of the month's action, of inspections and of lessons."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from server.records.machine import Machine
from server.schools.capability import MACHINES
from server.words import LANGUAGES
from sync.transitions import Transition
from tests.support.schools import (
    DAY,
    OTHER_SCHOOL,
    SchoolStory,
    a_lesson,
    an_action,
    an_inspection,
    inspected,
)

Made = tuple[SchoolStory, str]
NOVEMBERS_END = 27 * DAY
SIGNED = {"psb": "insp-psb", "jus": "insp-jus", "urb": "insp-urb", "msa": "insp-msa"}
PARTY = {"psb": "psb", "jus": "jus", "urb": "city", "msa": "msa"}


def after(story: SchoolStory, action: str, by: str | None = None, **more: Any) -> Made:
    return story, story.does(action, by, **more)


def all_but(*missing: str, visited: bool = True) -> SchoolStory:
    """An action that lacks these units' signatures, and the inspection unless it was `visited`."""
    story = an_action()
    if "lead" not in missing:
        story.does("sign", "op", unit="plo", party="lead")
    for unit, by in SIGNED.items():
        if unit not in missing:
            story.does("sign", by, unit=unit, party=PARTY[unit])
    if visited:
        story.does("inspected", **inspected())
    return story


def closed(story: SchoolStory) -> SchoolStory:
    """After the month's end."""
    story.does("close_month", after=NOVEMBERS_END)
    return story


RETURNED = {"inspection": inspected()["inspection"]}
ACTION_ROWS: Mapping[str, tuple[Callable[[], Made], str, str, str | None]] = {
    "SA2a": (
        lambda: after(all_but("msa"), "sign", "insp-psb"),
        "running",
        "absorbed",
        "already_signed",
    ),
    "SA2": (lambda: after(all_but("psb"), "sign"), "complete", "applied", None),
    "SA2r": (lambda: after(an_action(), "sign"), "running", "applied", None),
    "SA2l": (
        lambda: after(closed(all_but("psb")), "sign", after=DAY, late=2 * DAY),
        "complete",
        "applied",
        None,
    ),
    "SA2k": (lambda: after(closed(all_but("psb")), "sign", after=DAY), "incomplete", "applied", None),
    "SA2c": (
        lambda: after(all_but(), "sign", "insp-saf", unit="saf", party="other"),
        "complete",
        "applied",
        None,
    ),
    "SA3a": (
        lambda: after(all_but("psb"), "inspected", **inspected()),
        "running",
        "absorbed",
        "already_counted",
    ),
    "SA3": (lambda: after(all_but(visited=False), "inspected", **inspected()), "complete", "applied", None),
    "SA3r": (lambda: after(an_action(), "inspected", **inspected()), "running", "applied", None),
    "SA3l": (
        lambda: after(closed(all_but(visited=False)), "inspected", after=DAY, late=2 * DAY, **inspected()),
        "complete",
        "applied",
        None,
    ),
    "SA3k": (
        lambda: after(closed(all_but(visited=False)), "inspected", after=DAY, **inspected()),
        "incomplete",
        "applied",
        None,
    ),
    "SA3c": (
        lambda: after(all_but(), "inspected", **inspected(by="insp-urb")),
        "complete",
        "applied",
        None,
    ),
    "SA4": (
        lambda: after(all_but(), "inspection_returned", after=NOVEMBERS_END, **RETURNED),
        "incomplete",
        "applied",
        None,
    ),
    "SA4r": (lambda: after(all_but(), "inspection_returned", **RETURNED), "running", "applied", None),
    "SA4k": (lambda: after(all_but("psb"), "inspection_returned", **RETURNED), "running", "applied", None),
    "SA5": (lambda: after(an_action(), "close_month", after=NOVEMBERS_END), "incomplete", "applied", None),
    "SA5o": (
        lambda: after(all_but(), "close_month", after=NOVEMBERS_END),
        "complete",
        "absorbed",
        "overtaken",
    ),
    "SA6": (lambda: after(all_but(), "summarise"), "summarised", "applied", None),
    "SA6a": (
        lambda: after(summarised(), "summarise", "op2"),
        "summarised",
        "absorbed",
        "already_summarised",
    ),
    "SA7": (
        lambda: after(summarised(), "correct", field="summary", value="查了", reason="笔误"),
        "summarised",
        "applied",
        None,
    ),
    "W": (lambda: after(an_action(), "wait_over"), "planned", "applied", None),
}


def summarised() -> SchoolStory:
    story = all_but()
    story.does("summarise")
    return story


def with_events(story: SchoolStory, *actions: str) -> SchoolStory:
    for action in actions:
        story.does(action)
    return story


INSPECTION_ROWS: Mapping[str, tuple[Callable[[], Made], str, str, str | None]] = {
    "I1": (lambda: after(an_inspection(), "check"), "checked", "applied", None),
    "I1a": (
        lambda: after(with_events(an_inspection(), "check"), "check", "op2"),
        "checked",
        "absorbed",
        "already_checked",
    ),
    "I1w": (
        lambda: after(with_events(an_inspection(), "return"), "check", "op2", seen=1),
        "returned",
        "absorbed",
        "return_wins",
    ),
    "I2": (lambda: after(an_inspection(), "return"), "returned", "applied", None),
    "I2a": (
        lambda: after(with_events(an_inspection(), "return"), "return", "op2"),
        "returned",
        "absorbed",
        "already_returned",
    ),
    "I2w": (
        lambda: after(with_events(an_inspection(), "check"), "return", "op2", seen=1),
        "returned",
        "applied",
        None,
    ),
    "W": (lambda: after(an_inspection(), "wait_over"), "submitted", "applied", None),
}
LESSON_ROWS: Mapping[str, tuple[Callable[[], Made], str, str, str | None]] = {
    "L1": (lambda: after(a_lesson(), "void", "contact"), "voided", "applied", None),
    "L2": (lambda: after(a_lesson(), "void", after=2 * DAY), "voided", "applied", None),
    "L1a": (
        lambda: after(with_events(a_lesson(), "void"), "void", "op2"),
        "voided",
        "absorbed",
        "already_voided",
    ),
    "W": (lambda: after(a_lesson(), "wait_over"), "recorded", "applied", None),
}
DECIDED = ("F1", "F2")
ROWS: Mapping[str, Mapping[str, tuple[Callable[[], Made], str, str, str | None]]] = {
    "sact": ACTION_ROWS,
    "insp": INSPECTION_ROWS,
    "les": LESSON_ROWS,
}
EACH = [(family, number) for family, rows in ROWS.items() for number in rows]
MACHINE: Mapping[str, Machine] = {machine.prefix: machine for machine in MACHINES}


def row_of(family: str, number: str) -> Transition:
    return next(row for row in MACHINE[family].table.transitions if row.id == number)


@pytest.mark.parametrize(("family", "number"), EACH)
def test_each_row(family: str, number: str) -> None:
    case, state, result, reason = ROWS[family][number]
    story, last = case()
    assert story.row(last) == number
    assert story.told(last) == (state, result, reason)
    assert set(row_of(family, number).sets) <= set(story.state["flags"])


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.prefix)
def test_no_row_is_left_out(machine: Machine) -> None:
    assert {row.id for row in machine.table.transitions} == {*ROWS[machine.prefix], *DECIDED}


@pytest.mark.parametrize(
    ("family", "number"), [(family, number) for family, number in EACH if row_of(family, number).actors]
)
def test_each_row_is_refused_to_those_without_its_role(family: str, number: str) -> None:
    story, _ = ROWS[family][number][0]()
    entry = story.entries.pop()
    wrote = {"by": "clerk", "dev": "dev-clerk", "dseq": 1}
    last = story.add({**entry.body, "wrote": wrote}, "clerk", timedelta(0))
    assert story.told(last)[1:] == ("refused", "role_missing")


@pytest.mark.parametrize("made", [all_but, an_inspection, a_lesson])
@pytest.mark.parametrize("action", ["force", "dismiss"])
def test_decisions_need_the_office_and_something_parked(made: Callable[[], SchoolStory], action: str) -> None:
    story = made()
    assert story.told(story.does(action))[1:] == ("absorbed", "not_parked")
    assert story.told(story.does(action, "clerk"))[1:] == ("refused", "role_missing")


@pytest.mark.parametrize(
    ("action", "number", "state"), [("force", "F1", "summarised"), ("dismiss", "F2", "running")]
)
def test_decisions_on_a_parked_event(action: str, number: str, state: str) -> None:
    story = all_but("psb")
    parked = story.does("summarise")
    assert story.told(parked) == ("running", "parked", "not_while_running")
    decision = story.does(action, event=parked)
    assert story.row(decision) == number
    assert story.state["state"] == state


SIGNATURES = [row.id for row in MACHINE["sact"].table.transitions if row.action == "sign" and row.guards]


@pytest.mark.parametrize("number", SIGNATURES)
@pytest.mark.parametrize(
    ("change", "reason"), [({}, "not_your_unit"), ({"unit": "saf", "party": "psb"}, "not_your_party")]
)
def test_each_signature_is_the_units_own(number: str, change: dict[str, str], reason: str) -> None:
    story, _ = ACTION_ROWS[number][0]()
    entry = story.entries.pop()
    body = {**entry.body, "wrote": {"by": "insp-saf", "dev": "d", "dseq": 1}}
    body["payload"] = {**body["payload"], "unit": "psb", "party": "psb", **change}
    if not change and number == "SA2c":
        body["payload"]["unit"] = "pln"
    last = story.add(body, "insp-saf", timedelta(0))
    assert story.told(last)[1:] == ("parked", reason)


@pytest.mark.parametrize(
    ("action", "number", "result"), [("force", "F1", "applied"), ("dismiss", "F2", "refused")]
)
def test_a_check_after_the_return_is_decided(action: str, number: str, result: str) -> None:
    story = with_events(an_inspection(), "return")
    parked = story.does("check")
    assert story.row(story.does(action, event=parked)) == number
    assert story.result(parked) == result
    assert story.state["state"] == {"force": "checked", "dismiss": "returned"}[action]


@pytest.mark.parametrize(
    ("action", "number", "result"), [("force", "F1", "applied"), ("dismiss", "F2", "refused")]
)
def test_a_late_void_by_the_writer_is_decided(action: str, number: str, result: str) -> None:
    story = a_lesson()
    parked = story.does("void", "contact", after=2 * DAY)
    assert story.told(parked) == ("recorded", "parked", "void_window_over")
    assert story.row(story.does(action, event=parked)) == number
    assert story.result(parked) == result
    assert story.state["state"] == {"force": "voided", "dismiss": "recorded"}[action]


def test_a_unit_signs_for_itself() -> None:
    story = an_action()
    assert story.told(story.does("sign", "insp-urb")) == ("planned", "parked", "not_your_unit")


@pytest.mark.parametrize(
    ("by", "unit", "party", "fits"),
    [
        ("op", "plo", "lead", True),
        ("deputy", "plo", "lead", True),
        ("insp-psb", "psb", "lead", False),
        ("insp-psb", "psb", "psb", True),
        ("insp-psb", "psb", "jus", False),
        ("insp-jus", "jus", "jus", True),
        ("insp-urb", "urb", "city", True),
        ("insp-msa", "msa", "msa", True),
        ("insp-saf", "saf", "city", False),
        ("insp-saf", "saf", "other", True),
    ],
)
def test_a_unit_signs_as_what_it_is(by: str, unit: str, party: str, fits: bool) -> None:
    story = an_action()
    signed = story.does("sign", by, unit=unit, party=party)
    expected = ("running", "applied", None) if fits else ("planned", "parked", "not_your_party")
    assert story.told(signed) == expected


def test_the_first_signature_of_a_unit_holds() -> None:
    story = an_action("sign")
    again = story.does("sign", seen=1)
    assert story.told(again)[1:] == ("absorbed", "already_signed")
    assert len(story.state["participants"]) == 1


def test_nobody_voids_a_colleagues_lesson() -> None:
    story = a_lesson()
    assert story.told(story.does("void", "insp-psb"))[1:] == ("refused", "role_missing")


def test_what_no_row_allows_is_parked() -> None:
    action, inspection = an_action("sign"), with_events(an_inspection(), "return")
    assert action.told(action.does("summarise")) == ("running", "parked", "not_while_running")
    assert inspection.told(inspection.does("check")) == ("returned", "parked", "not_while_returned")


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.prefix)
def test_every_state_has_words_for_what_it_does_not_allow(machine: Machine) -> None:
    assert {f"not_while_{state}" for state in machine.table.states} <= set(machine.words)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.prefix)
def test_every_code_has_words_in_both_languages(machine: Machine) -> None:
    rows = machine.table.transitions
    reasons = {row.reason for row in rows if row.reason}
    reasons |= {guard.reason for row in rows for guard in row.guards}
    assert reasons <= set(machine.words)
    assert {flag for row in rows for flag in (*row.sets, *row.clears)} <= set(machine.dictionaries["flag"])
    payloads = machine.schemas[machine.event[0]].payloads  # type: ignore[attr-defined]
    assert set(payloads) == {row.action for row in rows} <= set(machine.dictionaries["action"])
    assert set(machine.table.states) == set(machine.dictionaries["state"])
    for words in (machine.words, *machine.dictionaries.values()):
        assert all(set(said) == set(LANGUAGES) and all(said.values()) for said in words.values())


def test_two_schools_are_both_to_be_inspected() -> None:
    story = an_action(schools=("s001", OTHER_SCHOOL))
    story.does("sign", "op", unit="plo", party="lead")
    for unit, by in SIGNED.items():
        story.does("sign", by, unit=unit, party=PARTY[unit])
    story.does("inspected", **inspected())
    assert (story.state["state"], story.state["uninspected"]) == ("running", [OTHER_SCHOOL])
    story.does("inspected", **inspected(school=OTHER_SCHOOL))
    assert (story.state["state"], story.state["uninspected"]) == ("complete", [])
