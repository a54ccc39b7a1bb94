"""The life of a task and of a notice, as data.

Task: open -> acked -> done; beside them overdue, cancelled. Notice: sent -> read; withdrawn.
"""

from dataclasses import replace
from typing import Any

from sync.transitions import ANY, FieldRule, Guard, Table, TimerRule, Transition

SERVER = ("server",)
OFFICE = ("twp_operator", "twp_dispatcher", "twp_deputy", "twp_director", "dist_operator", "dist_lead")
TASK_STATES = ("open", "acked", "overdue", "done", "cancelled")
NOTICE_STATES = ("sent", "read", "withdrawn")
UNDONE = ("open", "acked", "overdue")
OVER = ("done", "cancelled")
TASK_OFFICE_ACTIONS = (
    "ack", "reply", "finish", "ask_progress", "postpone", "send_back", "cancel", "force", "dismiss"
)  # fmt: skip
NOTICE_OFFICE_ACTIONS = ("ack", "withdraw", "force", "dismiss")

HOLDS_A_ROLE: dict[str, Any] = {
    "not": {
        "every": [
            {"get": "subject.roles"},
            {"not": {"in": [{"get": "item"}, {"get": "actor.roles"}]}},
        ]
    }
}
ADDRESSED = Guard(
    {"any": [{"eq": [{"get": "actor.id"}, {"get": "subject.staff"}]}, HOLDS_A_ROLE]},
    "not_addressed",
    "refused",
)
READS_IT = replace(ADDRESSED, result="parked")  # somebody stands in for another: the office decides
IN_TIME: dict[str, Any] = {"le": [{"get": "event.at"}, {"get": "subject.due_at"}]}
RECEIVED: dict[str, Any] = {"present": {"get": "subject.acked_at"}}
ASKED: dict[str, Any] = {"in": ["progress_asked", {"get": "subject.flags"}]}


def _absorbed(number: str, action: str, sources: tuple[str, ...], reason: str, **more: Any) -> Transition:
    return Transition(number, action, sources, result="absorbed", reason=reason, **more)


def _answered(
    number: str, action: str, sources: tuple[str, ...], target: str | None, **more: Any
) -> Transition:
    """What the one who was asked does; it answers a question about the progress too."""
    cleared = ("progress_asked", "reply_overdue")
    return Transition(number, action, sources, target, guards=(ADDRESSED,), clears=cleared, **more)


TASK_TRANSITIONS = (
    Transition("N1", "ack", ("open",), "acked", guards=(ADDRESSED,)),
    Transition("N1o", "ack", ("overdue",), None, guards=(ADDRESSED,), when={"not": RECEIVED}),
    _absorbed("N1a", "ack", ("acked", "overdue"), "already_acked", guards=(ADDRESSED,)),
    _absorbed("N1b", "ack", OVER, "task_over", guards=(ADDRESSED,)),
    Transition(
        "N2",
        "ask_progress",
        UNDONE,
        None,
        OFFICE,
        sets=("progress_asked",),
        assigns={"asked_at": {"get": "event.at"}},
    ),
    _answered("N3", "reply", ("open",), "acked"),
    _answered("N3o", "reply", ("acked", "overdue", *OVER), None),
    _answered("N4", "finish", ("open", "acked"), "done"),
    _answered("N4i", "finish", ("overdue",), "done", when=IN_TIME, sets=("late_sync",)),
    _answered("N4l", "finish", ("overdue",), "done", sets=("done_late",)),
    _absorbed("N4a", "finish", OVER, "task_over", guards=(ADDRESSED,)),
    Transition(
        "N5", "moved_on", ("open", "acked"), "done", SERVER, clears=("progress_asked", "reply_overdue")
    ),
    Transition(
        "N5l",
        "moved_on",
        ("overdue",),
        "done",
        SERVER,
        sets=("done_late",),
        clears=("progress_asked", "reply_overdue"),
    ),
    _absorbed("N5a", "moved_on", OVER, "overtaken", actors=SERVER),
    Transition("N6", "overdue", ("open", "acked"), "overdue", SERVER),
    _absorbed("N6a", "overdue", ANY, "overtaken", actors=SERVER),
    Transition("N7", "no_reply", UNDONE, None, SERVER, when=ASKED, sets=("reply_overdue",)),
    _absorbed("N7a", "no_reply", ANY, "overtaken", actors=SERVER),
    Transition(
        "N8r",
        "postpone",
        ("acked", "overdue"),
        "acked",
        OFFICE,
        when=RECEIVED,
        assigns={"due_at": {"plus_minutes": [{"get": "event.payload.due_at"}, 0]}},
    ),
    Transition(
        "N8",
        "postpone",
        UNDONE,
        "open",
        OFFICE,
        assigns={"due_at": {"plus_minutes": [{"get": "event.payload.due_at"}, 0]}},
    ),
    Transition("N9", "send_back", ("done",), "acked", OFFICE, sets=("sent_back",)),
    Transition("N10", "cancel", UNDONE, "cancelled", OFFICE),
    _absorbed("N10a", "cancel", OVER, "task_over", actors=OFFICE),
    Transition("N11", "force", ANY, None, OFFICE),
    Transition("N11d", "dismiss", ANY, None, OFFICE),
    _absorbed("N12", "wait_over", ANY, "overtaken", actors=SERVER),
)


