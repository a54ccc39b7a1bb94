"""A small district in files, a real store, and an import that tells."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server import importing
from server.importing import Counts
from sync.store.sql import SqlStore
from tests.support.district import write_district

NOW = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    found = SqlStore(f"sqlite:///{tmp_path}/store.db")
    yield found
    found.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_district(tmp_path / "district")


@pytest.fixture
def run(store: SqlStore) -> Callable[[Path], Counts]:
    return lambda folder: importing.run(folder, store, NOW, ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def everything(store: SqlStore) -> Callable[[], dict[str, dict[str, Any]]]:
    """All documents of all databases, by database and id."""

    def read() -> dict[str, dict[str, Any]]:
        return {
            name: {row.id: row.doc for row in store.changes(name, include_docs=True).rows}
            for name in store.databases()
        }

    return read


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    """Replace text in one of the folder's lists; the text must be there."""

    def replace(name: str, old: str, new: str) -> None:
        path = folder / f"{name}.csv"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return replace


@pytest.fixture
def without(folder: Path) -> Callable[[str], None]:
    """Take a list out of the folder."""

    def remove(name: str) -> None:
        (folder / f"{name}.csv").unlink()

    return remove


@pytest.fixture
def copy_of(folder: Path, tmp_path: Path) -> Path:
    """The same folder once more."""
    return Path(shutil.copytree(folder, tmp_path / "copy"))
