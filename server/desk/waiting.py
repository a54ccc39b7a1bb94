"""The records of one part of the journal on which something waits for a person, folded before the caller."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.accounts.access import Caller
from server.divisions.queries import coded, names_of, person
from server.records.actions import Office, office_at
from server.records.machine import Machine
from server.records.tables import Record
from sync.tables import fold_result

MOST = 200
DISPUTED, DUPLICATE = "disputed_outcome", "dup_suspect"
CANDIDATES = 10
Item = dict[str, Any]


class People:
    """Members of staff with their names, each looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Item] = {}

    def __call__(self, staff_id: str) -> Item:
        if staff_id not in self._known:
            names = names_of(self._session, "staff", [staff_id])
            self._known[staff_id] = dict(person(staff_id, names))
        return self._known[staff_id]


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


class Folded:
    """Records of a partition that the caller may read, folded when first asked for."""

    def __init__(self, session: Session, partition: str, machines: Sequence[Machine], caller: Caller) -> None:
        self._session, self._partition, self._caller = session, partition, caller
        self._machines: Mapping[str, Machine] = {machine.prefix: machine for machine in machines}
        self._known: dict[str, Waiting | None] = {}
        self.people = People(session)

    def waiting(self) -> tuple[list[Waiting], bool]:
        """Those on which something waits, and whether there are more than are told."""
        subjects = list(dict.fromkeys([*self._parked(), *self._noted()]))
        found = [one for one in map(self.get, subjects[:MOST]) if one is not None]
        return found, len(subjects) > MOST

    def get(self, subject: str) -> Waiting | None:
        """The record; None when there is none that the caller may read."""
        if subject not in self._known:
            machine = self._machines.get(subject.partition(":")[0])
            self._known[subject] = None if machine is None else self._fold(machine, subject)
        return self._known[subject]

    def candidates(self, waiting: Waiting) -> list[Item]:
        """Other records of the same kind about the same thing that are not closed."""
        row = self._session.get(Record, (self._partition, waiting.about["id"]))
        if row is None or row.ref is None:
            return []
        others = (
            sa.select(Record)
            .where(Record.partition == self._partition, Record.family == row.family, Record.ref == row.ref)
            .where(Record.id != row.id, Record.closed_on.is_(None))
            .order_by(Record.on.desc(), Record.id)
            .limit(CANDIDATES)
        )
        rows = self._session.scalars(others).all()
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
        """The record, if it has begun and lies in an area that the caller reads."""
        connection = self._session.connection()
        office = office_at(connection, machine, self._partition, subject, self._caller.staff_id)
        if office.folding.fold.head is None:
            return None
        about = self._about(office)
        if not self._caller.may_see(about["div"]["code"], machine.readers):
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
        """A shift, which has a read model of its own."""
        head = office.folding.head
        team = head.get("team", "")
        return {
            "id": office.folding.subject.id,
            "plural": office.machine.plural,
            "div": coded(head["div"], names),
            "kind": head.get("slot"),
            "title": names_of(self._session, "team", [team]).get(team, team),
            "number": None,
            "on": head.get("date", head["at_dev"][:10]),
        }


def _registered(row: Record, plural: str, names: Mapping[str, str]) -> Item:
    plain = {name: getattr(row, name) for name in ("id", "kind", "title", "number", "on", "state", "rseq")}
    return {**plain, "plural": plural, "div": coded(row.div, names)}
