"""Copies of a record for those who handle it without replicating the database where it lives."""

from typing import Any

from server.permissions import GUARD
from server.records.machine import Folding, Machine
from server.records.telling import state
from sync.acts import Act
from sync.authorship import written_by
from sync.domain import Document

JUDGED = (
    "id",
    "by",
    "dev",
    "actor",
    "at",
    "skewed",
    "too_late",
    "at_within_s",
    "at_from",
    "corrected_at",
    "days_off",
    "received_at",
)  # the fold's, not the document's


def view_of(machine: Machine, folding: Folding, apart: tuple[str, ...] = ()) -> Document:
    """The record whole: head, events with their results, state; without documents of the types `apart`."""
    told, head = state(machine, folding), folding.fold.head
    assert head is not None  # noqa: S101  there is a state, so there is a head
    return {
        "type": "view",
        "v": 1,
        "div": told["div"],
        "wrote": written_by(),
        "at_dev": told["at_dev"],
        "tz": told["tz"],
        "subject": folding.subject.id,
        "rseq": told["rseq"],
        "head": document_of(head),
        "events": _events(folding, apart),
        "state": told,
    }


def reads(folding: Folding, staff_id: str, database: str) -> bool:
    """Whether somebody replicates a database, as of the last row: by their division, or since that took over
    the one whose database it is."""
    staff, rule = folding.reference(f"staff:{staff_id}", folding.rseq), GUARD.rule_of(database)
    if staff is None or rule is None:
        return False
    place = rule.place_of(database)
    divisions = {staff["div"], place} if staff["div"] in _successors(folding, place) else {staff["div"]}
    return GUARD.readable(
        database, frozenset(f"{role}@{div}" for role in staff["roles"] for div in divisions)
    )


def _successors(folding: Folding, code: str) -> list[str]:
    """The divisions that replaced this one, and those that replaced them."""
    found = [code]
    for one in found:  # grows while we walk: a chain of replacements
        division = folding.reference(f"division:{one}", folding.rseq) or {}
        found += [later for later in division.get("replaced_by") or [] if later not in found]
    return found[1:]


def _events(folding: Folding, apart: tuple[str, ...]) -> list[Document]:
    found: list[Document] = []
    for act in folding.acts:
        outcome = folding.fold.outcomes.get(act.doc_id)
        if outcome is not None and act.counts and not act.head and act.view["type"] not in apart:
            found.append({**document_of(act), "result": outcome.result, "reason": outcome.reason})
    return found


def document_of(act: Act) -> dict[str, Any]:
    """A document as it was written."""
    own = {key: value for key, value in act.view.items() if key not in JUDGED}
    if act.head:
        own.pop("action", None)
    return own
