"""Rows of the table: what is done and written while a case is open, and the time that it has."""

from server.cases import guards as g
from server.cases.guards import get, never, one_holds, said
from server.cases.rows import (
    BY,
    ENDED,
    EXTENSION,
    NOW,
    OPEN,
    TAKEN_IN,
    UNDER_WAY,
    Rows,
    Value,
    absorbed,
    later,
    parked,
)
from sync.transitions import Transition

OVERLAPS: Value = never(
    {
        "every": [
            get("subject.sessions"),
            one_holds(
                {"eq": [get("item.by"), BY]},
                {"le": [get("item.ended_at"), get("event.started_at")]},
                {"le": [get("event.ended_at"), get("item.started_at")]},
            ),
        ]
    }
)
SECOND_AGREEMENT: Value = {"present": get("subject.agreements_now")}

PAPERWORK: Rows = (
    Transition(
        "C8n",
        "session",
        ("close_requested",),
        None,
        (),
        (g.HANDLER,),
        against=("close_req",),
        sets=("new_facts",),
    ),
    Transition("C8l", "session", ENDED, None, (), (g.HANDLER,), against=("close_ok",), sets=("late_sync",)),
    Transition("C8d", "session", TAKEN_IN, None, (), (g.HANDLER,), when=OVERLAPS, sets=("dup_suspect",)),
    Transition("C8", "session", TAKEN_IN, None, (), (g.HANDLER,)),
    Transition(
        "C12l", "agreement", ENDED, None, (), (g.HANDLER,), against=("close_ok",), sets=("late_sync",)
    ),
    Transition(
        "C12d", "agreement", TAKEN_IN, None, (), (g.HANDLER,), when=SECOND_AGREEMENT, sets=("dup_suspect",)
    ),
    Transition("C12g", "agreement", TAKEN_IN, None, (), (g.HANDLER,)),
    Transition(
        "C8o",
        "note",
        ("close_requested",),
        None,
        (),
        (g.HANDLER_OR_OFFICE,),
        against=("close_req",),
        sets=("new_facts",),
    ),
    Transition(
        "C8m", "note", ENDED, None, (), (g.HANDLER_OR_OFFICE,), against=("close_ok",), sets=("late_sync",)
    ),
    Transition("C8t", "note", TAKEN_IN, None, (), (g.HANDLER_OR_OFFICE,)),
    Transition("C8r", "risk_raise", OPEN),
    parked("C8w", "risk_lower", OPEN, "raised_meanwhile", against=("risk_raise",)),
    Transition("C8v", "risk_lower", OPEN, None, (), (g.HANDLER_OR_OFFICE,)),
    Transition("C8g", "add_org", OPEN),
    Transition("C8p", "file_part", TAKEN_IN, None, (), (g.HANDLER_OR_OFFICE,)),
    Transition("C16", "feedback", UNDER_WAY, None, (), (g.HANDLER,)),
)

TIME: Rows = (
    Transition(
        "C9",
        "extend_req",
        ("handling",),
        None,
        (),
        (g.HANDLER, g.THIS_CYCLE, g.NOT_EXTENDED, g.BOTH_AGREE),
        assigns={"extension_requested": {"record": {"by": BY, "at": NOW, "reason": said("reason")}}},
    ),
    Transition(
        "C9y",
        "extend_ok",
        ("handling", "suspended"),
        None,
        g.APPROVERS,
        (g.EXTENSION_ASKED,),
        assigns={
            "due_at": later(get("subject.due_at"), EXTENSION),
            "extended": True,
            "extension_requested": None,
        },
    ),
    Transition(
        "C9n",
        "extend_no",
        ("handling", "suspended"),
        None,
        g.APPROVERS,
        (g.EXTENSION_ASKED,),
        assigns={"extension_requested": None},
    ),
    Transition(
        "C10",
        "suspend_req",
        ("handling",),
        None,
        (),
        (g.HANDLER, g.THIS_CYCLE),
        assigns={"suspend_requested": {"record": {"by": BY, "at": NOW, "reason": said("reason_code")}}},
    ),
    Transition(
        "C10y",
        "suspend_ok",
        ("handling",),
        "suspended",
        g.APPROVERS,
        (g.REST_ASKED,),
        assigns={"suspended_at": NOW, "suspend_requested": None},
    ),
    Transition(
        "C10n",
        "suspend_no",
        ("handling",),
        None,
        g.APPROVERS,
        (g.REST_ASKED,),
        assigns={"suspend_requested": None},
    ),
    Transition(
        "C10r",
        "resume",
        ("suspended",),
        "handling",
        (),
        (g.HANDLER_OR_OFFICE,),
        assigns={
            "due_at": {"shifted": [get("subject.due_at"), get("subject.suspended_at"), NOW]},
            "suspended_at": None,
        },
    ),
    absorbed("C10a", "resume", ("handling",), "already_resumed", against=("resume",)),
)
