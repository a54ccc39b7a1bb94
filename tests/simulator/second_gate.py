"""The second gate as a phone uses it, and what receipts tell it: as in pwa/src/replication/intake.ts."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from tests.simulator.manifest import Entry, Manifest
from tests.simulator.wire import Refused

HANDED_IN_AT_ONCE = 50
ABOUT_RECORDS = (400, 413, 422)
Ask = Callable[..., Any]


def collect_receipts(ask: Ask, manifest: Manifest) -> None:
    """Settle what has reached the journal. Raises Refused, Unreachable."""
    if manifest.open:
        manifest.compare(ask("GET", "/api/receipts"))


def hand_in(ask: Ask, entries: Sequence[Entry], at: datetime) -> None:
    """Give them to intake. Raises Refused, Unreachable."""
    for first in range(0, len(entries), HANDED_IN_AT_ONCE):
        _deliver(ask, entries[first : first + HANDED_IN_AT_ONCE], at)


def _deliver(ask: Ask, entries: Sequence[Entry], at: datetime) -> None:
    """A delivery that is refused as a whole is sent record by record."""
    body = {"documents": [entry.delivery() for entry in entries], "unused": []}
    try:
        answer = ask("POST", "/api/intake", body)
    except Refused as refused:
        if refused.status not in ABOUT_RECORDS:
            raise
        if len(entries) == 1:
            entries[0].needs_person(refused.code, None)
            return
        for entry in entries:
            _deliver(ask, [entry], at)
        return
    by_id = {entry.id: entry for entry in entries}
    for taken in answer["accepted"]:
        by_id[taken["id"]].taken_in(at)
    for refusal in answer["refused"]:
        if refusal["id"] in by_id:
            by_id[refusal["id"]].needs_person(refusal["reason"], refusal["words"])
