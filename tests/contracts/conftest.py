"""Every store of documents, one after the other, each empty."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync.store.base import DocumentStore
from sync.store.memory import MemoryStore
from sync.store.sql import SqlStore
from tests.support import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server for the whole run."""
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed on this machine: no initdb found")
    with postgres.running_postgres(binaries) as url:
        yield url


def _empty(url: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()


def _url(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder / 'store.db'}"
    url: str = request.getfixturevalue("postgres_url")
    _empty(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def sql_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an SQL store can be made."""
    return _url(request.param, request, tmp_path)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., DocumentStore]]:
    """Makes a store; of SQL stores all that one test makes share their place."""
    url = "" if request.param == "memory" else _url(request.param, request, tmp_path)
    made: list[DocumentStore] = []

    def make(revs_limit: int = 1000) -> DocumentStore:
        made.append(SqlStore(url, revs_limit) if url else MemoryStore(revs_limit))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(make_store: Callable[..., DocumentStore]) -> DocumentStore:
    """A store with one empty database, `db`."""
    made = make_store()
    made.create("db")
    return made
