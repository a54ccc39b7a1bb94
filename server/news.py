"""`/api/news`: the one wake-up channel of a phone or a console: which databases and townships have
something new.

One thread of the process looks at the sequences for all who wait. A waiting request holds a thread of the
server but no database connection. The token is the sequences its holder has seen, packed; clients pass it
back unread.
"""

import base64
import binascii
import json
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Blueprint, Flask
from marshmallow import Schema, fields, validate

from server.accounts.access import Caller, caller, signed_in
from server.divisions.queries import township_codes
from server.extensions import reading, services
from server.permissions import databases_for
from server.wire import Answer, Body, asks, gives
from sync.store.base import DocumentStore
from sync.tables import journal

LOOK_EVERY = 0.25
LONGEST = 50
MOST_WAITING = 4  # requests of one device: its tabs
MAX_TOKEN = 64 * 1024

bp = Blueprint("news", __name__, url_prefix="/api")


@dataclass(frozen=True)
class Heads:
    """The last sequence of every database and the last journal number of every partition."""

    databases: Mapping[str, int]
    partitions: Mapping[str, int]

    def of(self, who: Caller) -> "Heads":
        """Only those that the caller may know of."""
        mine = {grant.name for grant in databases_for(who.token_roles) if grant.read}
        return Heads(
            {name: seq for name, seq in self.databases.items() if name in mine},
            {code: rseq for code, rseq in self.partitions.items() if who.may_see(code)},
        )

    def since(self, seen: "Heads") -> "Heads":
        """Those whose number is another than the one seen: also a smaller one, of a restored store."""
        return Heads(
            {name: seq for name, seq in self.databases.items() if seen.databases.get(name) != seq},
            {code: rseq for code, rseq in self.partitions.items() if seen.partitions.get(code) != rseq},
        )

    def __bool__(self) -> bool:
        return bool(self.databases or self.partitions)


NOTHING = Heads({}, {})


class Watcher:
    """Looks at the sequences while somebody waits, from one thread, started by the first who does."""

    def __init__(self, app: Flask, store: DocumentStore) -> None:
        self._app = app
        self._store = store
        self._changed = threading.Condition()
        self._latest = NOTHING
        self._waiting: dict[str, list[object]] = {}
        self._stopped = False
        self._thread: threading.Thread | None = None

    def look(self) -> Heads:
        """The sequences of this moment."""
        return Heads(self._store.update_seqs(), self._partitions())

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return sum(map(len, self._waiting.values()))

    def wait(self, device: str, has_news: Callable[[Heads], bool], timeout: float) -> Heads:
        """The first sequences for which `has_news` holds, or those at the end of `timeout` seconds.

        Of one device so many may wait, as each holds a thread; one more lets the oldest go at once.
        """
        latest = self.look()
        end = time.monotonic() + timeout
        if has_news(latest) or timeout <= 0:
            return latest
        with self._changed:
            self._latest, me = latest, object()
            mine = self._waiting.setdefault(device, [])
            mine.append(me)
            del mine[:-MOST_WAITING]
            self._start()
            self._changed.notify_all()
            try:
                while not (has_news(self._latest) or self._stopped) and (left := end - time.monotonic()) > 0:
                    if me not in mine:
                        break
                    self._changed.wait(left)
                return self._latest
            finally:
                self._leave(device, me)

    def _leave(self, device: str, me: object) -> None:
        mine = self._waiting[device]
        if me in mine:
            mine.remove(me)
        if not mine:
            del self._waiting[device]

    def stop(self) -> None:
        """Wake everybody and end the thread."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            thread = self._thread
        if thread:
            thread.join()

    def _start(self) -> None:
        if self._thread is None and not self._stopped:
            self._thread = threading.Thread(target=self._run, name="news", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while self._is_needed():
            try:
                latest = self.look()
            except Exception as error:
                # Whoever waits goes on waiting: the next look may succeed, and the request ends by its
                # timeout.
                self._app.logger.error("looking for news failed: %s", type(error).__name__)
            else:
                self._tell(latest)
            time.sleep(LOOK_EVERY)

    def _is_needed(self) -> bool:
        """Sleep while nobody waits; False once stopped."""
        with self._changed:
            while not self._waiting and not self._stopped:
                self._changed.wait()
            return not self._stopped

    def _tell(self, latest: Heads) -> None:
        with self._changed:
            if latest != self._latest:
                self._latest = latest
                self._changed.notify_all()

    def _partitions(self) -> dict[str, int]:
        last = sa.select(sa.func.max(journal.c.rseq))
        with self._app.app_context(), reading() as session:
            found = {
                code: session.scalar(last.where(journal.c.partition == code))
                for code in township_codes(session)
            }
        return {code: rseq for code, rseq in found.items() if rseq}


class NewsQuery(Schema):
    """`since`: the token of the last answer; `timeout`: seconds to wait for news."""

    since = fields.String(load_default=None, validate=validate.Length(max=MAX_TOKEN))
    timeout = fields.Integer(load_default=25, validate=validate.Range(0, LONGEST))


class NewsSchema(Schema):
    """What has news since the token; empty lists when the time ran out."""

    token = fields.String(required=True)
    databases = fields.List(fields.String(), required=True)
    partitions = fields.List(fields.String(), required=True)


@bp.get("/news")
@signed_in
@asks(NewsQuery)
@gives(NewsSchema)
def news(query: Body) -> Answer:
    """Wait for news in the caller's databases and townships. Without `since`: all of them, at once."""
    who, seen = caller(), _unpack(query["since"])
    timeout = query["timeout"] if query["since"] else 0
    watcher = services().watcher
    latest = watcher.wait(who.device_id, lambda heads: bool(heads.of(who).since(seen)), timeout).of(who)
    fresh = latest.since(seen)
    return {
        "token": _pack(latest),
        "databases": sorted(fresh.databases),
        "partitions": sorted(fresh.partitions),
    }


def _pack(heads: Heads) -> str:
    text = json.dumps([heads.databases, heads.partitions], separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode()


def _unpack(token: str | None) -> Heads:
    """The sequences in a token; of one that is not ours nothing, so that everything is news."""
    try:
        packed = base64.urlsafe_b64decode(token or "")
        databases, partitions = json.loads(zlib.decompressobj().decompress(packed, MAX_TOKEN))
        return Heads(_numbers(databases.items()), _numbers(partitions.items()))
    except (ValueError, TypeError, AttributeError, zlib.error, binascii.Error):
        return NOTHING


def _numbers(pairs: Iterable[tuple[str, object]]) -> dict[str, int]:
    return {name: number for name, number in pairs if isinstance(number, int)}
