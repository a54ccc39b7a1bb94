"""What the states of actions and inspections say beyond their fields."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from server.checklists.forms import MISSING, Questions, examine
from server.checklists.queries import questions_at
from server.records.machine import Folding
from server.schools.checklist import worst
from server.schools.documents import parts_of
from server.schools.states import PARTIES
from sync import times
from sync.domain import Reference
from sync.fold import Fold

Inspected = Mapping[str, Any]
Fields = dict[str, Any]


def derive_action(fold: Fold, _reference: Reference) -> Fields:
    """What is missing to the action, and which inspections alone stand for their school."""
    signed = {one["party"] for one in fold.value("participants") or []}
    counting = counted(fold)
    inspected = [one["school"] for one in counting]
    schools = fold.head.view["schools"] if fold.head else []
    return {
        "unsigned": [party for party in PARTIES if party not in signed],
        "uninspected": [school for school in schools if school not in inspected],
        "sole_inspections": [one["inspection"] for one in counting if inspected.count(one["school"]) == 1],
    }


def counted(fold: Fold) -> list[Inspected]:
    """The inspections that count: of each inspector in each school the last that was not returned."""
    returned = fold.value("returned") or []
    latest: dict[tuple[str, str], Inspected] = {}
    for one in sorted(fold.value("inspections") or [], key=lambda one: parts_of(one["inspection"])):
        if one["inspection"] not in returned:
            latest[one["school"], one["inspector"]] = one
    return list(latest.values())


def tell_action(folding: Folding) -> Fields:
    """The results of the schools, and what is missing."""
    head = folding.head
    found = derive_action(folding.fold, folding.reference)
    return {
        **{name: head[name] for name in ("month", "starts_at", "ends_at")},
        "schools": school_results(head["schools"], counted(folding.fold)),
        "unsigned": found["unsigned"],
        "uninspected": found["uninspected"],
        "completed_at": folding.fold.assigned.get("completed_at"),
    }


def school_results(schools: Iterable[str], inspections: Iterable[Inspected]) -> dict[str, Fields]:
    """{school: {inspectors, on, items: {item: the worst answer}}}, the expected schools first."""
    found: dict[str, list[Inspected]] = {school: [] for school in schools}
    for one in inspections:
        found.setdefault(one["school"], []).append(one)
    return {school: _school_result(own) for school, own in found.items()}


def _school_result(inspections: list[Inspected]) -> Fields:
    items = dict.fromkeys(item for one in inspections for item in one["answers"])
    answers = {
        item: worst([one["answers"][item] for one in inspections if item in one["answers"]]) for item in items
    }
    return {
        "inspectors": sorted({one["inspector"] for one in inspections}),
        "on": max((one["on"] for one in inspections), default=None),
        "items": answers,
    }


def register_action(folding: Folding) -> Fields:
    """The action's columns in the register."""
    head = folding.head
    completed = folding.fold.assigned.get("completed_at")
    return {
        "on": f"{head['month']}-01",
        "due_at": times.utc(times.parse(head["ends_at"])),
        "closed_on": local_day(completed, head["tz"]),
        "title": folding.value("summary"),
    }


def local_day(moment: str | None, zone: str) -> str | None:
    """The day of a moment, where it was."""
    return times.parse(moment).astimezone(ZoneInfo(zone)).date().isoformat() if moment else None


def not_counted(folding: Folding) -> str | None:
    """Why an inspection has no effect: its writer was no inspector here, or there was no such school."""
    if "inspector" not in folding.head["actor"]["roles"]:
        return "role_missing"
    return "unknown_school" if school_of(folding) is None else None


def school_of(folding: Folding) -> Mapping[str, Any] | None:
    """The school as it was when the head arrived: what follows from that must not change later."""
    head = folding.fold.head
    return folding.reference(f"school:{folding.head['school']}", head.rseq) if head else None


def tell_inspection(folding: Folding) -> Fields:
    """Whose it is, what it found wanting, what it left out or answered otherwise than the checklist asks, and
    whether it counts.

    The checklist is that of the version which the inspection names, as it was known when the inspection came.
    """
    head = folding.head
    answers, version = head["answers"], head.get("list")
    questions = questions_at(folding.reference, version, _rseq(folding))
    problems = _problems(questions or [], head)
    return {
        "inspector": head["by"],
        "wanting": [item for item in answers if answers[item]["ans"] == "no"],
        "unanswered": [name for name, problem in problems.items() if problem == MISSING],
        "unfit": [name for name, problem in problems.items() if problem != MISSING],
        "checklist_unknown": questions is None,
        "not_counted": not_counted(folding),
    }


def _problems(questions: Questions, head: Mapping[str, Any]) -> Mapping[str, str]:
    given = {**(head.get("more") or {}), **{item: one["ans"] for item, one in head["answers"].items()}}
    return examine(questions, given, (head["submitted_at"] or head["on"])[:10]).problems


def _rseq(folding: Folding) -> int:
    return folding.fold.head.rseq if folding.fold.head else 0


def register_inspection(folding: Folding) -> Fields:
    """The inspection's columns in the register."""
    head = folding.head
    return {
        "ref": head["school"],
        "on": head["on"],
        "owner": head["by"],
        "unit": head["actor"].get("unit"),
        "title": head["text"],
    }


def register_lesson(folding: Folding) -> Fields:
    """The lesson's columns in the register."""
    return {"ref": folding.head["school"], "on": folding.head["on"], "owner": folding.head["by"]}
