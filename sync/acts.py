"""Journalled rows as a fold sees them: in order, with the time that counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sync import times
from sync.journal import TAKEN, Entry

HEAD = "head"
ActionOf = Callable[[Mapping[str, Any]], str]
SkewOf = Callable[[Entry], float]


@dataclass(frozen=True)
class Act:
    """One journalled document as the fold sees it. `counts` False: quarantined, there but without effect.

    `view` is what rules see as `event`: the document with `id`, `by`, `dev`, `received_at`, `action`, `at`
    (UTC text; the device's time unless that lies after the receiving) and `skewed` (whether it did).
    """

    rseq: int
    doc_id: str
    action: str
    head: bool
    counts: bool
    received_at: str
    view: Mapping[str, Any]

    @property
    def prev(self) -> str | None:
        """The event that its device wrote before it on this subject."""
        found = self.view.get("prev")
        return found if isinstance(found, str) else None


def acts_of(entries: Sequence[Entry], action_of: ActionOf, skew_of: SkewOf) -> list[Act]:
    """The rows of a subject as acts. A released document counts from its release on; copies are left out.

    `action_of` names the action of a document (`head` for the subject itself); `skew_of` says how many
    minutes a device's clock may be ahead at that row.
    """
    acts: list[Act] = []
    for entry in entries:
        if entry.kind == "release":
            released = entry.body
            acts.append(_act(entry, released["document"], released["received_at"], action_of, skew_of))
        elif entry.kind == "quarantined":
            acts.append(Act(entry.rseq, entry.doc_id, "", False, False, entry.received_at, {}))
        elif entry.kind in TAKEN:
            acts.append(_act(entry, entry.body, entry.received_at, action_of, skew_of))
    return acts


def _act(
    entry: Entry, body: Mapping[str, Any], received_at: str, action_of: ActionOf, skew_of: SkewOf
) -> Act:
    action = action_of(body)
    at, skewed = judged_time(body["at_dev"], received_at, skew_of(entry))
    view = {
        **body,
        "id": entry.doc_id,
        "by": entry.author,
        "dev": entry.device,
        "at": at,
        "skewed": skewed,
        "received_at": received_at,
        "action": action,
    }
    return Act(entry.rseq, entry.doc_id, action, action == HEAD, True, entry.received_at, view)


def judged_time(at_dev: str, received_at: str, skew_minutes: float) -> tuple[str, bool]:
    """The device's time as UTC text; the time of receiving, and True, when the device's lies after it.

    A device that is behind cannot be told from one that was offline, so its time stands.
    """
    claimed, received = times.parse(at_dev), times.parse(received_at)
    if claimed > received + timedelta(minutes=skew_minutes):
        return received_at, True
    return times.utc(claimed), False
