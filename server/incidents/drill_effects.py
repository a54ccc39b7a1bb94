"""What follows from a drill: notices to those who take part, tasks for what has to get better."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.incidents.writing import Effect
from server.records.machine import Folding
from server.tasks.making import Asked, notice_for, task_for, task_over
from sync.acts import Act


def drill_effects(folding: Folding) -> tuple[Effect, ...]:
    """The documents, in the order of what caused them."""
    wanted: dict[str, Mapping[str, Any]] = {}
    tasks: dict[str, Asked] = {}
    found: list[Effect] = []
    for act in folding.fold.applied:
        if folding.fold.outcomes[act.doc_id].result == "applied":
            found += _follows(folding, act, wanted, tasks)
    return tuple(found)


def _follows(
    folding: Folding, act: Act, wanted: dict[str, Mapping[str, Any]], tasks: dict[str, Asked]
) -> Iterator[Effect]:
    key = act.view["payload"].get("improvement")
    if act.action == "notify":
        yield from (notice_for(_asked("drill_notice", folding, act, one)) for one in participants(folding))
    elif act.action == "evaluate":
        fresh = [one for one in act.view["payload"].get("improvements") or [] if one["key"] not in wanted]
        wanted.update((one["key"], one) for one in fresh)
        for one in fresh:
            yield from _to_improve(folding, act, one, tasks)
    elif act.action == "improvement_back" and key in wanted:  # one that was forced may name none
        yield from _to_improve(folding, act, wanted[key], tasks)
    elif act.action == "improvement_done" and key in tasks:
        yield task_over(tasks.pop(key), act.doc_id, act.view["received_at"])


def _to_improve(
    folding: Folding, act: Act, improvement: Mapping[str, Any], tasks: dict[str, Asked]
) -> Iterator[Effect]:
    officer, key = improvement.get("officer"), improvement["key"]
    if officer is not None and key not in tasks and _known(folding, officer, act):
        cause = f"{act.doc_id} {key}"
        tasks[key] = _asked("drill_improvement", folding, act, officer, improvement["text"], cause)
        yield task_for(tasks[key])


def participants(folding: Folding) -> list[str]:
    """Who is to be told, each once, as far as they were known when it was planned."""
    head = folding.head
    named = dict.fromkeys([*head["staff"], head["leader"], head["evaluator"]])
    assert folding.fold.head is not None  # noqa: S101  a drill has one
    return [one for one in named if one is not None and _known(folding, one, folding.fold.head)]


def _known(folding: Folding, staff: str, act: Act) -> bool:
    return folding.reference(f"staff:{staff}", act.rseq) is not None


def _asked(
    kind: str, folding: Folding, act: Act, staff: str, text: str | None = None, cause: str | None = None
) -> Asked:
    head = folding.head
    return Asked(
        kind,
        folding.subject.id,
        cause or act.doc_id,
        act.view["received_at"],
        head["div"],
        head["tz"],
        staff=staff,
        text=text or head["title"],
    )
