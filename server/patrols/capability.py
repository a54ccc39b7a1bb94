"""What the patrols tell the engine: their types, the fold of a shift, their timers and plans."""

from functools import partial

from server.patrols.folding import fold_shift
from server.patrols.machine import SHIFTS
from server.patrols.planning import planned_shifts
from server.patrols.projection import project_shift, project_vehicle_log
from server.records.capability import check, timer_event
from server.records.erasing import erasable_of
from server.records.telling import fold_alone
from sync.domain import Capability, Document, DocumentType, Family


def _shift_or_own_id(document: Document) -> str:
    found: str = document["shift"] or document["_id"]
    return found


check_document = partial(check, SHIFTS)

PATROLS = Capability(
    types=(
        DocumentType("shift", "head", check_document, SHIFTS.subject_of),
        DocumentType("shift_ev", "event", check_document, SHIFTS.subject_of),
        DocumentType(
            "ckin",
            "event",
            check_document,
            SHIFTS.subject_of,
            erasable=erasable_of(SHIFTS.schemas["ckin"]),
        ),
        DocumentType("patrol_find", "fact", check_document, SHIFTS.subject_of),
        DocumentType("veh_log", "fact", check_document, _shift_or_own_id),
    ),
    families=(
        Family("shift", fold_shift, project_shift, partial(timer_event, SHIFTS)),
        Family("vl", fold_alone, project_vehicle_log),
    ),
    planned=planned_shifts,
)
