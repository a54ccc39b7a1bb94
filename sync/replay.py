"""The whole journal folded anew, subject by subject: compared with what is saved, or put in its place.

A comparison makes everything again in a database of its own and compares table by table; so it changes
nothing, keeps nobody waiting, and sees the read models too. Memory does not grow with the journal.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, create_engine, delete, func, select, tuple_

from sync import tables
from sync.domain import Domain
from sync.journal import AUDIT, DRAFT
from sync.publishing import Key
from sync.refold import Refolding
from sync.tables import copy, dead_letter, fold_result, fold_state, journal, outbox, timer

AT_ONCE = 200
UNFOLDED = (DRAFT, AUDIT)
MADE = (fold_state, fold_result, timer, copy)
MODULUS = 1 << 256
UNSAFE_AND_FAST = ("journal_mode=OFF", "synchronous=OFF")  # nobody misses the database of a comparison
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Difference:
    """What a replay found: (partition, subject) whose state is another, and tables with other rows."""

    subjects: tuple[Key, ...] = ()
    tables: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.subjects or self.tables)


def verify(connection: Connection, domain: Domain, clock: Clock, read_models: MetaData) -> Difference:
    """Make everything that follows from the journal again, and compare; nothing is changed.

    `read_models`: the tables that projections write, and others that they do not.
    """
    with _scratch(tables.metadata, read_models) as scratch:
        refolding = Refolding(domain, clock)
        different: list[Key] = []
        for keys in _batches(connection):
            refolding.subjects(connection, keys, into=scratch)
            scratch.execute(delete(outbox))
            different += _different(connection, scratch, keys)
        written = [table for table in read_models.sorted_tables if _is_projected(scratch, table)]
        unlike = [one.name for one in (*MADE, *written) if digest(connection, one) != digest(scratch, one)]
        return Difference(tuple(different), tuple(unlike))


def repair(connection: Connection, domain: Domain, clock: Clock) -> list[Key]:
    """Make everything that follows from the journal again, in the caller's transaction; returns the subjects
    whose state is another now. Copies that nobody wants any more are withdrawn."""
    saved = _states(connection)
    for table in (fold_state, fold_result, timer, dead_letter):
        connection.execute(delete(table))
    refolding = Refolding(domain, clock)
    for keys in _batches(connection):
        refolding.subjects(connection, keys)
    refolding.note(connection)
    made = _states(connection)
    return sorted(key for key in saved.keys() | made.keys() if saved.get(key) != made.get(key))


def digest(connection: Connection, table: Table) -> str:
    """A fingerprint of the rows of a table, whatever their order."""
    total = 0
    for row in connection.execution_options(yield_per=1000).execute(select(table)):
        text = json.dumps(list(row), sort_keys=True, default=str)
        total = (total + int.from_bytes(hashlib.sha256(text.encode()).digest())) % MODULUS
    return f"{total:064x}"


@contextmanager
def _scratch(*schemas: MetaData) -> Iterator[Connection]:
    """An empty database with these tables, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        engine = create_engine(f"sqlite:///{Path(folder, 'replay.db')}")
        try:
            with engine.connect() as connection:
                for pragma in UNSAFE_AND_FAST:
                    connection.exec_driver_sql(f"PRAGMA {pragma}")
                for schema in schemas:
                    schema.create_all(connection)
                yield connection
        finally:
            engine.dispose()


def _is_projected(scratch: Connection, table: Table) -> bool:
    return scratch.execute(select(table).limit(1)).first() is not None


def _batches(connection: Connection) -> Iterator[list[Key]]:
    """Every (partition, subject), in the order in which they were last written about."""
    last = func.max(journal.c.rseq)
    rows = connection.execute(
        select(journal.c.partition, journal.c.subject)
        .where(journal.c.kind.not_in(UNFOLDED))
        .group_by(journal.c.partition, journal.c.subject)
        .order_by(func.max(journal.c.received_at), journal.c.partition, last)
    ).all()
    for start in range(0, len(rows), AT_ONCE):
        yield [(row.partition, row.subject) for row in rows[start : start + AT_ONCE]]


def _different(connection: Connection, scratch: Connection, keys: Sequence[Key]) -> list[Key]:
    """The subjects whose state is not what is saved."""
    saved, made = _states(connection, keys), _states(scratch, keys)
    return [key for key in keys if saved.get(key) != made.get(key)]


def _states(connection: Connection, keys: Sequence[Key] | None = None) -> dict[Key, str]:
    """A fingerprint of each state."""
    query = select(fold_state)
    if keys is not None:
        query = query.where(tuple_(fold_state.c.partition, fold_state.c.subject).in_(keys))
    rows = connection.execution_options(yield_per=1000).execute(query)
    return {(row.partition, row.subject): hashlib.sha256(row.body.encode()).hexdigest() for row in rows}
