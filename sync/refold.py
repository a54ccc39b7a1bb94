"""From the journal to everything made of it: state, results, timers, read models, deliveries.

`Refolding.subject` does one subject in the caller's transaction, within a savepoint: what a capability's code
raises becomes a dead letter of that subject and touches nothing else.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select
from sqlalchemy.exc import InterfaceError, OperationalError

from sync import dead_letters, outbox
from sync.domain import Domain, Folded, Outcome, Subject
from sync.errors import told
from sync.journal import TAKEN, Entry, canonical, entries_of, subjects
from sync.outbox import Parcel
from sync.reference import Versioned
from sync.tables import dead_letter, fold_result, fold_state, timer


class Refolding:
    """Folds subjects of one domain; keeps reference documents in memory between calls."""

    def __init__(self, domain: Domain, clock: Callable[[], datetime]) -> None:
        self._domain, self._clock = domain, clock
        self._versioned = Versioned()

    def journalled(self, entries: list[Entry]) -> None:
        """Take notice of new rows."""
        for entry in entries:
            if entry.kind in ("reference", "tombstone"):
                self._versioned.forget(entry.partition, entry.subject)

    def rolled_back(self) -> None:
        """The transaction was undone: what was read in it may not be true."""
        self._versioned.clear()

    def subject(self, connection: Connection, partition: str, subject_id: str) -> None:
        """Bring everything about one subject up to its journal, or note why it could not be."""
        try:
            with connection.begin_nested():
                self._renew(connection, partition, subject_id)
        except (OperationalError, InterfaceError):
            raise  # the database's fault, not the subject's
        except Exception as error:
            dead_letters.note(connection, partition, subject_id, told(error), self._clock())

    def _renew(self, connection: Connection, partition: str, subject_id: str) -> None:
        subject, folded = self.folded(connection, partition, subject_id)
        self._domain.family_of(subject_id).project(connection, subject, folded)
        home = home_of(subject)
        if folded.state is not None and home is not None:
            _publish(connection, subject, home, folded.state)
        _save_results(connection, subject, folded.outcomes)
        _save_timers(connection, subject, home, folded)
        dead_letters.settled(connection, partition, subject_id)

    def folded(self, connection: Connection, partition: str, subject_id: str) -> tuple[Subject, Folded]:
        """A subject and its fold, as the journal has them; changes nothing."""
        subject = Subject(partition, subject_id, tuple(entries_of(connection, partition, subject_id)))
        database = self._domain.reference_database(partition)
        reference = self._versioned.reader(connection, partition, database)
        return subject, self._domain.family_of(subject_id).fold(subject, reference)


def home_of(subject: Subject) -> str | None:
    """The database where a subject lives: that of the first document about it that counts."""
    return next((entry.database for entry in subject.entries if entry.kind in TAKEN), None)


def replay(connection: Connection, domain: Domain, clock: Callable[[], datetime], verify: bool) -> list[str]:
    """Fold the whole journal anew; returns the subjects whose state came out different from what is saved.

    With `verify` nothing is changed; without, everything made of the journal is made again.
    """
    refolding = Refolding(domain, clock)
    rows = connection.execute(select(fold_state))
    saved = {(row.partition, row.subject): row.body for row in rows}
    if not verify:
        for table in (fold_state, fold_result, timer, dead_letter):
            connection.execute(delete(table))
    different: list[str] = []
    for partition, subject_id in subjects(connection):
        _, folded = refolding.folded(connection, partition, subject_id)
        text = None if folded.state is None else canonical(folded.state)
        if text != saved.get((partition, subject_id)):
            different.append(subject_id)
        if not verify:
            refolding.subject(connection, partition, subject_id)
    return different


def _mine(table: Table, subject: Subject) -> tuple[ColumnElement[bool], ...]:
    """The rows of this subject in this partition: another township may name it, and must not touch it."""
    return table.c.partition == subject.partition, table.c.subject == subject.id


def _publish(connection: Connection, subject: Subject, home: str, state: Mapping[str, Any]) -> None:
    text = canonical(state)
    mine = _mine(fold_state, subject)
    before = connection.scalar(select(fold_state.c.body).where(*mine))
    if before == text:
        return
    rseq = subject.entries[-1].rseq
    connection.execute(delete(fold_state).where(*mine))
    row = {"subject": subject.id, "partition": subject.partition, "rseq": rseq, "body": text}
    connection.execute(insert(fold_state).values(row))
    outbox.put(connection, Parcel(home, f"st:{subject.id}", "state", "", rseq, state))


def _save_results(connection: Connection, subject: Subject, outcomes: Mapping[str, Outcome]) -> None:
    """Write the results that changed; a result never goes away, as its row never does."""
    before = {
        row.doc_id: (row.result, row.reason, row.needs_person)
        for row in connection.execute(select(fold_result).where(*_mine(fold_result, subject)))
    }
    counting = [one for one in subject.entries if one.kind in TAKEN or one.kind == "release"]
    rows = [
        _result(subject, entry, outcomes[entry.doc_id])
        for entry in {one.doc_id: one for one in counting}.values()
        if entry.doc_id in outcomes and before.get(entry.doc_id) != _told_as(outcomes[entry.doc_id])
    ]
    if rows:
        changed = [row["doc_id"] for row in rows]
        here = fold_result.c.partition == subject.partition
        connection.execute(delete(fold_result).where(here, fold_result.c.doc_id.in_(changed)))
        connection.execute(insert(fold_result), rows)


def _told_as(outcome: Outcome) -> tuple[str, str | None, bool]:
    return outcome.result, outcome.reason, outcome.needs_person


def _result(subject: Subject, entry: Entry, outcome: Outcome) -> dict[str, Any]:
    return {
        "partition": subject.partition,
        "doc_id": entry.doc_id,
        "rseq": entry.rseq,
        "subject": subject.id,
        "result": outcome.result,
        "reason": outcome.reason,
        "needs_person": outcome.needs_person,
        "device": entry.device,
        "dseq": entry.dseq,
    }


def _save_timers(connection: Connection, subject: Subject, home: str | None, folded: Folded) -> None:
    connection.execute(delete(timer).where(*_mine(timer, subject)))
    rows = [
        {
            "subject": subject.id,
            "name": due.name,
            "partition": subject.partition,
            "database": home,
            "due_at": due.due_at,
        }
        for due in folded.timers
    ]
    if rows and home is not None:
        connection.execute(insert(timer), rows)
