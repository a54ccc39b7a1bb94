"""Journalled rows as a fold sees them: in order, with the time that counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sync.authorship import SERVER
from sync.clock_evidence import Limits, evidence_of, judged_time
from sync.journal import TAKEN, Entry
from sync.json_text import parsed

HEAD = "head"
ActionOf = Callable[[Mapping[str, Any]], str]
LimitsOf = Callable[[Entry], Limits]


@dataclass(frozen=True)
class Act:
    """One journalled document as the fold sees it. `counts` False: quarantined, there but without effect.

    `view` is what rules see as `event`: the document with `id`, `by`, `dev`, `actor` (who that was at that
    moment: {id, roles, divisions, ...}, roles without division), `received_at`, `action`, `at`
    and what else sync/clock_evidence.py says of its time.
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

    @property
    def device(self) -> str:
        """The device that it was written on."""
        found: str = self.view.get("dev", "")
        return found


def acts_of(entries: Sequence[Entry], action_of: ActionOf, limits_of: LimitsOf) -> list[Act]:
    """The rows of a subject as acts. A released document counts from its release on; copies are left out.

    `action_of` names the action of a document (`head` for the subject itself); `limits_of` says how far a
    device's time is believed at that row.
    """
    acts: list[Act] = []
    for entry in entries:
        if entry.kind == "release":
            released = entry.body
            acts.append(_act(entry, released["document"], released["received_at"], action_of, limits_of))
        elif entry.kind == "quarantined":
            acts.append(Act(entry.rseq, entry.doc_id, "", False, False, entry.received_at, {}))
        elif entry.kind in TAKEN:
            acts.append(_act(entry, entry.body, entry.received_at, action_of, limits_of))
    return acts


def _act(
    entry: Entry, body: Mapping[str, Any], received_at: str, action_of: ActionOf, limits_of: LimitsOf
) -> Act:
    action = action_of(body)
    limits = None if SERVER in (entry.author, entry.device) else limits_of(entry)
    evidence = evidence_of(body["wrote"])
    view = {
        **body,
        "id": entry.doc_id,
        "by": entry.author,
        "dev": entry.device,
        "actor": _actor(entry.author, entry.actor),
        **judged_time(body["at_dev"], received_at, limits, evidence, body.get("tz", "UTC")),
        "received_at": received_at,
        "action": action,
    }
    return Act(entry.rseq, entry.doc_id, action, action == HEAD, True, entry.received_at, view)


@lru_cache(maxsize=1000)  # few people, many rows
def _actor(author: str, rights: str) -> Mapping[str, Any]:
    """The author with the rights that were journalled."""
    held = parsed(rights)
    pairs = [role.partition("@") for role in held.get("roles", ())]
    return {
        **held,
        "id": author,
        "roles": sorted({name for name, _, _ in pairs}),
        "divisions": sorted({division for _, _, division in pairs if division}),
    }
