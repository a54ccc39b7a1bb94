"""Connections of the SQL store: what a read and a write transaction mean on SQLite and on PostgreSQL.

SQLite: a write takes the one write lock at its beginning, since a transaction that reads first and then asks
for the lock can be refused; a commit is on disk when it returns. PostgreSQL: a read sees one moment; a write
locks its database's row first and then reads what the one before it committed.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import sqlalchemy as sa

BUSY_TIMEOUT_MS = 30_000
WRITES = "store_writes"


class Connections:
    """An engine of its own for one store."""

    def __init__(self, url: str) -> None:
        parsed = sa.make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        # An error may be logged, what people wrote may not.
        self.engine = sa.create_engine(parsed, pool_size=10, max_overflow=30, hide_parameters=True)
        # Threads of one process queue here: SQLite's own waiting is sleeping and trying again.
        self._queue = threading.Lock() if self.engine.dialect.name == "sqlite" else nullcontext()
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)
            self._readers = self.engine
        else:
            self._readers = self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._writers = self.engine.execution_options(**{WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one moment."""
        with self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is committed, and on disk, when the block ends without an error."""
        with self._queue, self._writers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver is not to begin transactions: _begin_sqlite does
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
