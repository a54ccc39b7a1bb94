"""What a phone wrote, from the write to the receipt: the rules of pwa/src/db/manifest.ts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.simulator.replica import Document

RECEIPT_DUE = timedelta(seconds=20)


@dataclass
class Entry:
    """One write. `body` goes with the receipt.

    `acknowledged` and `evicted` are for the oracle: a receipt was seen; the phone lost its storage.
    """

    id: str
    dev: str
    dseq: int
    author: str
    database: str
    type: str
    subject: str | None
    rev: str
    body: Document | None
    state: str = "saved"
    sent_at: datetime | None = None
    denied: bool = False
    reason: str | None = None
    words: Mapping[str, str] | None = None
    acknowledged: bool = False
    evicted: bool = False

    @property
    def waiting(self) -> bool:
        """Whether it is to be pushed."""
        return self.state == "saved" and not self.denied

    def due_for_intake(self, now: datetime) -> bool:
        """Whether the second gate should take it now. A clock that was set back makes nothing wait."""
        if self.body is None or self.state == "needs_you":
            return False
        return self.denied or (self.sent_at is not None and abs(now - self.sent_at) >= RECEIPT_DUE)

    def delivery(self) -> Document:
        """What intake gets."""
        return {"database": self.database, "document": {**(self.body or {}), "_rev": self.rev}}

    def handed_over(self, at: datetime, denied: bool) -> None:
        """It was pushed, and the endpoint took it or not."""
        self.denied = denied
        if not denied:
            self.state, self.sent_at = "on_way", at

    def taken_in(self, at: datetime) -> None:
        """Intake keeps it."""
        self.state, self.sent_at, self.denied = "on_way", at, False

    def needs_person(self, reason: str, words: Mapping[str, str] | None) -> None:
        """A gate refused it for what it is."""
        self.state, self.denied, self.reason, self.words = "needs_you", True, reason, words

    def settled(self, result: Mapping[str, Any] | None) -> None:
        """The server has it; `result` says so in words when its author should look."""
        self.denied, self.acknowledged = False, True
        if result is None:
            self.state, self.reason, self.words, self.body = "received", None, None, None
        else:
            self.state, self.reason = "needs_you", result["reason"] or result["result"]
            self.words = result["words"]


@dataclass
class Paper:
    """What was last written of a paper on one phone and is not signed.

    `sent`: the endpoint has answered; `denied`: with no.
    """

    database: str
    id: str
    rev: str
    sent: bool = False
    denied: bool = False


@dataclass
class Manifest:
    """The entries of one person's phone; `open` are those that are not received, oldest first."""

    open: dict[str, Entry] = field(default_factory=dict)
    last_on: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Note a write."""
        self.open[entry.id] = entry
        if entry.subject is not None:
            self.last_on[entry.subject] = entry.id

    def waiting(self) -> list[Entry]:
        """What is to be pushed."""
        return [entry for entry in self.open.values() if entry.waiting]

    def compare(self, receipts: Mapping[str, Any]) -> None:
        """Settle what the receipts speak of; those of another device are left alone."""
        results = {result["id"]: result for result in receipts["results"]}
        covered = Covered(receipts["received"])
        for entry in list(self.open.values()):
            if entry.dev != receipts["device"]:
                continue
            if entry.id in results:
                entry.settled(results[entry.id])
            elif entry.dseq in covered:
                entry.settled(None)
                del self.open[entry.id]


class Covered:
    """Inclusive ranges, asked for membership."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = list(ranges)

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self._ranges)
