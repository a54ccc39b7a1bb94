"""The life of a drill, as data.

planned -> notified -> running -> ended -> evaluated -> improving -> closed; beside them cancelled.
"""

from typing import Any

from sync.transitions import ANY, FieldRule, Guard, Table, Transition

DRILL_STATES = (
    "planned",
    "notified",
    "running",
    "ended",
    "evaluated",
    "improving",
    "closed",
    "cancelled",
)
BEGUN = ("running", "ended", "evaluated", "improving", "closed")
OVER = ("ended", "evaluated", "improving", "closed")
JUDGED = ("evaluated", "improving")
SERVER = ("server",)
OPERATOR = ("twp_operator",)
OFFICE = ("twp_operator", "twp_dispatcher", "twp_deputy", "twp_director")
DRILL_OFFICE_ACTIONS = (
    "notify",
    "start",
    "muster",
    "arrive",
    "end",
    "problem",
    "evaluate",
    "improvement_done",
    "improvement_back",
    "close",
    "cancel",
    "edit",
    "force",
    "dismiss",
)


def get(path: str) -> dict[str, str]:
    """The value at a path."""
    return {"get": path}


def payload(name: str) -> dict[str, str]:
    """What an event says."""
    return get(f"event.payload.{name}")


IS_LEADER: dict[str, Any] = {"eq": [get("actor.id"), get("subject.leader")]}
IS_EVALUATOR: dict[str, Any] = {"eq": [get("actor.id"), get("subject.evaluator")]}
LEADS = Guard(
    {"any": [IS_LEADER, {"has_role": ["patrol_lead", "security_head", "twp_dispatcher"]}]},
    "not_the_leader",
    "refused",
)
JUDGES = Guard({"any": [IS_EVALUATOR, {"has_role": ["twp_deputy"]}]}, "not_the_evaluator", "refused")
NAMES_IMPROVEMENT = Guard(
    {"in": [payload("improvement"), {"pluck": [get("subject.improvements"), "key"]}]}, "no_such_improvement"
)
OF_THE_UNIT = Guard(
    {
        "any": [
            {"has_role": list(OPERATOR)},
            {"in": [get("actor.id"), {"pluck": [get("subject.improvements"), "officer"]}]},
            {"in": [get("actor.unit"), {"pluck": [get("subject.improvements"), "unit"]}]},
            {"in": [get("actor.team"), {"pluck": [get("subject.improvements"), "unit"]}]},
        ]
    },
    "not_your_improvement",
    "refused",
)
ALL_IMPROVED = Guard({"not": {"present": get("subject.improvements_open")}}, "improvements_open")
HAS_IMPROVEMENTS: dict[str, Any] = {"present": payload("improvements")}
NOT_FIXED: dict[str, Any] = {"not": {"in": [payload("field"), ["plan_id", "kind", "units"]]}}
FIXED_ONCE_NOTIFIED = Guard(NOT_FIXED, "fixed_once_notified")


def _absorbed(number: str, action: str, sources: tuple[str, ...], reason: str, **more: Any) -> Transition:
    return Transition(number, action, sources, result="absorbed", reason=reason, **more)


