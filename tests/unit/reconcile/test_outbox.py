"""Deliveries: any number of times, in any order, with the same end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from sync import dialects, outbox, tables
from sync.journal import write_transaction
from sync.outbox import Parcel
from sync.store.base import WriteResult
from sync.store.memory import MemoryStore


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = create_engine(f"sqlite:///{tmp_path / 'outbox.db'}")
    dialects.prepare(found, wait_ms=0)
    tables.metadata.create_all(found)
    yield found
    found.dispose()


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    made.create("db")
    return made


def deliver(store: MemoryStore, engine: Engine, *parcels: Parcel) -> int:
    with write_transaction(engine) as connection:
        for parcel in parcels:
            outbox.put(connection, parcel)
    return outbox.deliver(store, engine)


def a_state(rseq: int, doc_id: str = "st:s", database: str = "db") -> Parcel:
    return Parcel(database, doc_id, "state", "", rseq, {"rseq": rseq})


def test_a_state_only_moves_to_a_higher_rseq(store: MemoryStore, engine: Engine) -> None:
    assert deliver(store, engine, a_state(5)) == 1
    assert deliver(store, engine, a_state(3)) == 1
    assert store.read("db", "st:s")["rseq"] == 5
    deliver(store, engine, a_state(7))
    deliver(store, engine, a_state(7))
    assert store.read("db", "st:s")["_rev"].startswith("2-")


def test_a_newer_state_takes_the_place_of_a_waiting_one(store: MemoryStore, engine: Engine) -> None:
    assert deliver(store, engine, a_state(5), a_state(8)) == 1
    assert store.read("db", "st:s")["rseq"] == 8


def test_more_than_one_round(store: MemoryStore, engine: Engine) -> None:
    parcels = [a_state(1, f"st:{number}") for number in range(outbox.AT_ONCE + 5)]
    assert deliver(store, engine, *parcels) == outbox.AT_ONCE + 5


def test_somebody_elses_write_in_between_is_looked_at_again(engine: Engine) -> None:
    class Contended(MemoryStore):
        interruptions = 2

        def write(self, name: str, documents: Any, *, new_edits: bool = True) -> Any:
            if self.interruptions:
                self.interruptions -= 1
                present = self.docs_by_key(name, ["st:s"]).rows[0].rev
                super().write(name, [{"_id": "st:s", "_rev": present, "rseq": 1}] if present else [])
                if not present:
                    super().write(name, [{"_id": "st:s", "rseq": 0}])
            return super().write(name, documents, new_edits=new_edits)

    store = Contended()
    store.create("db")
    assert deliver(store, engine, a_state(9)) == 1
    assert store.read("db", "st:s")["rseq"] == 9


def test_a_database_that_is_missing_keeps_only_its_own_waiting(store: MemoryStore, engine: Engine) -> None:
    assert deliver(store, engine, a_state(1, database="nowhere"), a_state(1)) == 1
    store.create("nowhere")
    assert deliver(store, engine) == 1


def test_a_revision_from_intake_is_put_in_as_it_was(store: MemoryStore, engine: Engine) -> None:
    parcel = Parcel("db", "ck:1", "insert", "1-abc", 1, {"_id": "ck:1", "text": "x"})
    for _ in range(2):
        deliver(store, engine, parcel)
    assert store.read("db", "ck:1") == {"_id": "ck:1", "_rev": "1-abc", "text": "x"}


def test_a_tombstone_ends_one_leaf_and_may_come_twice(store: MemoryStore, engine: Engine) -> None:
    store.write(
        "db", [{"_id": "d", "_rev": "1-a", "n": 1}, {"_id": "d", "_rev": "1-b", "n": 2}], new_edits=False
    )
    for _ in range(2):
        deliver(store, engine, Parcel("db", "d", "tombstone", "1-b", 2, {"_deleted": True}))
    assert store.read("db", "d")["_rev"] == "1-a"


def test_what_fails_keeps_nothing_behind_it_waiting(engine: Engine) -> None:
    class Refusing(MemoryStore):
        def write(self, name: str, documents: Any, *, new_edits: bool = True) -> Any:
            return [
                WriteResult(one["_id"], None, "forbidden", "no")
                if one["_id"] != "st:z"
                else super(Refusing, self).write(name, [one], new_edits=new_edits)[0]
                for one in documents
            ]

    store = Refusing()
    store.create("db")
    stuck = [a_state(1, f"st:{number}") for number in range(outbox.AT_ONCE + 10)]
    missing = [a_state(1, f"st:{number}", "a") for number in range(outbox.AT_ONCE + 10)]
    assert deliver(store, engine, *missing, *stuck, a_state(1, "st:z")) == 1
