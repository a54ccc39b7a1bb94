"""Handover: what somebody wrote before their work went to another counts with the rights of then.

When it was written is the device's word, put right by what it says of its clock. That word falls where the
record is shown to be younger:
    what it looked at       the state that its writer had on the screen was journalled later than it claims
    the device's counter    an earlier number of the same device says a later time
Then the time that was shown counts. If the right to write had lapsed by then, the record waits for a person,
under a reason that says so. Without such evidence the word stands, however old it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from sqlalchemy import Connection, select

from sync import times
from sync.access import Caller
from sync.clock_evidence import evidence_of
from sync.domain import Document, Domain
from sync.guard import WRITTEN_LATER, Refusal
from sync.intake import Delivered
from sync.json_text import parsed
from sync.tables import journal

TOLERANCE = timedelta(minutes=5)  # as much as clocks differ that nobody calls wrong
MAX_NUMBER = 2**53
EARLIER_NUMBERS = 20  # of a device that are looked at; the last ones say the latest times
Rights = Mapping[str, Any]
Moment = datetime | None


@dataclass(frozen=True)
class Handover:
    """Looks at one transaction's deliveries; `beside`: all of them, `now`: the server's time."""

    connection: Connection
    domain: Domain
    beside: Sequence[Delivered]
    now: datetime

    def judge(
        self, one: Delivered, document: Document, denied: Refusal
    ) -> tuple[Refusal | None, Rights | None]:
        """(None, the author's rights of then) when they gave the right to write; else why not, and None."""
        said = _said(document)
        if said is None:
            return denied, None
        told = _put_right(said, document)
        shown = self._shown(one, document)
        moment = told if shown is None or shown <= told + TOLERANCE else shown
        rights = self._rights(one, document, moment)
        if rights is not None:
            return None, rights
        if self._rights(one, document, said) is None:
            return denied, None
        return Refusal(WRITTEN_LATER, "it was written after the right to write it had lapsed"), None

    def _rights(self, one: Delivered, document: Document, moment: datetime) -> Rights | None:
        """What the author was at a moment, if that gave the right."""
        rights = self.domain.actor_at(self.connection, one.author, times.utc(min(moment, self.now)))
        if rights is None:
            return None
        roles = {*rights["roles"], f"staff:{one.author}", f"dev:{one.device}"}
        refusal = self.domain.judge(one.database, document, Caller(one.author, frozenset(roles)))
        return rights if refusal is None else None

    def _shown(self, one: Delivered, document: Document) -> Moment:
        """The latest moment before which it was certainly not written; None when nothing shows any."""
        found = [self._looked_at(one.database, document), *self._earlier_numbers(one, document)]
        return max((moment for moment in found if moment is not None), default=None)

    def _looked_at(self, database: str, document: Document) -> Moment:
        """When the state was journalled that its writer had seen."""
        try:
            partition = self.domain.partition_of(database, document)
        except LookupError:
            return None
        seen, subject = document.get("seen"), document.get("subject")
        if not _is_count(seen) or not isinstance(subject, str):
            return None
        here = journal.c
        row = (here.partition == partition, here.rseq == seen, here.subject == subject)
        received_at = self.connection.scalar(select(here.received_at).where(*row))
        return None if received_at is None else times.parse(received_at)

    def _earlier_numbers(self, one: Delivered, document: Document) -> Iterator[Moment]:
        """What the documents say that this device wrote before it."""
        number = _number(document)
        here = journal.c
        rows = self.connection.execute(
            select(here.database, here.body, here.received_at)
            .where(here.device == one.device, here.dseq > 0, here.dseq < number)
            .order_by(here.dseq.desc())
            .limit(EARLIER_NUMBERS)
        )
        for row in rows:
            yield from self._says(row.database, parsed(row.body), times.parse(row.received_at))
        for other in self.beside:
            if other.device == one.device and 0 < _number(other.document) < number:
                yield from self._says(other.database, other.document, self.now)

    def _says(self, database: str, document: Document, received: datetime) -> Iterator[Moment]:
        """What an earlier document shows; a time after its arrival shows nothing but a wrong clock."""
        yield self._looked_at(database, document)
        said = _said(document)
        told = None if said is None else _put_right(said, document)
        yield told if told is not None and told <= received else None


def _said(document: Document) -> Moment:
    """The time that the device claims."""
    try:
        return times.parse(str(document.get("at_dev")))
    except (ValueError, OverflowError):
        return None


def _put_right(said: datetime, document: Document) -> datetime:
    """The same, as far as the device knows how wrong its clock is; what it says of that may be anything."""
    wrote = document.get("wrote")
    if not isinstance(wrote, Mapping):
        return said
    try:
        evidence = evidence_of(wrote)
        return said if evidence is None else said - evidence.off
    except (TypeError, ValueError, OverflowError):
        return said


def _number(document: Document) -> int:
    wrote = document.get("wrote")
    number = wrote.get("dseq") if isinstance(wrote, Mapping) else None
    return number if _is_count(number) else 0


def _is_count(claimed: object) -> TypeGuard[int]:
    return isinstance(claimed, int) and not isinstance(claimed, bool) and 0 < claimed < MAX_NUMBER
