"""The life of a shift, as data: what may happen in which state, by whom, and what becomes of the fields.

planned -> started <-> paused -> ended -> submitted -> reviewed; beside them missed (provisional until
`missed_final`) and cancelled. The fold (sync/fold.py) and the phone go by these rows.
"""

from typing import Any

from sync.transitions import ANY, FieldRule, Guard, Table, Transition

STATES = ("planned", "started", "paused", "ended", "submitted", "reviewed", "missed", "cancelled")
UNDER_WAY = ("started", "paused")
OVER = ("ended", "submitted", "reviewed")
BEGUN = UNDER_WAY + OVER
SERVER = ("server",)
LEADS = ("patrol_lead", "security_head")
DISPATCHER = ("twp_dispatcher",)
OFFICE = ("twp_dispatcher", "twp_operator")
OFFICE_ACTIONS = ("review", "cancel", "accept_reason", "correct", "force", "dismiss")

MISSED_FINAL: dict[str, Any] = {"in": ["missed_final", {"get": "subject.flags"}]}
SLOT_OVER: dict[str, Any] = {"le": [{"get": "subject.ends_at"}, {"get": "event.at"}]}
EARLIEST_HOURS = 12  # before its slot nobody goes out on a planned shift: that is another day's
NOT_ANOTHER_DAYS = Guard(
    {
        "any": [
            {"not": {"eq": [{"get": "subject.planned"}, True]}},
            {"le": [{"plus_hours": [{"get": "subject.starts_at"}, -EARLIEST_HOURS]}, {"get": "event.at"}]},
        ]
    },
    "before_the_shift",
)
AUTO_ENDED: dict[str, Any] = {"in": ["auto_ended", {"get": "subject.flags"}]}
LATE_FINAL: dict[str, Any] = {"in": ["late_final", {"get": "subject.flags"}]}
GIVES_REASON = Guard({"present": {"get": "event.payload.reason"}}, "reason_missing")
EXPLAINS_MISSED = Guard(
    {
        "all": [
            {
                "subset": [
                    {"pluck": [{"get": "subject.must_missed"}, "checkpoint"]},
                    {"pluck": [{"get": "event.payload.missed"}, "checkpoint"]},
                ]
            },
            {"every": [{"get": "event.payload.missed"}, {"present": {"get": "item.reason"}}]},
        ]
    },
    "missed_without_reason",
)


def _already(number: str, action: str, sources: tuple[str, ...], reason: str, **more: Any) -> Transition:
    return Transition(number, action, sources, result="absorbed", reason=reason, **more)


