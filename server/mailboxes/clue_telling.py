"""What follows from the fields of a clue. Pure."""

from typing import Any

from server.records.machine import Folding
from server.records.projection import local_day
from sync import times
from sync.domain import Document

DISTRICT_DIGITS = 6
DROPPERS = (
    "grid_mgr",
    "mediator",
    "mediation_head",
    "security_head",
    "village_lead",
    "posted_clerk",
    "twp_operator",
    "dist_special",
)
WITH_POLICE = ("handed_to_police", "fed_back")
NUMBERING = ("register", "reinstate")
Told = dict[str, Any]


def clue_database(document: Document) -> str:
    """Where the clues of a district lie: no phone reads there."""
    return f"clue_{document['div'][:DISTRICT_DIGITS]}"


def clue_told(folding: Folding) -> Told:
    """The number, and what does not agree between the drop, the sheets and what the township counted."""
    counted = folding.value("received_count")
    received = folding.value("received_by") is not None
    flags = set()
    if received and counted != folding.value("count"):
        flags.add("count_differs")
    if received and folding.value("channel") == "mailbox" and not folding.value("sheets"):
        flags.add("not_on_sheet")
    if len(folding.value("sheets") or []) > 1:
        flags.add("envelope_twice")
    if not set(DROPPERS) & set(folding.head["actor"]["roles"]):
        flags.add("dropped_without_role")
    return {"clue_no": clue_no(folding), "flags": sorted(flags)}


def clue_no(folding: Folding) -> str | None:
    """`XS{year}-{row}`: the year and the journal row of the registration, so that no counter is needed."""
    registered = next((act for act in folding.fold.applied if act.action in NUMBERING), None)
    return None if registered is None else f"XS{local_day(registered)[:4]}-{registered.rseq:04}"


def clue_columns(folding: Folding) -> Told:
    """A clue counts to the day on which its envelope came in."""
    closed_at = folding.value("closed_at")
    return {
        "kind": folding.value("category"),
        "level": folding.value("channel"),
        "on": folding.head["received_on"],
        "number": clue_no(folding),
        "closed_on": times.utc(times.parse(closed_at))[:10] if closed_at else None,
    }
