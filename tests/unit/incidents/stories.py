"""An incident, a responder and a drill to begin with, and the people who act on them."""

from collections.abc import Mapping
from typing import Any

from server.incidents.capability import DRILL, INCIDENT, RESPONDER
from tests.support.records import TOWNSHIP, Story, a_ulid

INC = f"inc:{a_ulid(901)}"
OTHER = f"inc:{a_ulid(902)}"
RSP = f"rsp:{a_ulid(901)}:team-a"
DRL = f"dr:{a_ulid(903)}"
CENTRE = f"centre_{TOWNSHIP}"
POINT = {"lat": 30.45, "lon": 114.87, "acc": 40}
FIX = a_ulid(950)


def _person(role: str | None, unit: str = "centre", team: str | None = None) -> dict[str, Any]:
    return {"roles": [role] if role else [], "div": TOWNSHIP, "unit": unit, "team": team}


STAFF: Mapping[str, Mapping[str, Any]] = {
    "dispatch": _person("twp_dispatcher"),
    "dispatch-b": _person("twp_dispatcher"),
    "operator": _person("twp_operator"),
    "deputy": _person("twp_deputy"),
    "director": _person("twp_director"),
    "district": _person("dist_lead"),
    "grid-a": _person("grid_mgr", "v-a"),
    "lead-a": _person("patrol_lead", "patrol", "team-a"),
    "mem-a": _person("patrol_mem", "patrol", "team-a"),
    "lead-b": _person("patrol_lead", "patrol", "team-b"),
    "officer": _person("unit_officer", "fire-unit"),
    "nobody": _person(None, "elsewhere"),
}
REFERENCE = {"team:team-a": {"members": ["lead-a", "mem-a"]}}


def an_incident(by: str = "grid-a", **said: Any) -> Story:
    """Reported by a grid manager: two people, nobody injured."""
    story = Story(INCIDENT, INC, STAFF, reference=REFERENCE, database=f"own_{by}")
    report = {
        "kind": "fire",
        "place": "东门市场",
        "point": POINT,
        "text": "摊位起火",
        "people_count": 2,
        "injured_count": 0,
        "level_suggested": None,
        "called": False,
        "attach": [],
        "source": None,
        **said,
    }
    story.head("incident", by, **report)
    return story


def a_responder(**said: Any) -> Story:
    """The patrol team A, sent to the incident."""
    story = Story(RESPONDER, RSP, STAFF, reference=REFERENCE, database=CENTRE)
    order = {
        "incident": INC,
        "kind": "team",
        "unit": "team-a",
        "staff": ["lead-a", "mem-a"],
        "incident_kind": "fire",
        "place": "东门市场",
        "point": POINT,
        "text": "立即前往",
        "cause": f"iev:{a_ulid(901)}:{a_ulid(77)}",
        **said,
    }
    story.head("responder", "server", **order)
    return story


def a_drill(**said: Any) -> Story:
    """A full drill, led by the lead of team A, judged by the unit officer."""
    story = Story(DRILL, DRL, STAFF, reference=REFERENCE, database=CENTRE)
    plan = {
        "title": "防汛演练",
        "kind": "full",
        "plan_id": "flood-plan",
        "place": "江堤三号段",
        "units": ["team-a", "fire-unit"],
        "starts_at": "2019-11-06T09:00:00+08:00",
        "staff": ["mem-a"],
        "leader": "lead-a",
        "evaluator": "officer",
        **said,
    }
    story.head("drill", "operator", **plan)
    return story


def unit(code: str = "team-a", kind: str = "team", **said: Any) -> dict[str, Any]:
    """Somebody to send."""
    return {"code": code, "kind": kind, **said}
