"""Everything that was written about one shift, with what became of it: each figure drills down to here."""

from typing import Any

from sqlalchemy.orm import Session

from server.divisions.queries import names_of
from server.records.machine import Folding
from server.records.timeline import moment, told

KINDS = {"shift_ev": "event", "ckin": "ckin", "patrol_find": "find", "veh_log": "veh_log"}
Item = dict[str, Any]


def timeline(session: Session, folding: Folding) -> list[Item]:
    """The records of a shift in the order of the moments that count."""
    acts = sorted((act for act in folding.acts if act.counts and not act.head), key=moment)
    names = names_of(session, "staff", (act.view["by"] for act in acts))
    outcomes = folding.fold.outcomes
    return [
        told(
            act,
            KINDS[act.view["type"]],
            act.action if act.view["type"] == "shift_ev" else None,
            outcomes.get(act.doc_id),
            names,
        )
        for act in acts
    ]
