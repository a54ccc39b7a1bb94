"""What waits for something that is not there: events whose record has not come, and records that could not
be handled.

An event waits for its record without limit, and counts as soon as that comes. The desk tells of it once it
has waited as long as one may wait for the event before it (`Table.wait_hours`); nothing changes by that.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from server import domain
from server.desk.settling import name_of, told
from server.desk.waiting import MOST, Desk
from server.records.machine import Machine
from sync import dead_letters, journal, times
from sync.journal import Entry
from sync.tables import fold_result
from sync.tables import journal as rows

WAITS = "waits_for_head"
MOST_EVENTS = 1000
Item = dict[str, Any]


def headless(desk: Desk, settled: bool) -> list[Item]:
    """The records that are missing, those first that are waited for longest, with what waits for them."""
    found: dict[str, list[Item]] = {}
    for machine, entry in _overdue(desk):
        found.setdefault(entry.subject, []).append(_event(desk, machine, entry))
    items = (
        {
            "subject": subject,
            "since": events[0]["received_at"],
            "events": events,
            "settle_as": name_of("headless", desk.partition, subject, [one["id"] for one in events]),
        }
        for subject, events in found.items()
    )
    return told(desk.session, desk.people, items, settled)


def letters(desk: Desk, settled: bool) -> list[Item]:
    """The records whose handling fails, oldest first; a settled one comes back with the next document about
    it, and with another error."""
    connection = desk.session.connection()
    found = dead_letters.oldest(connection, MOST + 1, desk.partition)
    last = _last_rows(desk, [one.subject for one in found])
    items = (
        {
            **asdict(one),
            "settle_as": name_of(
                "dead_letter", desk.partition, one.subject, [last.get(one.subject, 0), one.error]
            ),
        }
        for one in found
        if desk.reach.covers(one.subject)
    )
    return told(desk.session, desk.people, items, settled)


def _overdue(desk: Desk) -> Iterator[tuple[Machine, Entry]]:
    """The events that have waited too long, oldest first."""
    machines = {
        machine.prefix: machine for machine in domain.MACHINES if desk.reach.covers(f"{machine.prefix}:")
    }
    here = fold_result.c
    waiting = desk.session.execute(
        sa.select(here.rseq, here.subject)
        .where(here.partition == desk.partition, here.result == "parked", here.reason == WAITS)
        .order_by(here.rseq)
        .limit(MOST_EVENTS)
    )
    for row in waiting.all():
        machine = machines.get(row.subject.partition(":")[0])
        if machine is not None:
            entry = journal.entry(desk.session.connection(), desk.partition, row.rseq)
            over = times.parse(entry.received_at) + timedelta(hours=machine.table.wait_hours)
            if over <= desk.now:
                yield machine, entry


def _event(desk: Desk, machine: Machine, entry: Entry) -> Item:
    document = entry.body["document"] if entry.kind == "release" else entry.body
    return {
        "id": entry.doc_id,
        "action": machine.action_of(document),
        "by": desk.people(entry.author),
        "at": document["at_dev"],
        "received_at": entry.received_at,
    }


def _last_rows(desk: Desk, subjects: list[str]) -> dict[str, int]:
    """{subject: the last row about it}."""
    found = desk.session.execute(
        sa.select(rows.c.subject, sa.func.max(rows.c.rseq).label("last"))
        .where(rows.c.partition == desk.partition, rows.c.subject.in_(subjects))
        .group_by(rows.c.subject)
    )
    return {row.subject: row.last for row in found}
