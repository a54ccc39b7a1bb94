"""Waiting for changes: woken at once, by anybody's write, with one look for all."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.changes import ChangeWatch
from sync.store.memory import MemoryStore


class CountingStore(MemoryStore):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self.broken = False

    def update_seqs(self) -> dict[str, int]:
        self.looks += 1
        if self.broken:
            raise OSError("no answer")
        return super().update_seqs()


@pytest.fixture
def store() -> CountingStore:
    made = CountingStore()
    made.create("db")
    return made


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)
    return condition()


def test_nothing_happens_within_the_time(store: CountingStore) -> None:
    watch = ChangeWatch(store, poll_seconds=0.01)
    started = time.monotonic()
    assert not watch.wait("db", 0, 0.1)
    assert time.monotonic() - started >= 0.1


def test_a_write_elsewhere_is_noticed(store: CountingStore) -> None:
    watch = ChangeWatch(store, poll_seconds=0.01)
    threading.Timer(0.05, store.write, ["db", [{"_id": "a"}]]).start()
    assert watch.wait("db", 0, 5)


def test_a_poke_makes_it_look_at_once(store: CountingStore) -> None:
    watch = ChangeWatch(store, poll_seconds=60)

    def write() -> None:
        store.write("db", [{"_id": "a"}])
        watch.poke()

    threading.Timer(0.05, write).start()
    assert watch.wait("db", 0, 5)
    watch.poke()  # nobody waits any more: it ends now, not after a minute


def test_a_database_that_goes_away_ends_the_wait(store: CountingStore) -> None:
    watch = ChangeWatch(store, poll_seconds=0.01)
    threading.Timer(0.05, store.delete, ["db"]).start()
    assert watch.wait("db", 0, 5)


def test_many_waiters_share_one_look_and_nobody_looks_for_nobody(store: CountingStore) -> None:
    watch = ChangeWatch(store, poll_seconds=0.05)
    before = set(threading.enumerate())
    with ThreadPoolExecutor(20) as pool:
        waits = [pool.submit(watch.wait, "db", 0, 0.5) for _ in range(20)]
    assert not any(wait.result() for wait in waits)
    assert store.looks < 20
    assert eventually(lambda: before.issuperset(threading.enumerate()))
    looks = store.looks
    time.sleep(0.15)
    assert store.looks == looks


def test_a_store_that_does_not_answer_is_asked_again(
    store: CountingStore, caplog: pytest.LogCaptureFixture
) -> None:
    watch = ChangeWatch(store, poll_seconds=0.01)
    store.broken = True

    def mend() -> None:
        store.broken = False
        store.write("db", [{"_id": "a"}])

    threading.Timer(0.1, mend).start()
    assert watch.wait("db", 0, 5)
    assert "asking again" in caplog.text
