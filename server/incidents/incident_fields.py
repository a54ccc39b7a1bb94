"""What becomes of the fields of an incident, and its table."""

from typing import Any

from server.incidents.codes import LEVELS
from server.incidents.incident_guards import get, payload
from server.incidents.incident_states import INCIDENT_STATES, INCIDENT_TRANSITIONS
from sync.transitions import FieldRule, Table

NO_ACCURACY = 100_000
BY, AT = get("event.by"), get("event.at")
ORIGIN: dict[str, Any] = {"id": get("event.id"), "by": BY, "at": AT}
DISPATCHER: dict[str, Any] = {"has_role": ["twp_dispatcher"]}
ACCURACY: dict[str, Any] = {
    "first": [get("event.point.acc"), payload("point.acc"), payload("value.acc"), NO_ACCURACY]
}
UNITS: dict[str, Any] = {"pluck": [payload("units"), "code"]}
ORDER: dict[str, Any] = {"record": {**ORIGIN, "units": UNITS, "text": payload("text")}}


def _entry(*names: str) -> dict[str, Any]:
    return {"record": {**ORIGIN, **{name: payload(name) for name in names}}}


def _reported(name: str, also: str | None = None) -> dict[str, Any]:
    """A field that every report may bring."""
    return {"head": get(f"event.{name}"), "also_reported": payload(also or name)}


INCIDENT_FIELDS = (
    FieldRule("kind", "LWW-R", {"head": get("event.kind")}, edit=True),
    FieldRule("place", "LWW-R", {"head": get("event.place")}, edit=True),
    FieldRule("text", "LWW-R", {"head": get("event.text")}, edit=True),
    FieldRule(
        "texts",
        "APP",
        {"head": {"record": {**ORIGIN, "text": get("event.text")}}, "also_reported": _entry("text")},
    ),
    FieldRule(
        "point",
        "MIN",
        {**_reported("point"), "verify": payload("point"), "sitrep": payload("point")},
        edit=True,
        rank=ACCURACY,
    ),
    FieldRule("reported_at", "MIN", {"head": AT, "also_reported": payload("reported_at")}),
    FieldRule("reporters", "APP", {"head": BY, "also_reported": payload("reporters")}),
    FieldRule("called", "OR", {"head": get("event.called")}),
    FieldRule(
        "people_count", "MAX", {**_reported("people_count"), "sitrep": payload("people_count")}, edit=True
    ),
    FieldRule(
        "injured_count", "MAX", {**_reported("injured_count"), "sitrep": payload("injured_count")}, edit=True
    ),
    FieldRule("people_settled", "OWN", edit=True, owner=DISPATCHER),
    FieldRule("injured_settled", "OWN", edit=True, owner=DISPATCHER),
    FieldRule(
        "level_suggested",
        "MAX",
        {**_reported("level_suggested"), "sitrep": payload("level_suggested")},
        order=LEVELS,
    ),
    FieldRule("attach", "APP", {**_reported("attach"), "sitrep": payload("attach")}),
    FieldRule("merged_from", "APP", {"also_reported": payload("sources")}),
    FieldRule("verified_by", "FWW", {"verify": BY}),
    FieldRule("verified_at", "MIN", {"verify": AT}),
    FieldRule("false_alarm_reason", "LWW-R", {"false_alarm": payload("reason")}),
    FieldRule("plan", "FWW", {"start_plan": payload("plan")}),
    FieldRule("plan_version", "FWW", {"start_plan": payload("version")}),
    FieldRule("plan_started_at", "MIN", {"start_plan": AT}),
    FieldRule("units", "APP", {"dispatch": UNITS, "retask": UNITS}),
    FieldRule("orders", "APP", {"dispatch": ORDER, "retask": ORDER}),
    FieldRule("dispatched_at", "MIN", {"dispatch": AT}),
    FieldRule("arrived_units", "APP", {"arrived": payload("unit")}),
    FieldRule("arrived_staff", "APP", {"arrived": payload("by")}),
    FieldRule("arrived_at", "MIN", {"arrived": payload("at")}),
    FieldRule(
        "sitreps",
        "APP",
        {"sitrep": _entry("text", "people_count", "injured_count", "level_suggested", "worse", "attach")},
    ),
    FieldRule("control_asked_by", "FWW", {"ask_controlled": BY}),
    FieldRule("controlled_at", "MAX", {"controlled": AT}),
    FieldRule("stood_down_by", "LWW-R", {"stand_down": BY}),
    FieldRule("stood_down_at", "MAX", {"stand_down": AT}),
    FieldRule("review", "LWW-R", {"review": _entry("summary", "improvements", "cases")}),
    FieldRule("accountability", "LWW-R", {"decide_accountability": _entry("decision", "reason")}),
    FieldRule("void_reason", "FWW", {"void": payload("reason")}),
)

RETRIES = {"arrived": ("ask_controlled",)}

INCIDENT = Table(INCIDENT_STATES, INCIDENT_TRANSITIONS, INCIDENT_FIELDS, RETRIES, head_state="reported")
