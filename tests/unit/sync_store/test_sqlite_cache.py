"""What a connection to SQLite keeps in memory is what the process was told."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from sync import dialects


@pytest.mark.parametrize("megabytes", [1, 64])
def test_each_connection_keeps_so_much(tmp_path: Path, megabytes: int) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    dialects.prepare(engine, 1000, megabytes)
    with engine.connect() as one, engine.connect() as other:
        kept = [each.exec_driver_sql("PRAGMA cache_size").scalar() for each in (one, other)]
    engine.dispose()
    assert kept == [-1024 * megabytes] * 2  # SQLite's way to say kibibytes
