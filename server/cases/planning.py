"""What the clock says of cases, once each: which may be another that somebody else has reported too.

One quarrel is told to a grid manager and to a mediator, and both write it down. That needs more than the case
itself, so the register is read here, and what is suspected is written down as an event; a person decides.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import combinations, groupby

from sqlalchemy import Connection

from server.cases.queries import Reported, reported_since
from server.parameters import Parameters
from server.permissions import reference_database
from server.records.capability import home_of
from server.records.derived import derived_ulid
from server.records.events import event_of
from server.records.machine import Machine
from sync.authorship import written_by
from sync.domain import Document, Subject
from sync.journal import entries_of
from sync.reference import Versioned

LOOKED_AT = timedelta(days=30)
Pair = tuple[Reported, Reported]


def suspicions(machine: Machine, connection: Connection, now: datetime) -> Iterator[tuple[str, Document]]:
    """Of each newly found case: who else reported one of its kind and category in its village within
    `warn.same_case` days. Said of the later one."""
    cases = reported_since(connection, (now - LOOKED_AT).date().isoformat())
    reference = Versioned()
    for partition, of_partition in groupby(cases, key=lambda case: case.partition):
        reader = reference.reader(connection, partition, reference_database(partition))
        for older, newer in perhaps_the_same(of_partition):
            days = Parameters(reader).one("warn.same_case", newer.rseq)
            if abs(newer.found_on - older.found_on) <= timedelta(days=days):
                yield _said(machine, connection, older, newer)


def perhaps_the_same(cases: Iterable[Reported]) -> Iterator[Pair]:
    """Pairs that are alike, by different people, of which it was not said yet; the earlier one first."""
    for _, same in groupby(sorted(cases, key=_about), key=_about):
        for older, newer in combinations(sorted(same, key=lambda case: case.id), 2):
            if older.by != newer.by and older.id not in newer.suspects:
                yield older, newer


def _about(case: Reported) -> tuple[str, ...]:
    return case.div, case.kind, case.category


def _said(machine: Machine, connection: Connection, older: Reported, newer: Reported) -> tuple[str, Document]:
    entries = tuple(entries_of(connection, newer.partition, newer.id))
    home = home_of(machine, Subject(newer.partition, newer.id, entries))
    assert home is not None  # noqa: S101  it is in the register, so it has begun
    return home, event_of(
        machine,
        {"id": newer.id, "div": newer.div, "tz": "UTC"},
        derived_ulid(f"{newer.found_on}T00:00:00.000Z", newer.id, "suspect", older.id),
        wrote=written_by(),
        at_dev=newer.received_at,
        action="suspect",
        payload={"other": older.id},
    )
