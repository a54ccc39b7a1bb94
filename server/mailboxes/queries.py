"""What is asked of the register about envelopes and clues by those who may see their numbers alone."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.mailboxes.clue_telling import WITH_POLICE
from server.records.queries import in_states, since

Item = dict[str, Any]
DAYS_BACK = 92
EVER = ""


def envelopes(session: Session, areas: Sequence[str], today: date) -> list[Item]:
    """The envelopes of the last months in these areas, by number."""
    first = (today - timedelta(days=DAYS_BACK)).isoformat()
    found: dict[str, Item] = {}
    for number, opening in _sheets(session, areas, first):
        _envelope(found, number)["sheets"].append(opening)
    for row in _within(areas, since(session, "cd", first, ("envelope_no",))):
        _envelope(found, row.envelope_no).update(clue=row.id, received=row.state != "dropped")
    return [{**found[number], "repeated": len(found[number]["sheets"]) > 1} for number in sorted(found)]


def sheets_of(session: Session, area: str, envelope_no: str) -> list[str]:
    """The openings of an area on whose sheets an envelope stands."""
    return sorted(opening for number, opening in _sheets(session, [area], EVER) if number == envelope_no)


def handed(session: Session, areas: Sequence[str]) -> list[Item]:
    """The clues of these areas that the police have, by numbers alone."""
    shown = ("clue_no", "receipt_no", "handed_on", "feedback")
    rows = _within(areas, in_states(session, "cd", WITH_POLICE))
    return [{"id": row.id, **{name: row.body[name] for name in shown}} for row in rows]


def _sheets(session: Session, areas: Sequence[str], first: str) -> Iterator[tuple[str, str]]:
    """(envelope number, opening) of every line on the sheets."""
    for row in _within(areas, since(session, "bw", first, ("openings",))):
        for opening in row.openings:
            yield from ((number, opening["id"]) for number in opening["envelopes"])


def _within(areas: Sequence[str], rows: Sequence[sa.Row[Any]]) -> Iterator[sa.Row[Any]]:
    return (row for row in rows if row.div.startswith(tuple(areas)))


def _envelope(found: dict[str, Item], number: str) -> Item:
    return found.setdefault(number, {"envelope_no": number, "clue": None, "received": False, "sheets": []})
