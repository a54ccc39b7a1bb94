"""What a hazard's state says beyond its fields, and what its rules look at."""

from typing import Any
from zoneinfo import ZoneInfo

from server.checklists.queries import Line, line_at
from server.hazards.codes import school_hazard
from server.hazards.guards import WORKING
from server.records.machine import Folding
from sync import times
from sync.domain import Reference
from sync.fold import Fold

Fields = dict[str, Any]
ASSIGNED = (
    "lead_unit",
    "officers",
    "officer",
    "units",
    "assigned_at",
    "due_at",
    "rectified_at",
    "closed_at",
    "extension_asked",
    "suspended_at",
    "suspended_from",
    "merged_into",
)
NOT_YET_RIGHT = ("found", *WORKING, "suspended")


def derive(fold: Fold, reference: Reference) -> Fields:
    """The hazard's own id, and what its line of the checklist says."""
    head = fold.head
    if head is None:
        return {}
    hazard = head.view["id"] if head.head else head.view["subject"]
    return {
        "hazard": hazard,
        "round": fold.assigned.get("round", 1),
        **_of_school(hazard, fold, reference),
    }


def _of_school(hazard: str, fold: Fold, reference: Reference) -> Fields:
    """What a school's id says; a school that is not of the area is unknown."""
    found = school_hazard(hazard)
    if found is None or fold.head is None:
        return {}
    line = _line(hazard, fold, reference)
    return {
        "item_school": found.school,
        "item_group": (line.category if line else None) or "other",
        "limit_days": line.days if line else None,
        "school_known": reference(f"school:{found.school}", fold.head.rseq) is not None,
    }


def _line(hazard: str, fold: Fold, reference: Reference) -> Line | None:
    """What the checklist says of it: the version by which it was first found, as it was then."""
    found, head = school_hazard(hazard), fold.head
    if found is None or head is None:
        return None
    version = None if head.head else head.view["payload"].get("list")
    return line_at(reference, version, head.rseq, found.code)


def tell(folding: Folding) -> Fields:
    """What is the server's, whose the item is by the checklist, and whether somebody has to hurry."""
    value = folding.value
    found = school_hazard(folding.subject.id)
    line = _line(folding.subject.id, folding.fold, folding.reference)
    severe = value("severity") == "severe"
    return {
        **{name: folding.fold.assigned.get(name) for name in ASSIGNED},
        "round": folding.fold.assigned.get("round", 1),
        "item": found.code if found else None,
        "item_name": line.name if line else None,
        "month": found.month if found else None,
        "owners": list(line.owners) if line else [],
        "incident_suggested": severe and folding.fold.state in NOT_YET_RIGHT,
    }


def register(folding: Folding) -> Fields:
    """The hazard's columns in the register."""
    value, zone = folding.value, folding.head["tz"]
    open_ = folding.fold.state in (*NOT_YET_RIGHT, "rectified", "transferred")
    return {
        "kind": value("category"),
        "level": value("severity"),
        "ref": value("school") or value("site"),
        "on": local_day(value("found_at"), zone) or local_day(folding.head["at"], zone),
        "due_at": value("due_at") if open_ else None,
        "owner": value("officer"),
        "unit": value("lead_unit"),
        "closed_on": local_day(value("closed_at"), zone),
        "title": value("text"),
    }


def local_day(moment: str | None, zone: str) -> str | None:
    """The day of a moment, where it was."""
    return times.parse(moment).astimezone(ZoneInfo(zone)).date().isoformat() if moment else None
