"""What follows from a responder's answers: the arrival at the incident, tasks on phones, notices."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.incidents.writing import INCIDENT_EVENT, Cause, Effect
from server.records.machine import Folding
from server.tasks.making import Asked, notice_for, task_for, task_over
from sync.acts import Act

SETTLES = ("decline", "done", "stand_down", "retask")
DISPATCHER = ("twp_dispatcher",)


def responder_effects(folding: Folding) -> tuple[Effect, ...]:
    """The documents, in the order of what caused them."""
    assert folding.fold.head is not None  # noqa: S101  there is no effect without a head
    tasks = _tasks(folding, folding.fold.head, folding.head)
    found = [task_for(task) for task in tasks]
    arrived: set[str] = set()
    for act in folding.fold.applied:
        if act.action == "on_scene" and act.view["by"] not in arrived:
            arrived.add(act.view["by"])
            found.append(_arrival(folding, act))
        if folding.fold.outcomes[act.doc_id].result != "applied":
            continue
        if act.action in SETTLES:
            found += [task_over(task, act.doc_id, act.view["received_at"]) for task in tasks]
            tasks = []
        if act.action == "retask":
            tasks = _tasks(folding, act, act.view["payload"])
            found += [task_for(task) for task in tasks]
        found += _notices(folding, act, [task.staff for task in tasks])
    return tuple(found)


def _tasks(folding: Folding, act: Act, order: Mapping[str, Any]) -> list[Asked]:
    """One for everybody who is told."""
    return [
        _asked("respond", folding, act, staff=one, text=order["text"])
        for one in dict.fromkeys(order["staff"])
    ]


def _asked(kind: str, folding: Folding, act: Act, **more: Any) -> Asked:
    head = folding.head
    told = {"text": f"{head['unit']} {head['place']}", **more}
    return Asked(
        kind, folding.subject.id, act.doc_id, act.view["received_at"], head["div"], head["tz"], **told
    )


def _arrival(folding: Folding, act: Act) -> Effect:
    head = folding.head
    told = {"unit": head["unit"], "by": act.view["by"], "at": act.view["at"]}
    return Cause(act, head["div"], head["tz"]).event(INCIDENT_EVENT, head["incident"], "arrived", told)


def _notices(folding: Folding, act: Act, called: list[str | None]) -> Iterator[Effect]:
    if act.action == "decline":
        yield notice_for(_asked("responder_declined", folding, act, roles=DISPATCHER))
    if act.action == "no_ack":
        yield notice_for(_asked("not_reached", folding, act, roles=DISPATCHER))
        for one in called:
            yield notice_for(_asked("respond_now", folding, act, staff=one))
