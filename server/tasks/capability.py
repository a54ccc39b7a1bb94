"""What tasks and notices tell the engine, the register and the API."""

from collections.abc import Mapping
from typing import Any

from server.permissions import township_of, work_database
from server.records.capability import capability_of
from server.records.machine import HEAD, Folding, Machine
from server.tasks import states, words
from server.tasks.documents import NOTICE_SCHEMAS, TASK_SCHEMAS
from sync.domain import Document

CREATORS = ("twp_operator", "twp_dispatcher", "twp_deputy", "twp_director", "dist_operator")


def home(document: Document) -> str:
    """The person's own database; of what is for an office: the office's."""
    staff: str | None = document["staff"]
    return f"own_{staff}" if staff is not None else work_database(township_of(document["div"]))


def _addressed(folding: Folding) -> Mapping[str, Any]:
    """What the one who is asked has to see beside the state."""
    names = ("kind", "about", "staff", "roles", "text")
    return {name: folding.head[name] for name in names}


def _task_tells(folding: Folding) -> Mapping[str, Any]:
    due_at = folding.fold.assigned.get("due_at") or folding.head["due_at"]
    return {**_addressed(folding), "due_at": due_at}


def _task_registers(folding: Folding) -> Mapping[str, Any]:
    told = _task_tells(folding)
    return {"ref": told["about"], "owner": told["staff"], "due_at": told["due_at"], "title": told["text"]}


def _notice_registers(folding: Folding) -> Mapping[str, Any]:
    head = folding.head
    return {"ref": head["about"], "owner": head["staff"], "number": head.get("batch"), "title": head["text"]}


TASK = Machine(
    prefix="task",
    plural="tasks",
    table=states.TASK,
    schemas=TASK_SCHEMAS,
    kinds={"task": "head", "ack": "event", "task_ev": "event"},
    event=("task_ev", "ev"),
    actions={"task": HEAD, "ack": "ack"},
    office_actions=states.TASK_OFFICE_ACTIONS,
    readers=states.OFFICE,
    creators=CREATORS,
    home=home,
    tells=_task_tells,
    registers=_task_registers,
    words={**words.REASONS, **words.FLAGS},
    dictionaries=words.TASK_DICTIONARIES,
)

NOTICE = Machine(
    prefix="ntc",
    plural="notices",
    table=states.NOTICE,
    schemas=NOTICE_SCHEMAS,
    kinds={"notice": "head", "ack": "event", "notice_ev": "event"},
    event=("notice_ev", "ev"),
    actions={"notice": HEAD, "ack": "ack"},
    office_actions=states.NOTICE_OFFICE_ACTIONS,
    readers=states.OFFICE,
    creators=CREATORS,
    home=home,
    tells=_addressed,
    registers=_notice_registers,
    words={**words.REASONS, **words.FLAGS},
    dictionaries=words.NOTICE_DICTIONARIES,
)

MACHINES: tuple[Machine, ...] = (TASK, NOTICE)
TASKS = capability_of(MACHINES)
