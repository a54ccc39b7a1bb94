"""Parties that were never taken: what did not fit is in quarantine and has no case that would end it.

It is kept as long as a taken party is after the archive of its case; then the clock writes that it is erased.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from server.cases.effects import MONTH_DAYS
from server.cases.party_documents import PARTY
from server.parameters import DEFAULTS
from server.records.capability import timer_event
from server.records.machine import Machine
from sync import times
from sync.domain import Document, Timer
from sync.erasure import ERASE
from sync.sealing import DESTROYED
from sync.tables import fold_state, quarantine, subject_key

SUBJECT = re.compile(rf"party:{PARTY}")


def due_erasures(machine: Machine, connection: Connection, now: datetime) -> Iterator[tuple[str, Document]]:
    """The erasures that are due by now and not done, each in the database of who wrote the party."""
    kept = timedelta(days=MONTH_DAYS * DEFAULTS["retention.party"])
    for row in _never_taken(connection, machine, times.utc(now - kept)):
        if SUBJECT.fullmatch(row.subject):
            event = timer_event(machine, row.partition, row.subject, Timer(ERASE, row.received_at))
            yield f"own_{row.author}", event


def _never_taken(connection: Connection, machine: Machine, before: str) -> list[Row[tuple[str, ...]]]:
    """What is held of parties without a state, the first document of each."""
    held = quarantine.c
    about = (held.partition, held.subject)
    key = sa.and_(subject_key.c.partition == held.partition, subject_key.c.subject == held.subject)
    state = sa.and_(fold_state.c.partition == held.partition, fold_state.c.subject == held.subject)
    query = (
        sa.select(
            *about,
            sa.func.min(held.author).label("author"),
            sa.func.min(held.received_at).label("received_at"),
        )
        .join(subject_key, key)
        .outerjoin(fold_state, state)
        .where(held.type.in_(machine.schemas), held.released_rseq.is_(None), held.received_at <= before)
        .where(subject_key.c.key != DESTROYED, fold_state.c.subject.is_(None))
        .group_by(*about)
    )
    return list(connection.execute(query))
