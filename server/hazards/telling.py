"""What a hazard's state says beyond its fields, and what its rules look at."""

from typing import Any
from zoneinfo import ZoneInfo

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
        **_of_school(hazard, reference, head.rseq),
    }


def _of_school(hazard: str, reference: Reference, rseq: int) -> Fields:
    """What a school's id says; a school that is not of the area is unknown."""
    found = school_hazard(hazard)
    if found is None:
        return {}
    item = found.item
    return {
        "item_school": found.school,
        "item_group": item.group if item else None,
        "limit_days": item.days if item else None,
        "school_known": reference(f"school:{found.school}", rseq) is not None,
    }


def tell(folding: Folding) -> Fields:
    """What is the server's, whose the item is by the checklist, and whether somebody has to hurry."""
    value = folding.value
    found = school_hazard(folding.subject.id)
    item = found.item if found else None
    severe = value("severity") == "severe"
    return {
        **{name: folding.fold.assigned.get(name) for name in ASSIGNED},
        "round": folding.fold.assigned.get("round", 1),
        "item": item.code if item else None,
        "month": found.month if found else None,
        "owners": list(item.owners) if item else [],
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
