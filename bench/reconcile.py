"""From store to read models: how fast, how late, how much memory, and how long a replay takes.

    python -m bench.reconcile [--documents 20000] [--rows 0] [--seconds 20] [--seed 1]

The documents are those of tests/support/load.py: disputes, patrol shifts, hazards, publicity, counts. All
that happens is counted: reading the store, checking, journalling, folding, read models, results, delivering
the states back into the store.
* SQLite, one follower in this process: documents/s, by the clock on the wall and by the processor's.
* PostgreSQL (if its binaries are here), store and journal in it, two followers as processes sharing ten
  townships by leases.
* The time from a document's write to its result at 100 documents/s, follower as a process of its own.
* Memory of the follower, and a replay that compares everything; with --rows, at so many journal rows.
Figures of different machines do not compare, nor those of a machine that does other things meanwhile.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select

from server.extensions import db
from sync import replay
from sync.memory import collect_seldom
from sync.store.base import DocumentStore
from sync.store.sql import SqlStore
from sync.tables import dead_letter, fold_result, journal, lease, quarantine
from tests.support import load
from tests.support.postgres import find_binaries, running_postgres

WRITTEN_AT_ONCE = 200
PER_SECOND = 100
TICK = 0.1


def main() -> int:
    """Measure, tell; ends with 1 when a document was held back or a replay differs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=20_000)
    options.add_argument("--rows", type=int, default=0)
    options.add_argument("--seconds", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    print(f"{asked.documents} documents, seed {asked.seed}")
    good = _on_sqlite(max(asked.documents, asked.rows), asked.seed)
    _lag(asked.seconds, asked.seed)
    _on_postgresql(asked.documents, asked.seed)
    return 0 if good else 1


@contextmanager
def _place(store_url: str, url: str, townships: int) -> Iterator[tuple[DocumentStore, Engine]]:
    store, engine = SqlStore(store_url), load.an_engine(url)
    try:
        load.make_tables(engine)
        load.prepare(store, townships)
        yield store, engine
    finally:
        engine.dispose()
        store.close()


def _fill(store: DocumentStore, count: int, townships: int, seed: int) -> None:
    waiting: list[load.Placed] = []
    for one in load.documents(count, townships, seed):
        waiting.append(one)
        if len(waiting) == WRITTEN_AT_ONCE:
            load.write(store, waiting)
            waiting = []
    load.write(store, waiting)


def _on_sqlite(count: int, seed: int) -> bool:
    with (
        tempfile.TemporaryDirectory() as folder,
        _place(*_files(folder), townships=1) as (store, engine),
    ):
        _fill(store, count, 1, seed)
        collect_seldom()
        before = _memory()
        begun, worked = time.monotonic(), time.process_time()
        follower = load.a_follower(store, engine)
        while follower.step():
            pass
        wall, processor = time.monotonic() - begun, time.process_time() - worked
        print(
            f"SQLite, one follower: {count / wall:.0f} documents/s by the wall, "
            f"{count / processor:.0f} by the processor; memory {before} -> {_memory()} MB"
        )
        return _whole(engine) and _replayed(engine)


def _files(folder: str) -> tuple[str, str]:
    return f"sqlite:///{Path(folder, 'store.db')}", f"sqlite:///{Path(folder, 'centre.db')}"


def _memory() -> int:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _whole(engine: Engine) -> bool:
    with engine.connect() as connection:
        held = connection.scalar(select(func.count()).select_from(quarantine)) or 0
        dead = connection.scalar(select(func.count()).select_from(dead_letter)) or 0
        results = connection.execute(
            select(fold_result.c.result, func.count()).group_by(fold_result.c.result)
        ).all()
    print(f"  results {dict(map(tuple, results))}, quarantined {held}, dead letters {dead}")
    return not (held or dead)


def _replayed(engine: Engine) -> bool:
    begun = time.monotonic()
    with engine.connect() as connection:
        rows = connection.scalar(select(func.count()).select_from(journal)) or 0
        found = replay.verify(connection, load.a_domain(), lambda: load.NOW, db.metadata)
    seconds = time.monotonic() - begun
    told = "equal" if not found else f"DIFFERENT: {found}"
    print(f"  replay of {rows} rows: {told}, {seconds:.1f} s ({rows / seconds:.0f} rows/s), {_memory()} MB")
    return not found


@contextmanager
def _followers(count: int, store_url: str, url: str) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.support.load", store_url, url]
    running = [subprocess.Popen(command, cwd=Path(__file__).parents[1]) for _ in range(count)]
    try:
        yield
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def _journalled(engine: Engine) -> int:
    with engine.connect() as connection:
        by_phones = select(func.count()).select_from(journal).where(journal.c.device != "server")
        return connection.scalar(by_phones) or 0


def _lag(seconds: int, seed: int) -> None:
    """Write ten documents every tenth of a second; see when the last of each ten is in the read models."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _place(*_files(folder), townships=1) as (store, engine),
        _followers(1, *_files(folder)),
    ):
        documents = load.documents(seconds * PER_SECOND, 1, seed + 1)
        _fill(store, WRITTEN_AT_ONCE, 1, seed)
        while _journalled(engine) < WRITTEN_AT_ONCE:
            time.sleep(TICK)
        lags = list(_lags(store, engine, list(documents)))
    cuts = statistics.quantiles(lags, n=20)
    print(
        f"lag at {PER_SECOND} documents/s: median {statistics.median(lags):.2f} s, p95 {cuts[-1]:.2f} s, "
        f"longest {max(lags):.2f} s"
    )


def _lags(store: DocumentStore, engine: Engine, documents: list[load.Placed]) -> Iterator[float]:
    before, written, seen = _journalled(engine), 0, 0
    waiting: list[tuple[int, float]] = []
    due = time.monotonic()
    size = int(PER_SECOND * TICK)
    while written < len(documents) or waiting:
        if written < len(documents) and time.monotonic() >= due:
            load.write(store, documents[written : written + size])
            written += size
            due += TICK
            waiting.append((written, time.monotonic()))
        seen = _journalled(engine) - before
        now = time.monotonic()
        yield from (now - at for number, at in waiting if number <= seen)
        waiting = [(number, at) for number, at in waiting if number > seen]
        time.sleep(0.01)


def _holders(engine: Engine) -> set[str]:
    """The followers that have a share of the work by now."""
    with engine.connect() as connection:
        return set(connection.scalars(select(lease.c.owner).where(lease.c.key.startswith("421102"))))


def _on_postgresql(count: int, seed: int, townships: int = 10) -> None:
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL: no binaries on this machine")
        return
    with running_postgres(binaries) as url, _place(url, url, townships) as (store, engine):
        _fill(store, count, townships, seed)
        for followers in (1, 2):
            if followers == 2:
                _fill(store, count, townships, seed + 10)
            goal = count * followers
            with _followers(followers, url, url):
                while len(_holders(engine)) < followers:
                    time.sleep(TICK)
                begun, first = time.monotonic(), _journalled(engine)
                while _journalled(engine) < goal:
                    time.sleep(0.02)
                wall = time.monotonic() - begun
            rate = (goal - first) / wall
            print(f"PostgreSQL, followers {followers}: {rate:.0f} documents/s by the wall")
        _whole(engine)


if __name__ == "__main__":
    sys.exit(main())
