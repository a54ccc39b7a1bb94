"""A follower that is killed again and again while documents arrive, and one that is left in peace.

`disturbed` and `undisturbed` feed the same documents to a fresh store and give what the follower made of
them; the clock stands still, so that the two must be equal.

Run as a program it is the follower: python -m tests.support.crash STORE_URL DATABASE_URL
"""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from server.extensions import db
from sync import checkpoint, journal, outbox, tables
from sync.follower import Follower
from sync.journal import Entry
from sync.store.base import DocumentStore
from sync.store.sql import SqlStore
from tests.support.patrols import (
    MORNING,
    PATROL,
    REFERENCE,
    ROLES,
    TOWNSHIP,
    Document,
    a_checkpoint,
    a_domain,
    a_planned_shift,
    an_engine,
    revised,
    staff_of,
    ulid,
    wire,
)

NOW = MORNING + timedelta(days=1)
PER_SHIFT = 20
ARRIVING = 50
REPOSITORY = Path(__file__).resolve().parents[2]
MADE = ("fold_state", "fold_result", "quarantine", "timer")
Snapshot = dict[str, Any]


def disturbed(folder: Path, count: int, kills: int, seed: int) -> Snapshot:
    """What is made of `count` documents that arrive while the follower is killed `kills` times."""
    chance = random.Random(seed)  # noqa: S311  a test's dice
    store, engine = _begin(folder)
    writer = threading.Thread(target=_arrive, args=(store, count, seed))
    urls = (f"sqlite:///{folder / 'store.db'}", f"sqlite:///{folder / 'centre.db'}")
    writer.start()
    died = 0
    while died < kills and (writer.is_alive() or not _all_read(store, engine)):
        died += _killed(urls, engine, chance)
    writer.join()
    return {**_finish(store, engine), "died": died}


def undisturbed(folder: Path, count: int, seed: int) -> Snapshot:
    """The same documents with a follower that nobody disturbs."""
    store, engine = _begin(folder)
    _arrive(store, count, seed)
    return _finish(store, engine)


def _begin(folder: Path) -> tuple[DocumentStore, Engine]:
    folder.mkdir()
    store = SqlStore(f"sqlite:///{folder / 'store.db'}")
    for name in (REFERENCE, PATROL):
        store.create(name)
    store.write(REFERENCE, [a_checkpoint("c001"), a_checkpoint("c002", 30.46), *staff_of(ROLES)])
    engine = an_engine(f"sqlite:///{folder / 'centre.db'}")
    _follow(store, engine)
    return store, engine


def _arrive(store: DocumentStore, count: int, seed: int) -> None:
    batch: list[Document] = []
    for document in documents(count, seed):
        batch.append(document)
        if len(batch) == ARRIVING:
            store.write(PATROL, batch, new_edits=False)
            batch = []
    store.write(PATROL, batch, new_edits=False)


def _killed(urls: Sequence[str], engine: Engine, chance: random.Random) -> bool:
    """Run a follower and kill it at some point of its work; whether it had done any."""
    before = _progress(engine)
    command = [sys.executable, "-m", "tests.support.crash", *urls]
    follower = subprocess.Popen(command, cwd=REPOSITORY)
    deadline = time.monotonic() + 30
    while _progress(engine) == before and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.15))
    follower.send_signal(signal.SIGKILL)
    follower.wait()
    return _progress(engine) > before


def _progress(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(tables.journal)) or 0


def _all_read(store: DocumentStore, engine: Engine) -> bool:
    with engine.connect() as connection:
        read = {name: point.seq for name, point in checkpoint.load(connection).items()}
    return read == store.update_seqs()


def _finish(store: DocumentStore, engine: Engine) -> Snapshot:
    _follow(store, engine)
    try:
        return snapshot(store, engine)
    finally:
        engine.dispose()
        store.close()


def _follow(store: DocumentStore, engine: Engine) -> None:
    follower = Follower(store, engine, a_domain(ROLES), lambda: NOW)
    while follower.step():
        pass


