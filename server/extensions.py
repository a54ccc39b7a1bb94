"""What the application is wired from: made here unbound, bound in `server.app.create_app`.

Reading: `db.session` (ends with the request). Writing: `with transaction() as session:`, short, committed at
its end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Session

from server.config import Config
from sync import dialects

if TYPE_CHECKING:
    from flask import Flask

    from server.accounts.tokens import TokenKeys
    from server.envelopes import IntakeKey
    from server.news import Watcher
    from sync.store.base import DocumentStore

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LOCK_WAIT_MS = 15_000

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
    intake_key: "IntakeKey"
    watcher: "Watcher"


def services(app: "Flask | None" = None) -> Services:
    """The services of the given application, or of the one that serves this request."""
    found: Services = (app or current_app).extensions["xunge"]
    return found


def writer() -> sa.Engine:
    """The application's engine for writing: its transactions take SQLite's write lock at their start."""
    return dialects.writing(db.engine)


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
    """Set SQLite up for several processes; to be done before the first connection."""
    dialects.prepare(engine, LOCK_WAIT_MS)
