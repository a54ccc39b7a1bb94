"""Subjects whose fold or projection failed: tried again, ever more rarely, blocking only themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from sync import times
from sync.tables import dead_letter

DELAYS = (1, 5, 30, 300)
LAST_DELAY = 3600


@dataclass(frozen=True)
class DeadLetter:
    """A subject that waits for somebody to look; `error` names what was raised and where."""

    subject: str
    partition: str
    attempts: int
    error: str
    since: str
    next_try: str


def note(connection: Connection, partition: str, subject: str, error: str, now: datetime) -> None:
    """One more attempt failed."""
    here = _is(partition, subject)
    attempts = connection.scalar(select(dead_letter.c.attempts).where(*here)) or 0
    delay = DELAYS[attempts] if attempts < len(DELAYS) else LAST_DELAY
    values = {
        "attempts": attempts + 1,
        "error": error,
        "next_try": times.utc(now + timedelta(seconds=delay)),
    }
    if attempts:
        connection.execute(update(dead_letter).where(*here).values(**values))
    else:
        fresh = {"partition": partition, "subject": subject, "since": times.utc(now), **values}
        connection.execute(insert(dead_letter).values(fresh))


def settled(connection: Connection, keys: Iterable[tuple[str, str]]) -> None:
    """These (partition, subject) are well."""
    rows = connection.execute(select(dead_letter.c.partition, dead_letter.c.subject)).all()
    letters = {(row.partition, row.subject) for row in rows}  # few, if any
    for partition, subject in letters.intersection(keys):
        connection.execute(delete(dead_letter).where(*_is(partition, subject)))


def hasten(connection: Connection, partition: str, subject: str, now: datetime) -> bool:
    """Have it tried again at once; whether there is such a letter."""
    sooner = update(dead_letter).where(*_is(partition, subject)).values(next_try=times.utc(now))
    return connection.execute(sooner).rowcount > 0


def due(connection: Connection, now: datetime) -> list[tuple[str, str]]:
    """The (partition, subject) to try again now."""
    rows = connection.execute(
        select(dead_letter.c.partition, dead_letter.c.subject)
        .where(dead_letter.c.next_try <= times.utc(now))
        .order_by(dead_letter.c.subject)
    )
    return [(row.partition, row.subject) for row in rows]


def oldest(connection: Connection, most: int, partition: str | None = None) -> list[DeadLetter]:
    """The dead letters of all partitions or of one, oldest first, `most` at most."""
    by_age = select(dead_letter).order_by(dead_letter.c.since, dead_letter.c.subject)
    if partition is not None:
        by_age = by_age.where(dead_letter.c.partition == partition)
    rows = connection.execute(by_age.limit(most))
    return [DeadLetter(r.subject, r.partition, r.attempts, r.error, r.since, r.next_try) for r in rows]


def _is(partition: str, subject: str) -> tuple[ColumnElement[bool], ...]:
    return dead_letter.c.partition == partition, dead_letter.c.subject == subject
