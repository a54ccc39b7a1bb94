"""What a case and its parties do to each other and to other cases: documents that the server writes.

A merged case passes on what comes later, and what came without knowing of the merge, to the case that it was
merged into, as written by its author. A party's record and its case tell each other by events, so that each
fold has all that it needs: the case names the handlers, the party shows itself to them.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from server.cases.asking import case_tasks
from server.cases.decisions import FORWARDED
from server.cases.deriving import handlers_of
from server.parameters import Parameters
from server.permissions import work_database
from server.records.derived import derived_ulid
from server.records.events import event_key
from server.records.machine import Folding
from sync import times
from sync.acts import Act
from sync.authorship import SERVER, written_by
from sync.domain import Document

Effects = tuple[tuple[str, Document], ...]
MONTH_DAYS = 30
PREFIXES = {"case_ev": "cev", "session": "ses", "agreement": "agr", "follow_up": "fu"}
HANDLING = (
    "take",
    "assign",
    "reassign",
    "return",
    "escalate",
    "on_spot",
    "archive",
    "reopen_ok",
    "wipe_parties",
    "merge_into",
    "party_added",
)
"""actions that change who handles a case, or until when"""
RESTRICTED = ("session", "agreement")  # only the handlers read them: they live in their author's own database
NOT_PASSED_ON = ("party_added",)


def case_effects(folding: Folding) -> Effects:
    """What follows from a case for others."""
    return (*_handlers_told(folding), *_passed_on(folding), *case_tasks(folding))


def party_effects(folding: Folding) -> Effects:
    """The case learns that there is a party, by its id alone."""
    head = folding.fold.head
    if head is None or not head.head:
        return ()
    case = f"case:{folding.subject.id.split(':')[1]}"
    payload = {"party": folding.subject.id, "by": head.view["by"]}
    document = _event("case_ev", "cev", case, "party_added", payload, head)
    return ((work_database(head.view["div"]), document),)


def _handlers_told(folding: Folding) -> Iterator[tuple[str, Document]]:
    """Each party's record learns who handles the case now."""
    cause = _last_change(folding)
    if cause is None:
        return
    payload = {"handlers": handlers_shown(folding), "purge_on": purge_on(folding)}
    for party in folding.value("parties") or ():
        document = _event("party_ev", "ev", party["id"], "handlers", payload, cause)
        yield f"own_{party['by']}", {**document, "div": folding.head["div"]}


def _last_change(folding: Folding) -> Act | None:
    changes = [act for act in folding.fold.applied if act.action in HANDLING]
    if folding.fold.state == "merged":
        changes = [act for act in changes if act.action == "merge_into"][:1]
    return changes[-1] if changes else None


def handlers_shown(folding: Folding) -> list[str]:
    """Who may see the restricted papers now: nobody once the case is merged, or closed for long enough."""
    if folding.fold.state == "merged" or folding.value("parties_wiped"):
        return []
    return handlers_of(folding.fold)


def purge_on(folding: Folding) -> str | None:
    """The day on which names and phones are erased; None before the archive."""
    archived = folding.value("archived_at")
    if archived is None:
        return None
    months = Parameters(folding.reference).one("retention.party", folding.rseq)
    later = times.parse(archived) + timedelta(days=MONTH_DAYS * months)
    return later.date().isoformat()


def _passed_on(folding: Folding) -> Iterator[tuple[str, Document]]:
    """What the other case gets."""
    merge = next((act for act in folding.fold.applied if act.action == "merge_into"), None)
    target, div = folding.value("merged_into"), folding.value("merged_div")
    if merge is None or target is None or div is None:
        return
    for act in folding.fold.applied:
        later = folding.fold.outcomes[act.doc_id].reason == "forwarded"
        unaware = act.action in FORWARDED and not folding.fold.covers(merge, act)
        through = act.view.get("passed_on") or []
        if (later or unaware) and act.action not in NOT_PASSED_ON and target not in through:
            document = forwarded(folding, act, target, div, [*through, folding.subject.id])
            restricted = document["type"] in RESTRICTED
            yield f"own_{act.view['by']}" if restricted else work_database(div), document
    for party in folding.value("parties") or ():
        yield (
            work_database(div),
            {**_event("case_ev", "cev", target, "party_added", party_of(party), merge), "div": div},
        )


def party_of(party: Mapping[str, Any]) -> dict[str, Any]:
    """A party as an event names it."""
    return {"party": party["id"], "by": party["by"]}


def forwarded(folding: Folding, act: Act, target: str, div: str, through: list[str]) -> Document:
    """A document of one case as one of another, still by its author; its id follows from where it was."""
    document = written(folding, act)
    prefix = PREFIXES[document["type"]]
    ulid = derived_ulid(act.received_at, target, act.doc_id)
    if document["type"] == "case_ev":
        document["cycle_seen"] = None
    return {
        **document,
        "_id": f"{prefix}:{event_key(prefix, target)}:{ulid}",
        "div": div,
        "wrote": written_by(act.view["by"], SERVER),
        "subject": target,
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "passed_on": through,
    }


def written(folding: Folding, act: Act) -> dict[str, Any]:
    """A document as it was written, a released one too."""
    entry = next(entry for entry in folding.subject.entries if entry.rseq == act.rseq)
    body = entry.body["document"] if entry.kind == "release" else entry.body
    return dict(body)


def _event(
    type_: str, prefix: str, subject: str, action: str, payload: Mapping[str, Any], cause: Act
) -> dict[str, Any]:
    ulid = derived_ulid(cause.received_at, subject, action, cause.doc_id)
    return {
        "_id": f"{prefix}:{event_key(prefix, subject)}:{ulid}",
        "type": type_,
        "v": 1,
        "div": cause.view["div"],
        "wrote": written_by(),
        "at_dev": cause.received_at,
        "tz": cause.view["tz"],
        "subject": subject,
        "action": action,
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "payload": dict(payload),
        "note": None,
    }
