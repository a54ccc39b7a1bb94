"""Who was let in, and who looked: rows of the journal in a partition of their own, chained like all others.

They say who, what, when, and the id of what it was about; never a name, never what stands in a document.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, select

from sync import journal, times
from sync.authorship import SERVER
from sync.journal import AUDIT, Entry, NewEntry
from sync.tables import journal as rows

COPY_GIVEN, COPY_WITHDRAWN = "copy_given", "copy_withdrawn"
AT_ONCE = 400


@dataclass(frozen=True)
class Noted:
    """Something to note: `what` was done, about which `subject`, by whom on which device.

    `more`: further ids and codes, nothing else.
    """

    what: str
    subject: str
    by: str = SERVER
    device: str = SERVER
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """Which notes: those on which all holds that is set. `first`, `last`: UTC texts, `last` not included."""

    what: str | None = None
    by: str | None = None
    subject: str | None = None
    first: str | None = None
    last: str | None = None


def note(connection: Connection, notes: Iterable[Noted], now: datetime) -> None:
    """Append notes, in the caller's transaction."""
    journal.append(connection, [_row(one) for one in notes], times.utc(now))


def found(connection: Connection, wanted: Wanted, before: int | None, most: int) -> Sequence[Entry]:
    """Up to `most` notes, newest first, of those before the row `before`."""
    here = rows.c
    conditions: list[ColumnElement[bool]] = [here.partition == AUDIT]
    if wanted.what is not None:
        conditions.append(here.doc_id.startswith(f"{wanted.what}:", autoescape=True))
    if wanted.by is not None:
        conditions.append(here.author == wanted.by)
    if wanted.subject is not None:
        conditions.append(here.subject == wanted.subject)
    if wanted.first is not None:
        conditions.append(here.received_at >= wanted.first)
    if wanted.last is not None:
        conditions.append(here.received_at < wanted.last)
    if before is not None:
        conditions.append(here.rseq < before)
    query = select(rows).where(*conditions).order_by(here.rseq.desc()).limit(most)
    return [journal.entry_of(row) for row in connection.execute(query)]


def last_about(connection: Connection, what: str, subjects: Collection[str]) -> dict[str, Entry]:
    """{subject: the latest note of this kind about it}, for those of `subjects` that have one."""
    found: dict[str, Entry] = {}
    wanted = sorted(subjects)
    for start in range(0, len(wanted), AT_ONCE):
        here = _of_kind(what, rows).where(rows.c.subject.in_(wanted[start : start + AT_ONCE]))
        for row in connection.execute(here.order_by(rows.c.rseq)):
            found[row.subject] = journal.entry_of(row)
    return found


def is_noted(what: str, subject: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether there is a note of this kind about the subject that a query names."""
    notes = rows.alias()
    return _of_kind(what, notes).where(notes.c.subject == subject).exists()


def _of_kind(kind: str, notes: FromClause) -> Select[Any]:
    here = notes.c
    return select(notes).where(here.partition == AUDIT, here.doc_id.startswith(f"{kind}:", autoescape=True))


def what(entry: Entry) -> str:
    """What a note says was done."""
    return entry.doc_id.partition(":")[0]


def _row(noted: Noted) -> NewEntry:
    return NewEntry(
        partition=AUDIT,
        kind=AUDIT,
        database=AUDIT,
        doc_id=f"{noted.what}:{uuid.uuid4().hex}",
        rev="",
        subject=noted.subject,
        author=noted.by,
        device=noted.device,
        dseq=0,
        body=noted.more,
    )
