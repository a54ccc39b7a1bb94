"""What may happen to a hazard in which state, by whom, and what comes of it."""

from typing import Any

from server.hazards.guards import (
    AFTER_PHOTO,
    AFTER_RECTIFYING,
    ASKED,
    ASKED_IN_TIME,
    ASKED_OR_IN_TIME,
    ASSIGNED,
    AT,
    BY,
    CLOSED,
    DEPUTIES,
    DONE,
    FAILED,
    FINDER,
    FINDERS,
    HAS_UNIT,
    KNOWN_SCHOOL,
    LATER,
    MAY_EDIT,
    MINE,
    NO_CIRCLE,
    NO_SUSPICION,
    NOT_ITSELF,
    NOT_RECTIFIER,
    OFFICERS,
    ONCE,
    OPEN,
    OPERATOR,
    PHOTO_OR_REASON,
    RECTIFIED,
    RECTIFIERS,
    RETURNED,
    SERVER,
    SUSPENSION_ASKED,
    TAKEN,
    UNDER_WAY,
    VERIFIERS,
    WAS_MINE,
    WORKING,
    payload,
    subject,
)
from sync.transitions import ANY, Transition


def _already(number: str, action: str, sources: tuple[str, ...], reason: str, **more: Any) -> Transition:
    return Transition(number, action, sources, result="absorbed", reason=reason, **more)


FOUND = (
    Transition("H1", "find", ("found",), None, FINDERS, (KNOWN_SCHOOL, PHOTO_OR_REASON)),
    Transition("H1n", "find", OPEN[1:], None, FINDERS, (PHOTO_OR_REASON,)),
    Transition(
        "H1r",
        "find",
        ("closed",),
        "found",
        FINDERS,
        (PHOTO_OR_REASON,),
        when={"le": [subject("closed_at"), AT]},
        sets=("found_again",),
        assigns={**FAILED, **RETURNED},
    ),
    _already("H1a", "find", ("closed",), "already_closed", actors=FINDERS),
    Transition("H1j", "join", OPEN, None, FINDERS, (PHOTO_OR_REASON,)),
    _already("H1k", "join", ("closed",), "already_closed", actors=FINDERS),
    Transition(
        "H2",
        "fixed_on_spot",
        ("found", "assigned"),
        "rectified",
        FINDERS,
        (FINDER, AFTER_PHOTO),
        assigns=RECTIFIED,
    ),
    Transition(
        "H2c",
        "fixed_on_spot",
        UNDER_WAY,
        "rectified",
        FINDERS,
        (FINDER, AFTER_PHOTO),
        against=("assign", "auto_assign", "receive", "progress"),
        assigns=RECTIFIED,
    ),
    _already("H2a", "fixed_on_spot", DONE, "already_rectified", actors=FINDERS, guards=(FINDER,)),
)

GIVEN = (
    Transition("H3s", "auto_assign", ("found",), "assigned", SERVER, assigns=ASSIGNED),
    _already("H3o", "auto_assign", ANY, "overtaken", actors=SERVER),
    Transition("H3", "assign", ("found",), "assigned", OPERATOR, assigns=ASSIGNED),
    Transition("H3r", "assign", WORKING, "assigned", OPERATOR, assigns=ASSIGNED, clears=("overdue",)),
    _already(
        "H3c",
        "assign",
        ("rectified",),
        "rectified_first",
        actors=OPERATOR,
        against=("rectify", "fixed_on_spot"),
        assigns=ASSIGNED,
    ),
    Transition(
        "H4c",
        "receive",
        ("found",),
        "received",
        OFFICERS,
        (WAS_MINE,),
        against=("not_mine",),
        assigns={**TAKEN, "lead_unit": {"get": "actor.unit"}},
    ),
    Transition("H4", "receive", ("assigned",), "received", OFFICERS, (MINE,), assigns=TAKEN),
    _already("H4a", "receive", (*UNDER_WAY, "suspended", *DONE), "already_received", actors=OFFICERS),
    _already("H5c", "not_mine", UNDER_WAY, "received_first", actors=OFFICERS, against=("receive",)),
    Transition(
        "H5", "not_mine", ("assigned",), "found", OFFICERS, (MINE, ONCE), sets=("not_mine",), assigns=RETURNED
    ),
)

WORKED = (
    Transition("H6", "progress", UNDER_WAY, "rectifying", OFFICERS, (MINE,)),
    _already("H6l", "progress", DONE, "already_rectified", actors=OFFICERS, guards=(WAS_MINE,)),
    _already(
        "H7c",
        "rectify",
        ("found", *WORKING, "suspended"),
        "verify_needed",
        target="rectified",
        actors=RECTIFIERS,
        guards=(WAS_MINE, AFTER_PHOTO),
        against=("assign",),
        assigns=RECTIFIED,
    ),
    Transition(
        "H7",
        "rectify",
        ("found", *WORKING, "suspended"),
        "rectified",
        RECTIFIERS,
        (MINE, AFTER_PHOTO),
        assigns=RECTIFIED,
    ),
    _already("H7a", "rectify", DONE, "already_rectified", actors=RECTIFIERS, guards=(WAS_MINE,)),
)

