"""The life of an incident, as data.

reported -> verified | false_alarm -> graded -> plan_started -> dispatched -> on_scene -> controlled ->
stood_down -> reviewed -> closed; beside them merged and void. Who is needed at once is sent at once:
verification, grade and plan may follow a dispatch, and then leave the state as it is.
"""

from typing import Any

from server.incidents.incident_guards import (
    ALONE,
    ASKED,
    COMES_BACK,
    COMMAND,
    COUNTS_CLOSED,
    COUNTS_OPEN,
    DECIDED,
    DISPATCHER,
    DOUBTED,
    ENDED,
    ENDS,
    GIVES_REASON,
    GRADED_UP,
    GRAVE,
    IS_GRADED,
    IS_VERIFIED,
    KEPT_UP,
    MAY_VOID,
    NO_CIRCLE,
    NOT_ITSELF,
    NOT_TOO_LATE,
    NOTED_WORSE,
    ON_SCENE,
    RE_RAISING,
    SAME_LEVEL,
    UNDONE,
    VERIFIED,
    WAS_THERE,
    WORSE,
    WORSE_AND_SENT,
    above,
    get,
    payload,
)
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
        "I2s", "false_alarm", DOUBTED, "false_alarm", against=("sitrep",), sets=("contested",), **ENDS
    ),
    Transition("I2f", "false_alarm", DOUBTED, "false_alarm", **ENDS),
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
    Transition(
        "I7u", "sitrep", ("void",), "reported", against=("void",), overturns="others_have_acted", **UNDONE
    ),
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
        (ASKED,),
        clears=("control_asked",),
    ),
    Transition("I8u", "not_controlled", ("controlled",), "on_scene", DISPATCHER),
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
    Transition("I13c", "correct", LIVE, None, ("twp_dispatcher", "twp_operator")),
    Transition("I14", "void", ("reported",), "void", (), (MAY_VOID, ALONE, NOT_TOO_LATE), assigns=ENDED),
    _absorbed("I14a", "void", ("void",), "already_void"),
    Transition("I15", "force", ANY, None, OFFICE),
    Transition("I15d", "dismiss", ANY, None, OFFICE),
    _absorbed("I16", "wait_over", ANY, "overtaken", actors=SERVER),
)

INCIDENT_TRANSITIONS = (*VERIFICATION, *GRADING, *DISPATCH, *ENDING, *MERGING, *GENERAL)
