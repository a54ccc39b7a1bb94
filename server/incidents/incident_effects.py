"""What follows from an incident on other subjects: responders, notices, the incident that it is merged into.

Stated anew at every fold, from its events in the order in which they counted; what was stated stays.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.incidents.codes import SERIOUS
from server.incidents.writing import INCIDENT_EVENT, RESPONDER_EVENT, Cause, Effect, centre_of, responder_id
from server.records.machine import Folding
from server.tasks.making import Asked, notice_for
from sync.acts import Act
from sync.authorship import SERVER, written_by

COMMAND = ("twp_dispatcher", "twp_deputy", "twp_director")
DISTRICT = ("dist_operator", "dist_lead")
DISTRICT_DIGITS = 6


@dataclass
class _Walk:
    """A walk over the events that counted: who was sent so far, what was merged in, and into what it was
    merged.
    """

    folding: Folding
    sent: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    target: str | None = None

    @property
    def id(self) -> str:
        return self.folding.subject.id

    def cause(self, act: Act) -> Cause:
        return Cause(act, self.folding.head["div"], self.folding.head["tz"])

    def asked(self, kind: str, act: Act, **more: Any) -> Asked:
        cause = self.cause(act)
        told = {"div": cause.div, "text": self.folding.value("place"), **more}
        return Asked(kind, self.id, act.doc_id, cause.at, tz=cause.tz, **told)


def incident_effects(folding: Folding) -> tuple[Effect, ...]:
    """The documents."""
    walk = _Walk(folding)
    raised = folding.fold.assigned.get("raised_by") or []
    found: list[Effect] = []
    for act in folding.fold.applied:
        outcome = folding.fold.outcomes[act.doc_id]
        if outcome.result == "applied":
            found += FOLLOWS.get(act.action, _nothing)(walk, act)
        elif outcome.reason == "forwarded":
            found += _forward(walk, act)
        if act.doc_id in raised:
            found.append(notice_for(walk.asked("re_raised", act, roles=COMMAND)))
    return tuple(found)


def _nothing(_walk: _Walk, _act: Act) -> Iterator[Effect]:
    return iter(())


def _dispatch(walk: _Walk, act: Act) -> Iterator[Effect]:
    """The first order to a unit makes a responder, every further one is an event on it."""
    said = act.view["payload"]
    for unit in said["units"]:
        told = {"staff": _told(walk, act, unit), "text": said.get("text"), "cause": act.doc_id}
        subject = responder_id(walk.id, unit["code"])
        if unit["code"] in walk.sent:
            seen = unit.get("seen") or act.view["seen"]
            yield walk.cause(act).event(RESPONDER_EVENT, subject, "retask", told, seen)
        else:
            walk.sent.append(unit["code"])
            yield _responder(walk, act, unit, {"_id": subject, **told})


def _told(walk: _Walk, act: Act, unit: Mapping[str, Any]) -> list[str]:
    """Whom to tell: those named, else the person, else the members of the team at that moment."""
    reference = walk.folding.reference
    named = unit.get("staff") or ([unit["code"]] if unit["kind"] == "staff" else None)
    if named is None:
        team = reference(f"team:{unit['code']}", act.rseq)
        named = [] if team is None else team["members"]
    return [one for one in named if reference(f"staff:{one}", act.rseq) is not None]


def _responder(walk: _Walk, act: Act, unit: Mapping[str, Any], told: Mapping[str, Any]) -> Effect:
    cause, head = walk.cause(act), walk.folding.head
    document = {
        **told,
        "type": "responder",
        "v": 1,
        "div": cause.div,
        "wrote": written_by(),
        "at_dev": cause.at,
        "tz": cause.tz,
        "incident": walk.id,
        "kind": unit["kind"],
        "unit": unit["code"],
        "incident_kind": head["kind"],
        "place": head["place"],
        "point": head["point"],
    }
    return centre_of(cause.div), document


def _stand_down(walk: _Walk, act: Act) -> Iterator[Effect]:
    for unit in walk.sent:
        subject = responder_id(walk.id, unit)
        yield walk.cause(act).event(RESPONDER_EVENT, subject, "stand_down", {"cause": act.doc_id})


def _grade(walk: _Walk, act: Act) -> Iterator[Effect]:
    level = act.view["payload"]["level"]
    if level in SERIOUS:
        text = f"{level} {walk.folding.head['place']}"
        yield notice_for(walk.asked("serious_incident", act, roles=("twp_director",), text=text))
        district = walk.folding.head["div"][:DISTRICT_DIGITS]
        yield notice_for(walk.asked("serious_incident", act, roles=DISTRICT, div=district, text=text))


def _merge(walk: _Walk, act: Act) -> Iterator[Effect]:
    """The report goes to the other incident; who was sent is stood down, and sent anew from there."""
    walk.target = act.view["payload"]["target"]
    head = walk.folding.head
    report = {
        "incident": walk.id,
        "sources": [walk.id, *walk.sources],
        "reporters": [head["by"]],
        "reported_at": head["at"],
        "text": head["text"],
        "people_count": head.get("people_count"),
        "injured_count": head.get("injured_count"),
        "level_suggested": head.get("level_suggested"),
        "point": head["point"],
        "attach": head.get("attach") or [],
    }
    yield walk.cause(act).event(INCIDENT_EVENT, walk.target, "also_reported", report)
    yield from _stand_down(walk, act)


def _also_reported(walk: _Walk, act: Act) -> Iterator[Effect]:
    walk.sources += act.view["payload"]["sources"]
    return iter(())


def _forward(walk: _Walk, act: Act) -> Iterator[Effect]:
    """What comes to a merged incident counts for the other one; nothing goes round in a circle."""
    came_through = act.view.get("passed_on") if act.view["dev"] == SERVER else None
    through = [*(came_through or []), walk.id]
    if walk.target is not None and walk.target not in through:
        yield walk.cause(act).passed_on(INCIDENT_EVENT, walk.target, through)


FOLLOWS: Mapping[str, Callable[[_Walk, Act], Iterator[Effect]]] = {
    "dispatch": _dispatch,
    "retask": _dispatch,
    "stand_down": _stand_down,
    "false_alarm": _stand_down,
    "grade": _grade,
    "merge_into": _merge,
    "also_reported": _also_reported,
}