LOOKED_AT = (
    _already("H8c", "verify", ANY, "fail_wins", actors=VERIFIERS, against=("verify_fail",)),
    Transition(
        "H8", "verify", ("rectified",), "closed", VERIFIERS, (NOT_RECTIFIER, AFTER_RECTIFYING), assigns=CLOSED
    ),
    _already("H8a", "verify", ("closed",), "already_closed", actors=VERIFIERS),
    _already("H9a", "verify_fail", ANY, "already_failed", actors=VERIFIERS, against=("verify_fail",)),
    Transition(
        "H9c",
        "verify_fail",
        ("closed",),
        "rectifying",
        VERIFIERS,
        (NOT_RECTIFIER, AFTER_RECTIFYING),
        against=("verify",),
        when=HAS_UNIT,
        assigns=FAILED,
    ),
    Transition(
        "H9d",
        "verify_fail",
        ("closed",),
        "found",
        VERIFIERS,
        (NOT_RECTIFIER, AFTER_RECTIFYING),
        against=("verify",),
        assigns=FAILED,
    ),
    Transition(
        "H9",
        "verify_fail",
        ("rectified",),
        "rectifying",
        VERIFIERS,
        (NOT_RECTIFIER, AFTER_RECTIFYING),
        when=HAS_UNIT,
        assigns=FAILED,
    ),
    Transition(
        "H9f",
        "verify_fail",
        ("rectified",),
        "found",
        VERIFIERS,
        (NOT_RECTIFIER, AFTER_RECTIFYING),
        assigns=FAILED,
    ),
)

TIMES = (
    Transition(
        "H10q",
        "extend_ask",
        WORKING,
        None,
        OFFICERS,
        (MINE, ASKED_IN_TIME),
        sets=("extension_asked",),
        assigns={"extension_asked": {"record": {"by": BY, "at": AT, "until": payload("until")}}},
    ),
    Transition(
        "H10",
        "extend",
        WORKING,
        None,
        DEPUTIES,
        (ASKED_OR_IN_TIME, LATER),
        clears=("extension_asked", "overdue"),
        assigns={"due_at": {"plus_days": [payload("until"), 0]}, "extension_asked": None},
    ),
    Transition(
        "H10n",
        "extend_no",
        WORKING,
        None,
        DEPUTIES,
        (ASKED,),
        clears=("extension_asked",),
        assigns={"extension_asked": None},
    ),
    Transition(
        "H11", "overdue", WORKING, None, SERVER, when={"le": [subject("due_at"), AT]}, sets=("overdue",)
    ),
    _already("H11o", "overdue", ANY, "overtaken", actors=SERVER),
)

ASIDE = (
    Transition("H12", "reject", ("found", "assigned"), "rejected", OPERATOR),
    _already("H12a", "reject", ("rejected",), "already_rejected", actors=OPERATOR, merges=False),
    Transition("H13", "transfer", ("found", "assigned", "received"), "transferred", OPERATOR),
    Transition("H13r", "transfer_report", ("transferred",), "closed", OPERATOR, assigns=CLOSED),
    Transition("H14q", "suspend_ask", UNDER_WAY, None, OFFICERS, (MINE,), sets=("suspend_asked",)),
    Transition(
        "H14",
        "suspend",
        UNDER_WAY,
        "suspended",
        OPERATOR,
        clears=("suspend_asked",),
        assigns={"suspended_at": AT, "suspended_from": subject("state")},
    ),
    Transition(
        "H14n", "suspend_no", UNDER_WAY, None, OPERATOR, (SUSPENSION_ASKED,), clears=("suspend_asked",)
    ),
    *(
        Transition(
            number,
            "resume",
            ("suspended",),
            back,
            OPERATOR,
            when={"eq": [subject("suspended_from"), back]},
            assigns={
                "due_at": {"shifted": [subject("due_at"), subject("suspended_at"), AT]},
                "suspended_at": None,
                "suspended_from": None,
            },
        )
        for number, back in (("H14r", "received"), ("H14s", "rectifying"))
    ),
)

FORWARDED = (
    "find",
    "join",
    "fixed_on_spot",
    "receive",
    "not_mine",
    "progress",
    "rectify",
    "verify",
    "verify_fail",
    "extend_ask",
    "suspend_ask",
    "edit",
)
MERGED = (
    Transition(
        "H15",
        "merge_into",
        OPEN,
        "merged",
        OPERATOR,
        (NOT_ITSELF, NO_CIRCLE),
        clears=("dup_suspect",),
        assigns={"merged_into": payload("target")},
    ),
    _already("H15a", "merge_into", ("merged",), "already_merged", actors=OPERATOR),
    *(_already(f"H15{action}", action, ("merged",), "forwarded", merges=False) for action in FORWARDED),
    Transition(
        "H15u",
        "take_over",
        ("merged",),
        "found",
        SERVER,
        when={"eq": [payload("reopens"), True]},
        assigns={"merged_into": None, **RETURNED},
    ),
    Transition("H15t", "take_over", ANY, None, SERVER),
    Transition("H16", "suspect", OPEN, None, SERVER, sets=("dup_suspect",)),
    _already("H16o", "suspect", ANY, "overtaken", actors=SERVER),
    Transition("H17", "inspection_returned", ANY, None, SERVER, sets=("inspection_returned",)),
    Transition("H16d", "distinct", ANY, None, OPERATOR, (NO_SUSPICION,), clears=("dup_suspect",)),
)

AMENDED = (
    Transition("E1", "edit", OPEN, None, (*FINDERS,), (MAY_EDIT,)),
    Transition(
        "E2s", "correct", (*OPEN, "closed"), None, VERIFIERS, when={"eq": [payload("field"), "severity"]}
    ),
    Transition("E2", "correct", (*OPEN, "closed"), None, OPERATOR),
    Transition("F1", "force", ANY, None, OPERATOR),
    Transition("F2", "dismiss", ANY, None, OPERATOR),
    Transition("W", "wait_over", ANY, None, SERVER),
)
# What becomes of a merged hazard's events comes first: a row for any state must not take them.
TRANSITIONS = (*MERGED, *FOUND, *GIVEN, *WORKED, *LOOKED_AT, *TIMES, *ASIDE, *AMENDED)
