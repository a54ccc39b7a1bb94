"""The life of an incident, as data.

reported -> verified | false_alarm -> graded -> plan_started -> dispatched -> on_scene -> controlled ->
stood_down -> reviewed -> closed; beside them merged and void. Who is needed at once is sent at once:
verification, grade and plan may follow a dispatch, and then leave the state as it is.
"""

from typing import Any

from server.incidents.codes import LEVELS, MAJOR, SERIOUS
from sync.transitions import ANY, Guard, Transition

INCIDENT_STATES = (
    "reported",
    "verified",
    "false_alarm",
    "graded",
    "plan_started",
    "dispatched",
    "on_scene",
    "controlled",
    "stood_down",
    "reviewed",
    "closed",
    "merged",
    "void",
)
BEFORE = ("reported", "verified", "graded", "plan_started")  # nobody is sent yet
JUDGED = ("verified", "graded", "plan_started")
UNDER_WAY = ("dispatched", "on_scene", "controlled")
OPEN = BEFORE + UNDER_WAY
AFTER = ("stood_down", "reviewed")
OVER = (*AFTER, "closed")
LIVE = (*OPEN, "false_alarm", *OVER)

SERVER = ("server",)
DISPATCHER = ("twp_dispatcher",)
COMMAND = ("twp_deputy", "twp_director")
OFFICE = ("twp_dispatcher", "twp_operator", "twp_deputy", "twp_director")
ON_SITE = ("patrol_lead", "security_head")
LEADERS = (*ON_SITE, "unit_officer", "posted_clerk", "twp_dispatcher")
INCIDENT_OFFICE_ACTIONS = (
    "verify",
    "false_alarm",
    "grade",
    "start_plan",
    "dispatch",
    "retask",
    "sitrep",
    "ask_controlled",
    "controlled",
    "not_controlled",
    "stand_down",
    "review",
    "decide_accountability",
    "close",
    "merge_into",
    "edit",
    "correct",
    "void",
    "force",
    "dismiss",
)
FORWARDED = (
    "verify",
    "false_alarm",
    "grade",
    "start_plan",
    "dispatch",
    "retask",
    "arrived",
    "sitrep",
    "ask_controlled",
    "controlled",
    "not_controlled",
    "stand_down",
    "review",
    "also_reported",
    "edit",
    "correct",
)
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


def _absorbed(number: str, action: str, sources: tuple[str, ...], reason: str, **said: Any) -> Transition:
    return Transition(number, action, sources, result="absorbed", reason=reason, **said)


def _graded(
    number: str, sources: tuple[str, ...], target: str | None, *guards: Guard
) -> tuple[Transition, ...]:
    """The rows of a grading by the dispatcher: the grave levels set a flag."""
    said: dict[str, Any] = {"assigns": {"level": payload("level")}, "guards": (*guards, GRADED_UP)}
    return (
        Transition(f"{number}s", "grade", sources, target, DISPATCHER, when=GRAVE, sets=("serious",), **said),
        Transition(number, "grade", sources, target, DISPATCHER, **said),
    )


VERIFICATION = (
    Transition("I2", "verify", ("reported",), "verified", (*DISPATCHER, *ON_SITE), (WAS_THERE,)),
    Transition(
        "I2v",
        "verify",
        ("false_alarm",),
        "verified",
        (*DISPATCHER, *ON_SITE),
        (WAS_THERE,),
        against=("false_alarm",),
        sets=("contested",),
        assigns={"ended_at": None},
    ),
    Transition("I2r", "verify", ("false_alarm",), "verified", DISPATCHER, assigns={"ended_at": None}),
    Transition(
        "I2o", "verify", UNDER_WAY, None, (*DISPATCHER, *ON_SITE), (WAS_THERE,), when={"not": VERIFIED}
    ),
    _absorbed("I2a", "verify", (*OPEN, *OVER), "already_verified", actors=(*DISPATCHER, *ON_SITE)),
    _absorbed(
        "I2n",
        "false_alarm",
        OPEN,
        "verify_wins",
        actors=DISPATCHER,
        against=("verify",),
        sets=("contested",),
        merges=False,
    ),
    Transition(
        "I2f",
        "false_alarm",
        ("reported", "verified", "graded", "dispatched", "on_scene"),
        "false_alarm",
        DISPATCHER,
        (GIVES_REASON,),
        assigns=ENDED,
        clears=("control_asked",),
    ),
    _absorbed("I2b", "false_alarm", ("false_alarm",), "already_false_alarm", actors=DISPATCHER),
)

