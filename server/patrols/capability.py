"""What the patrols tell the engine: their types, the fold of a shift, their timers and plans."""

import hashlib
from collections.abc import Mapping
from typing import Any

from server.patrols.documents import check
from server.patrols.folding import fold_record, fold_shift
from server.patrols.planning import planned_shifts
from server.patrols.projection import project_attachment, project_shift, project_vehicle_log
from sync import times
from sync.domain import Capability, Document, DocumentType, Family, Timer

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _own_id(document: Mapping[str, Any]) -> str:
    subject: str = document["_id"]
    return subject


def _subject(document: Mapping[str, Any]) -> str:
    subject: str = document["subject"]
    return subject


def _shift_or_own_id(document: Mapping[str, Any]) -> str:
    return document["shift"] or _own_id(document)


def timer_event(database: str, subject: str, timer: Timer) -> Document:
    """The event of a due timer. Its id and its content follow from the timer alone."""
    key = subject.removeprefix("shift:")
    return {
        "_id": f"sev:{key}:{_derived_ulid(subject, timer)}",
        "type": "shift_ev",
        "v": 1,
        "div": database.partition("_")[2],
        "wrote": {"by": "server", "dev": "server", "dseq": 0},
        "at_dev": timer.due_at,
        "tz": "UTC",
        "subject": subject,
        "action": timer.name,
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "payload": {},
        "note": None,
    }


def _derived_ulid(subject: str, timer: Timer) -> str:
    """A ULID of the due moment, its random part derived from what is due."""
    digest = hashlib.sha256(f"{subject} {timer.name} {timer.due_at}".encode()).digest()
    number = int(times.parse(timer.due_at).timestamp() * 1000) << 80 | int.from_bytes(digest[:10])
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(125, -5, -5))


PATROLS = Capability(
    types=(
        DocumentType("shift", "head", check, _own_id),
        DocumentType("shift_ev", "event", check, _subject),
        DocumentType("ckin", "event", check, _subject),
        DocumentType("patrol_find", "fact", check, _subject),
        DocumentType("veh_log", "fact", check, _shift_or_own_id),
        DocumentType("attach", "fact", check, _own_id),
    ),
    families=(
        Family("shift", fold_shift, project_shift, timer_event),
        Family("vl", fold_record, project_vehicle_log),
        Family("att", fold_record, project_attachment),
    ),
    planned=planned_shifts,
)
