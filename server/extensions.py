"""What the application is wired from: made here unbound, bound in `server.app.create_app`.

Reading: `db.session` (ends with the request). Writing: `with transaction() as session:`, short, committed at
its end. On SQLite a writer takes its lock at once (BEGIN IMMEDIATE): a reader that turns writer halfway is
refused by SQLite as soon as another process has written in between.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import current_app
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Session

from server.config import Config

if TYPE_CHECKING:
    from flask import Flask

    from server.accounts.tokens import TokenKeys
    from server.news import Watcher
    from sync.store.base import DocumentStore

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

db = SQLAlchemy(metadata=sa.MetaData(naming_convention=NAMES))
migrate = Migrate()


class Model(DeclarativeBase):
    """Base of the mapped tables; shares `db.metadata` with the plain tables."""

    metadata = db.metadata


@dataclass(frozen=True)
class Services:
    """The parts of a running application that are no Flask extension."""

    config: Config
    store: "DocumentStore"
    token_keys: "TokenKeys"
    watcher: "Watcher"


def services(app: "Flask | None" = None) -> Services:
    """The services of the given application, or of the one that serves this request."""
    found: Services = (app or current_app).extensions["xunge"]
    return found


def writer() -> sa.Engine:
    """The application's engine for writing: its transactions take SQLite's write lock at their start."""
    return db.engine.execution_options(sqlite_begin="IMMEDIATE")


@contextmanager
def transaction() -> Iterator[Session]:
    """One short writing transaction: committed when the block ends, rolled back when it raises."""
    with Session(writer(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """A short read that gives its connection back at once; for what is read before a long wait."""
    with Session(db.engine) as session:
        yield session


def prepare_engine(engine: sa.Engine) -> None:
    """Set SQLite up for several processes: WAL, waiting for locks, foreign keys, durable commits."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; see _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")
