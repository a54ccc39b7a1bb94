"""What a hazard brings about elsewhere: who found one that was rejected is told so, and a merged one passes
on what comes to it.

The finds of before, whatever people do to it afterwards, and which hazards it stands for. Ids follow from the
event that is passed on, or from what is told.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from server.hazards.codes import school_hazard
from server.permissions import school_database, work_database
from server.records.derived import derived_ulid
from server.records.machine import Folding
from server.tasks.making import Asked, notice_for
from sync.acts import Act
from sync.authorship import SERVER, written_by
from sync.domain import Document

Effect = tuple[str, Document]
FINDS = ("find", "join")


def home(head: Document) -> str:
    """The database of a hazard: a school's beside the other records of the schools, else where it is."""
    of_school = school_hazard(head.get("subject", "")) is not None or head.get("school") is not None
    return school_database(head["div"]) if of_school else work_database(head["div"])


def effects_of(folding: Folding) -> tuple[Effect, ...]:
    """Who is told, and what is passed on: nothing while it is not merged, or if it was merged in a circle."""
    return (*_rejections(folding), *_of_merged(folding))


def _rejections(folding: Folding) -> Iterator[Effect]:
    """Each who had found it learns why it was rejected."""
    head = folding.head
    finders = [head["by"]] if folding.fold.head is not None and folding.fold.head.head else []
    for act in folding.fold.applied:
        if act.action in FINDS:
            finders.append(act.view["by"])
        elif act.action == "reject" and folding.fold.outcomes[act.doc_id].result == "applied":
            for one in dict.fromkeys(finders):
                yield notice_for(
                    Asked(
                        "hazard_rejected",
                        folding.subject.id,
                        act.doc_id,
                        act.received_at,
                        head["div"],
                        head["tz"],
                        staff=one,
                        text=act.view["payload"]["reason"],
                    )
                )


def _of_merged(folding: Folding) -> tuple[Effect, ...]:
    target = folding.fold.assigned.get("merged_into")
    sources = sorted({folding.subject.id, *(folding.value("merged_from") or [])})
    if target is None:
        return ()
    told = _told(folding, target, sources)
    if target in sources:
        return (told,)
    return (told, *_passed_on(folding, target))


def _told(folding: Folding, target: str, sources: list[str]) -> Effect:
    """Which hazards the target stands for now. A circle is undone at the first of its hazards."""
    at = _merge(folding).view["at"]
    payload = {"sources": sources, "reopens": target in sources and target == min(sources)}
    return _event(folding, target, "take_over", payload, SERVER, at, " ".join(sources))


def _passed_on(folding: Folding, target: str) -> Iterator[Effect]:
    head = folding.fold.head
    if head is not None and head.head:
        said = {"text": head.view["text"], "attach": head.view["attach"]}
        yield _event(folding, target, "join", said, head.view["by"], head.view["at"], head.doc_id)
    for act in folding.fold.applied:
        outcome = folding.fold.outcomes[act.doc_id]
        if outcome.reason == "forwarded" or act.action in FINDS:
            action = "join" if act.action in FINDS else act.action
            yield _event(
                folding, target, action, _payload(act, action), act.view["by"], act.view["at"], act.doc_id
            )


def _payload(act: Act, action: str) -> Mapping[str, Any]:
    said: Mapping[str, Any] = act.view["payload"]
    return {"text": said["text"], "attach": said["attach"]} if action == "join" else said


def _merge(folding: Folding) -> Act:
    """The event by which it was merged."""
    merges = (act for act in folding.fold.applied if act.action == "merge_into")
    return next(act for act in merges if folding.fold.outcomes[act.doc_id].result == "applied")


def _event(
    folding: Folding, target: str, action: str, payload: Mapping[str, Any], by: str, at: str, cause: str
) -> Effect:
    head = folding.head
    key = target.partition(":")[2]
    return home(head), {
        "_id": f"hev:{key}:{derived_ulid(at, target, action, cause)}",
        "type": "hazard_ev",
        "v": 1,
        "div": head["div"],
        "wrote": written_by(by, SERVER),
        "at_dev": at,
        "tz": head["tz"],
        "subject": target,
        "action": action,
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "payload": payload,
        "note": None,
    }