DRILL_TRANSITIONS = (
    Transition("R2", "notify", ("planned",), "notified", OPERATOR),
    _absorbed("R2a", "notify", ("notified", *BEGUN), "already_notified", actors=OPERATOR),
    Transition("R3", "start", ("notified",), "running", guards=(LEADS,)),
    Transition(
        "R3c",
        "start",
        ("cancelled",),
        "running",
        guards=(LEADS,),
        against=("cancel",),
        sets=("cancelled_but_held",),
    ),
    _absorbed("R3a", "start", BEGUN, "already_started", guards=(LEADS,)),
    Transition("R4m", "muster", BEGUN, None, guards=(LEADS,)),
    Transition("R4r", "arrive", BEGUN, None, guards=(LEADS,)),
    Transition("R4s", "sign_in", ("notified", *BEGUN), None),
    Transition("R5", "end", ("running",), "ended", guards=(LEADS,)),
    _absorbed("R5a", "end", OVER, "already_ended", guards=(LEADS,)),
    Transition("R6p", "problem", BEGUN, None),
    Transition("R6i", "evaluate", ("ended", *JUDGED), "improving", guards=(JUDGES,), when=HAS_IMPROVEMENTS),
    Transition("R6", "evaluate", ("ended",), "evaluated", guards=(JUDGES,)),
    Transition("R6a", "evaluate", JUDGED, None, guards=(JUDGES,)),
    Transition("R7", "improvement_done", ("improving",), None, guards=(NAMES_IMPROVEMENT, OF_THE_UNIT)),
    _absorbed(
        "R7a", "improvement_done", ("closed",), "already_closed", guards=(NAMES_IMPROVEMENT, OF_THE_UNIT)
    ),
    Transition("R7b", "improvement_back", ("improving",), None, OPERATOR, (NAMES_IMPROVEMENT,)),
    Transition(
        "R8", "close", JUDGED, "closed", OPERATOR, (ALL_IMPROVED,), assigns={"closed_at": get("event.at")}
    ),
    _absorbed("R8a", "close", ("closed",), "already_closed", actors=OPERATOR),
    _absorbed("R9s", "cancel", BEGUN, "already_started", actors=OPERATOR, against=("start",)),
    Transition(
        "R9",
        "cancel",
        ("planned", "notified"),
        "cancelled",
        OPERATOR,
        assigns={"closed_at": get("event.at")},
    ),
    _absorbed("R9a", "cancel", ("cancelled",), "already_cancelled", actors=OPERATOR),
    Transition("R10", "edit", ("planned",), None, OPERATOR),
    Transition("R10n", "edit", ("notified",), None, OPERATOR, (FIXED_ONCE_NOTIFIED,)),
    Transition("R11", "force", ANY, None, OFFICE),
    Transition("R11d", "dismiss", ANY, None, OFFICE),
    _absorbed("R12", "wait_over", ANY, "overtaken", actors=SERVER),
)

AT, BY = get("event.at"), get("event.by")
ORIGIN: dict[str, Any] = {"id": get("event.id"), "by": BY, "at": AT}


def _entry(*names: str) -> dict[str, Any]:
    return {"record": {**ORIGIN, **{name: payload(name) for name in names}}}


def _planned(name: str) -> FieldRule:
    """A field of the plan; the table says until when it may be edited."""
    return FieldRule(name, "LWW-R", {"head": get(f"event.{name}")}, edit=True)


DRILL_FIELDS = (
    *(_planned(name) for name in ("title", "kind", "plan_id", "place", "units", "starts_at")),
    FieldRule("participants", "APP", {"sign_in": BY}),
    FieldRule(
        "head_count",
        "MAX",
        {name: payload("head_count") for name in ("muster", "arrive", "end")},
    ),
    FieldRule("t_order", "MIN", {"start": AT}),
    FieldRule("t_assembled", "MIN", {"muster": AT}),
    FieldRule("t_arrived", "MIN", {"arrive": AT}),
    FieldRule("t_end", "MAX", {"end": AT}),
    FieldRule("courses", "APP", {"end": _entry("course")}),
    FieldRule("attach", "APP", {"end": payload("attach"), "problem": payload("attach")}),
    FieldRule("problems", "APP", {"problem": _entry("text")}),
    FieldRule("evaluation", "OWN", {"evaluate": _entry("grade", "text")}, owner=IS_EVALUATOR),
    FieldRule("improvements", "APP", {"evaluate": payload("improvements")}),
    FieldRule(
        "improvement_steps",
        "APP",
        {
            "improvement_done": {"record": {**ORIGIN, "key": payload("improvement"), "done": True}},
            "improvement_back": {
                "record": {**ORIGIN, "key": payload("improvement"), "done": False, "text": payload("reason")}
            },
        },
    ),
    FieldRule("cancel_reason", "FWW", {"cancel": payload("reason")}),
)

RETRIES = {
    "notify": ("start", "sign_in", "muster", "arrive", "end"),
    "start": ("muster", "arrive", "end", "problem", "evaluate"),
    "end": ("evaluate",),
    "evaluate": ("improvement_done",),
}

DRILL = Table(DRILL_STATES, DRILL_TRANSITIONS, DRILL_FIELDS, RETRIES, head_state="planned")
