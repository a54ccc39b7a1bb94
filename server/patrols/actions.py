"""What the office does to a shift: an event document, checked first with the fold that will judge it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from ulid import ULID

from server.patrols.documents import OFFICE_DEVICE, check
from server.patrols.folding import folded
from server.patrols.states import OFFICE_ACTIONS
from server.permissions import reference_database
from sync import times
from sync.acts import Act
from sync.domain import Outcome, Reference, Subject
from sync.fold import Fold
from sync.journal import entries_of, parsed
from sync.reference import Versioned
from sync.store.base import DocumentStore
from sync.tables import fold_result, fold_state

WAIT_SECONDS = 2.0
LOOK_EVERY = 0.05
Document = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """The result of an event, and the state of its shift after it."""

    result: str
    reason: str | None
    state: str
    rseq: int


def subject_at(connection: Connection, township: str, shift_id: str) -> tuple[Subject, Reference]:
    """A shift with its journal, and the reference documents that its rules look at."""
    entries = tuple(entries_of(connection, township, shift_id))
    reference = Versioned().reader(connection, township, reference_database(township))
    return Subject(township, shift_id, entries), reference


def event(shift: Fold, staff_id: str, now: datetime, **said: Any) -> Document:
    """The document of an office action; `said` holds action, payload, seen and note."""
    assert shift.head is not None  # noqa: S101  callers have found the shift
    head = shift.head.view
    key = head["_id"].removeprefix("shift:")
    return {
        "_id": f"sev:{key}:{ULID.from_datetime(now)}",
        "type": "shift_ev",
        "v": 1,
        "div": head["div"],
        "wrote": {"by": staff_id, "dev": OFFICE_DEVICE, "dseq": 0},
        "at_dev": now.astimezone(ZoneInfo(head["tz"])).isoformat(timespec="milliseconds"),
        "tz": head["tz"],
        "subject": head["_id"],
        "seen_ids": [],
        "prev": None,
        **said,
    }


def foresee(shift: Fold, document: Mapping[str, Any]) -> Outcome:
    """What the event would get if it arrived now."""
    last = shift.last.rseq if shift.last else 0
    at = times.utc(times.parse(document["at_dev"]))
    view = {
        **document,
        "id": document["_id"],
        "by": document["wrote"]["by"],
        "dev": document["wrote"]["dev"],
        "at": at,
        "skewed": False,
        "too_late": False,
        "received_at": at,
    }
    outcome, _ = shift.examine(Act(last + 1, document["_id"], document["action"], False, True, at, view))
    return outcome


def allowed(shift: Fold, staff_id: str, now: datetime) -> list[tuple[str, Outcome]]:
    """What each office action would get now from this person, as if its reason were given."""
    payload = {"reason": "-"}
    return [
        (action, foresee(shift, event(shift, staff_id, now, action=action, payload=payload, seen=0)))
        for action in OFFICE_ACTIONS
    ]


def submit(store: DocumentStore, engine: Engine, township: str, document: Document) -> Done | None:
    """Write the event and wait a little for its result; None when that takes longer."""
    errors = check(document)
    if errors:
        raise ValueError(f"an office action that does not fit its schema: {sorted(errors)}")
    database = f"patrol_{township}"
    (written,) = store.write(database, [document])
    if written.error is not None:
        raise RuntimeError(f"{database} did not take an office action: {written.error}")
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            done = result_of(connection, township, document["_id"], document["subject"])
        if done is not None:
            return done
        time.sleep(LOOK_EVERY)
    return None


def result_of(connection: Connection, township: str, doc_id: str, shift_id: str) -> Done | None:
    """The result of an event once the follower has folded it."""
    result = sa.select(fold_result).where(fold_result.c.partition == township, fold_result.c.doc_id == doc_id)
    state = sa.select(fold_state.c.body).where(
        fold_state.c.partition == township, fold_state.c.subject == shift_id
    )
    found, text = connection.execute(result).first(), connection.scalar(state)
    if found is None or text is None:
        return None
    told = parsed(text)
    return Done(found.result, found.reason, told["state"], told["rseq"])


def fold_of(connection: Connection, township: str, shift_id: str) -> Fold:
    """The shift folded now."""
    return folded(*subject_at(connection, township, shift_id))