GRADING = (
    _absorbed("I3a", "grade", OPEN, "already_graded", actors=DISPATCHER, when=SAME_LEVEL),
    _absorbed(
        "I3g",
        "grade",
        OPEN,
        "higher_grade_stands",
        actors=DISPATCHER,
        against=("grade",),
        when=above(get("subject.level"), payload("level")),
    ),
    *_graded("I3", ("verified",), "graded"),
    *_graded("I3o", ("graded", "plan_started", *UNDER_WAY), None, IS_VERIFIED),
    Transition(
        "I3cs",
        "grade",
        AFTER,
        None,
        COMMAND,
        (GIVES_REASON,),
        when=GRAVE,
        sets=("serious",),
        assigns={"level": payload("level")},
    ),
    Transition(
        "I3c",
        "grade",
        AFTER,
        None,
        COMMAND,
        (GIVES_REASON,),
        clears=("serious",),
        assigns={"level": payload("level")},
    ),
    _absorbed(
        "I4a",
        "start_plan",
        ("plan_started", *UNDER_WAY),
        "already_plan_started",
        actors=COMMAND,
        when={"present": get("subject.plan")},
    ),
    Transition("I4", "start_plan", ("graded",), "plan_started", COMMAND),
    Transition("I4o", "start_plan", UNDER_WAY, None, COMMAND, (IS_GRADED,)),
)

DISPATCH = (
    Transition("I5", "dispatch", BEFORE, "dispatched", DISPATCHER),
    Transition("I5o", "dispatch", UNDER_WAY, None, DISPATCHER, clears=("re_raised",)),
    Transition("I5r", "retask", UNDER_WAY, None, DISPATCHER, clears=("re_raised",)),
    Transition("I6", "arrived", ("dispatched",), "on_scene", SERVER),
    _absorbed("I6a", "arrived", (*LIVE, "void"), "already_further", actors=SERVER),
    Transition("I7w", "sitrep", AFTER, "dispatched", when=WORSE_AND_SENT, **RE_RAISING),
    Transition("I7v", "sitrep", AFTER, "verified", when=WORSE, **RE_RAISING),
    Transition("I7r", "sitrep", OPEN, None, when=WORSE, assigns=NOTED_WORSE),
    Transition("I7f", "sitrep", ("false_alarm",), None, against=("false_alarm",), sets=("contested",)),
    Transition("I7l", "sitrep", OVER, None, sets=("after_stand_down",)),
    Transition("I7u", "sitrep", ("void",), "reported", against=("void",), **UNDONE),
    Transition("I7", "sitrep", (*OPEN, "false_alarm", "void"), None),
)

