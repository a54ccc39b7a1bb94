"""Connections of the SQL store: what a read and a write transaction mean on SQLite and on PostgreSQL.

SQLite: see sync/dialects.py. PostgreSQL: a read sees one moment; a write locks its database's row first and
then reads what the one before it committed.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import sqlalchemy as sa

from sync import dialects

LOCK_WAIT_MS = 30_000


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
            dialects.prepare(self.engine, LOCK_WAIT_MS)
            self._readers = self.engine
        else:
            self._readers = self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._writers = dialects.writing(self.engine)

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
