"""Rows of the table: how a case comes out, its close-out, and what may happen after it."""

from server.cases import guards as g
from server.cases.codes import LEVELS
from server.cases.guards import get, is_, said
from server.cases.rows import (
    BY,
    ENDED,
    LIMIT,
    NOW,
    OPEN,
    RESOLVED,
    SETTLED,
    TAKEN_IN,
    UNDER_WAY,
    Rows,
    Value,
    absorbed,
    later,
    outcome,
    parked,
)
from sync.transitions import ANY, Transition

NO_OUTCOME: dict[str, Value] = {"outcome": None, "outcome_at": None, "outcome_by": None}
HIGHER: dict[str, Value] = {
    "level": {"next_of": [list(LEVELS), get("subject.level")]},
    "lead_officer": None,
    "lead_unit": None,
    "co_handlers": {"append": [get("subject.co_handlers"), get("subject.lead_officer")]},
    "returned": None,
}
AGREE_GUARDS = (g.HANDLER, g.THIS_CYCLE, g.HAD_SESSION, g.HAS_AGREEMENT)
FAIL_GUARDS = (g.HANDLER, g.THIS_CYCLE, g.TOLD_OF_COURT)
DISPUTED = ("disputed_outcome",)

OUTCOME: Rows = (
    Transition(
        "C11e",
        "escalate",
        ("agreed",),
        "accepted",
        guards=(g.HANDLER, g.NOT_HIGHEST),
        against=("agree",),
        sets=("agreement_kept",),
        assigns={**HIGHER, **NO_OUTCOME},
    ),
    Transition(
        "C11",
        "escalate",
        ("handling",),
        "accepted",
        guards=(g.HANDLER, g.THIS_CYCLE, g.NOT_HIGHEST),
        assigns=HIGHER,
    ),
    absorbed(
        "C12e",
        "agree",
        ("accepted", "triaged", "assigned", "handling"),
        "escalated_meanwhile",
        guards=(g.HANDLER,),
        against=("escalate",),
        sets=("agreement_kept",),
    ),
    parked(
        "C12x",
        "agree",
        ("failed", "close_requested", *ENDED),
        "outcome_disputed",
        guards=(g.HANDLER,),
        against=("fail",),
        sets=DISPUTED,
    ),
    Transition(
        "C12", "agree", ("handling",), "agreed", guards=AGREE_GUARDS, assigns=outcome(said("outcome"))
    ),
    absorbed("C12a", "agree", SETTLED, "already_agreed", guards=(g.HANDLER,)),
    parked(
        "C13x",
        "fail",
        (*SETTLED, "close_requested", *ENDED),
        "outcome_disputed",
        guards=(g.HANDLER,),
        against=("agree",),
        sets=DISPUTED,
    ),
    Transition("C13", "fail", ("handling",), "failed", guards=FAIL_GUARDS, assigns=outcome(said("outcome"))),
    absorbed("C13a", "fail", ("failed",), "already_failed", guards=(g.HANDLER,)),
    Transition(
        "C14",
        "refer",
        ("handling",),
        "referred",
        guards=(g.HANDLER, g.THIS_CYCLE),
        assigns={"referred_to": said("body"), "referred_at": NOW},
    ),
    absorbed("C14a", "refer", ("referred",), "already_referred", guards=(g.HANDLER,)),
    Transition(
        "C14b",
        "refer_outcome",
        ("referred",),
        None,
        guards=(g.HANDLER_OR_OFFICE,),
        assigns={**outcome(said("outcome")), "referred_answer": said("answer")},
    ),
)

BROKEN: Value = is_("event.performed", "broken")
ASKED = ("reopen_requested",)
VISITS: Rows = (
    Transition("C15b", "follow_up", SETTLED, "followed", g.VISITORS, when=BROKEN, sets=ASKED),
    Transition("C15c", "follow_up", ("close_requested", *ENDED), None, g.VISITORS, when=BROKEN, sets=ASKED),
    Transition("C15", "follow_up", SETTLED, "followed", g.VISITORS),
    Transition("C15l", "follow_up", ENDED, None, g.VISITORS, against=("close_ok",), sets=("late_sync",)),
    Transition("C15o", "follow_up", (*TAKEN_IN, *ENDED), None, g.VISITORS),
)

