"""What others ask of the register. All take a session and read."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from server.divisions.queries import coded, names_of, person
from server.records.tables import Record

PAGE = 100
ALIKE = 10
Registered = Record  # a row, for those who pass it on
Item = dict[str, Any]
PLAIN = (
    "id",
    "family",
    "kind",
    "state",
    "level",
    "ref",
    "on",
    "due_at",
    "closed_on",
    "title",
    "number",
    "rseq",
    "received_at",
    "late_minutes",
    "flags",
    "waiting",
)


class BadCursor(ValueError):
    """A cursor that no page has given."""


@dataclass(frozen=True)
class Concern:
    """Somebody who reads in `areas` only what concerns them: given to them or their unit, or with one of the
    two in one of the lists `lists` of the state."""

    staff: str
    unit: str | None
    areas: tuple[str, ...]
    lists: tuple[str, ...]

    def condition(self) -> sa.ColumnElement[bool]:
        """The rows that concern them."""
        return sa.and_(_within(self.areas), sa.or_(*self._given(), *self._named()))

    def _given(self) -> Iterator[sa.ColumnElement[bool]]:
        yield Record.owner == self.staff
        if self.unit is not None:
            yield Record.unit == self.unit

    def _named(self) -> Iterator[sa.ColumnElement[bool]]:
        codes = [json.dumps(code) for code in (self.staff, self.unit) if code is not None]
        for name in self.lists:
            text = Record.body[name].as_string()
            yield from (text.contains(code, autoescape=True) for code in codes)


@dataclass(frozen=True)
class Wanted:
    """Which records: those of any of `areas` (codes of 6, 9 or 12 digits), further narrowed by what is set.

    `concern`: beside them what concerns somebody.
    `first`, `last`: days, inclusive. `waiting`: only those on which something waits for a person.
    """

    families: tuple[str, ...]
    areas: tuple[str, ...]
    state: str | None = None
    kind: str | None = None
    first: str | None = None
    last: str | None = None
    waiting: bool = False
    concern: Concern | None = None


@dataclass(frozen=True)
class Page:
    """Records, newest day first, and the cursor of the next page if there is one."""

    rows: Sequence[Record]
    cursor: str | None


def records(session: Session, wanted: Wanted, cursor: str | None = None, most: int = PAGE) -> Page:
    """A page of records. Raises BadCursor."""
    query = sa.select(Record).where(*_conditions(wanted))
    if cursor is not None:
        query = query.where(sa.tuple_(Record.on, Record.id) < sa.tuple_(*map(sa.literal, _position(cursor))))
    found = session.scalars(query.order_by(Record.on.desc(), Record.id.desc()).limit(most + 1)).all()
    rows = found[:most]
    return Page(rows, _cursor(rows[-1]) if len(found) > most else None)


def find(session: Session, family: str, record_id: str) -> list[Record]:
    """The rows of a record: one, unless another township's documents claim the same id."""
    return list(session.scalars(_of(family, record_id).order_by(Record.partition)))


def find_concerning(session: Session, family: str, record_id: str, concern: Concern) -> Record | None:
    """The row of a record that concerns somebody."""
    query = _of(family, record_id).where(concern.condition())
    return session.scalars(query.order_by(Record.partition)).first()


def _of(family: str, record_id: str) -> sa.Select[Record]:
    return sa.select(Record).where(Record.id == record_id, Record.family == family)


def in_states(reader: Session | Connection, family: str, states: Sequence[str]) -> Sequence[sa.Row[Any]]:
    """(id, div, state, unit, received_at, body) of a family's records in these states, by id."""
    columns = (Record.id, Record.div, Record.state, Record.unit, Record.received_at, Record.body)
    query = sa.select(*columns).where(Record.family == family, Record.state.in_(states))
    return reader.execute(query.order_by(Record.id)).all()


def newly(
    connection: Connection, family: str, states: Sequence[str], first: str, fields: Sequence[str]
) -> Sequence[sa.Row[Any]]:
    """(partition, id, div, kind, rseq, received_at and these fields of the body) of a family's records in
    these states that count to the day `first` or later, by partition and id."""
    plain = (Record.partition, Record.id, Record.div, Record.kind, Record.rseq, Record.received_at)
    query = sa.select(*plain, *(Record.body[name].label(name) for name in fields))
    wanted = (Record.family == family, Record.state.in_(states), Record.on >= first)
    return connection.execute(query.where(*wanted).order_by(Record.partition, Record.id)).all()