TRANSITIONS = (
    Transition("P2", "start", ("planned",), "started", guards=(NOT_ANOTHER_DAYS,)),
    Transition(
        "P7b",
        "start",
        ("missed",),
        "started",
        when={"any": [MISSED_FINAL, SLOT_OVER]},
        sets=("late_final", "late_sync"),
    ),
    Transition("P2m", "start", ("missed",), "started", guards=(NOT_ANOTHER_DAYS,), sets=("late_sync",)),
    Transition(
        "P8s",
        "start",
        ("cancelled",),
        "started",
        guards=(NOT_ANOTHER_DAYS,),
        against=("cancel",),
        sets=("cancelled_but_started",),
    ),
    _already("P2a", "start", BEGUN, "already_started"),
    Transition("P3", "pause", ("started",), "paused"),
    _already("P3a", "pause", ("paused", *OVER), "already_paused"),
    Transition("P3r", "resume", ("paused",), "started"),
    _already("P3b", "resume", ("started", *OVER), "already_started"),
    Transition("P3h", "handover", BEGUN),
    Transition("P3n", "note", ANY),
    Transition("P4", "end", UNDER_WAY, "ended"),
    Transition("P4l", "end", OVER, when=AUTO_ENDED, clears=("auto_ended",)),
    _already("P4a", "end", OVER, "already_ended"),
    Transition("P4s", "auto_end", UNDER_WAY, "ended", SERVER, sets=("auto_ended",)),
    _already("P4o", "auto_end", ANY, "overtaken", actors=SERVER),
    Transition("P5", "submit", ("ended",), "submitted", LEADS, (EXPLAINS_MISSED,)),
    _already("P5a", "submit", ("submitted", "reviewed"), "already_submitted", actors=LEADS, merges=False),
    Transition("P6", "review", ("submitted",), "reviewed", DISPATCHER),
    _already("P6a", "review", ("reviewed",), "already_reviewed", actors=DISPATCHER),
    Transition("P6s", "auto_review", ("submitted",), "reviewed", SERVER, sets=("auto_reviewed",)),
    _already("P6o", "auto_review", ANY, "overtaken", actors=SERVER),
    Transition("P7", "mark_missed", ("planned",), "missed", SERVER),
    _already("P7o", "mark_missed", ANY, "overtaken", actors=SERVER),
    Transition("P7f", "finalize_missed", ("missed",), None, SERVER, sets=("missed_final",)),
    _already("P7p", "finalize_missed", ANY, "overtaken", actors=SERVER),
    Transition(
        "P7c",
        "accept_reason",
        ANY,
        None,
        DISPATCHER,
        (Guard(LATE_FINAL, "nothing_to_accept"), GIVES_REASON),
        sets=("late_accepted",),
        clears=("late_final",),
    ),
    Transition("P8", "cancel", ("planned",), "cancelled", DISPATCHER, (GIVES_REASON,)),
    _already("P8a", "cancel", ("cancelled",), "already_cancelled", actors=DISPATCHER),
    Transition("P9c", "ckin", BEGUN),
    Transition("P9f", "find", ANY),
    Transition("P9v", "veh_log", ANY),
    Transition("P10", "edit", BEGUN),
    Transition("P11", "correct", BEGUN, actors=OFFICE),
    Transition("P12", "force", ANY, actors=OFFICE),
    Transition("P13", "dismiss", ANY, actors=OFFICE),
    Transition("P9w", "wait_over", ANY, actors=SERVER),
    Transition("P14", "erase", ANY, actors=SERVER),
)

NOTE: dict[str, Any] = {
    "record": {
        "id": {"get": "event.id"},
        "by": {"get": "event.by"},
        "at": {"get": "event.at"},
        "text": {"get": "event.payload.text"},
    }
}


def _payload(name: str) -> dict[str, str]:
    return {"get": f"event.payload.{name}"}


FIELDS = (
    FieldRule("on_duty", "APP", {"start": _payload("on_duty")}),
    FieldRule("started_at", "MIN", {"start": {"get": "event.at"}}),
    FieldRule("end_at", "MAX", {"end": {"get": "event.at"}}),
    FieldRule("vehicle", "LWW-R", {"start": _payload("vehicle")}, edit=True),
    FieldRule("km_start", "MIN", {"start": _payload("km_start")}, edit=True),
    FieldRule("km_end", "MAX", {"end": _payload("km_end")}, edit=True),
    FieldRule("weather", "LWW-R", {"start": _payload("weather")}, edit=True),
    FieldRule("log_notes", "APP", {"note": NOTE}),
    FieldRule("handover_to", "FWW", {"handover": _payload("to")}),
    FieldRule("handover_text", "FWW", {"handover": _payload("text")}),
    FieldRule("signed_by", "FWW", {"submit": {"get": "event.by"}}),
    FieldRule("missed_reasons", "FWW", {"submit": _payload("missed")}),
    FieldRule("submitted_at", "FWW", {"submit": {"get": "event.received_at"}}),
    FieldRule("cancel_reason", "FWW", {"cancel": _payload("reason")}),
    FieldRule("accepted_reason", "FWW", {"accept_reason": _payload("reason")}),
)

RETRIES = {
    "start": ("pause", "resume", "handover", "ckin", "end", "submit"),
    "end": ("submit",),
    "auto_end": ("submit",),
    "ckin": ("submit",),
}

SHIFT = Table(STATES, TRANSITIONS, FIELDS, RETRIES, head_state="planned")
