"""The documents of events that no phone writes: the clock's and the office's."""

from collections.abc import Mapping
from typing import Any

from server.records.machine import Machine

BY_WHOLE_ID = "ev"


def event_of(
    machine: Machine,
    subject: Mapping[str, Any],
    ulid: str,
    *,
    wrote: Mapping[str, Any],
    at_dev: str,
    action: str,
    payload: Mapping[str, Any],
    seen: int = 0,
    note: str | None = None,
) -> dict[str, Any]:
    """An event of the clock or the office, which know of a subject what its journal says up to row `seen`.

    `subject` has the `id`, `div` and `tz` of the subject.
    """
    type_, prefix = machine.event
    return {
        "_id": f"{prefix}:{event_key(prefix, subject['id'])}:{ulid}",
        "type": type_,
        "v": 1,
        "div": subject["div"],
        "wrote": wrote,
        "at_dev": at_dev,
        "tz": subject["tz"],
        "subject": subject["id"],
        "action": action,
        "seen": seen,
        "seen_ids": [],
        "prev": None,
        "payload": payload,
        "note": note,
    }


def event_key(prefix: str, subject: str) -> str:
    """What an event's id says of its subject: all of it for `ev`, else the part behind the family."""
    return subject if prefix == BY_WHOLE_ID else subject.partition(":")[2]
