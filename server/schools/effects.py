"""What an inspection brings about elsewhere: hazards found, and its part in the month's action.

Every id follows from the inspection and the item, so that the same inspection brings about the same.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from server.permissions import school_database, township_of
from server.records.derived import derived_ulid
from server.records.machine import Folding
from server.schools.telling import not_counted, school_of
from sync.authorship import SERVER, written_by
from sync.domain import Document

Effect = tuple[str, Document]


def effects_of(folding: Folding) -> tuple[Effect, ...]:
    """A find for each item that is not in order, and what the month's action is told."""
    if not_counted(folding) is not None:
        return ()
    return (*_finds(folding), *_tells_action(folding))


def _finds(folding: Folding) -> Iterator[Effect]:
    head = folding.head
    for item, answer in sorted(head["answers"].items()):
        if answer["ans"] == "no":
            payload = {
                "text": answer.get("note"),
                "attach": answer.get("att") or [],
                "inspection": head["id"],
            }
            key = f"{head['school']}:{head['month']}:{item}"
            yield _event(
                folding, "hazard_ev", f"hev:{key}", f"hz:{key}", "find", payload, head["by"], head["at"]
            )


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
    if folding.fold.state == "returned":
        when = next(act.view["at"] for act in folding.fold.applied if act.action == "return")
        returned = {"inspection": head["id"]}
        yield _event(
            folding,
            "school_action_ev",
            f"ev:{subject}",
            subject,
            "inspection_returned",
            returned,
            SERVER,
            when,
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
