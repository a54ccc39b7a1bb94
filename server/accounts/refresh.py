"""Refresh tokens: each can be exchanged until its successor has been used; after that it ends the family.

An answer may be lost on a bad line, for minutes or for days, and two tabs may refresh at the same moment: so
a token is done with only when its successor comes. Whoever then shows an older one, or a successor that was
passed over, has a copy of something that was stolen.
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


@dataclass(frozen=True)
class Refreshed:
    """A session that goes on: whose it is, and the token for the next time."""

    staff_id: str
    token: str


def start(session: Session, staff_id: str, device_id: str, now: datetime) -> str:
    """A new family for a sign-in; returns its first token."""
    _forget_expired(session, now)
    family = TokenFamily(id=str(ULID()), staff_id=staff_id, device_id=device_id, started_at=now)
    session.add(family)
    session.flush()
    return _give(session, family.id, None, now)


def rotate(session: Session, token: str, now: datetime) -> Refreshed | None:
    """The successor of a token; None when the session is over. A reuse revokes the family, which the caller
    commits.
    """
    kept = session.get(RefreshToken, digest(token))
    if kept is None or kept.expires_at <= now:
        return None
    family = session.get_one(TokenFamily, kept.family_id, with_for_update=True, populate_existing=True)
    if family.revoked_at:
        return None
    if family.used not in (kept.hash, kept.parent):
        end(session, token, now, "reuse")
        return None
    family.used = kept.hash
    return Refreshed(family.staff_id, _give(session, family.id, kept.hash, now))


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


def _give(session: Session, family_id: str, parent: str | None, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        RefreshToken(
            hash=digest(token),
            family_id=family_id,
            parent=parent,
            issued_at=now,
            expires_at=now + LIFETIME,
        )
    )
    return token


def _forget_expired(session: Session, now: datetime) -> None:
    """Remove the families that ran out, with their tokens."""
    alive = sa.select(RefreshToken.family_id).where(RefreshToken.expires_at > now)
    session.execute(sa.delete(RefreshToken).where(RefreshToken.expires_at <= now))
    session.execute(sa.delete(TokenFamily).where(TokenFamily.id.not_in(alive)))
