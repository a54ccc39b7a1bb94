"""Tasks and notices that follow from other records: for the `effects` of their machines.

    due = Asked("handle_case", about=case, cause=assign["id"], at=assign["received_at"], staff=officer, ...)
    yield task_for(due)                                # when it is assigned
    yield task_over(due, take["id"], take["received_at"])  # when the case moves on

Equal arguments give equal documents: an effect may be stated again at every fold.
"""

from dataclasses import dataclass
from typing import Any

from server.permissions import township_of, work_database
from server.records.derived import derived_ulid
from sync.authorship import written_by
from sync.domain import Document

Effect = tuple[str, Document]


@dataclass(frozen=True)
class Asked:
    """What somebody is to do or to know.

    `kind`: a code of server/tasks/words.py; `about`: the id of the record; `cause`: the document that led to
    it; `at`: when that reached the server; `staff`: who is asked, or `roles`: which office of the division
    `div`; `due_at`: an instant.
    """

    kind: str
    about: str
    cause: str
    at: str
    div: str
    tz: str
    staff: str | None = None
    roles: tuple[str, ...] = ()
    due_at: str | None = None
    text: str | None = None


def task_id(asked: Asked) -> str:
    """The id of the task that asks for this."""
    return f"task:{_key('task', asked)}"


def task_for(asked: Asked) -> Effect:
    """The task."""
    document = {"_id": task_id(asked), "type": "task", **_said(asked), "due_at": asked.due_at}
    return _database(asked), document


def task_over(asked: Asked, cause: str, at: str) -> Effect:
    """The event that ends this task because of the document `cause`, which reached the server at `at`."""
    subject = task_id(asked)
    document = {
        "_id": f"ev:{subject}:{derived_ulid(at, subject, 'moved_on', cause)}",
        "type": "task_ev",
        **_envelope(asked, at),
        "subject": subject,
        "action": "moved_on",
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "payload": {"cause": cause},
        "note": None,
    }
    return _database(asked), document


def notice_for(asked: Asked) -> Effect:
    """The notice."""
    document = {"_id": f"ntc:{_key('ntc', asked)}", "type": "notice", **_said(asked), "batch": None}
    return _database(asked), document


def _key(family: str, asked: Asked) -> str:
    return derived_ulid(asked.at, family, asked.kind, asked.about, asked.cause, asked.staff or asked.div)


def _database(asked: Asked) -> str:
    return f"own_{asked.staff}" if asked.staff is not None else work_database(township_of(asked.div))


def _said(asked: Asked) -> dict[str, Any]:
    return {
        **_envelope(asked, asked.at),
        "kind": asked.kind,
        "about": asked.about,
        "staff": asked.staff,
        "roles": list(asked.roles),
        "text": asked.text,
        "cause": asked.cause,
    }


def _envelope(asked: Asked, at: str) -> dict[str, Any]:
    return {"v": 1, "div": asked.div, "wrote": written_by(), "at_dev": at, "tz": asked.tz}
