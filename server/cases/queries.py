"""What others ask about cases."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from server.cases.rows import OPEN
from server.parameters import Parameters
from server.records.machine import Folding
from server.records.queries import Registered, found_alike


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
