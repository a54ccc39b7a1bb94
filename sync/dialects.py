"""What SQLite and PostgreSQL want done differently, so that several processes can share a database of either.

SQLite gets a write-ahead log, patience with locks and commits that last. A transaction that writes takes the
one write lock at its beginning: a reader that turns writer halfway is refused as soon as another process has
written in between. PostgreSQL needs nothing of that.
"""

from contextlib import closing
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

WRITES = "sqlite_writes"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


def prepare(engine: sa.Engine, wait_ms: int) -> None:
    """Have the engine open its connections so, and wait this long for a lock. Called before the first one."""

    def open_connection(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late; see _begin
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={wait_ms}", *PRAGMAS):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", open_connection)
        sa.event.listen(engine, "begin", _begin)


def writing(engine: sa.Engine) -> sa.Engine:
    """The same engine for transactions that write."""
    return engine.execution_options(**{WRITES: True})


def let_go(engine: sa.Engine) -> None:
    """Leave nothing of what was deleted in SQLite's write-ahead log; in its file it is overwritten anyway."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def insert_or_ignore(dialect: sa.Dialect, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that passes over rows that are already there."""
    if dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