CLOSE_GUARDS = (
    g.HANDLER,
    g.THIS_CYCLE,
    g.BODY_ANSWERED,
    g.GAVE_FEEDBACK,
    g.FILE_COMPLETE,
    g.KEY_VISITED,
)
CLOSED: dict[str, Value] = {"closed_at": NOW, "closed_by": BY}
BASIC_CLOSE = (g.OF_ITS_LEVEL, g.DIRECTOR_OF_KEY, g.UNDISPUTED, g.ONE_TEXT)
CLOSE: Rows = (
    Transition(
        "C17n",
        "close_req",
        RESOLVED,
        "close_requested",
        guards=CLOSE_GUARDS,
        against=("session", "note"),
        sets=("new_facts",),
        assigns={"close_requested_at": NOW},
    ),
    Transition(
        "C17",
        "close_req",
        RESOLVED,
        "close_requested",
        guards=CLOSE_GUARDS,
        assigns={"close_requested_at": NOW},
    ),
    absorbed("C17a", "close_req", ("close_requested",), "already_requested", guards=(g.HANDLER,)),
    Transition(
        "C18f",
        "close_ok",
        ("close_requested",),
        "closed",
        g.CLOSERS,
        BASIC_CLOSE,
        against=("follow_up",),
        assigns=CLOSED,
    ),
    Transition(
        "C18",
        "close_ok",
        ("close_requested",),
        "closed",
        g.CLOSERS,
        (*BASIC_CLOSE, g.NO_BROKEN_WORD),
        assigns=CLOSED,
    ),
    absorbed("C18a", "close_ok", ENDED, "already_closed", actors=g.CLOSERS),
    Transition(
        "C19",
        "close_no",
        ("close_requested",),
        "handling",
        g.CLOSERS,
        (g.OF_ITS_LEVEL, g.DIRECTOR_OF_KEY),
        clears=("new_facts", "reopen_requested"),
        assigns={**NO_OUTCOME, "close_refused": said("reason"), "close_requested_at": None},
    ),
    absorbed("C19a", "close_no", ("handling",), "already_sent_back", actors=g.CLOSERS, against=("close_no",)),
)

REOPENED: dict[str, Value] = {
    **NO_OUTCOME,
    "cycle": {"plus": [get("subject.cycle"), 1]},
    "due_at": later(NOW, LIMIT),
    "extended": None,
    "extension_requested": None,
    "suspend_requested": None,
    "close_requested_at": None,
    "closed_at": None,
    "closed_by": None,
    "archived_at": None,
    "parties_wiped": None,
}
BY_SERVER: Value = {"eq": [BY, "server"]}
ARCHIVERS = (*g.OPERATORS, *g.SERVER)
REOPENABLE = (*SETTLED, "close_requested", *ENDED)
AFTERWARDS: Rows = (
    Transition(
        "C20",
        "archive",
        ("closed",),
        "archived",
        ARCHIVERS,
        assigns={
            "archived_at": NOW,
            "paper_file_no": {"first": [said("paper_file_no"), get("subject.paper_file_no")]},
        },
    ),
    Transition(
        "C20n",
        "archive",
        ("archived",),
        None,
        g.OPERATORS,
        when={"present": said("paper_file_no")},
        assigns={"paper_file_no": said("paper_file_no")},
    ),
    absorbed("C20a", "archive", ("archived",), "already_archived", actors=ARCHIVERS),
    absorbed("C20r", "archive", OPEN, "reopened_meanwhile", actors=ARCHIVERS, against=("reopen_ok",)),
    absorbed("C20o", "archive", ANY, "overtaken", when=BY_SERVER),
    Transition("C21", "reopen_req", REOPENABLE, None, g.VISITORS, sets=ASKED),
    absorbed("C21a", "reopen_req", UNDER_WAY, "still_open", actors=g.VISITORS),
    Transition(
        "C21y",
        "reopen_ok",
        REOPENABLE,
        "handling",
        g.OPERATORS,
        (g.OF_ITS_LEVEL, g.REOPENING_ASKED),
        clears=("reopen_requested", "new_facts", "late_sync"),
        assigns=REOPENED,
    ),
    absorbed("C21b", "reopen_ok", UNDER_WAY, "still_open", actors=g.OPERATORS, against=("reopen_ok",)),
    Transition("C21n", "reopen_no", REOPENABLE, None, g.OPERATORS, (g.REOPENING_ASKED,), clears=ASKED),
    Transition(
        "C22",
        "merge_into",
        OPEN,
        "merged",
        g.OPERATORS,
        (g.NOT_ITSELF,),
        assigns={"merged_into": said("target"), "merged_div": said("target_div")},
    ),
    Transition("C22d", "distinct", OPEN, None, g.OPERATORS, (g.TWICE_SUSPECTED,), clears=("dup_suspect",)),
    Transition("C22s", "suspect", OPEN, None, g.SERVER, sets=("dup_suspect",)),
    absorbed("C22so", "suspect", ANY, "overtaken", actors=g.SERVER),
    absorbed("C22a", "merge_into", ("merged",), "already_merged", actors=g.OPERATORS),
    Transition(
        "CL",
        "mark_long_standing",
        TAKEN_IN,
        None,
        g.SERVER,
        assigns={"long_since": NOW},
    ),
    absorbed("CLo", "mark_long_standing", ANY, "overtaken", actors=g.SERVER),
    Transition("CW", "wipe_parties", ENDED, None, g.SERVER, assigns={"parties_wiped": True}),
    absorbed("CWo", "wipe_parties", ANY, "overtaken", actors=g.SERVER),
)
