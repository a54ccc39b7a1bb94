"""The lives of the month's action, an inspection and a lesson, as data.

Action: planned -> running -> complete | incomplete (the month's end) -> summarised. It is complete when every
party has signed and every school was inspected by an inspection that was not returned.
Inspection: submitted -> checked | returned. Lesson: recorded -> voided.
"""

from typing import Any

from sync.transitions import ANY, FieldRule, Guard, Table, TimerRule, Transition

SERVER = ("server",)
OPERATOR = ("twp_operator",)
CENTRE = ("twp_operator", "twp_deputy", "twp_director")
SIGNERS = ("inspector", "unit_officer", "posted_clerk", *CENTRE)
PARTY_KINDS: dict[str, tuple[str, ...]] = {
    "psb": ("PSB",),
    "jus": ("JUS",),
    "city": ("PLN", "URB"),
    "msa": ("MSA",),
}
PARTIES = ("lead", *PARTY_KINDS)
OTHER = "other"  # a unit that takes part though nobody has to wait for it

ACTION_STATES = ("planned", "running", "complete", "incomplete", "summarised")
INSPECTION_STATES = ("draft", "submitted", "checked", "returned")
LESSON_STATES = ("recorded", "voided")


def _payload(name: str) -> dict[str, Any]:
    return {"get": f"event.payload.{name}"}


def _decisions() -> tuple[Transition, ...]:
    return (
        Transition("F1", "force", ANY, None, OPERATOR, merges=False),
        Transition("F2", "dismiss", ANY, None, OPERATOR, merges=False),
        Transition("W", "wait_over", ANY, None, SERVER, merges=False),
    )


OWN_UNIT = Guard({"eq": [_payload("unit"), {"get": "actor.unit"}]}, "not_your_unit")
OWN_PARTY = Guard(
    {
        "any": [
            {"eq": [_payload("party"), OTHER]},
            {"all": [{"eq": [_payload("party"), "lead"]}, {"has_role": list(CENTRE)}]},
            *(
                {
                    "all": [
                        {"eq": [_payload("party"), party]},
                        {"in": [{"get": "actor.unit_kind"}, list(kinds)]},
                    ]
                }
                for party, kinds in PARTY_KINDS.items()
            ),
        ]
    },
    "not_your_party",
)
SIGNED_ALREADY: dict[str, Any] = {
    "in": [_payload("unit"), {"pluck": [{"get": "subject.participants"}, "unit"]}]
}
COUNTED_ALREADY: dict[str, Any] = {
    "in": [_payload("inspection"), {"pluck": [{"get": "subject.inspections"}, "inspection"]}]
}
IN_TIME: dict[str, Any] = {"le": [{"get": "event.at"}, {"get": "subject.ends_at"}]}
LAST_SIGNATURE: dict[str, Any] = {
    "all": [
        {"subset": [{"get": "subject.unsigned"}, {"append": [[], _payload("party")]}]},
        {"eq": [{"count": {"get": "subject.uninspected"}}, 0]},
    ]
}
LAST_SCHOOL: dict[str, Any] = {
    "all": [
        {"subset": [{"get": "subject.uninspected"}, {"append": [[], _payload("school")]}]},
        {"eq": [{"count": {"get": "subject.unsigned"}}, 0]},
    ]
}
SOLE: dict[str, Any] = {"in": [_payload("inspection"), {"get": "subject.sole_inspections"}]}
AT_LAST = {"completed_at": {"get": "event.at"}}
NOT_COMPLETE = {"completed_at": None}
BEGUN = ("planned", "running")


def _counts(number: str, action: str, last: dict[str, Any], **more: Any) -> tuple[Transition, ...]:
    """The rows of what may make the action complete: a signature, an inspection."""
    return (
        Transition(number, action, BEGUN, "complete", when=last, assigns=AT_LAST, **more),
        Transition(f"{number}r", action, BEGUN, "running", **more),
        Transition(
            f"{number}l",
            action,
            ("incomplete",),
            "complete",
            when={"all": [IN_TIME, last]},
            sets=("late_sync",),
            assigns=AT_LAST,
            **more,
        ),
        Transition(f"{number}k", action, ("incomplete", "summarised"), None, sets=("late_sync",), **more),
        Transition(f"{number}c", action, ("complete",), None, **more),
    )


