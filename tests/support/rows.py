"""Walks over the rows of a machine's table: which row decides about each event of a story.

SCRIPTS = {"I2": [does("dispatch", "verify")], ...}     the last step meets the row
told = play(a_story(), SCRIPTS["I2"])
assert told.row.id == "I2"
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.parameters import Parameters
from server.records.machine import Machine
from server.records.telling import rules_of
from sync.acts import acts_of
from sync.domain import Outcome
from sync.fold import Fold
from sync.transitions import ANY, Table, Transition
from tests.support.records import Story

UNAWARE = 1  # saw the head, and nothing that came after it


@dataclass(frozen=True)
class Step:
    """Somebody does something to the subject; `seen` None: knowing all that happened before."""

    by: str
    action: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


Play = Callable[[Story, Step], str]


@dataclass(frozen=True)
class Told:
    """How the last step of a script went."""

    doc_id: str
    row: Transition | None
    outcome: Outcome
    before: str
    state: Mapping[str, Any]


def does(by: str, action: str, seen: int | None = None, /, **payload: Any) -> Step:
    """A step with its payload."""
    return Step(by, action, payload, seen)


def step_event(story: Story, step: Step) -> str:
    """A step as an event of the machine."""
    return story.event(step.action, step.by, step.payload, step.seen, **step.said)


def play(story: Story, steps: Sequence[Step], write: Play = step_event) -> Told:
    """The steps one after the other, of which there is at least one."""
    before = ""
    for step in steps:
        before = story.folded.state["state"] if story.entries else ""  # type: ignore[index]  # has a head
        doc_id = write(story, step)
    return Told(doc_id, deciding(story), story.folded.outcomes[doc_id], before, story.state)


def deciding(story: Story) -> Transition | None:
    """The row that decided about the last document of a story when it came."""
    machine: Machine = story.machine

    def reference(doc_id: str, _rseq: int) -> Mapping[str, Any] | None:
        return story.references.get(doc_id)

    acts = acts_of(story.entries, machine.action_of, Parameters(reference).limits)
    fold = Fold(machine.table, rules_of(machine, reference))
    for act in acts[:-1]:
        fold.take(act)
    return fold.examine(acts[-1])[1]


def sources_of(table: Table, row: Transition) -> tuple[str, ...]:
    """The states that a row is for."""
    return table.states if row.sources == ANY else row.sources


def without_row(table: Table) -> list[tuple[str, str]]:
    """(action, state) of all events that no row speaks of, whatever else is the case."""
    actions = sorted({row.action for row in table.transitions})
    spoken = {
        (row.action, state)
        for row in table.transitions
        if not row.against
        for state in sources_of(table, row)
    }
    return [(action, state) for action in actions for state in table.states if (action, state) not in spoken]


def speaks_of_known_names(table: Table, payloads: Mapping[str, Any]) -> None:
    """Assert that a table names states, actions and ids as they are."""
    states, actions = set(table.states), {row.action for row in table.transitions}
    assert {state for row in table.transitions for state in (*row.sources, row.target or "*")} <= {
        *states,
        "*",
    }
    assert actions == set(payloads)
    assert len({row.id for row in table.transitions}) == len(table.transitions)
    assert {one for row in table.transitions for one in row.against} <= actions
    assert {action for rule in table.fields for action in rule.values} <= {*actions, "head"}
    assert {one for first, then in table.retries.items() for one in (first, *then)} <= actions
    assert {timer.action for timer in table.timers} <= actions


def has_words(machine: Machine) -> None:
    """Assert that every code of a machine's table has words."""
    table = machine.table
    said = {f"not_while_{state}" for state in table.states}
    said |= {row.reason for row in table.transitions if row.reason}
    said |= {guard.reason for row in table.transitions for guard in row.guards}
    said |= {flag for row in table.transitions for flag in (*row.sets, *row.clears)}
    assert said <= set(machine.words)
    dictionaries = [set(one) for one in machine.dictionaries.values()]
    assert set(table.states) in dictionaries
    assert {row.action for row in table.transitions} in dictionaries
    for words in (machine.words, *machine.dictionaries.values()):
        assert all(set(one) == {"zh-CN", "en"} and all(one.values()) for one in words.values())
