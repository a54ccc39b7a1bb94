"""Erasing what a subject has of persons: its key goes, and every copy of what was under it.

The journal keeps its rows and its chain. All that follows from them (states, read models, copies for others)
is folded anew by who calls this; the documents themselves end in the store, and their bodies, with those of
all earlier states and copies, are forgotten there (sync/outbox.py, `wipe`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_, update

from sync import outbox, sealing
from sync.audited import COPY_GIVEN
from sync.authorship import SERVER
from sync.journal import AUDIT, Entry, NewEntry, entries_of
from sync.json_text import canonical, parsed
from sync.outbox import Parcel
from sync.sealing import MARKER, Key
from sync.tables import journal, quarantine
from sync.tables import outbox as waiting

ERASE = "erase"
ENDS: Mapping[str, Any] = {"tombstone": True}
STAYS: Mapping[str, Any] = {"tombstone": False}


def is_erasure(entry: Entry) -> bool:
    """Whether this row says that its subject is to be erased: only the server's own clock says so."""
    return entry.kind == "event" and entry.author == SERVER and entry.body.get("action") == ERASE


def erase(connection: Connection, partition: str, subject: str) -> None:
    """Destroy the subject's key and let go of what others than the journal have of it; then it is to be
    folded anew."""
    entries = entries_of(connection, partition, subject, drafts=True)
    sealing.destroy(connection, partition, subject)
    _wipe(connection, [entry for entry in entries if _was_sealed(connection, entry)])
    rseq = entries[-1].rseq
    states = {(entry.database, f"st:{subject}") for entry in entries}
    for database, doc_id in sorted(states | set(_copies(connection, subject))):
        outbox.put(connection, Parcel(database, doc_id, outbox.WIPE, "", rseq, STAYS))
    mine = (quarantine.c.partition == partition, quarantine.c.subject == subject)
    connection.execute(update(quarantine).where(*mine).values(errors=canonical({})))


def came_late(connection: Connection, rows: Sequence[NewEntry], entries: Sequence[Entry]) -> None:
    """Of rows that were just appended, those about subjects erased before: their documents end, too."""
    sealed = [entry for new, entry in zip(rows, entries, strict=True) if new.sealed]
    found = sealing.keys(connection, map(_key, sealed))
    _wipe(connection, [entry for entry in sealed if found.destroyed(_key(entry))])


def _wipe(connection: Connection, entries: Iterable[Entry]) -> None:
    """End these documents in the store; what of them waited to get there does not."""
    for entry in entries:
        here = (waiting.c.database == entry.database, waiting.c.doc_id == entry.doc_id)
        connection.execute(delete(waiting).where(*here))
        outbox.put(connection, Parcel(entry.database, entry.doc_id, outbox.WIPE, "", entry.rseq, ENDS))


def _was_sealed(connection: Connection, entry: Entry) -> bool:
    key = (journal.c.partition, journal.c.rseq)
    row = select(journal.c.body).where(tuple_(*key) == (entry.partition, entry.rseq))
    return MARKER in (connection.scalar(row) or "")


def _copies(connection: Connection, subject: str) -> Iterator[tuple[str, str]]:
    """(database, id) of every copy that anybody was ever given."""
    given = journal.c.doc_id.startswith(f"{COPY_GIVEN}:", autoescape=True)
    rows = select(journal.c.body).where(journal.c.partition == AUDIT, journal.c.subject == subject, given)
    for text in connection.scalars(rows):
        more = parsed(text)
        yield more["database"], more["id"]


def _key(entry: Entry) -> Key:
    return entry.partition, entry.subject
