"""The journal: numbered per partition, chained, unique, and what a device is told of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import IntegrityError

from sync import dialects, intake, journal, tables
from sync.journal import NewEntry, append, write_transaction
from sync.json_text import canonical
from sync.receipts import received

NOW = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    dialects.prepare(engine, wait_ms=0)
    tables.metadata.create_all(engine)
    with write_transaction(engine) as found:
        yield found
    engine.dispose()


def a_row(number: int, partition: str = "p", rev: str = "1-a") -> NewEntry:
    return NewEntry(partition, "event", "db", f"e{number}", rev, "s", "ann", "dev", number, {"n": number})


def test_rows_are_numbered_per_partition_without_holes(connection: Connection) -> None:
    append(connection, [a_row(1), a_row(2, "q"), a_row(3)], NOW)
    added = append(connection, [a_row(4), a_row(5, "q")], NOW)
    assert [(one.partition, one.rseq) for one in added] == [("p", 3), ("q", 2)]
    assert [one.doc_id for one in journal.entries_of(connection, "p", "s")] == ["e1", "e3", "e4"]


def test_a_revision_is_journalled_once(connection: Connection) -> None:
    append(connection, [a_row(1)], NOW)
    append(connection, [a_row(1, rev="1-b")], NOW)
    with pytest.raises(IntegrityError):
        append(connection, [a_row(1)], NOW)


def test_time_never_runs_backwards(connection: Connection) -> None:
    append(connection, [a_row(1)], "2026-01-02T00:00:00.000Z")
    (second,) = append(connection, [a_row(2)], NOW)
    assert second.received_at == "2026-01-02T00:00:00.000Z"


def test_receipts_are_ranges_of_what_came_and_what_was_never_used(connection: Connection) -> None:
    append(connection, [a_row(number) for number in (1, 2, 5, 9)], NOW)
    intake.declare_unused(connection, "dev", [3, 4, 4])
    intake.declare_unused(connection, "dev", [4])
    assert received(connection, "dev") == [(1, 5), (9, 9)]
    assert received(connection, "another") == []


def test_intake_queues_a_revision_once_and_in_order(connection: Connection) -> None:
    for name in ("b", "a", "b"):
        intake.enqueue(connection, "dev", "ann", "db", {"_id": name, "_rev": "1-x"})
    assert [one.doc_id for one in intake.waiting(connection, 10)] == ["b", "a"]
    intake.done(connection, [one.number for one in intake.waiting(connection, 1)])
    assert [one.doc_id for one in intake.waiting(connection, 10)] == ["a"]


def test_equal_values_are_equal_text_and_broken_unicode_is_kept() -> None:
    assert canonical({"b": 1, "a": "中"}) == '{"a":"中","b":1}'
    assert canonical("\ud800") == '"\\ud800"'
