"""What follows from folds, saved in bulk: states, results, timers, copies, and the deliveries of them.

All write in the caller's transaction, and only what changed. A state or a result never goes away, as its rows
never do; a copy that is no longer wanted is withdrawn.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from sync import bulk, outbox
from sync.audited import COPY_GIVEN, COPY_WITHDRAWN, Noted
from sync.domain import Domain, Folded, Outcome, Subject
from sync.journal import TAKEN
from sync.json_text import canonical
from sync.outbox import Parcel
from sync.tables import copy, fold_result, fold_state, timer

AT_ONCE = 400
VIEW = "view:"
WITHDRAWN: Mapping[str, Any] = {"_deleted": True}
Key = tuple[str, str]  # partition, subject


@dataclass(frozen=True)
class Made:
    """A subject, its fold, and where it lives; `first`: the database of the first document that counts."""

    subject: Subject
    folded: Folded
    home: str | None
    first: str | None

    @property
    def key(self) -> Key:
        """Another township may name the subject, and must not touch it: so both."""
        return self.subject.partition, self.subject.id

    @property
    def rseq(self) -> int:
        """The last row about the subject."""
        return self.subject.entries[-1].rseq


def made(domain: Domain, subject: Subject, folded: Folded) -> Made:
    """A fold with the places that its subject has."""
    first = next((entry.database for entry in subject.entries if entry.kind in TAKEN), None)
    home = domain.family_of(subject.id).home(subject) or first
    return Made(subject, folded, home, first)


def publish(connection: Connection, batch: Sequence[Made]) -> list[Noted]:
    """Save everything that follows from these folds, one per subject; returns who is shown what from now on,
    and who no longer."""
    copies, notes = _save_copies(connection, batch)
    outbox.put(connection, *_save_states(connection, batch), *copies)
    _save_results(connection, batch)
    _save_timers(connection, batch)
    return notes


def _present(connection: Connection, table: Table, batch: Sequence[Made]) -> Iterator[Row[Any]]:
    """The rows of these subjects."""
    for partition in sorted({one.key[0] for one in batch}):
        subjects = [one.key[1] for one in batch if one.key[0] == partition]
        for start in range(0, len(subjects), AT_ONCE):
            wanted = table.c.subject.in_(subjects[start : start + AT_ONCE])
            yield from connection.execute(select(table).where(table.c.partition == partition, wanted))


def _drop(connection: Connection, table: Table, rows: Iterable[Row[Any]]) -> None:
    """Delete rows by their key."""
    key = [column.name for column in table.primary_key.columns]
    bulk.delete(connection, table, [{name: getattr(row, name) for name in key} for row in rows])


def _save_states(connection: Connection, batch: Sequence[Made]) -> list[Parcel]:
    published = [one for one in batch if one.folded.state is not None and one.home is not None]
    before = {(row.partition, row.subject): row.body for row in _present(connection, fold_state, published)}
    rows: list[dict[str, Any]] = []
    parcels: list[Parcel] = []
    for one in published:
        state, text = one.folded.state or {}, canonical(one.folded.state)
        if before.get(one.key) != text:
            partition, subject = one.key
            rows.append({"partition": partition, "subject": subject, "rseq": one.rseq, "body": text})
            parcels.append(Parcel(one.home or "", f"st:{subject}", "state", "", one.rseq, state, text))
    bulk.upsert(connection, fold_state, rows)
    return parcels


def _save_copies(connection: Connection, batch: Sequence[Made]) -> tuple[list[Parcel], list[Noted]]:
    """What is new or changed is delivered, what is wanted no longer is withdrawn."""
    before = {
        (row.partition, row.subject, row.database, row.doc_id): row
        for row in _present(connection, copy, batch)
    }
    rows: list[dict[str, Any]] = []
    parcels: list[Parcel] = []
    notes: list[Noted] = []
    for one in batch:
        for (database, doc_id), body in _copies(one).items():
            text = canonical(body)
            digest = hashlib.sha256(text.encode()).hexdigest()
            row = before.pop((*one.key, database, doc_id), None)
            if row is None:
                notes += _noted(COPY_GIVEN, one.subject.id, database, doc_id)
            if row is None or row.digest != digest:
                rows.append(dict(zip(copy.c.keys(), (*one.key, database, doc_id, digest), strict=True)))
                parcels.append(Parcel(database, doc_id, "copy", "", one.rseq, body, text))
    rseqs = {one.key: one.rseq for one in batch}
    for row in before.values():
        rseq = rseqs[row.partition, row.subject]
        parcels.append(Parcel(row.database, row.doc_id, "copy", "", rseq, WITHDRAWN))
        notes += _noted(COPY_WITHDRAWN, row.subject, row.database, row.doc_id)
    _drop(connection, copy, before.values())
    bulk.upsert(connection, copy, rows)
    return parcels, notes


def _noted(what: str, subject: str, database: str, doc_id: str) -> list[Noted]:
    """A copy beside its subject's home lets somebody in; the state where the subject began does not."""
    more = {"database": database, "id": doc_id}
    return [Noted(what, subject, more=more)] if doc_id.startswith(VIEW) else []


def _copies(one: Made) -> dict[tuple[str, str], Mapping[str, Any]]:
    """What a fold wants shown elsewhere; where a subject began away from its home, also its state."""
    wanted = dict(one.folded.copies)
    strange = sorted(doc_id for _, doc_id in wanted if not doc_id.startswith(VIEW))
    if strange:
        raise ValueError(f"the id of a copy begins with {VIEW}: {strange[0].partition(':')[0]}")
    if one.folded.state is not None and one.first is not None and one.first != one.home:
        wanted[one.first, f"st:{one.subject.id}"] = one.folded.state
    return wanted


def _save_results(connection: Connection, batch: Sequence[Made]) -> None:
    before = {
        (row.partition, row.doc_id): (row.result, row.reason, row.needs_person)
        for row in _present(connection, fold_result, batch)
    }
    rows = [
        row
        for one in batch
        for row in _results(one)
        if before.get((row["partition"], row["doc_id"]))
        != (row["result"], row["reason"], row["needs_person"])
    ]
    bulk.upsert(connection, fold_result, rows)


def _results(one: Made) -> Iterator[dict[str, Any]]:
    partition, subject = one.key
    counting = [entry for entry in one.subject.entries if entry.kind in TAKEN or entry.kind == "release"]
    for doc_id, entry in {entry.doc_id: entry for entry in counting}.items():
        outcome: Outcome | None = one.folded.outcomes.get(doc_id)
        if outcome is not None:
            yield {
                "partition": partition,
                "doc_id": doc_id,
                "rseq": entry.rseq,
                "subject": subject,
                "result": outcome.result,
                "reason": outcome.reason,
                "needs_person": outcome.needs_person,
                "device": entry.device,
                "dseq": entry.dseq,
            }


def _save_timers(connection: Connection, batch: Sequence[Made]) -> None:
    before = {(row.partition, row.subject, row.name): row for row in _present(connection, timer, batch)}
    rows: list[dict[str, Any]] = []
    for one in batch:
        for due in one.folded.timers if one.home is not None else ():
            key = (*one.key, due.name)
            row = before.pop(key, None)
            if row is None or (row.due_at, row.database) != (due.due_at, one.home):
                rows.append(
                    dict(zip(timer.c.keys(), (*key, one.home, due.due_at), strict=True)),
                )
    _drop(connection, timer, before.values())
    bulk.upsert(connection, timer, rows)