ACTION_TRANSITIONS = (
    Transition(
        "SA2a",
        "sign",
        ANY,
        None,
        SIGNERS,
        result="absorbed",
        reason="already_signed",
        when=SIGNED_ALREADY,
        merges=False,
    ),
    *_counts("SA2", "sign", LAST_SIGNATURE, actors=SIGNERS, guards=(OWN_UNIT, OWN_PARTY)),
    Transition(
        "SA3a",
        "inspected",
        ANY,
        None,
        SERVER,
        result="absorbed",
        reason="already_counted",
        when=COUNTED_ALREADY,
        merges=False,
    ),
    *_counts("SA3", "inspected", LAST_SCHOOL, actors=SERVER),
    Transition(
        "SA4",
        "inspection_returned",
        ("complete",),
        "incomplete",
        SERVER,
        when={"all": [SOLE, {"not": IN_TIME}]},
        assigns=NOT_COMPLETE,
    ),
    Transition(
        "SA4r",
        "inspection_returned",
        ("complete",),
        "running",
        SERVER,
        when=SOLE,
        assigns=NOT_COMPLETE,
    ),
    Transition("SA4k", "inspection_returned", ANY, None, SERVER),
    Transition("SA5", "close_month", BEGUN, "incomplete", SERVER),
    Transition("SA5o", "close_month", ANY, None, SERVER, result="absorbed", reason="overtaken"),
    Transition("SA6", "summarise", ("complete", "incomplete"), "summarised", OPERATOR),
    Transition(
        "SA6a",
        "summarise",
        ("summarised",),
        None,
        OPERATOR,
        result="absorbed",
        reason="already_summarised",
        merges=False,
    ),
    Transition("SA7", "correct", ("summarised",), None, OPERATOR),
    *_decisions(),
)

PARTICIPANT = {
    "record": {
        "unit": _payload("unit"),
        "party": _payload("party"),
        "by": {"get": "event.by"},
        "at": {"get": "event.at"},
    }
}
INSPECTED = {
    "record": {
        "inspection": _payload("inspection"),
        "school": _payload("school"),
        "inspector": _payload("inspector"),
        "on": _payload("on"),
        "answers": _payload("answers"),
    }
}
ACTION_FIELDS = (
    FieldRule("participants", "APP", {"sign": PARTICIPANT}),
    FieldRule("inspections", "APP", {"inspected": INSPECTED}),
    FieldRule("returned", "APP", {"inspection_returned": _payload("inspection")}),
    FieldRule("summary", "LWW-R", {"summarise": _payload("text")}, edit=True),
)
SCHOOL_ACTION = Table(
    ACTION_STATES,
    ACTION_TRANSITIONS,
    ACTION_FIELDS,
    {},
    head_state="planned",
    timers=(
        TimerRule("close_month", {"in": [{"get": "subject.state"}, list(BEGUN)]}, {"get": "subject.ends_at"}),
    ),
)

INSPECTION_TRANSITIONS = (
    Transition(
        "I1w",
        "check",
        ANY,
        None,
        OPERATOR,
        result="absorbed",
        reason="return_wins",
        against=("return",),
        merges=False,
    ),
    Transition("I1", "check", ("submitted",), "checked", OPERATOR),
    Transition(
        "I1a",
        "check",
        ("checked",),
        None,
        OPERATOR,
        result="absorbed",
        reason="already_checked",
        merges=False,
    ),
    Transition("I2w", "return", ("checked",), "returned", OPERATOR, against=("check",)),
    Transition("I2", "return", ("submitted",), "returned", OPERATOR),
    Transition(
        "I2a",
        "return",
        ("returned",),
        None,
        OPERATOR,
        result="absorbed",
        reason="already_returned",
        merges=False,
    ),
    *_decisions(),
)


def _said(name: str) -> FieldRule:
    return FieldRule(name, "IMM", {"head": {"get": f"event.{name}"}})


INSPECTION_FIELDS = (
    *(
        _said(name)
        for name in (
            "school",
            "month",
            "on",
            "list",
            "answers",
            "more",
            "attach",
            "text",
            "submitted_at",
        )
    ),
    FieldRule("checked_by", "FWW", {"check": {"get": "event.by"}}),
    FieldRule("returned_by", "FWW", {"return": {"get": "event.by"}}),
    FieldRule("return_reason", "FWW", {"return": _payload("reason")}),
)
INSPECTION = Table(INSPECTION_STATES, INSPECTION_TRANSITIONS, INSPECTION_FIELDS, {}, head_state="submitted")

BY_WRITER: dict[str, Any] = {"eq": [{"get": "event.by"}, {"get": "subject.by"}]}
SOON = Guard(
    {
        "le": [
            {"get": "event.received_at"},
            {"plus_hours": [{"get": "subject.received_at"}, {"param": "void.window"}]},
        ]
    },
    "void_window_over",
)
LESSON_TRANSITIONS = (
    Transition("L1", "void", ("recorded",), "voided", guards=(SOON,), when=BY_WRITER),
    Transition("L2", "void", ("recorded",), "voided", OPERATOR),
    Transition("L1a", "void", ("voided",), None, result="absorbed", reason="already_voided", merges=False),
    *_decisions(),
)
LESSON_FIELDS = (
    *(_said(name) for name in ("school", "kind", "on", "classes", "people", "lecturer_role")),
    FieldRule("voided_by", "FWW", {"void": {"get": "event.by"}}),
    FieldRule("void_reason", "FWW", {"void": _payload("reason")}),
)
LESSON = Table(LESSON_STATES, LESSON_TRANSITIONS, LESSON_FIELDS, {}, head_state="recorded")
