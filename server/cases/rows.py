"""What the rows of a case's table are made of: states, the forms of rows, values that several rows set."""

from typing import Any

from server.cases.guards import get, is_
from sync.transitions import Transition

STATES = (
    "reported",
    "accepted",
    "triaged",
    "assigned",
    "handling",
    "suspended",
    "agreed",
    "failed",
    "referred",
    "followed",
    "close_requested",
    "closed",
    "archived",
    "rejected",
    "merged",
    "void",
)
OPEN = STATES[: STATES.index("closed")]
TAKEN_IN = OPEN[1:]
UNDER_WAY = TAKEN_IN[TAKEN_IN.index("handling") :]
ENDED = ("closed", "archived")
SETTLED = ("agreed", "followed")
RESOLVED = (*SETTLED, "failed", "referred")

Rows = tuple[Transition, ...]
Value = Any
NOW = get("event.at")
BY = get("event.by")


def absorbed(number: str, action: str, sources: tuple[str, ...], reason: str, **more: Any) -> Transition:
    """A row for what has come about already; the event's values do not count unless `merges` says so."""
    return Transition(number, action, sources, result="absorbed", reason=reason, **{"merges": False, **more})


def parked(number: str, action: str, sources: tuple[str, ...], reason: str, **more: Any) -> Transition:
    """A row for what a person has to decide."""
    return Transition(number, action, sources, result="parked", reason=reason, **more)


def limit(petition: str, other: str) -> Value:
    """The parameter that holds for petitions, or for all else."""
    return {"if": [is_("subject.kind", "petition"), {"param": petition}, {"param": other}]}


def later(start: Value, days: Value) -> Value:
    """So many days after an instant."""
    return {"plus_days": [start, days]}


LIMIT = limit("limit.petition", "limit.mediation")
EXTENSION = limit("limit.petition_extension", "limit.mediation_extension")
JOINED: Value = {"append": [get("subject.co_handlers"), BY]}
ACCEPTED: dict[str, Value] = {"accepted_at": NOW, "due_at": later(NOW, LIMIT)}
TAKEN: dict[str, Value] = {"lead_officer": BY, "lead_unit": get("actor.unit"), "taken_at": NOW}


def outcome(value: Value) -> dict[str, Value]:
    """What the server notes with an outcome."""
    return {"outcome": value, "outcome_at": NOW, "outcome_by": BY}
