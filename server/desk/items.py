"""What the desk tells of a record: what waits on it, what stands against that, and the choices."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from server.desk.people import People
from server.desk.waiting import DISPUTED, DUPLICATE, Waiting
from server.domain import words_of
from server.records.timeline import content
from sync.acts import Act
from sync.authorship import SERVER
from sync.transitions import CORRECT, DISMISS, FORCE, PICK

ANY_REASON = "-"  # what is typed later does not decide whether the action may be done
MOST_BESIDE = 5
MERGE, DISTINCT = "merge_into", "distinct"
Item = dict[str, Any]


def parked(waiting: Waiting, now: datetime) -> Iterator[Item]:
    """Its events that wait for a decision."""
    fold = waiting.office.folding.fold
    acts = {act.doc_id: act for act in waiting.office.folding.acts}
    disputes = (fold.value("disputes") or fold.parked) if DISPUTED in waiting.flags else ()
    for doc_id in fold.parked:
        reason = fold.outcomes[doc_id].reason or "parked"
        said = {"event": doc_id, "reason": ANY_REASON}
        yield {
            "record": waiting.about,
            "event": done(acts[doc_id], waiting),
            "reason": reason,
            "words": words_of(reason, waiting.about["id"]),
            "disputed": doc_id in disputes,
            "beside": [done(one, waiting) for one in _unknown_to(waiting, acts[doc_id])],
            "choices": [_choice(waiting, now, action, said) for action in (FORCE, DISMISS)],
        }


def kept_both(waiting: Waiting, now: datetime) -> Iterator[Item]:
    """Its fields with several values."""
    for name, values in waiting.office.folding.fold.kept_both.items():
        picked = {"field": name, "value": values[0]["value"]}
        yield {
            "record": waiting.about,
            "field": name,
            "values": [_value(one, waiting.people) for one in values],
            "choices": [_choice(waiting, now, PICK, picked)],
        }


def duplicate(waiting: Waiting, now: datetime, candidates: Callable[[Waiting], list[Item]]) -> Iterator[Item]:
    """The record itself, when it may be the same as another."""
    if DUPLICATE in waiting.flags:
        choices = [one for one in _hoped(waiting, now) if one["action"] in (MERGE, DISTINCT)]
        yield {"record": waiting.about, "candidates": candidates(waiting), "choices": choices}


def corrections(waiting: Waiting, now: datetime) -> list[Item]:
    """Whether a field of the record may be put right."""
    return [one for one in _hoped(waiting, now) if one["action"] == CORRECT]


def done(act: Act, waiting: Waiting) -> Item:
    """An event with its author, without what is sealed in its type or in its record."""
    view, sealed = act.view, waiting.sealed
    return {
        "id": act.doc_id,
        "action": act.action,
        "by": waiting.people(view["by"]),
        "at": view["at"],
        "received_at": view["received_at"],
        "seen": view.get("seen") or 0,
        "payload": {} if sealed else content(view, waiting.office.machine.sealed),
        "note": None if sealed else view.get("note"),
    }


def _value(written: Mapping[str, Any], people: People) -> Item:
    return {**{key: written[key] for key in ("value", "at", "id")}, "by": people(written["by"])}


def _unknown_to(waiting: Waiting, act: Act) -> list[Act]:
    """What counts and was done by others, neither knowing of the other; the latest of it."""
    fold = waiting.office.folding.fold
    others = (one for one in fold.applied if not one.head and one.view["by"] not in (SERVER, act.view["by"]))
    return [one for one in others if fold.coverage.concurrent(act, one)][: -MOST_BESIDE - 1 : -1]


def _choice(waiting: Waiting, now: datetime, action: str, payload: Mapping[str, Any]) -> Item:
    """Whether the caller may do it, as the fold would judge it now."""
    office = waiting.office
    if not waiting.sealed and action not in office.machine.office_actions:
        return _told(waiting, action, allowed=False, reason="no_such_action")
    document = office.event(now, action=action, payload=payload, seen=office.folding.rseq)
    outcome = office.foresees(document)
    return _told(waiting, action, outcome.result == "applied", outcome.reason)


def _hoped(waiting: Waiting, now: datetime) -> Iterator[Item]:
    """What the caller may do whatever is said with it."""
    for one in waiting.office.allowed(now):
        yield _told(waiting, one["action"], one["allowed"], one["reason"])


def _told(waiting: Waiting, action: str, allowed: bool, reason: str | None) -> Item:
    words = words_of(reason, waiting.about["id"]) if reason and not allowed else None
    return {"action": action, "allowed": allowed, "reason": None if allowed else reason, "words": words}