def _entry(**named: str) -> dict[str, Any]:
    origin = {"id": {"get": "event.id"}, "by": {"get": "event.by"}, "at": {"get": "event.at"}}
    said = {name: {"get": f"event.payload.{key}"} for name, key in named.items()}
    return {"record": {**origin, **said}}


ANSWER: dict[str, Any] = {"first": [{"get": "event.answer"}, {"get": "event.payload.answer"}]}
BY: dict[str, Any] = {"get": "event.by"}
AT: dict[str, Any] = {"get": "event.at"}

TASK_FIELDS = (
    FieldRule("acked_by", "FWW", {"ack": BY, "reply": BY}),
    FieldRule("acked_at", "MIN", {"ack": AT, "reply": AT}),
    FieldRule("answer", "FWW", {"ack": ANSWER}),
    FieldRule("questions", "APP", {"ask_progress": _entry(text="text")}),
    FieldRule("replies", "APP", {"reply": _entry(text="text", percent="percent")}),
    FieldRule("done_by", "FWW", {"finish": BY}),
    FieldRule("done_at", "MIN", {"finish": AT, "moved_on": AT}),
    FieldRule("done_text", "FWW", {"finish": {"get": "event.payload.text"}}),
    FieldRule("done_because", "FWW", {"moved_on": {"get": "event.payload.cause"}}),
    FieldRule(
        "decisions", "APP", {name: _entry(reason="reason") for name in ("postpone", "send_back", "cancel")}
    ),
)

TASK_TIMERS = (
    TimerRule(
        "overdue",
        {"in": [{"get": "subject.state"}, ["open", "acked"]]},
        {"plus_minutes": [{"get": "subject.due_at"}, 0]},
    ),
    TimerRule(
        "no_reply",
        {"all": [ASKED, {"not": {"in": ["reply_overdue", {"get": "subject.flags"}]}}]},
        {"plus_hours": [{"get": "subject.asked_at"}, {"param": "limit.progress_query"}]},
    ),
)

TASK = Table(TASK_STATES, TASK_TRANSITIONS, TASK_FIELDS, {}, head_state="open", timers=TASK_TIMERS)

NOTICE_TRANSITIONS = (
    Transition("N20", "ack", ("sent",), "read", guards=(READS_IT,)),
    _absorbed("N20a", "ack", ("read",), "already_read", guards=(READS_IT,)),
    _absorbed("N20b", "ack", ("withdrawn",), "notice_withdrawn", guards=(READS_IT,)),
    Transition("N21", "withdraw", ("sent", "read"), "withdrawn", OFFICE),
    _absorbed("N21a", "withdraw", ("withdrawn",), "notice_withdrawn", actors=OFFICE),
    Transition("N22", "force", ANY, None, OFFICE),
    Transition("N22d", "dismiss", ANY, None, OFFICE),
    _absorbed("N23", "wait_over", ANY, "overtaken", actors=SERVER),
)

NOTICE_FIELDS = (
    FieldRule("acked_by", "FWW", {"ack": BY}),
    FieldRule("acked_at", "MIN", {"ack": AT}),
    FieldRule("answer", "FWW", {"ack": ANSWER}),
    FieldRule("withdrawn_reason", "FWW", {"withdraw": {"get": "event.payload.reason"}}),
)

NOTICE = Table(NOTICE_STATES, NOTICE_TRANSITIONS, NOTICE_FIELDS, {}, head_state="sent")