ENDING = (
    Transition("I8q", "ask_controlled", ("on_scene",), None, LEADERS, (ON_SCENE,), sets=("control_asked",)),
    _absorbed("I8a", "ask_controlled", ("controlled", *OVER), "already_controlled", actors=LEADERS),
    Transition(
        "I8", "controlled", ("on_scene",), "controlled", DISPATCHER, (ASKED,), clears=("control_asked",)
    ),
    _absorbed("I8b", "controlled", ("controlled", *OVER), "already_controlled", actors=DISPATCHER),
    Transition(
        "I8n",
        "not_controlled",
        ("on_scene",),
        None,
        DISPATCHER,
        (ASKED, GIVES_REASON),
        clears=("control_asked",),
    ),
    Transition("I8u", "not_controlled", ("controlled",), "on_scene", DISPATCHER, (GIVES_REASON,)),
    _absorbed("I9w", "stand_down", UNDER_WAY, "worse_meanwhile", target="dispatched", **KEPT_UP),
    _absorbed("I9v", "stand_down", JUDGED, "worse_meanwhile", target="verified", **KEPT_UP),
    Transition(
        "I9",
        "stand_down",
        (*JUDGED, *UNDER_WAY),
        "stood_down",
        COMMAND,
        clears=("re_raised", "control_asked"),
        assigns=ENDED,
    ),
    _absorbed("I9a", "stand_down", OVER, "already_stood_down", actors=COMMAND),
    Transition("I10", "review", ("stood_down",), "reviewed", ("twp_operator",)),
    Transition("I10a", "review", ("reviewed",), None, ("twp_operator",)),
    Transition("I11d", "decide_accountability", AFTER, None, ("twp_director", "dist_lead")),
    Transition(
        "I11",
        "close",
        ("reviewed",),
        "closed",
        ("twp_director",),
        (DECIDED,),
        assigns={"closed_at": get("event.at")},
    ),
    Transition(
        "I11f",
        "close",
        ("false_alarm",),
        "closed",
        (*DISPATCHER, "twp_director"),
        assigns={"closed_at": get("event.at")},
    ),
    _absorbed("I11a", "close", ("closed",), "already_closed", actors=(*DISPATCHER, "twp_director")),
)

MERGING = (
    Transition(
        "I12",
        "merge_into",
        (*OPEN, "false_alarm"),
        "merged",
        ("twp_dispatcher", "twp_operator"),
        (NOT_ITSELF, NO_CIRCLE),
        assigns={"merged_into": payload("target"), **ENDED},
    ),
    _absorbed("I12a", "merge_into", ("merged",), "already_merged", actors=("twp_dispatcher", "twp_operator")),
    Transition(
        "I12u",
        "also_reported",
        ("merged",),
        "reported",
        SERVER,
        when=COMES_BACK,
        sets=("circle_undone",),
        assigns={"merged_into": None, "ended_at": None},
    ),
    *(
        _absorbed(f"I12{number}", action, ("merged",), "forwarded", merges=False)
        for number, action in enumerate(FORWARDED)
    ),
    Transition("I1f", "also_reported", ("false_alarm",), None, SERVER, sets=("contested",)),
    Transition("I1u", "also_reported", ("void",), "reported", SERVER, **UNDONE),
    Transition("I1m", "also_reported", (*OPEN, *OVER), None, SERVER),
)

GENERAL = (
    Transition("I13", "edit", OPEN, None, guards=(COUNTS_OPEN,)),
    Transition("I13a", "edit", OVER, None, guards=(COUNTS_CLOSED,)),
    Transition("I13f", "edit", ("false_alarm",), None, guards=(COUNTS_OPEN,)),
    Transition("I13c", "correct", LIVE, None, ("twp_dispatcher", "twp_operator"), (GIVES_REASON,)),
    Transition(
        "I14", "void", ("reported",), "void", (), (MAY_VOID, ALONE, NOT_TOO_LATE, GIVES_REASON), assigns=ENDED
    ),
    _absorbed("I14a", "void", ("void",), "already_void"),
    Transition("I15", "force", ANY, None, OFFICE, (GIVES_REASON,)),
    Transition("I15d", "dismiss", ANY, None, OFFICE, (GIVES_REASON,)),
    _absorbed("I16", "wait_over", ANY, "overtaken", actors=SERVER),
)

INCIDENT_TRANSITIONS = (*VERIFICATION, *GRADING, *DISPATCH, *ENDING, *MERGING, *GENERAL)
