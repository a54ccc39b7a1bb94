"""What the rest of the server asks about the district: people, areas, places and rosters of today.

All take a session or a connection and read; `township` is a code of 9 digits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.divisions.tables import Reference

Reader = Session | Connection
T = TypeVar("T")


@dataclass(frozen=True)
class StaffMember:
    """A member of staff with the division of the unit; `state` is active or anything else."""

    id: str
    name: str
    unit: str
    unit_kind: str
    div: str
    division_name: str
    roles: frozenset[str]
    team: str | None
    state: str
    former_divs: tuple[str, ...] = ()

    @property
    def token_roles(self) -> frozenset[str]:
        """The roles as tokens carry them, `{role}@{division}`; also for divisions that theirs replaced."""
        return frozenset(f"{role}@{div}" for role in self.roles for div in (self.div, *self.former_divs))

    @property
    def actor(self) -> dict[str, Any]:
        """{roles: [role@division], unit, unit_kind, team}, as the journal notes who wrote a row."""
        held = sorted(self.token_roles) if self.state == "active" else []
        return {"roles": held, "unit": self.unit, "unit_kind": self.unit_kind, "team": self.team}


def find_staff(reader: Reader, staff_id: str) -> StaffMember | None:
    """The member of staff; None when unknown, or when the unit is not known yet."""
    body = body_of(reader, "staff", staff_id)
    return member_of(reader, body) if body else None


def member_of(reader: Reader, body: Mapping[str, Any]) -> StaffMember | None:
    """The member of staff that a staff document speaks of; None when the unit is not known yet."""
    unit = body_of(reader, "unit", body["unit"])
    if unit is None:
        return None
    return StaffMember(
        id=body["id"],
        name=body["name"],
        unit=body["unit"],
        unit_kind=unit["kind"],
        div=unit["div"],
        division_name=names_of(reader, "division", [unit["div"]]).get(unit["div"], unit["div"]),
        roles=frozenset(body["roles"]),
        team=body.get("team"),
        state=body["state"],
        former_divs=replaced_by(reader, unit["div"]),
    )


def replaced_by(reader: Reader, code: str) -> tuple[str, ...]:
    """The divisions that this one replaced, and those that they had replaced: what its staff go on with."""
    query = sa.select(Reference.code, Reference.body).where(Reference.type == "division")
    beside = query.where(Reference.code.startswith(code[:-3], autoescape=True))
    successors = {former: body.get("replaced_by") or [] for former, body in reader.execute(beside)}
    found = [code]
    for one in found:  # grows while we walk: a chain of replacements
        found += [former for former in successors if one in successors[former] and former not in found]
    return tuple(found[1:])


def roles_of(connection: Connection, staff_id: str) -> frozenset[str] | None:
    """The token roles that a person holds now, without the device's; None for somebody unknown."""
    staff = find_staff(connection, staff_id)
    if staff is None:
        return None
    held = staff.token_roles if staff.state == "active" else frozenset()
    return held | {f"staff:{staff_id}"}


def actor_of(connection: Connection, staff_id: str) -> dict[str, Any] | None:
    """What a person is now (`StaffMember.actor`); None for somebody unknown."""
    staff = find_staff(connection, staff_id)
    return staff.actor if staff else None


def body_of(reader: Reader, kind: str, code: str) -> dict[str, Any] | None:
    """The reference document of this type and code as it is now, retired ones too."""
    found = reader.execute(sa.select(Reference.body).where(Reference.type == kind, Reference.code == code))
    body: dict[str, Any] | None = found.scalar_one_or_none()
    return body


def bodies_of(reader: Reader, kind: str, codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The reference documents of these codes; unknown codes are left out."""
    return _by_code(reader, Reference.body, kind, codes)


def names_of(reader: Reader, kind: str, codes: Iterable[str]) -> dict[str, str]:
    """Names by code; unknown codes are left out."""
    return _by_code(reader, Reference.name, kind, codes)


def _by_code(
    reader: Reader, column: InstrumentedAttribute[T], kind: str, codes: Iterable[str]
) -> dict[str, T]:
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    query = sa.select(Reference.code, column).where(Reference.type == kind, Reference.code.in_(wanted))
    return dict(reader.execute(query).all())


def coded(code: str, names: Mapping[str, str]) -> dict[str, str]:
    """A code with its name; the code itself where no name is known."""
    return {"code": code, "name": names.get(code, code)}


def person(staff_id: str, names: Mapping[str, str]) -> dict[str, str]:
    """A member of staff with the name; the id itself where none is known."""
    return {"id": staff_id, "name": names.get(staff_id, staff_id)}


def in_area(reader: Reader, kind: str, area: str) -> list[dict[str, Any]]:
    """The active reference documents of this type in a district, township or village, by code."""
    query = (
        sa.select(Reference.body)
        .where(Reference.type == kind, Reference.area.startswith(area, autoescape=True))
        .where(Reference.state.not_in(["retired", "removed"]))
        .order_by(Reference.code)
    )
    return list(reader.execute(query).scalars())


def divisions_in(reader: Reader, areas: Iterable[str]) -> list[dict[str, Any]]:
    """The divisions that lie in any of these areas, by code."""
    found = {body["code"]: body for area in areas for body in in_area(reader, "division", area)}
    return [found[code] for code in sorted(found)]


def rosters_on(reader: Reader, day: date, area: str = "") -> list[dict[str, Any]]:
    """The rosters by which teams patrol on this day, by team and slot."""
    text = day.isoformat()
    return [
        roster
        for roster in in_area(reader, "roster", area)
        if day.isoweekday() in roster["weekdays"]
        and (roster.get("valid_from") or text) <= text <= (roster.get("valid_to") or text)
    ]


def township_codes(reader: Reader) -> list[str]:
    """The codes of the district and its townships: the partitions of the journal."""
    query = sa.select(Reference.code).where(Reference.type == "division", sa.func.length(Reference.code) <= 9)
    return list(reader.execute(query.order_by(Reference.code)).scalars())
