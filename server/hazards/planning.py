"""What the clock says of hazards, once each: whose one found in a school is, and which it may be again.

Both need more than the hazard itself (the units of the township, the hazards of earlier months), so they are
read here and written down as events, by which the fold goes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.divisions.queries import in_area
from server.hazards.queries import OpenHazard, open_in_schools
from server.permissions import school_database, township_of
from server.records.derived import derived_ulid
from server.schools.checklist import SCHOOL, VILLAGE
from sync.authorship import written_by
from sync.domain import Document

TOLD = frozenset({"unit_officer", "school_contact"})
Body = Mapping[str, Any]
Planned = tuple[str, Document]


def planned_events(connection: Connection, _now: datetime) -> list[Planned]:
    """Assignments by the checklist's owners, and suspicions of an older hazard being the same."""
    hazards = open_in_schools(connection)
    waiting: dict[str, list[OpenHazard]] = defaultdict(list)
    for hazard in hazards:
        if hazard.state == "found" and hazard.unit is None:
            waiting[township_of(hazard.div)].append(hazard)
    found = list(suspicions(hazards))
    for township, some in waiting.items():
        units, staff = (in_area(connection, kind, township) for kind in ("unit", "staff"))
        found += assignments(some, units, staff)
    return found


def assignments(
    hazards: Iterable[OpenHazard], units: Sequence[Body], staff: Sequence[Body]
) -> Iterator[Planned]:
    """To whom each goes, where the township has such a unit. Once in each round: a returned one is the
    office's to give."""
    for hazard in hazards:
        unit = _owner(hazard, units)
        if unit is not None:
            payload = {"unit": unit, "officers": _officers(unit, staff), "due_at": None}
            yield _event(hazard, "auto_assign", payload, str(hazard.body["round"]))


def suspicions(hazards: Iterable[OpenHazard]) -> Iterator[Planned]:
    """Of each hazard: the same item of the same school, open since an earlier month."""
    alike: dict[tuple[str, str], list[OpenHazard]] = defaultdict(list)
    for hazard in hazards:
        alike[hazard.of.school, hazard.of.code].append(hazard)
    for same in alike.values():
        for hazard in same:
            for older in same:
                if older.of.month < hazard.of.month and older.id not in (hazard.body["suspects"] or []):
                    yield _event(hazard, "suspect", {"other": older.id}, older.id)


def _owner(hazard: OpenHazard, units: Sequence[Body]) -> str | None:
    """The code of the unit that leads on the item, the school's own for what is the school's."""
    owners = hazard.body["owners"]
    if not owners:
        return None
    kind = owners[0]
    if kind == SCHOOL:
        return hazard.of.school
    of_kind = (unit for unit in units if unit["kind"] == kind)
    return next((unit["code"] for unit in of_kind if kind != VILLAGE or unit["div"] == hazard.div), None)


def _officers(unit: str, staff: Sequence[Body]) -> list[str]:
    serving = (one for one in staff if one["unit"] == unit and one["state"] == "active")
    return sorted(one["id"] for one in serving if TOLD & set(one["roles"]))


def _event(hazard: OpenHazard, action: str, payload: Mapping[str, Any], cause: str) -> Planned:
    key = hazard.id.partition(":")[2]
    begin = f"{hazard.of.month}-01T00:00:00.000Z"
    return school_database(hazard.div), {
        "_id": f"hev:{key}:{derived_ulid(begin, hazard.id, action, cause)}",
        "type": "hazard_ev",
        "v": 1,
        "div": hazard.div,
        "wrote": written_by(),
        "at_dev": hazard.received_at,
        "tz": "UTC",
        "subject": hazard.id,
        "action": action,
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "payload": payload,
        "note": None,
    }
