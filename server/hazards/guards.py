"""What the rows of hazards go by: states and roles by kind, conditions, guards, what the server sets."""

from typing import Any

from sync.transitions import Guard

STATES = (
    "found",
    "assigned",
    "received",
    "rectifying",
    "rectified",
    "closed",
    "rejected",
    "transferred",
    "suspended",
    "merged",
)
WORKING = ("assigned", "received", "rectifying")
UNDER_WAY = ("received", "rectifying")
OPEN = ("found", *WORKING, "suspended", "rectified", "transferred")
DONE = ("rectified", "closed")

SERVER = ("server",)
OPERATOR = ("twp_operator",)
DEPUTIES = ("twp_operator", "twp_deputy")
OFFICERS = ("unit_officer", "posted_clerk")
RECTIFIERS = (*OFFICERS, "school_contact")
VERIFIERS = ("inspector", "twp_operator")
FINDERS = (
    "inspector",
    "school_contact",
    "grid_mgr",
    "patrol_mem",
    "patrol_lead",
    "security_head",
    "village_lead",
    "mediator",
    "mediation_head",
    "posted_clerk",
    "unit_officer",
    "twp_operator",
)

ACTOR: dict[str, Any] = {"get": "actor.id"}
AT: dict[str, Any] = {"get": "event.at"}
BY: dict[str, Any] = {"get": "event.by"}


def payload(name: str) -> dict[str, Any]:
    """What the event says."""
    return {"get": f"event.payload.{name}"}


def subject(name: str) -> dict[str, Any]:
    """What is known of the hazard."""
    return {"get": f"subject.{name}"}


HAS_PHOTO: dict[str, Any] = {"present": payload("attach")}
FOR_UNIT: dict[str, Any] = {
    "all": [
        {"present": {"get": "actor.unit"}},
        {
            "in": [
                {"get": "actor.unit"},
                {"append": [{"append": [[], subject("lead_unit")]}, subject("school")]},
            ]
        },
    ]
}
ONCE_FOR_UNIT: dict[str, Any] = {"any": [FOR_UNIT, {"in": [{"get": "actor.unit"}, subject("units")]}]}
IS_FINDER: dict[str, Any] = {"in": [ACTOR, subject("finders")]}
HAS_UNIT: dict[str, Any] = {"present": subject("lead_unit")}
BEFORE_DUE: dict[str, Any] = {"le": [AT, subject("due_at")]}

MINE = Guard(FOR_UNIT, "not_your_unit")
WAS_MINE = Guard(ONCE_FOR_UNIT, "not_your_unit")
KNOWN_SCHOOL = Guard({"eq": [subject("school_known"), True]}, "unknown_school")
PHOTO_OR_REASON = Guard({"any": [HAS_PHOTO, {"present": payload("text")}]}, "photo_or_reason")
AFTER_PHOTO = Guard(HAS_PHOTO, "after_photo_missing")
FINDER = Guard(IS_FINDER, "not_the_finder")
NOT_RECTIFIER = Guard({"not": {"in": [ACTOR, subject("rectifiers")]}}, "rectifier_may_not_verify")
AFTER_RECTIFYING = Guard({"le": [subject("rectified_at"), AT]}, "visited_before_rectified")
ONCE = Guard({"not": {"in": ["not_mine", subject("flags")]}}, "not_mine_once")
ASKED_IN_TIME = Guard(BEFORE_DUE, "asked_too_late")
ASKED = Guard({"present": subject("extension_asked")}, "nothing_asked")
ASKED_OR_IN_TIME = Guard({"any": [ASKED.condition, BEFORE_DUE]}, "asked_too_late")
LATER = Guard({"not": {"le": [payload("until"), subject("due_at")]}}, "not_later")
SUSPENSION_ASKED = Guard({"in": ["suspend_asked", subject("flags")]}, "nothing_asked")
NOT_ITSELF = Guard({"not": {"eq": [payload("target"), subject("hazard")]}}, "merged_with_itself")
NO_CIRCLE = Guard({"not": {"in": [payload("target"), subject("merged_from")]}}, "merged_in_a_circle")
NO_SUSPICION = Guard({"in": ["dup_suspect", subject("flags")]}, "nothing_suspected")
MAY_EDIT = Guard({"any": [IS_FINDER, FOR_UNIT, {"has_role": list(OPERATOR)}]}, "not_yours")

ASSIGNED: dict[str, Any] = {
    "lead_unit": payload("unit"),
    "officers": payload("officers"),
    "officer": None,
    "units": {"append": [subject("units"), payload("unit")]},
    "assigned_at": AT,
    "due_at": {
        "first": [
            payload("due_at"),
            {"plus_days": [AT, {"first": [subject("limit_days"), {"param": "limit.hazard"}]}]},
        ]
    },
}
RETURNED: dict[str, Any] = {"lead_unit": None, "officers": [], "officer": None}
TAKEN: dict[str, Any] = {"officer": ACTOR}
RECTIFIED: dict[str, Any] = {"rectified_at": AT}
FAILED: dict[str, Any] = {"round": {"plus": [subject("round"), 1]}, "closed_at": None}
CLOSED: dict[str, Any] = {"closed_at": AT}
