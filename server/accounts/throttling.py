"""Bad sign-ins are counted in SQL, so that every web process and a restart know of them."""

from datetime import datetime, timedelta
from math import ceil

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.accounts.tables import LoginFailure
from server.errors import TooManyAttempts

WINDOW = timedelta(minutes=15)
PER_USERNAME = 8
PER_ADDRESS = 80  # a whole township office may share one address


def check(session: Session, username: str, address: str, now: datetime) -> None:
    """Raise TooManyAttempts while the user name or the address has used up its window."""
    for column, value, limit in (
        (LoginFailure.username, username, PER_USERNAME),
        (LoginFailure.address, address[:45], PER_ADDRESS),
    ):
        opens = _opens_at(session, column, value, limit, now)
        if opens is not None:
            raise TooManyAttempts(max(1, ceil((opens - now).total_seconds())))


def record(session: Session, username: str, address: str, now: datetime) -> None:
    """Keep one failure and forget those that no longer count."""
    session.execute(sa.delete(LoginFailure).where(LoginFailure.at <= now - WINDOW))
    session.add(LoginFailure(username=username[:64], address=address[:45], at=now))


def forget(session: Session, username: str) -> None:
    """A right password ends the counting for this user name; the address stays counted."""
    session.execute(sa.update(LoginFailure).where(LoginFailure.username == username).values(username=""))


def _opens_at(
    session: Session, column: InstrumentedAttribute[str], value: str, limit: int, now: datetime
) -> datetime | None:
    """When the limit-th newest failure leaves the window; None while there are fewer."""
    failures = (
        sa.select(LoginFailure.at)
        .where(column == value[:64], LoginFailure.at > now - WINDOW)
        .order_by(LoginFailure.at.desc())
        .limit(limit)
    )
    times = session.scalars(failures).all()
    return times[-1] + WINDOW if len(times) == limit else None
