"""Reference documents as they were at a row of the journal."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from sync.json_text import parsed
from sync.tables import journal

Versions = tuple[list[int], list[Mapping[str, Any] | None]]


class Versioned:
    """All versions of the reference documents asked for, kept in memory until `forget`."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, str], Versions] = {}

    def forget(self, partition: str, doc_id: str) -> None:
        """A new row about this document came: read it anew."""
        self._versions.pop((partition, doc_id), None)

    def forget_partition(self, partition: str) -> None:
        """Somebody else writes there: read its documents anew."""
        for key in [key for key in self._versions if key[0] == partition]:
            del self._versions[key]

    def clear(self) -> None:
        """Read everything anew, as after a transaction that was rolled back."""
        self._versions.clear()

    def reader(self, connection: Connection, partition: str, database: str) -> "Reader":
        """Reads one partition's reference database, through `connection`."""
        return Reader(self, connection, partition, database)

    def versions(self, connection: Connection, partition: str, database: str, doc_id: str) -> Versions:
        """The row numbers of a document, ascending, and its body at each (None: its tombstone)."""
        key = (partition, doc_id)
        if key not in self._versions:
            self._versions[key] = _read(connection, partition, database, doc_id)
        return self._versions[key]


class Reader:
    """Answers what a reference document was at a row; a `sync.domain.Reference`."""

    def __init__(self, versioned: Versioned, connection: Connection, partition: str, database: str) -> None:
        self._versioned, self._connection = versioned, connection
        self._partition, self._database = partition, database

    def __call__(self, doc_id: str, rseq: int) -> Mapping[str, Any] | None:
        """The document as of row `rseq`; None before its first row and after its tombstone."""
        rseqs, bodies = self._versioned.versions(self._connection, self._partition, self._database, doc_id)
        found = bisect_right(rseqs, rseq)
        return bodies[found - 1] if found else None


def _read(connection: Connection, partition: str, database: str, doc_id: str) -> Versions:
    rows = connection.execute(
        select(journal.c.rseq, journal.c.kind, journal.c.body)
        .where(
            journal.c.partition == partition,
            journal.c.subject == doc_id,
            journal.c.database == database,
            journal.c.kind.in_(("reference", "tombstone")),
        )
        .order_by(journal.c.rseq)
    ).all()
    bodies: list[Mapping[str, Any] | None] = [
        None if row.kind == "tombstone" else parsed(row.body) for row in rows
    ]
    return [row.rseq for row in rows], bodies
