"""The life of a hazard, as data.

found -> assigned -> received -> rectifying -> rectified -> closed; beside them rejected, transferred (to a
body outside), suspended and merged. Rows are in rows.py, what they go by in guards.py.
"""

from typing import Any

from server.hazards.codes import SEVERITIES, USUAL
from server.hazards.guards import (
    AT,
    BY,
    HAS_UNIT,
    STATES,
    WORKING,
    payload,
    subject,
)
from server.hazards.rows import TRANSITIONS
from sync.transitions import FieldRule, Table, TimerRule

RESPONSIBLE = {"all": [HAS_UNIT, {"eq": [{"get": "actor.unit"}, subject("lead_unit")]}]}


def _told(text: str, *attach: str) -> dict[str, Any]:
    said = {name: payload(name) for name in attach}
    return {"record": {"id": {"get": "event.id"}, "by": BY, "at": AT, "text": payload(text), **said}}


def _head(name: str, **more: Any) -> FieldRule:
    """A field of the report: the responsible unit's word beats others."""
    values = {"head": {"get": f"event.{name}"}, **more}
    return FieldRule(name, "OWN", values, edit=True, owner=RESPONSIBLE)


FIELDS = (
    _head("category", find=subject("item_group")),
    _head("place"),
    _head("point"),
    _head("school", find=subject("item_school")),
    _head("site"),
    _head("text", find=payload("text")),
    FieldRule(
        "severity", "MAX", {"head": {"get": "event.severity"}, "find": USUAL}, edit=True, order=SEVERITIES
    ),
    FieldRule("finders", "APP", {"head": BY, "find": BY, "join": BY}),
    FieldRule("found_at", "MIN", {"head": AT, "find": AT}),
    FieldRule(
        "finds", "APP", {"find": _told("text", "attach", "inspection"), "join": _told("text", "attach")}
    ),
    FieldRule(
        "before_att",
        "APP",
        {"head": {"get": "event.attach"}, "find": payload("attach"), "join": payload("attach")},
    ),
    FieldRule("after_att", "APP", {"rectify": payload("attach"), "fixed_on_spot": payload("attach")}),
    FieldRule(
        "progress",
        "APP",
        {action: _told("text", "attach") for action in ("progress", "rectify", "fixed_on_spot")},
    ),
    FieldRule("rectifiers", "APP", {"rectify": BY, "fixed_on_spot": BY}),
    FieldRule(
        "visits",
        "APP",
        {
            "verify": _told("text", "attach", "visited_on"),
            "verify_fail": _told("reason", "attach", "visited_on"),
        },
    ),
    FieldRule("reject_reason", "FWW", {"reject": payload("reason")}),
    FieldRule("transferred", "FWW", {"transfer": {"record": {"body": payload("body"), "on": payload("on")}}}),
    FieldRule("outcome", "FWW", {"transfer_report": _told("text", "attach")}),
    FieldRule("merged_from", "APP", {"take_over": payload("sources")}),
    FieldRule("suspects", "APP", {"suspect": payload("other")}),
)

RETRIES = {
    "find": ("fixed_on_spot",),
    "assign": ("receive", "rectify"),
    "auto_assign": ("receive", "rectify"),
    "receive": ("progress",),
    "resume": ("progress",),
    "rectify": ("verify", "verify_fail"),
    "fixed_on_spot": ("verify", "verify_fail"),
}
IS_LATE = {
    "all": [
        {"in": [subject("state"), list(WORKING)]},
        {"not": {"in": ["overdue", subject("flags")]}},
    ]
}

HAZARD = Table(
    STATES,
    TRANSITIONS,
    FIELDS,
    RETRIES,
    head_state="found",
    born_by=("find",),
    timers=(TimerRule("overdue", IS_LATE, subject("due_at")),),
)
