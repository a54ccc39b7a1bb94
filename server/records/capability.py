"""From machines to what the engine is told: types, families, the clock's events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from server.records.derived import derived_ulid
from server.records.events import event_of
from server.records.machine import HEAD, Machine
from server.records.projection import project
from server.records.quick import errors_in
from server.records.telling import fold_subject
from sync.authorship import written_by
from sync.domain import Capability, Document, DocumentType, Family, Subject, Timer
from sync.journal import TAKEN, Entry

Planned = Callable[[Connection, datetime], Iterable[tuple[str, Document]]]


def capability_of(machines: Sequence[Machine], planned: Planned | None = None) -> Capability:
    """The capability that these machines make up. `planned`: the documents that should exist by now."""
    return Capability(
        types=tuple(kind for machine in machines for kind in types_of(machine)),
        families=tuple(family_of(machine) for machine in machines),
        planned=planned,
    )


def types_of(machine: Machine) -> tuple[DocumentType, ...]:
    """The machine's document types, checked by their schemas."""
    return machine.types(partial(check, machine))


def check(machine: Machine, document: Mapping[str, Any]) -> dict[str, Any]:
    """{field: [what is wrong]} for a document of one of the machine's types; empty when it fits."""
    return errors_in(machine.schemas[document["type"]], document)


def family_of(machine: Machine) -> Family:
    """The machine's subjects: their fold, their row in the register, the events of their timers."""
    fold, event = partial(fold_subject, machine), partial(timer_event, machine)
    homes = partial(home_of, machine), partial(begins_at, machine)
    return Family(machine.prefix, fold, partial(project, machine), event, *homes)


def home_of(machine: Machine, subject: Subject) -> str | None:
    """Where a subject lives, by its head document, or by the event that it began with; None before that."""
    counting = (_document(entry) for entry in subject.entries if entry.kind in (*TAKEN, "release"))
    return next((home for home in map(partial(begins_at, machine), counting) if home is not None), None)


def begins_at(machine: Machine, document: Document) -> str | None:
    """The home of the subject that a document begins; None for one that begins none."""
    begins = machine.action_of(document) in (HEAD, *machine.table.born_by)
    return machine.home(document) if begins else None


def _document(entry: Entry) -> Document:
    return entry.body["document"] if entry.kind == "release" else entry.body


def timer_event(machine: Machine, partition: str, subject: str, timer: Timer) -> Document:
    """The event of a due timer. Its id and its content follow from the timer alone."""
    return event_of(
        machine,
        {"id": subject, "div": partition, "tz": "UTC"},
        derived_ulid(timer.due_at, subject, timer.name),
        wrote=written_by(),
        at_dev=timer.due_at,
        action=timer.name,
        payload={},
    )
