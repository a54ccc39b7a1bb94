"""The records of one part of the journal on which something waits for a person, folded before the caller."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.accounts.access import Caller
from server.cases.queries import alike
from server.desk.people import People
from server.desk.reach import Reach, readers_of
from server.divisions.queries import coded, names_of
from server.records.actions import Office, office_at
from server.records.machine import Machine
from server.records.queries import about_the_same, find
from server.records.tables import Record
from sync.tables import fold_result

MOST = 200
DISPUTED, DUPLICATE = "disputed_outcome", "dup_suspect"
Item = dict[str, Any]


@dataclass(frozen=True)
class Waiting:
    """A record with what is told of it wherever it is named."""

    office: Office
    about: Item
    people: People

    @property
    def flags(self) -> set[str]:
        """What is marked on it."""
        return self.office.folding.fold.flags

    @property
    def sealed(self) -> bool:
        """Whether no office reads what it says: it is told that something waits, by whom, and why."""
        return not self.office.machine.readers


class Folded:
    """Records of a partition that the caller may know of, folded when first asked for."""

    def __init__(self, session: Session, partition: str, reach: Reach, caller: Caller) -> None:
        self._session, self._partition, self._caller = session, partition, caller
        self._machines: Mapping[str, Machine] = {machine.prefix: machine for machine in reach.machines}
        self._known: dict[str, Waiting | None] = {}
        self.people = People(session)

    def waiting(self) -> tuple[list[Waiting], bool]:
        """Those on which something waits, and whether there are more than are told."""
        subjects = list(dict.fromkeys([*self._parked(), *self._noted()]))
        found = [one for one in map(self.get, subjects[:MOST]) if one is not None]
        return found, len(subjects) > MOST

    def get(self, subject: str) -> Waiting | None:
        """The record; None when there is none that the caller may know of."""
        if subject not in self._known:
            machine = self._machines.get(subject.partition(":")[0])
            self._known[subject] = None if machine is None else self._fold(machine, subject)
        return self._known[subject]

    def candidates(self, waiting: Waiting) -> list[Item]:
        """Other records that may be the same matter, without what their parties say or are called."""
        row = self._session.get(Record, (self._partition, waiting.about["id"]))
        if row is None:
            return []
        is_case = row.family == "case"
        rows = (
            alike(self._session, row, waiting.office.folding)
            if is_case
            else about_the_same(self._session, row)
        )
        names = names_of(self._session, "division", (one.div for one in rows))
        return [_registered(one, waiting.office.machine.plural, names) for one in rows]

    def _parked(self) -> Iterator[str]:
        here = fold_result.c
        rows = self._session.execute(
            sa.select(here.subject)
            .where(here.partition == self._partition, here.result == "parked", here.needs_person)
            .order_by(here.rseq)
        )
        return (row.subject for row in rows if row.subject.partition(":")[0] in self._machines)

    def _noted(self) -> Iterator[str]:
        flags = sa.cast(Record.flags, sa.Text)
        marked = (flags.like(f'%"{flag}"%') for flag in (DISPUTED, DUPLICATE))
        rows = self._session.execute(
            sa.select(Record.id)
            .where(Record.partition == self._partition, Record.family.in_(self._machines))
            .where(sa.or_(Record.waiting > 0, *marked))
            .order_by(Record.on, Record.id)
            .limit(MOST + 1)
        )
        return (row.id for row in rows)

    def _fold(self, machine: Machine, subject: str) -> Waiting | None:
        """The record, if it has begun and lies in an area that the caller knows of."""
        connection = self._session.connection()
        office = office_at(connection, machine, self._partition, subject, self._caller.staff_id)
        if office.folding.fold.head is None:
            return None
        about = self._about(office)
        if not self._caller.may_see(about["div"]["code"], readers_of(machine)):
            return None
        return Waiting(office, about, self.people)

    def _about(self, office: Office) -> Item:
        folding, machine = office.folding, office.machine
        row = self._session.get(Record, (self._partition, folding.subject.id))
        div = row.div if row else folding.head["div"]
        names = names_of(self._session, "division", [div])
        told = _registered(row, machine.plural, names) if row else self._unregistered(office, names)
        return {**told, "state": folding.fold.state, "rseq": folding.rseq}

    def _unregistered(self, office: Office, names: Mapping[str, str]) -> Item:
        """A shift, which has a read model of its own, or what no office reads."""
        head, sealed = office.folding.head, not office.machine.readers
        subject = office.folding.subject.id
        return {
            "id": subject,
            "plural": office.machine.plural,
            "div": coded(head["div"], names),
            "sealed": sealed,
            **(self._case_of(subject) if sealed else self._shift(head)),
            "on": head.get("date", head["at_dev"][:10]),
        }

    def _shift(self, head: Mapping[str, Any]) -> Item:
        team = head.get("team", "")
        title = names_of(self._session, "team", [team]).get(team, team)
        return {"kind": head.get("slot"), "title": title, "number": None}

    def _case_of(self, subject: str) -> Item:
        """By what the office knows the case that a sealed record belongs to."""
        case = next(iter(find(self._session, "case", f"case:{subject.split(':')[1]}")), None)
        readers = self._machines["case"].readers if "case" in self._machines else ()
        if case is None or not self._caller.may_see(case.div, readers):
            return {"kind": None, "title": None, "number": None}
        return {"kind": None, "title": case.title, "number": case.number}


@dataclass(frozen=True)
class Desk:
    """The desk of a partition before the caller, as long as its session is open."""

    session: Session
    partition: str
    reach: Reach
    folded: Folded
    now: datetime

    @property
    def people(self) -> People:
        """Names, each looked up once."""
        return self.folded.people


def _registered(row: Record, plural: str, names: Mapping[str, str]) -> Item:
    plain = {name: getattr(row, name) for name in ("id", "kind", "title", "number", "on", "state", "rseq")}
    return {**plain, "plural": plural, "div": coded(row.div, names), "sealed": False}
