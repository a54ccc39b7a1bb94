"""Bytes whose attachment has not come: counted against their sender, dropped when it never comes.

A row is settled once: as soon as its attachment is found it does not expire any more and is not counted.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.photos.tables import Blob
from sync import times

UNCLAIMED_AT_MOST: Final = 200_000_000
"""bytes of one person"""
COUNTED_AT_LEAST: Final = 100_000
"""bytes: what the smallest picture counts, so that there cannot be too many of them either"""
AT_ONCE: Final = 500

Claim = Literal["taken", "held"]
Known = Callable[[Session, Sequence[Blob]], Sequence[Claim | None]]
"""For each of these rows whether its attachment has come, from its sender and with its hash: `taken`, or
`held` when it is in quarantine and may be let go."""


@dataclass(frozen=True)
class Claims:
    """Says whose bytes are waited for; `known` asks the records."""

    known: Known

    def has_room(self, session: Session, staff_id: str) -> bool:
        """Whether this person may send more. Looks for attachments only when the count alone says no."""
        if _counted(session, staff_id) <= UNCLAIMED_AT_MOST:
            return True
        waiting = sa.select(Blob).where(Blob.staff_id == staff_id, Blob.expires_at.is_not(None))
        rows = session.scalars(waiting).all()
        for start in range(0, len(rows), AT_ONCE):
            self._settle(session, rows[start : start + AT_ONCE])
        return _counted(session, staff_id) <= UNCLAIMED_AT_MOST

    def settle_expired(self, session: Session, now: datetime, again: datetime) -> Set[str]:
        """Forget the rows that nobody claimed in time, some at once; the hashes that no row names any more.

        What is held waits until `again`.
        """
        rows = session.scalars(_expired(now).limit(AT_ONCE)).all()
        gone: set[str] = set()
        for row, claim in zip(rows, self._settle(session, rows), strict=True):
            if claim == "held":
                row.expires_at = times.utc(again)
            elif claim is None:
                session.delete(row)
                gone.add(row.sha256)
        session.flush()
        return gone - set(session.scalars(sa.select(Blob.sha256).where(Blob.sha256.in_(gone))))

    def _settle(self, session: Session, rows: Sequence[Blob]) -> Sequence[Claim | None]:
        claims = self.known(session, rows)
        for row, claim in zip(rows, claims, strict=True):
            if claim == "taken":
                row.expires_at = None
        session.flush()
        return claims


def has_expired(session: Session, now: datetime) -> bool:
    """Whether there is anything to settle."""
    return session.scalars(_expired(now).limit(1)).first() is not None


def _expired(now: datetime) -> sa.Select[Blob]:
    return sa.select(Blob).where(Blob.expires_at <= times.utc(now))


def _counted(session: Session, staff_id: str) -> int:
    size = sa.case((Blob.size < COUNTED_AT_LEAST, COUNTED_AT_LEAST), else_=Blob.size)
    waiting = sa.select(sa.func.sum(size)).where(Blob.staff_id == staff_id, Blob.expires_at.is_not(None))
    return session.execute(waiting).scalar_one() or 0
