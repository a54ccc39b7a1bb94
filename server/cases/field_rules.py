"""How the fields of a case go together: from the first report, from edits, from what events bring."""

from typing import Any

from server.cases.codes import RISKS
from server.cases.guards import BY_HANDLER, BY_OPERATOR, get, said
from sync.transitions import FieldRule

Value = dict[str, Any]


def _head(name: str) -> dict[str, Value]:
    return {"head": get(f"event.{name}")}


def _entry(**parts: Value) -> Value:
    """What is kept of an event: who, when, in which cycle, and these parts of it."""
    origin = {
        "id": get("event.id"),
        "by": get("event.by"),
        "at": get("event.at"),
        "cycle": get("subject.cycle"),
    }
    return {"record": {**origin, **parts}}


def _of(*names: str) -> dict[str, Value]:
    return {name: get(f"event.{name}") for name in names}


ACCURACY = {"first": [get("event.payload.value.acc"), get("event.point.acc")]}
SESSION = _entry(**_of("kind", "started_at", "ended_at", "result", "next_on"))
AGREEMENT = _entry(**_of("form", "signed_on", "perform_due"))
VISIT = _entry(**_of("on", "performed", "satisfaction", "risk_again", "next_on"))
PART_PHOTOS = {
    "if": [{"present": said("attach")}, {"record": {"part": said("part"), "attach": said("attach")}}, None]
}
PARTY = {"record": {"id": said("party"), "by": said("by")}}

FIELDS = (
    FieldRule("kind", "OWN", _head("kind"), edit=True, owner=BY_OPERATOR),
    FieldRule("title", "LWW-R", _head("title"), edit=True),
    FieldRule(
        "category",
        "OWN",
        {**_head("category"), "accept": said("category"), "triage": said("category")},
        edit=True,
        owner=BY_HANDLER,
    ),
    FieldRule("source", "IMM", _head("source")),
    FieldRule("first_receiver", "IMM", _head("by")),
    FieldRule("found_on", "MIN", _head("found_on"), edit=True),
    FieldRule("happened_on", "LWW-R", _head("happened_on"), edit=True),
    FieldRule("place", "LWW-R", _head("place"), edit=True),
    FieldRule("point", "MIN", _head("point"), edit=True, rank=ACCURACY),
    FieldRule("div", "LWW-R", _head("div"), edit=True),
    FieldRule("grid", "LWW-R", _head("grid"), edit=True),
    FieldRule("group", "LWW-R", _head("group"), edit=True),
    FieldRule("people_count", "MAX", _head("people_count"), edit=True),
    FieldRule("summary", "KB", _head("summary"), edit=True),
    FieldRule("related_orgs", "APP", {**_head("related_orgs"), "add_org": said("org")}, edit=True),
    FieldRule(
        "risk_level",
        "MAX",
        {**_head("risk_level"), "risk_raise": said("risk_level"), "risk_lower": said("risk_level")},
        order=RISKS,
        replaces=("risk_lower",),
    ),
    FieldRule("signs", "APP", _head("signs"), edit=True),
    FieldRule("may_escalate", "OR", _head("may_escalate"), edit=True),
    FieldRule("secrecy", "OR", _head("secrecy"), edit=True),
    FieldRule("attach", "APP", _head("attach"), edit=True),
    FieldRule("resolve_method", "LWW-R", edit=True),
    FieldRule("file_done", "APP", {"file_part": said("part")}),
    FieldRule("file_photos", "APP", {"file_part": PART_PHOTOS}),
    FieldRule("notes", "APP", {"note": _entry(text=said("text"))}),
    FieldRule("sessions", "APP", {"session": SESSION}),
    FieldRule("agreements", "APP", {"agreement": AGREEMENT}),
    FieldRule("agreement", "KB", {"agreement": get("event.id")}, edit=True),
    FieldRule("follow_ups", "APP", {"follow_up": VISIT}),
    FieldRule(
        "party_feedback",
        "APP",
        {"feedback": _entry(way=said("way"), text=said("text")), "on_spot": _entry(way=said("way"))},
    ),
    FieldRule("suspects", "APP", {"suspect": said("other")}),
    FieldRule("parties", "APP", {"party_added": PARTY}),
)
