"""What others ask about cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.orm import Session

from server.cases.rows import OPEN
from server.parameters import Parameters
from server.records.machine import Folding
from server.records.queries import Registered, found_alike, newly


@dataclass(frozen=True)
class Reported:
    """An open case that was found of late: what it is about, and who reported it. `suspects`: the cases that
    it was said to be perhaps the same as."""

    partition: str
    id: str
    div: str
    kind: str
    rseq: int
    received_at: str
    category: str
    found_on: date
    by: str
    suspects: frozenset[str]


def reported_since(connection: Connection, first: str) -> Sequence[Reported]:
    """The open cases with a category that were found on the day `first` or later, by partition and id."""
    fields = ("category", "found_on", "first_receiver", "suspects")
    rows = newly(connection, "case", OPEN, first, fields)
    return [_reported(row) for row in rows if row.category is not None]


def _reported(row: Row[Any]) -> Reported:
    plain = (row.partition, row.id, row.div, row.kind, row.rseq, row.received_at, row.category)
    found_on = date.fromisoformat(row.found_on)
    return Reported(*plain, found_on, row.first_receiver, frozenset(row.suspects or ()))


def alike(session: Session, row: Registered, folding: Folding) -> Sequence[Registered]:
    """Other cases that may be the same matter: at the same place, of the same kind and category, not ended,
    and found within `warn.repeat` days of it.
    """
    category, found_on = folding.value("category"), folding.value("found_on")
    if category is None or found_on is None:
        return []
    about = {"kind": str(folding.value("kind")), "category": str(category)}
    around = timedelta(days=Parameters(folding.reference).one("warn.repeat", folding.rseq))
    day = date.fromisoformat(found_on)
    days = (day - around).isoformat(), (day + around).isoformat()
    return found_alike(session, row, OPEN, about, {"found_on": days})
