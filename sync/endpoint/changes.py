"""GET and POST _changes: what changed since a sequence, at once or as soon as something does.

A poll ends after a minute, whatever its heartbeat, and asks again who is there before it answers: neither a
revoked device nor a lost role keeps a door open.
"""

import time
from collections.abc import Iterator

from flask import Response, stream_with_context

from sync.documents import dumps
from sync.endpoint.call import Call
from sync.endpoint.listing import Listing, asked
from sync.endpoint.reply import text_reply
from sync.errors import BadRequest, DatabaseNotFound, NotImplementedHere
from sync.store.base import ChangeRow, ChangesPage

TIMEOUT_SECONDS = 60.0
SHORTEST_HEARTBEAT_SECONDS = 0.1


def changes(call: Call) -> Response:
    """Rows by sequence, `last_seq` to go on from, and how many are pending after it."""
    feed = call.request.args.get("feed", "normal")
    if feed in ("continuous", "eventsource"):
        raise NotImplementedHere(f"feed={feed} is not supported here; use normal or longpoll.")
    if feed not in ("normal", "longpoll"):
        raise BadRequest(f"Supported values of `feed` are normal and longpoll, not {feed!r}")
    listing = asked(call)
    page = listing.page(_since(call))
    if page.rows or feed == "normal" or listing.limit == 0:
        return text_reply(_text(page))
    patience = _heartbeat(call)
    timeout = TIMEOUT_SECONDS if patience else _timeout(call)
    return text_reply(stream_with_context(_wait(listing, page, patience, timeout)))


def _wait(listing: Listing, page: ChangesPage, heartbeat: float | None, timeout: float) -> Iterator[str]:
    """Blanks while nothing happens, then the reply: blanks before it are valid JSON."""
    watch, name = listing.call.endpoint.watch, listing.call.database
    yield "\n"
    nothing = ChangesPage([], page.last_seq, 0)
    deadline = time.monotonic() + timeout
    while (left := deadline - time.monotonic()) > 0:
        if not watch.wait(name, page.last_seq, min(heartbeat or left, left)):
            yield "\n"
            continue
        try:
            page = listing.page(page.last_seq)
        except DatabaseNotFound:
            break
        if page.rows:
            break
    yield _text(page if listing.call.still_admitted() else nothing)


def _text(page: ChangesPage) -> str:
    rows = ",\n".join(map(_row, page.rows))
    return f'{{"results":[\n{rows}\n],\n"last_seq":{page.last_seq},"pending":{page.pending}}}\n'


def _row(row: ChangeRow) -> str:
    revs = ",".join(f'{{"rev":{dumps(rev)}}}' for rev in row.revs)
    deleted = ',"deleted":true' if row.deleted else ""
    document = "" if row.json is None else f',"doc":{row.json}'
    return f'{{"seq":{row.seq},"id":{dumps(row.id)},"changes":[{revs}]{deleted}{document}}}'


def _since(call: Call) -> int:
    since = call.request.args.get("since", "0").strip('"')
    if since == "now":
        return call.store.info(call.database).update_seq
    if not (since.isascii() and since.isdigit() and len(since) < 19):
        raise BadRequest("Malformed sequence supplied in 'since' parameter.")
    return int(since)


def _heartbeat(call: Call) -> float | None:
    """Seconds between blanks, None without."""
    value = call.request.args.get("heartbeat")
    if value in (None, "false"):
        return None
    if value == "true":
        return TIMEOUT_SECONDS
    milliseconds = call.count("heartbeat") or 0
    return min(max(milliseconds / 1000, SHORTEST_HEARTBEAT_SECONDS), TIMEOUT_SECONDS)


def _timeout(call: Call) -> float:
    milliseconds = call.count("timeout")
    return TIMEOUT_SECONDS if milliseconds is None else min(milliseconds / 1000, TIMEOUT_SECONDS)
