"""The chain of the journal, in a real SQLite file that somebody has been at behind the server's back."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from sync import chain, dialects, journal, tables
from sync.journal import NewEntry, append, write_transaction

NOW = "2026-01-01T00:00:00.000Z"
ROWS = 6
COLUMNS = [column.name for column in tables.journal.columns if not column.primary_key]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = create_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    dialects.prepare(found, wait_ms=0)
    tables.metadata.create_all(found)
    with write_transaction(found) as connection:
        append(connection, [a_row(number, place) for number in range(1, ROWS + 1) for place in "pq"], NOW)
    yield found
    found.dispose()


@pytest.fixture
def tamper(tmp_path: Path, engine: Engine) -> Callable[..., None]:
    """Change the file with SQLite itself, once the server has let go of it."""

    def run(*statements: str) -> None:
        engine.dispose()
        with closing(sqlite3.connect(tmp_path / "journal.db")) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return run


def a_row(number: int, partition: str) -> NewEntry:
    doc_id = f"e{partition}{number}"
    return NewEntry(partition, "event", "db", doc_id, "1-a", "s", "ann", "dev", number, {"n": number})


def found(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [f"{one.partition} {one.first}-{one.last} {one.what}" for one in chain.verify(connection)]


def test_what_nobody_touched_holds(engine: Engine) -> None:
    assert found(engine) == []
    with engine.connect() as connection:
        assert {name: end.rseq for name, end in journal.heads(connection).items()} == {"p": ROWS, "q": ROWS}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_row_with_another_value_is_altered(
    engine: Engine, tamper: Callable[..., None], column: str
) -> None:
    tamper(f"UPDATE journal SET {column} = '7' WHERE partition = 'p' AND rseq = 3")  # noqa: S608  our own
    assert "p 3-3 altered" in found(engine)
    assert not [fault for fault in found(engine) if fault.startswith("q")]


def test_a_row_taken_out_is_missing(engine: Engine, tamper: Callable[..., None]) -> None:
    tamper("DELETE FROM journal WHERE partition = 'q' AND rseq IN (2, 3)")
    assert found(engine) == ["q 2-3 missing"]


def test_a_row_taken_out_and_the_others_moved_up_are_altered(
    engine: Engine, tamper: Callable[..., None]
) -> None:
    tamper(
        "DELETE FROM journal WHERE partition = 'p' AND rseq = 2",
        "UPDATE journal SET rseq = rseq - 1 WHERE partition = 'p' AND rseq > 2",
    )
    assert found(engine) == [
        *(f"p {rseq}-{rseq} altered" for rseq in range(2, ROWS)),
        f"p {ROWS}-{ROWS} missing",
    ]


def test_two_rows_in_each_other_s_place(engine: Engine, tamper: Callable[..., None]) -> None:
    tamper(
        "UPDATE journal SET rseq = 99 WHERE partition = 'p' AND rseq = 2",
        "UPDATE journal SET rseq = 2 WHERE partition = 'p' AND rseq = 3",
        "UPDATE journal SET rseq = 3 WHERE partition = 'p' AND rseq = 99",
    )
    assert found(engine)[:2] == ["p 2-2 altered", "p 3-3 altered"]


def test_a_row_made_anew_with_a_hash_of_its_own_is_out_of_order(
    engine: Engine, tamper: Callable[..., None]
) -> None:
    with engine.connect() as connection:
        third = tables.journal.select().where(tables.journal.c.rseq == 3, tables.journal.c.partition == "p")
        row = dict(connection.execute(third).mappings().one())
    columns = {name: value for name, value in row.items() if name not in chain.CHAINED}
    digest = journal.digest_of(row["prev_hash"], {**columns, "body": '{"n":7}'})
    tamper(f"UPDATE journal SET body = '{{\"n\":7}}', hash = '{digest}' WHERE partition = 'p' AND rseq = 3")  # noqa: S608
    assert found(engine) == ["p 4-4 out of order"]


def test_rows_cut_off_at_the_end_are_missing(engine: Engine, tamper: Callable[..., None]) -> None:
    tamper(
        "DELETE FROM journal WHERE partition = 'p' AND rseq > 3", "DELETE FROM journal WHERE partition = 'q'"
    )
    assert found(engine) == [f"p 4-{ROWS} missing", f"q 1-{ROWS} missing"]


def test_what_is_written_after_rows_were_cut_off_does_not_hide_it(
    engine: Engine, tamper: Callable[..., None]
) -> None:
    tamper("DELETE FROM journal WHERE partition = 'p' AND rseq > 3")
    with write_transaction(engine) as connection:
        append(connection, [a_row(ROWS + 1, "p")], NOW)
    assert found(engine) == [f"p 4-{ROWS} missing"]


def test_a_row_put_behind_the_head_is_without_head(engine: Engine, tamper: Callable[..., None]) -> None:
    tamper(
        "UPDATE journal_head SET rseq = 4 WHERE partition = 'p'",
        "DELETE FROM journal_head WHERE partition = 'q'",
    )
    assert found(engine) == [f"p 5-{ROWS} without head", f"q 1-{ROWS} without head"]
    tamper(f"UPDATE journal_head SET rseq = {ROWS}, hash = 'x' WHERE partition = 'p'")  # noqa: S608
    assert f"p {ROWS}-{ROWS} without head" in found(engine)


def test_heads_kept_elsewhere_show_what_was_made_anew_with_its_head(
    engine: Engine, tamper: Callable[..., None]
) -> None:
    with engine.connect() as connection:
        kept = chain.read(chain.told(journal.heads(connection)))
        assert chain.verify(connection, kept) == []
    for table in ("journal", "journal_head"):
        tamper(f"DELETE FROM {table} WHERE partition = 'p'")  # noqa: S608
    assert found(engine) == []
    with engine.connect() as connection:
        assert [str(one) for one in chain.verify(connection, kept)] == [
            f"the chain of p is broken at 1 to {ROWS}: missing"
        ]
    with write_transaction(engine) as connection:
        append(connection, [a_row(number, "p") for number in range(11, 11 + ROWS)], NOW)
        (fault,) = chain.verify(connection, kept)
    assert (fault.partition, fault.first, fault.what) == ("p", ROWS, "altered")


def test_what_heads_are_not_is_no_list_of_heads() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        chain.read("421102001 3")


def test_the_walk_holds_a_few_rows_at_a_time(engine: Engine) -> None:
    """A chain of any length passes in the same memory."""
    with write_transaction(engine) as connection:
        append(connection, [a_row(number, "p") for number in range(100, 100 + 3 * chain.AT_ONCE)], NOW)
        held: list[int] = []
        rows = connection.execute(
            tables.journal.select(), execution_options={"yield_per": chain.AT_ONCE}
        ).partitions()
        held += [len(part) for part in rows]
        assert max(held) == chain.AT_ONCE
        assert chain.verify(connection) == []
