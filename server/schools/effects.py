"""What an inspection brings about elsewhere: hazards found, and its part in the month's action.

A find is not taken back with its inspection: what was seen may be there, others may have found it too, and
somebody may be at work on it. The hazard is flagged, and whoever returned the inspection is told which stand.

Every id follows from the inspection and the item, so that the same inspection brings about the same.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from server.permissions import school_database, township_of
from server.records.derived import derived_ulid
from server.records.machine import Folding
from server.schools.telling import not_counted, school_of
from server.tasks.making import Asked, notice_for
from sync.acts import Act
from sync.authorship import SERVER, written_by
from sync.domain import Document

Effect = tuple[str, Document]


def effects_of(folding: Folding) -> tuple[Effect, ...]:
    """A find for each item that is not in order, and what the month's action is told."""
    if not_counted(folding) is not None:
        return ()
    return (*_finds(folding), *_tells_action(folding), *_of_returned(folding))


def _finds(folding: Folding) -> Iterator[Effect]:
    head = folding.head
    for item in _wanting(folding):
        answer = head["answers"][item]
        payload = {"text": answer.get("note"), "attach": answer.get("att") or [], "inspection": head["id"]}
        payload |= {"list": head["list"]} if head.get("list") else {}
        yield _of_hazard(folding, item, "find", payload, head["by"], head["at"])


def _wanting(folding: Folding) -> list[str]:
    return sorted(item for item, answer in folding.head["answers"].items() if answer["ans"] == "no")


def _of_returned(folding: Folding) -> Iterator[Effect]:
    """Each hazard that it had found learns that it was returned; so does who returned it that they stand."""
    back, found = _return(folding), _wanting(folding)
    if back is None or not found:
        return
    for item in found:
        payload = {"inspection": folding.head["id"]}
        yield _of_hazard(folding, item, "inspection_returned", payload, SERVER, back.view["at"])
    yield notice_for(
        Asked(
            "finds_stand",
            folding.subject.id,
            back.doc_id,
            back.received_at,
            _place(folding),
            folding.head["tz"],
            staff=back.view["by"],
            text=" ".join(found),
        )
    )


def _return(folding: Folding) -> Act | None:
    """The event by which it was returned, if it is."""
    if folding.fold.state != "returned":
        return None
    return next(act for act in folding.fold.applied if act.action == "return")


def _of_hazard(
    folding: Folding, item: str, action: str, payload: Mapping[str, Any], by: str, at: str
) -> Effect:
    key = f"{folding.head['school']}:{folding.head['month']}:{item}"
    return _event(folding, "hazard_ev", f"hev:{key}", f"hz:{key}", action, payload, by, at)


def _tells_action(folding: Folding) -> Iterator[Effect]:
    head = folding.head
    subject = f"sact:{township_of(_place(folding))}:{head['month']}"
    inspected = {
        "inspection": head["id"],
        "school": head["school"],
        "inspector": head["by"],
        "on": head["on"],
        "answers": {item: answer["ans"] for item, answer in sorted(head["answers"].items())},
    }
    yield _event(
        folding, "school_action_ev", f"ev:{subject}", subject, "inspected", inspected, SERVER, head["at"]
    )
    back = _return(folding)
    if back is not None:
        returned = {"inspection": head["id"]}
        yield _event(
            folding,
            "school_action_ev",
            f"ev:{subject}",
            subject,
            "inspection_returned",
            returned,
            SERVER,
            back.view["at"],
        )


def _event(
    folding: Folding,
    type_: str,
    prefix: str,
    subject: str,
    action: str,
    payload: Mapping[str, Any],
    by: str,
    at: str,
) -> Effect:
    place = _place(folding)
    return school_database(place), {
        "_id": f"{prefix}:{derived_ulid(at, folding.subject.id, subject, action)}",
        "type": type_,
        "v": 1,
        "div": place,
        "wrote": written_by(by, SERVER),
        "at_dev": at,
        "tz": folding.head["tz"],
        "subject": subject,
        "action": action,
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "payload": payload,
        "note": None,
    }


def _place(folding: Folding) -> str:
    school = school_of(folding)
    place: str = school["div"] if school else folding.head["div"]
    return place
