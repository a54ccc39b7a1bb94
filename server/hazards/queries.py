"""What the clock asks of the register about hazards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from server.hazards.codes import SchoolHazard, school_hazard
from server.hazards.guards import OPEN
from server.records.queries import in_states


@dataclass(frozen=True)
class OpenHazard:
    """A school's hazard that is not closed. `unit`: who has it; `received_at`: when it was last heard of."""

    id: str
    of: SchoolHazard
    div: str
    state: str
    unit: str | None
    received_at: str
    body: dict[str, Any]


def open_in_schools(connection: Connection) -> Sequence[OpenHazard]:
    """The open hazards of all schools, by id."""
    found = ((school_hazard(row.id), row) for row in in_states(connection, "hz", OPEN))
    return [
        OpenHazard(row.id, of, row.div, row.state, row.unit, row.received_at, row.body)
        for of, row in found
        if of is not None and row.received_at
    ]
