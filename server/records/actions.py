"""What the office does to a record: an event document, checked first with the fold that will judge it."""

import copy
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from ulid import ULID

from server.divisions.queries import actor_of
from server.parameters import Parameters
from server.permissions import reference_database
from server.records.envelope import OFFICE_DEVICE
from server.records.events import event_of
from server.records.machine import Folding, Machine
from server.records.telling import folded
from sync import times
from sync.acts import Act, acts_of
from sync.authorship import written_by
from sync.domain import Outcome, Reference, Subject
from sync.journal import Entry, entries_of
from sync.json_text import canonical, parsed
from sync.reference import Versioned
from sync.store.base import DocumentStore
from sync.tables import fold_result, fold_state
from sync.transitions import Guard, Transition

WAIT_SECONDS = 2.0
LOOK_EVERY = 0.05
DONE = ("applied", "absorbed")
Document = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """The result of an event, and the state of its record after it."""

    result: str
    reason: str | None
    state: str
    rseq: int


def subject_at(connection: Connection, partition: str, subject_id: str) -> tuple[Subject, Reference]:
    """A record with its journal, and the reference documents that its rules look at."""
    entries = tuple(entries_of(connection, partition, subject_id))
    reference = Versioned().reader(connection, partition, reference_database(partition))
    return Subject(partition, subject_id, entries), reference


@dataclass(frozen=True)
class Office:
    """Somebody at the office with a record before them, as long as its connection is open.

    `rights`: who that is now, as it is journalled.
    """

    machine: Machine
    folding: Folding
    staff_id: str
    rights: Mapping[str, Any]

    def event(self, now: datetime, **said: Any) -> Document:
        """The document of what they do; `said` holds action, payload, seen and note."""
        head = self.folding.head
        return event_of(
            self.machine,
            {"id": self.folding.subject.id, "div": head["div"], "tz": head["tz"]},
            str(ULID.from_datetime(now)),
            wrote=written_by(self.staff_id, OFFICE_DEVICE),
            at_dev=times.wire(now.astimezone(ZoneInfo(head["tz"]))),
            **said,
        )

    def foresees(self, document: Document) -> Outcome:
        """What the event would get if it arrived now."""
        outcome, _ = self.folding.fold.examine(self._act(document))
        return outcome

    def allowed(self, now: datetime) -> list[dict[str, Any]]:
        """Each office action with whether they may do it now, whatever its payload asks for being given."""
        return [
            {"action": action, "allowed": hoped.result == "applied", "reason": hoped.reason}
            for action in self.machine.office_actions
            for hoped in [self._hoped(self.event(now, action=action, payload={}))]
        ]

    def _act(self, document: Document) -> Act:
        """The event as it would stand in the journal."""
        entry = Entry(
            partition=self.folding.subject.partition,
            rseq=self.folding.rseq + 1,
            kind="event",
            database="",
            doc_id=document["_id"],
            rev="",
            subject=document["subject"],
            author=self.staff_id,
            device=OFFICE_DEVICE,
            dseq=0,
            received_at=times.utc(times.parse(document["at_dev"])),
            text=canonical(document),
            actor=canonical(self.rights),
        )
        limits = Parameters(self.folding.reference).limits
        (act,) = acts_of([entry], self.machine.action_of, limits)
        return act

    def _hoped(self, document: Document) -> Outcome:
        """The best that an event with this action can get, without what its payload decides."""
        fold, act = self.folding.fold, self._act(document)
        first: Outcome | None = None
        for row in (one for one in fold.table.transitions if one.action == document["action"]):
            trial = copy.copy(fold)
            trial.table = replace(fold.table, transitions=(_without_payload(row),))
            outcome, found = trial.examine(act)
            if found is None and outcome.reason == f"not_while_{fold.state}":
                continue
            first = first or outcome
            if outcome.result in DONE:
                return outcome
            if not _asks_payload(row.when):
                break
        return first or self.foresees(document)


def office_at(
    connection: Connection, machine: Machine, partition: str, subject_id: str, staff_id: str
) -> Office:
    """The record folded now, before this person."""
    folding = folded(machine, *subject_at(connection, partition, subject_id))
    return Office(machine, folding, staff_id, actor_of(connection, staff_id) or {"roles": []})


def submit(
    store: DocumentStore, engine: Engine, partition: str, database: str, document: Document
) -> Done | None:
    """Write an event that fits its schema and wait a little for its result; None when that takes longer."""
    (written,) = store.write(database, [document])
    if written.error is not None:
        raise RuntimeError(f"{database} did not take an office action: {written.error}")
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            done = result_of(connection, partition, document["_id"], document["subject"])
        if done is not None:
            return done
        time.sleep(LOOK_EVERY)
    return None


def result_of(connection: Connection, partition: str, doc_id: str, subject_id: str) -> Done | None:
    """The result of an event once the follower has folded it."""
    result = sa.select(fold_result).where(
        fold_result.c.partition == partition, fold_result.c.doc_id == doc_id
    )
    state = sa.select(fold_state.c.body).where(
        fold_state.c.partition == partition, fold_state.c.subject == subject_id
    )
    found, text = connection.execute(result).first(), connection.scalar(state)
    if found is None or text is None:
        return None
    told = parsed(text)
    return Done(found.result, found.reason, told["state"], told["rseq"])


def _without_payload(row: Transition) -> Transition:
    guards: tuple[Guard, ...] = tuple(one for one in row.guards if not _asks_payload(one.condition))
    return replace(row, guards=guards, when=None if _asks_payload(row.when) else row.when)


def _asks_payload(rule: Any) -> bool:
    """Whether a condition looks into the event's payload."""
    if isinstance(rule, Mapping):
        return any(_asks_payload(inner) for inner in rule.values())
    if isinstance(rule, (list, tuple)):
        return any(_asks_payload(inner) for inner in rule)
    return isinstance(rule, str) and rule.startswith("event.payload")
