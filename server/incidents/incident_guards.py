"""What the rows of the incident's table ask for, and what they set: conditions as data."""

from typing import Any

from server.incidents.codes import LEVELS, MAJOR, SERIOUS
from sync.transitions import Guard

DISPATCHER = ("twp_dispatcher",)
COMMAND = ("twp_deputy", "twp_director")
COUNTS = ("people_count", "injured_count")
SETTLED = ("people_settled", "injured_settled")


def get(path: str) -> dict[str, str]:
    """The value at a path."""
    return {"get": path}


def payload(name: str) -> dict[str, str]:
    """What an event says."""
    return get(f"event.payload.{name}")


def above(value: Any, level: Any) -> dict[str, Any]:
    """Whether a level is graver than another; none counts as the least."""
    return {
        "any": [
            {"all": [{"in": [value, list(LEVELS[n + 1 :])]}, {"eq": [level, LEVELS[n]]}]} for n in range(3)
        ]
    }


def more(name: str) -> dict[str, Any]:
    """Whether an event counts more people than are known."""
    known = {"first": [get(f"subject.{name}"), 0]}
    return {"all": [{"present": payload(name)}, {"not": {"le": [payload(name), known]}}]}


LEAST = {"first": [get("subject.level"), LEVELS[0]]}
UNGRADED = {"not": {"present": get("subject.level")}}
GRAVE = {"in": [payload("level"), list(SERIOUS)]}
SAME_LEVEL = {"eq": [payload("level"), get("subject.level")]}
VERIFIED = {"present": get("subject.verified_by")}
GIVES_REASON = Guard({"present": payload("reason")}, "reason_missing")
IS_VERIFIED = Guard(VERIFIED, "not_verified")
IS_GRADED = Guard({"present": get("subject.level")}, "not_graded")
GRADED_UP = Guard({"any": [UNGRADED, above(payload("level"), get("subject.level"))]}, "grade_only_up")
WAS_THERE = Guard(
    {"any": [{"has_role": list(DISPATCHER)}, {"eq": [payload("on_site"), True]}]}, "not_on_site"
)
ON_SCENE = Guard(
    {
        "any": [
            {"has_role": list(DISPATCHER)},
            {"in": [get("actor.id"), get("subject.arrived_staff")]},
            {"in": [get("actor.id"), get("subject.arrived_units")]},
            {"in": [get("actor.team"), get("subject.arrived_units")]},
            {"in": [get("actor.unit"), get("subject.arrived_units")]},
        ]
    },
    "not_on_scene",
)
ASKED = Guard({"in": ["control_asked", get("subject.flags")]}, "control_not_asked")
DECIDED = Guard(
    {
        "any": [
            {"not": {"in": [get("subject.level"), list(MAJOR)]}},
            {"present": get("subject.accountability")},
        ]
    },
    "accountability_undecided",
)
WORSE = {
    "any": [
        {"eq": [payload("worse"), True]},
        more("people_count"),
        more("injured_count"),
        above(payload("level_suggested"), LEAST),
    ]
}
SAW_THE_WORST = {
    "every": [
        get("subject.worse"),
        {
            "any": [
                {"le": [get("item.rseq"), get("event.seen")]},
                {"in": [get("item.id"), get("event.seen_ids")]},
                {"eq": [get("item.id"), get("event.prev")]},
            ]
        },
    ]
}
NOTED_WORSE = {"worse_sitreps": {"append": [get("subject.worse_sitreps"), get("event.id")]}}
RAISED = {"raised_by": {"append": [get("subject.raised_by"), get("event.id")]}}
WORSE_AND_SENT = {"all": [{"present": get("subject.units")}, WORSE]}
RE_RAISING: dict[str, Any] = {
    "against": ("stand_down",),
    "sets": ("re_raised",),
    "assigns": {**NOTED_WORSE, **RAISED, "ended_at": None},
}
KEPT_UP: dict[str, Any] = {
    "actors": COMMAND,
    "against": ("sitrep",),
    "when": {"not": SAW_THE_WORST},
    "sets": ("re_raised",),
    "assigns": RAISED,
    "merges": False,
}
UNDONE: dict[str, Any] = {"sets": ("void_undone",), "assigns": {"ended_at": None}}
COUNTS_OPEN = Guard({"not": {"in": [payload("field"), list(SETTLED)]}}, "not_settled_yet")
COUNTS_CLOSED = Guard({"not": {"in": [payload("field"), list(COUNTS)]}}, "counts_are_settled")
OWN_REPORT = {"eq": [get("actor.id"), get("subject.by")]}
IN_WINDOW = {"le": [get("event.at"), {"plus_hours": [get("subject.at"), {"param": "void.window"}]}]}
MAY_VOID = Guard(
    {"any": [{"has_role": ["twp_operator", *DISPATCHER]}, OWN_REPORT]}, "not_your_report", "refused"
)
NOT_TOO_LATE = Guard({"any": [{"has_role": ["twp_operator", *DISPATCHER]}, IN_WINDOW]}, "too_late_to_void")
ALONE = Guard({"not": {"eq": [get("subject.others_acted"), True]}}, "others_have_acted", "refused")
NOT_ITSELF = Guard({"not": {"eq": [payload("target"), get("event.subject")]}}, "merged_into_itself")
NO_CIRCLE = Guard({"not": {"in": [payload("target"), get("subject.merged_from")]}}, "merged_in_a_circle")
COMES_BACK = {"in": [get("subject.merged_into"), payload("sources")]}


ENDED = {"ended_at": get("event.at")}

DOUBTED = ("reported", "verified", "graded", "dispatched", "on_scene")
ENDS: dict[str, Any] = {"actors": DISPATCHER, "clears": ("control_asked",), "assigns": ENDED}
