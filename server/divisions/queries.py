"""What the rest of the server asks about the district: people, areas, places and rosters of today.

All take a session or a connection and read; `township` is a code of 9 digits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from server.divisions.tables import Reference

Reader = Session | Connection


@dataclass(frozen=True)
class StaffMember:
    """A member of staff with the division of the unit; `state` is active or anything else."""

    id: str
    name: str
    unit: str
    div: str
    division_name: str
    roles: frozenset[str]
    team: str | None
    state: str

    @property
    def token_roles(self) -> frozenset[str]:
        """The roles as tokens carry them: `{role}@{division}`."""
        return frozenset(f"{role}@{self.div}" for role in self.roles)


def find_staff(reader: Reader, staff_id: str) -> StaffMember | None:
    """The member of staff; None when unknown, or when the unit is not known yet."""
    body = body_of(reader, "staff", staff_id)
    unit = body_of(reader, "unit", body["unit"]) if body else None
    if body is None or unit is None:
        return None
    return StaffMember(
        id=staff_id,
        name=body["name"],
        unit=body["unit"],
        div=unit["div"],
        division_name=names_of(reader, "division", [unit["div"]]).get(unit["div"], unit["div"]),
        roles=frozenset(body["roles"]),
        team=body.get("team"),
        state=body["state"],
    )


def roles_of(connection: Connection, staff_id: str) -> frozenset[str] | None:
    """The token roles that a person holds now, without the device's; None for somebody unknown."""
    staff = find_staff(connection, staff_id)
    if staff is None:
        return None
    held = staff.token_roles if staff.state == "active" else frozenset()
    return held | {f"staff:{staff_id}"}


def body_of(reader: Reader, kind: str, code: str) -> dict[str, Any] | None:
    """The reference document of this type and code as it is now, retired ones too."""
    found = reader.execute(sa.select(Reference.body).where(Reference.type == kind, Reference.code == code))
    body: dict[str, Any] | None = found.scalar_one_or_none()
    return body


def bodies_of(reader: Reader, kind: str, codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The reference documents of these codes; unknown codes are left out."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    query = sa.select(Reference.code, Reference.body).where(
        Reference.type == kind, Reference.code.in_(wanted)
    )
    return {row.code: row.body for row in reader.execute(query)}


def names_of(reader: Reader, kind: str, codes: Iterable[str]) -> dict[str, str]:
    """Names by code; unknown codes are left out."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    query = sa.select(Reference.code, Reference.name).where(
        Reference.type == kind, Reference.code.in_(wanted)
    )
    return {row.code: row.name for row in reader.execute(query)}


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


def parameters(reader: Reader) -> dict[str, Any]:
    """The parameters that differ from their defaults, by key."""
    query = sa.select(Reference.body).where(Reference.type == "param", Reference.state != "retired")
    return {body["key"]: body["value"] for body in reader.execute(query).scalars()}


def township_codes(reader: Reader) -> list[str]:
    """The codes of the district and its townships: the partitions of the journal."""
    query = sa.select(Reference.code).where(Reference.type == "division", sa.func.length(Reference.code) <= 9)
    return list(reader.execute(query.order_by(Reference.code)).scalars())