def since(
    reader: Session | Connection,
    family: str,
    first: str,
    fields: Sequence[str],
    unfinished: bool = False,
) -> Sequence[sa.Row[Any]]:
    """(id, div, kind, state, on, closed_on, number and these fields of the body) of a family's records that
    count to the day `first` or later, by id; with `unfinished` also of earlier ones not closed before it.
    """
    plain = (Record.id, Record.div, Record.kind, Record.state, Record.on, Record.closed_on, Record.number)
    wanted = Record.on >= first
    if unfinished:
        wanted = sa.or_(wanted, Record.closed_on.is_(None), Record.closed_on >= first)
    query = sa.select(*plain, *(Record.body[name].label(name) for name in fields))
    return reader.execute(query.where(Record.family == family, wanted).order_by(Record.id)).all()


def about_the_same(session: Session, row: Record) -> Sequence[Record]:
    """Other records of its kind about the same thing (`ref`) that are not closed, newest day first."""
    if row.ref is None:
        return []
    same = sa.select(Record).where(Record.ref == row.ref, Record.closed_on.is_(None))
    return _beside(session, row, same)


def found_alike(
    session: Session,
    row: Record,
    states: Sequence[str],
    fields: Mapping[str, str],
    days: Mapping[str, tuple[str, str]],
) -> Sequence[Record]:
    """Other records of its kind at the same place in one of these states, whose bodies have these `fields`,
    and in each of `days` one between two; newest day first."""
    same = sa.select(Record).where(Record.div == row.div, Record.state.in_(states))
    for name, value in fields.items():
        same = same.where(Record.body[name].as_string() == value)
    for name, (first, last) in days.items():
        same = same.where(Record.body[name].as_string().between(first, last))
    return _beside(session, row, same)


def _beside(session: Session, row: Record, same: sa.Select[Record]) -> Sequence[Record]:
    others = same.where(Record.partition == row.partition, Record.family == row.family, Record.id != row.id)
    return session.scalars(others.order_by(Record.on.desc(), Record.id).limit(ALIKE)).all()


def ids_of(reader: Session | Connection, family: str, states: Sequence[str] = ()) -> set[str]:
    """The ids of a family's records, of all or of those in these states."""
    query = sa.select(Record.id).where(Record.family == family)
    if states:
        query = query.where(Record.state.in_(states))
    return set(reader.execute(query).scalars())


def told(session: Session, rows: Sequence[Record]) -> list[Item]:
    """Rows as the API tells them, with the names of divisions, units and people."""
    divisions = names_of(session, "division", (row.div for row in rows))
    units = names_of(session, "unit", (row.unit for row in rows if row.unit))
    people = names_of(session, "staff", (row.owner for row in rows if row.owner))
    return [
        {
            **{name: getattr(row, name) for name in PLAIN},
            "div": coded(row.div, divisions),
            "unit": coded(row.unit, units) if row.unit else None,
            "owner": person(row.owner, people) if row.owner else None,
        }
        for row in rows
    ]


def _conditions(wanted: Wanted) -> Iterable[sa.ColumnElement[bool]]:
    yield Record.family.in_(wanted.families)
    yield sa.or_(_within(wanted.areas), *([] if wanted.concern is None else [wanted.concern.condition()]))
    if wanted.state is not None:
        yield Record.state == wanted.state
    if wanted.kind is not None:
        yield Record.kind == wanted.kind
    if wanted.first is not None:
        yield Record.on >= wanted.first
    if wanted.last is not None:
        yield Record.on <= wanted.last
    if wanted.waiting:
        yield Record.waiting > 0


def _within(areas: Iterable[str]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(Record.div.startswith(area, autoescape=True) for area in areas))


def _cursor(row: Record) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.on, row.id]).encode()).decode()


def _position(cursor: str) -> tuple[str, str]:
    try:
        day, record_id = json.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadCursor from error
    if not (isinstance(day, str) and isinstance(record_id, str)):
        raise BadCursor
    return day, record_id
