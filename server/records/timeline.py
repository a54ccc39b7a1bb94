"""Everything that was written about one record, with what became of it: each figure drills down to here."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server.divisions.queries import names_of, person
from server.records.machine import Folding
from server.records.projection import late_minutes_of
from sync.acts import Act
from sync.domain import Outcome

ENVELOPE = frozenset(
    {
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
        "actor",
        "at",
        "skewed",
        "too_late",
        "at_within_s",
        "at_from",
        "corrected_at",
        "days_off",
        "received_at",
        "action",
        "note",
    }
)
Item = dict[str, Any]
Sealed = Mapping[str, tuple[str, ...]]  # by document type
NOTHING_SEALED: Sealed = {}


def timeline(session: Session, folding: Folding, sealed: Sealed) -> list[Item]:
    """The documents of a record, its head among them, in the order of the moments that count."""
    acts = [act for act in folding.acts if act.counts]
    names = names_of(session, "staff", (act.view["by"] for act in acts))
    outcomes = folding.fold.outcomes
    return [
        told(act, act.view["type"], act.action, outcomes.get(act.doc_id), names, sealed)
        for act in sorted(acts, key=moment)
    ]


def moment(act: Act) -> tuple[str, int]:
    """What the order of a timeline goes by."""
    return act.view["at"], act.rseq


def told(
    act: Act,
    kind: str,
    action: str | None,
    outcome: Outcome | None,
    names: Mapping[str, str],
    sealed: Sealed = NOTHING_SEALED,
) -> Item:
    """One document of a timeline."""
    view = act.view
    return {
        "id": act.doc_id,
        "kind": kind,
        "action": action,
        "by": person(view["by"], names),
        "at_dev": view["at_dev"],
        "at": view["at"],
        "at_from": view["at_from"],
        "at_within_s": view["at_within_s"],
        "received_at": view["received_at"],
        "late_minutes": late_minutes_of(act),
        "result": outcome.result if outcome else "parked",
        "reason": outcome.reason if outcome else None,
        "payload": content(view, sealed),
        "note": view.get("note"),
    }


def content(view: Mapping[str, Any], sealed: Sealed) -> dict[str, Any]:
    """What a document says beside its envelope, without the fields that are sealed in its type."""
    hidden = ENVELOPE.union(sealed.get(view["type"], ()))
    return view.get("payload") or {key: value for key, value in view.items() if key not in hidden}
