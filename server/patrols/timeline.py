"""Everything that was written about one shift, with what became of it: each figure drills down to here."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.divisions.queries import names_of
from server.patrols.actions import subject_at
from server.patrols.folding import action_of
from server.patrols.parameters import Parameters
from server.patrols.projection import late_minutes
from server.patrols.queries import person
from sync.acts import HEAD, Act, acts_of
from sync.tables import fold_result

KINDS = {"shift_ev": "event", "ckin": "ckin", "patrol_find": "find", "veh_log": "veh_log"}
ENVELOPE = (
    "_id",
    "type",
    "v",
    "div",
    "wrote",
    "at_dev",
    "tz",
    "subject",
    "seen",
    "seen_ids",
    "prev",
    "qr_token",
    "id",
    "by",
    "dev",
    "at",
    "skewed",
    "too_late",
    "received_at",
    "action",
    "note",
)
Item = dict[str, Any]


def timeline(session: Session, township: str, shift_id: str) -> list[Item]:
    """The records of a shift in the order of the moments that count."""
    subject, reference = subject_at(session.connection(), township, shift_id)
    acts = acts_of(subject.entries, action_of, Parameters(reference).limits)
    records = [act for act in acts if act.counts and act.action != HEAD]
    results = {
        row.doc_id: row
        for row in session.execute(
            sa.select(fold_result).where(
                fold_result.c.partition == township, fold_result.c.subject == shift_id
            )
        )
    }
    names = names_of(session, "staff", (act.view["by"] for act in records))
    told = [_told(act, results.get(act.doc_id), names) for act in records]
    return [item for _, item in sorted(zip(records, told, strict=True), key=lambda pair: _when(pair[0]))]


def _when(act: Act) -> tuple[str, int]:
    return act.view["at"], act.rseq


def _told(act: Act, result: Any, names: dict[str, str]) -> Item:
    view = act.view
    return {
        "id": act.doc_id,
        "kind": KINDS[view["type"]],
        "action": view["action"] if view["type"] == "shift_ev" else None,
        "by": person(view["by"], names),
        "at_dev": view["at_dev"],
        "received_at": view["received_at"],
        "late_minutes": late_minutes(view["at_dev"], view["received_at"]),
        "result": result.result if result else "parked",
        "reason": result.reason if result else None,
        "payload": view.get("payload") or {key: value for key, value in view.items() if key not in ENVELOPE},
        "note": view.get("note"),
    }
