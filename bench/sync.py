"""How many documents a second go through the replication endpoint: `python -m bench.sync`.

Serves a fresh store (`flask store serve`: gunicorn, SQLite) and sends what a replicator sends, raw, over one
connection: pushes of `_revs_diff` and `_bulk_docs`, pulls of `_changes` and `_bulk_get`, in batches of 500
documents of 1 kB. With COUCHDB_TEST_URL (http://user:password@host:port) the same goes to that CouchDB in the
same run, in turns, and the ratio is printed. Figures of different runs or machines do not compare.
"""

import base64
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.support.processes import free_port, wait_until

DOCUMENTS = 10_000
BATCH = 500
BODY_BYTES = 1000
ROUNDS = 3
START_SECONDS = 30


class Remote:
    """One connection to a server of the replication protocol."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(str(parts.hostname), parts.port or 80, timeout=120)
        credentials = base64.b64encode(f"{parts.username}:{parts.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """The body of a successful answer."""
        self._connection.request(method, path, body, self._headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {data[:200]!r}")
        return data

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


@dataclass
class Load:
    """The requests of one round, made before the clock starts."""

    documents: list[bytes]
    diffs: list[bytes]
    gets: list[bytes]


def make_load() -> Load:
    """The documents of a round, with ids and revisions as phones make them."""
    docs = [
        {"_id": f"ck:{uuid.uuid4().hex}", "_rev": f"1-{uuid.uuid4().hex}", "text": "巡" * 100}
        for _ in range(DOCUMENTS)
    ]
    for doc in docs:
        doc["fill"] = "x" * (BODY_BYTES - len(json.dumps(doc, ensure_ascii=False).encode()) - 12)
    batches = [docs[start : start + BATCH] for start in range(0, DOCUMENTS, BATCH)]
    return Load(
        [_json({"docs": batch, "new_edits": False}) for batch in batches],
        [_json({doc["_id"]: [doc["_rev"]] for doc in batch}) for batch in batches],
        [_json({"docs": [{"id": doc["_id"], "rev": doc["_rev"]} for doc in batch]}) for batch in batches],
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def measure(remote: Remote, load: Load) -> dict[str, float]:
    """Documents a second for each kind of request, on a database of its own."""
    db = f"/bench-{uuid.uuid4().hex}"
    remote.send("PUT", db + ("?q=1" if "COUCHDB_TEST_URL" in os.environ else ""))

    def each(path: str, bodies: list[bytes]) -> Callable[[], None]:
        def send_all() -> None:
            for body in bodies:
                remote.send("POST", db + path, body)

        return send_all

    found = {
        "_revs_diff, all missing": _rate(each("/_revs_diff", load.diffs)),
        "_bulk_docs": _rate(each("/_bulk_docs", load.documents)),
        "_revs_diff, all known": _rate(each("/_revs_diff", load.diffs)),
        "_changes": _rate(lambda: _read_changes(remote, db, "style=all_docs")),
        "_changes with documents": _rate(lambda: _read_changes(remote, db, "include_docs=true")),
        "_bulk_get": _rate(each("/_bulk_get?revs=true&latest=true", load.gets)),
    }
    remote.send("DELETE", db)
    found["push: _revs_diff + _bulk_docs"] = _together(found, "_revs_diff, all missing", "_bulk_docs")
    found["pull: _changes + _bulk_get"] = _together(found, "_changes", "_bulk_get")
    return found


def _rate(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return DOCUMENTS / (time.perf_counter() - started)


def _together(found: dict[str, float], *names: str) -> float:
    return 1 / sum(1 / found[name] for name in names)


def _read_changes(remote: Remote, db: str, query: str) -> None:
    since: object = 0
    read = 0
    while read < DOCUMENTS:
        page = json.loads(remote.send("GET", f"{db}/_changes?{query}&limit={BATCH}&since={since}"))
        since, read = page["last_seq"], read + len(page["results"])


@contextmanager
def served_store() -> Iterator[str]:
    """The address of the product's own store on a fresh SQLite file."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "flask", "--app", "server", "store", "serve", "--port", str(port)]
        options = ["--admin", "bench:bench", "--database", f"sqlite:///{folder}/store.db"]
        environment = os.environ | {"XUNGE_VAR": f"{folder}/var"}
        with subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, env=environment) as server:
            try:
                wait_until(lambda: _listens(port, server), START_SECONDS, "the store to start")
                yield f"http://bench:bench@127.0.0.1:{port}"
            finally:
                server.terminate()


def _listens(port: int, server: subprocess.Popen[bytes]) -> bool:
    if server.poll() is not None:
        raise RuntimeError("the store ended by itself")
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def report(results: dict[str, list[dict[str, float]]]) -> None:
    """One line per kind of request: the median of the rounds, and how the first compares with the second."""
    names = list(results)
    print(f"{'documents/s, median of ' + str(ROUNDS):32}" + "".join(f"{name:>12}" for name in names))
    for kind in results[names[0]][0]:
        medians = [statistics.median(one[kind] for one in results[name]) for name in names]
        ratio = f"{medians[0] / medians[1]:>11.2f}x" if len(medians) > 1 else ""
        print(f"{kind:32}" + "".join(f"{median:>12,.0f}" for median in medians) + ratio)


def main() -> None:
    """Measure and print."""
    with served_store() as url:
        urls = {"xunge": url}
        if couchdb := os.environ.get("COUCHDB_TEST_URL"):
            urls["couchdb"] = couchdb
        remotes = {name: Remote(address) for name, address in urls.items()}
        results: dict[str, list[dict[str, float]]] = {name: [] for name in urls}
        for _ in range(ROUNDS):
            load = make_load()
            for name, remote in remotes.items():
                results[name].append(measure(remote, load))
        for remote in remotes.values():
            remote.close()
    report(results)


if __name__ == "__main__":
    main()
