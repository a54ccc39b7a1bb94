"""What is asked of the register about envelopes and clues by those who may see their numbers alone."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.records.tables import Record

Item = dict[str, Any]
DAYS_BACK = 92
WITH_POLICE = ("handed_to_police", "fed_back")


def envelopes(session: Session, areas: Sequence[str], today: date) -> list[Item]:
    """The envelopes of the last months in these areas, by number."""
    found: dict[str, Item] = {}
    for row in session.scalars(_recent("bw", areas, today)):
        for opening in row.body["openings"]:
            for number in opening["envelopes"]:
                _envelope(found, number)["sheets"].append(opening["id"])
    for row in session.scalars(_recent("cd", areas, today)):
        item = _envelope(found, row.body["envelope_no"])
        item.update(clue=row.id, received=row.state != "dropped")
    return [found[number] for number in sorted(found)]


def sheets_of(session: Session, clue: Record) -> list[str]:
    """The openings of the clue's township on whose sheets its envelope stands."""
    number = clue.body["envelope_no"]
    query = sa.select(Record).where(Record.family == "bw", Record.div.startswith(clue.div, autoescape=True))
    return sorted(
        opening["id"]
        for row in session.scalars(query)
        for opening in row.body["openings"]
        if number in opening["envelopes"]
    )


def handed(session: Session, areas: Sequence[str]) -> list[Item]:
    """The clues of these areas that the police have."""
    query = sa.select(Record).where(Record.family == "cd", Record.state.in_(WITH_POLICE), _within(areas))
    return [
        {
            "id": row.id,
            "number": row.number,
            **{name: row.body[name] for name in ("receipt_no", "handed_on", "feedback")},
        }
        for row in session.scalars(query.order_by(Record.number))
    ]


def _recent(family: str, areas: Sequence[str], today: date) -> sa.Select[Any]:
    first = (today - timedelta(days=DAYS_BACK)).isoformat()
    return (
        sa.select(Record)
        .where(Record.family == family, Record.on >= first, _within(areas))
        .order_by(Record.id)
    )


def _within(areas: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(Record.div.startswith(area, autoescape=True) for area in areas))


def _envelope(found: dict[str, Item], number: str) -> Item:
    return found.setdefault(number, {"envelope_no": number, "clue": None, "received": False, "sheets": []})
