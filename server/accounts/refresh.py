"""Refresh tokens: each is used once and gives its successor; one used again ends the whole family.

Two tabs may refresh at the same moment, and an answer may be lost on a bad line: for GRACE after its
rotation a token still gives a successor of the same family. After that, a second use means that somebody
copied it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session
from ulid import ULID

from server.accounts.devices import digest
from server.accounts.tables import RefreshToken, TokenFamily

LIFETIME = timedelta(days=30)
GRACE = timedelta(seconds=10)


@dataclass(frozen=True)
class Refreshed:
    """A session that goes on: whose it is, and the token for the next time."""

    staff_id: str
    device_id: str
    token: str


def start(session: Session, staff_id: str, device_id: str, now: datetime) -> str:
    """A new family for a sign-in; returns its first token."""
    _forget_expired(session, now)
    family = TokenFamily(id=str(ULID()), staff_id=staff_id, device_id=device_id, started_at=now)
    session.add(family)
    session.flush()
    return _give(session, family.id, now)


def rotate(session: Session, token: str, now: datetime) -> Refreshed | None:
    """The successor of a token; None when the session is over. A reuse revokes the family, which the caller
    commits.
    """
    kept = session.get(RefreshToken, digest(token), with_for_update=True)
    if kept is None or kept.expires_at <= now:
        return None
    family = session.get_one(TokenFamily, kept.family_id)
    if family.revoked_at:
        return None
    if kept.rotated_at and now - kept.rotated_at > GRACE:
        end(session, token, now, "reuse")
        return None
    kept.rotated_at = kept.rotated_at or now
    return Refreshed(family.staff_id, family.device_id, _give(session, family.id, now))


def family_of(session: Session, token: str) -> TokenFamily | None:
    """The family that the token belongs to, also a revoked one."""
    kept = session.get(RefreshToken, digest(token))
    return session.get(TokenFamily, kept.family_id) if kept else None


def end(session: Session, token: str, now: datetime, reason: str) -> None:
    """Revoke the family of the token; nothing happens for an unknown token."""
    family = sa.select(RefreshToken.family_id).where(RefreshToken.hash == digest(token)).scalar_subquery()
    session.execute(
        sa.update(TokenFamily)
        .where(TokenFamily.id == family, TokenFamily.revoked_at.is_(None))
        .values(revoked_at=now, revoked_for=reason)
    )


def _give(session: Session, family_id: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        RefreshToken(hash=digest(token), family_id=family_id, issued_at=now, expires_at=now + LIFETIME)
    )
    return token


def _forget_expired(session: Session, now: datetime) -> None:
    """Remove the families that ran out, with their tokens."""
    alive = sa.select(RefreshToken.family_id).where(RefreshToken.expires_at > now)
    session.execute(sa.delete(RefreshToken).where(RefreshToken.expires_at <= now))
    session.execute(sa.delete(TokenFamily).where(TokenFamily.id.not_in(alive)))
