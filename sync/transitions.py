"""What a fold goes by, as data: states, transitions, field rules. The phone gets the same tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sync import merge
from sync.conditions import Json

ANY = ("*",)


@dataclass(frozen=True)
class Guard:
    """A condition that has to hold, and what the event gets when it does not."""

    condition: Json
    reason: str
    result: Literal["parked", "refused"] = "parked"


@dataclass(frozen=True)
class Transition:
    """One row: `action` in one of the states `sources` leads to `target` (None: the state stays).

    `actors`: role names of which the actor needs one; empty: anybody who could write the event.
    `against`: the row is for events concurrent with an applied event of one of these actions.
    `when`: a further condition for the row to be the one; unlike a guard it has no words.
    `merges`: whether the event's field values count.
    """

    id: str
    action: str
    sources: tuple[str, ...]
    target: str | None = None
    actors: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    result: Literal["applied", "absorbed"] = "applied"
    reason: str | None = None
    against: tuple[str, ...] = ()
    when: Json = None
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    merges: bool = True


@dataclass(frozen=True)
class FieldRule:
    """A field of the state: its merge code, and for each action the value (sync/conditions.py) it brings."""

    name: str
    merge: merge.Code
    values: Mapping[str, Json]


@dataclass(frozen=True)
class Table:
    """Everything the fold knows about a kind of subject. `head_state`: the state that a head begins in."""

    states: tuple[str, ...]
    transitions: tuple[Transition, ...]
    fields: tuple[FieldRule, ...]
    retries: Mapping[str, tuple[str, ...]]
    head_state: str
    wait_hours: int = 72
