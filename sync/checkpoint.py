"""How far each database has been read. Saved in the transaction that saves what was read.

A checkpoint belongs to one epoch of its database: after a restore or a re-creation the database is read again
from its beginning, which is harmless because the journal takes each revision once.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from sync.tables import checkpoint


@dataclass(frozen=True)
class Checkpoint:
    """Everything up to the sequence `seq` of this epoch is journalled."""

    epoch: str
    seq: int


def load(connection: Connection) -> dict[str, Checkpoint]:
    """The checkpoints of all databases, by name."""
    return {row.database: Checkpoint(row.epoch, row.seq) for row in connection.execute(select(checkpoint))}


def save(connection: Connection, database: str, reached: Checkpoint) -> None:
    """Replace the checkpoint of a database."""
    connection.execute(delete(checkpoint).where(checkpoint.c.database == database))
    row = {"database": database, "epoch": reached.epoch, "seq": reached.seq}
    connection.execute(insert(checkpoint).values(row))
