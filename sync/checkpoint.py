"""How far each database has been read. Saved in the transaction that saves what was read.

A checkpoint belongs to one epoch of its database and names the last row that was read. After a re-creation
the epoch is another; after a restore it is the same, since it travels inside the backup, and the row is what
tells. Then the database is read again from its beginning, which is harmless because the journal takes each
revision once.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from sync.store.base import DocumentStore
from sync.tables import checkpoint


@dataclass(frozen=True)
class Checkpoint:
    """Everything up to the sequence `seq` of this epoch is journalled; there stood `rev` of `doc_id`."""

    epoch: str
    seq: int = 0
    doc_id: str = ""
    rev: str = ""


def load(connection: Connection) -> dict[str, Checkpoint]:
    """The checkpoints of all databases, by name."""
    return {
        row.database: Checkpoint(row.epoch, row.seq, row.doc_id, row.rev)
        for row in connection.execute(select(checkpoint))
    }


def save(connection: Connection, database: str, reached: Checkpoint) -> None:
    """Replace the checkpoint of a database."""
    connection.execute(delete(checkpoint).where(checkpoint.c.database == database))
    connection.execute(insert(checkpoint).values(database=database, **vars(reached)))


def stands(store: DocumentStore, database: str, reached: Checkpoint) -> bool:
    """Whether the database still is the one that was read so far; False after a restore from a backup.

    A document keeps its sequence until it gets another revision beside or after the one it had. At an earlier
    sequence, or at a later one with nothing new, it was written again into an older database.
    """
    if reached.seq == 0:
        return True
    rows = store.changes(database, doc_ids=[reached.doc_id], style="all_docs").rows
    if not rows or rows[0].seq < reached.seq:
        return False
    if rows[0].seq == reached.seq:
        return reached.rev in rows[0].revs
    known = reached.doc_id not in store.revs_diff(database, {reached.doc_id: [reached.rev]})
    return known and list(rows[0].revs) != [reached.rev]
