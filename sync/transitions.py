"""What a fold goes by, as data: states, transitions, field rules, timers. The phone gets the same tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from sync import merge
from sync.conditions import Condition, Json, Reading, condition, reading

ANY = ("*",)
EDIT, CORRECT, PICK = "edit", "correct", "pick"
GENERIC = (EDIT, CORRECT, PICK)  # an event that names its field
FORCE, DISMISS = "force", "dismiss"


@dataclass(frozen=True)
class Guard:
    """A condition that has to hold, and what the event gets when it does not."""

    condition: Json
    reason: str
    result: Literal["parked", "refused"] = "parked"

    @cached_property
    def holds(self) -> Condition:
        """The condition as a function."""
        return condition(self.condition)


@dataclass(frozen=True)
class Transition:
    """One row: `action` in one of the states `sources` leads to `target` (None: the state stays).

    `actors`: role names of which the actor needs one; empty: anybody who could write the event.
    `against`: the row is for events concurrent with an applied event of one of these actions. `overturns`:
    the reason for which those are refused from then on: they did not know what this one says.
    `when`: a further condition for the row to be the one; unlike a guard it has no words.
    `merges`: whether the event's field values count.
    `assigns`: fields that the server sets by itself, as values (sync/conditions.py) over the subject before
    the row and the event. `result` parked or refused: the row says so, and only `sets` and `clears` flags.
    """

    id: str
    action: str
    sources: tuple[str, ...]
    target: str | None = None
    actors: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    result: Literal["applied", "absorbed", "parked", "refused"] = "applied"
    reason: str | None = None
    against: tuple[str, ...] = ()
    overturns: str | None = None
    when: Json = None
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    merges: bool = True
    assigns: Mapping[str, Json] = field(default_factory=dict)

    @cached_property
    def is_the_one(self) -> Condition | None:
        """`when` as a function."""
        return None if self.when is None else condition(self.when)

    @cached_property
    def assigned(self) -> Mapping[str, Reading]:
        """`assigns` as functions."""
        return {name: reading(expression) for name, expression in self.assigns.items()}


@dataclass(frozen=True)
class FieldRule:
    """A field of the state: its merge code, and for each action the value (sync/conditions.py) it brings.

    `edit`: an `edit` or `correct` event may name it, {field, value}; of a kept-both one, `pick`. `rank`: the
    value that is compared in place of the field's own (the event's accuracy, the day of counting). `order`:
    the codes of an enumeration from the least on. `owner`: the condition that makes a writer the
    responsible one (OWN). `replaces`: actions whose value stands whatever was there, as that of a `pick`.
    """

    name: str
    merge: merge.Code
    values: Mapping[str, Json] = field(default_factory=dict)
    edit: bool = False
    rank: Json = None
    order: tuple[str, ...] = ()
    owner: Json = None
    replaces: tuple[str, ...] = ()

    @cached_property
    def brought(self) -> Mapping[str, Reading]:
        """`values` as functions."""
        return {action: reading(expression) for action, expression in self.values.items()}

    @cached_property
    def ranked(self) -> Reading:
        """`rank` as a function."""
        return reading(self.rank)

    @cached_property
    def is_owner(self) -> Condition | None:
        """`owner` as a function."""
        return None if self.owner is None else condition(self.owner)


@dataclass(frozen=True)
class TimerRule:
    """Something due at `at` (an instant over subject and parameters) while `when` holds; then the clock
    writes an event whose action is `action`."""

    action: str
    when: Json
    at: Json

    @cached_property
    def is_on(self) -> Condition:
        """`when` as a function."""
        return condition(self.when)

    @cached_property
    def due(self) -> Reading:
        """`at` as a function."""
        return reading(self.at)


@dataclass(frozen=True)
class Table:
    """Everything the fold knows about a kind of subject. `head_state`: the state that a head begins in.

    `born_by`: actions that begin a subject which has no head document of its own.
    """

    states: tuple[str, ...]
    transitions: tuple[Transition, ...]
    fields: tuple[FieldRule, ...]
    retries: Mapping[str, tuple[str, ...]]
    head_state: str
    wait_hours: int = 72
    born_by: tuple[str, ...] = ()
    timers: tuple[TimerRule, ...] = ()

    @cached_property
    def rows_by_action(self) -> Mapping[str, Sequence[Transition]]:
        """The transitions of each action, in their order."""
        found: dict[str, list[Transition]] = {}
        for row in self.transitions:
            found.setdefault(row.action, []).append(row)
        return found

    @cached_property
    def rules_by_action(self) -> Mapping[str, Sequence[FieldRule]]:
        """The field rules that an action brings a value for, in their order."""
        found: dict[str, list[FieldRule]] = {}
        for rule in self.fields:
            for action in dict.fromkeys((*rule.values, *(GENERIC if rule.edit else ()))):
                found.setdefault(action, []).append(rule)
        return found