def snapshot(store: DocumentStore, engine: Engine) -> Snapshot:
    """Journal, results, read models, and what the phones get of them."""
    names = [table for table in db.metadata.sorted_tables if table.name.startswith(("patrol_", "vehicle_"))]
    wanted = [*(tables.metadata.tables[name] for name in MADE), *names]
    made: Snapshot = {}
    with engine.connect() as connection:
        for table in wanted:
            rows = connection.execute(select(table).order_by(*table.primary_key.columns))
            made[table.name] = [tuple(row) for row in rows]
        made["journal"] = journalled(connection)
    made["outbox"] = outbox.addressed(engine)
    made["all read"] = _all_read(store, engine)
    made["published"] = sorted(_published(store))
    return made


def journalled(connection: Connection) -> list[Entry]:
    """Every row as a fold reads it: what is sealed looks otherwise in every run."""
    found = [journal.entries_of(connection, *key) for key in journal.subjects(connection)]
    return sorted((entry for own in found for entry in own), key=lambda one: (one.partition, one.rseq))


def _published(store: DocumentStore) -> Iterator[tuple[str, int, str]]:
    for row in store.changes(PATROL, include_docs=True).rows:
        if row.id.startswith("st:") and row.doc is not None:
            yield row.id, row.doc["rseq"], row.doc["state"]


def documents(count: int, seed: int) -> Iterator[Document]:
    """Shifts with their starts, check-ins, finds and ends, two shifts at a time, and a few misfits."""
    chance = random.Random(seed)  # noqa: S311  a test's dice
    made = 0
    while made < count:
        number = made // PER_SHIFT
        pair = [list(_shift_documents(number, 0)), list(_shift_documents(number, 1))]
        while any(pair) and made < count:
            document = chance.choice([own for own in pair if own]).pop(0)
            yield document
            made += 1


def _shift_documents(number: int, which: int) -> Iterator[Document]:
    shift = f"shift:t{which}:2026-03-02:day" if number == 0 else f"shift:{ulid('shift', number, which)}"
    yield revised(a_planned_shift(shift, planned=number == 0))
    start = {"on_duty": ["lead"], "vehicle": None, "km_start": 1, "weather": None}
    yield _event(shift, number, which, 1, "start", start)
    for index in range(2, PER_SHIFT - 3):
        yield _checkin(shift, number, which, index)
    yield _event(shift, number, which, PER_SHIFT - 2, "end", {"km_end": "far" if number % 7 == 3 else 9})
    yield _event(shift, number, which, PER_SHIFT - 1, "submit", {"missed": []})


def _event(shift: str, number: int, which: int, index: int, action: str, payload: Document) -> Document:
    said = {"action": action, "payload": payload, "note": None}
    return _document("sev", "shift_ev", shift, number, which, index, said)


def _checkin(shift: str, number: int, which: int, index: int) -> Document:
    code = ("c001", "c002", None)[index % 3]
    token = f"token-{code}" if index % 5 else "wrong"
    point = {"lat": 30.45 + index / 1000, "lon": 114.87}
    said = {"checkpoint": code, "method": "qr", "qr_token": token, "point": point, "acc": 9.5, "reason": None}
    return _document("ck", "ckin", shift, number, which, index, said)


def _document(
    prefix: str, kind: str, shift: str, number: int, which: int, index: int, said: Document
) -> Document:
    at = MORNING + timedelta(hours=1, minutes=10 * index)
    return revised(
        {
            "_id": f"{prefix}:{shift.removeprefix('shift:')}:{ulid(number, which, index)}",
            "type": kind,
            "v": 1,
            "div": TOWNSHIP,
            "wrote": {"by": "lead", "dev": f"dev-{which}", "dseq": number * PER_SHIFT + index},
            "at_dev": wire(at),
            "tz": "Asia/Shanghai",
            "subject": shift,
            "seen": 0,
            "seen_ids": [],
            "prev": None,
            **said,
        }
    )


if __name__ == "__main__":
    Follower(SqlStore(sys.argv[1]), an_engine(sys.argv[2]), a_domain(ROLES), lambda: NOW, batch=40).run(
        threading.Event()
    )
