"""The life of screenings, of what is recorded once, of slogans and of things that break, as data."""

from server.duties.rows import (
    BY_OFFICE,
    NOT_THE_AUTHOR,
    OFFICE,
    SERVER,
    VOID_TOO_LATE,
    Rule,
    already,
    decisions,
    flagged,
    from_head,
    get,
    named_day,
    overtaken,
    said,
    state_is,
    within_void_window,
)
from sync.transitions import ANY, FieldRule, Guard, Table, TimerRule, Transition

VILLAGE = ("grid_mgr", "mediator", "mediation_head", "security_head", "village_lead")
SIGNERS = ("mediation_head",)

# Screening: due -> done, or late when it was done after the week. Missed is provisional until `missed_final`.

ENDS = get("subject.ends_at")
SIGNED: Rule = {"present": get("subject.signed_by")}
IN_TIME: Rule = {"all": [{"le": [get("event.at"), ENDS]}, {"le": [get("subject.first_round_at"), ENDS]}]}
ROUND_IN_TIME: Rule = {"all": [{"le": [get("event.at"), ENDS]}, {"le": [get("subject.signed_at"), ENDS]}]}
ROUND_MADE = Guard({"present": get("subject.rounds")}, "no_round_yet")
ROUND_OF_THE_WEEK = Guard(
    {
        "all": [
            {"le": [get("subject.first"), named_day("on")]},
            {"le": [named_day("on"), get("subject.last")]},
        ]
    },
    "not_in_the_week",
)
NOT_BEFORE = Guard({"le": [get("subject.starts_at"), get("event.at")]}, "before_the_week")
ENTRY_THERE = Guard({"in": [said("entry"), {"pluck": [get("subject.entries"), "id"]}]}, "no_such_entry")
OWN_FRESH_ENTRY: Rule = {
    "not": {
        "every": [
            get("subject.entries"),
            {
                "not": {
                    "all": [
                        {"eq": [get("item.id"), said("entry")]},
                        {"eq": [get("item.by"), get("event.by")]},
                        within_void_window(get("item.at")),
                    ]
                }
            },
        ]
    }
}
MAY_STRIKE = Guard({"any": [BY_OFFICE, OWN_FRESH_ENTRY]}, "not_yours_to_strike")
NO_ROUND_LEFT: Rule = {
    "all": [
        state_is("done", "late"),
        {"every": [get("subject.rounds"), {"eq": [get("item.id"), said("entry")]}]},
    ]
}

SCREENING_STATES = ("due", "done", "late", "missed")
SCREENING_ROWS = (
    Transition("W1", "round", ("due",), "done", VILLAGE, (ROUND_OF_THE_WEEK,), when=ROUND_IN_TIME),
    Transition(
        "W1m",
        "round",
        ("missed", "late"),
        "done",
        VILLAGE,
        (ROUND_OF_THE_WEEK,),
        when=ROUND_IN_TIME,
        sets=("late_sync",),
        clears=("missed_final",),
    ),
    Transition(
        "W1l",
        "round",
        ("due", "missed"),
        "late",
        VILLAGE,
        (ROUND_OF_THE_WEEK,),
        when={"all": [SIGNED, state_is("due", "missed")]},
    ),
    Transition("W1r", "round", ANY, None, VILLAGE, (ROUND_OF_THE_WEEK,)),
    Transition("W2", "add_case_ref", ANY, None, VILLAGE),
    Transition("W3", "sign", ("due",), "done", SIGNERS, (NOT_BEFORE,), when=IN_TIME),
    Transition(
        "W3m",
        "sign",
        ("missed", "late"),
        "done",
        SIGNERS,
        when=IN_TIME,
        sets=("late_sync",),
        clears=("missed_final",),
    ),
    Transition(
        "W3f",
        "sign",
        ("missed",),
        "late",
        SIGNERS,
        (ROUND_MADE,),
        when=flagged("missed_final"),
        sets=("late_final",),
    ),
    Transition("W3l", "sign", ("due", "missed"), "late", SIGNERS, (NOT_BEFORE, ROUND_MADE)),
    already("W3a", "sign", ("done", "late"), "already_signed", actors=SIGNERS),
    Transition("W4", "mark_missed", ("due",), "missed", SERVER),
    overtaken("W4o", "mark_missed"),
    Transition("W5", "finalize_missed", ("missed",), None, SERVER, sets=("missed_final",)),
    overtaken("W5o", "finalize_missed"),
    Transition(
        "W6",
        "accept_reason",
        ANY,
        None,
        OFFICE,
        (Guard(flagged("late_final"), "nothing_to_accept"),),
        sets=("late_accepted",),
        clears=("late_final",),
    ),
    Transition(
        "W7m",
        "strike",
        ("done", "late"),
        "missed",
        guards=(MAY_STRIKE,),
        when={"all": [NO_ROUND_LEFT, {"le": [ENDS, get("event.received_at")]}]},
    ),
    Transition("W7d", "strike", ("done", "late"), "due", guards=(MAY_STRIKE,), when=NO_ROUND_LEFT),
    Transition("W7", "strike", ANY, guards=(ENTRY_THERE, MAY_STRIKE)),
    *decisions("W8"),
)
ENTRY = {"id": get("event.id"), "by": get("event.by"), "at": get("event.at")}
SCREENING_FIELDS = (
    *from_head("week", "first", "last", "starts_at", "ends_at"),
    FieldRule(
        "rounds",
        "APP",
        {
            "round": {
                "record": {
                    **ENTRY,
                    "on": named_day("on"),
                    "households_visited": said("households_visited"),
                    "area_note": said("area_note"),
                }
            }
        },
    ),
    FieldRule("case_refs", "APP", {"add_case_ref": {"record": {**ENTRY, "case": said("case")}}}),
    FieldRule("struck", "APP", {"strike": said("entry")}),
    FieldRule("signed_by", "FWW", {"sign": get("event.by")}),
    FieldRule("signed_at", "MIN", {"sign": get("event.at")}),
    FieldRule("accepted_reason", "FWW", {"accept_reason": said("reason")}),
)
SCREENING_TIMERS = (
    TimerRule("mark_missed", state_is("due"), {"plus_minutes": [ENDS, 0]}),
    TimerRule(
        "finalize_missed",
        {"all": [state_is("missed"), {"not": flagged("missed_final")}]},
        {"plus_hours": [ENDS, {"param": "late.sync_grace"}]},
    ),
)
SCREENING = Table(
    SCREENING_STATES,
    SCREENING_ROWS,
    SCREENING_FIELDS,
    {"round": ("sign", "strike"), "add_case_ref": ("strike",)},
    head_state="due",
    timers=SCREENING_TIMERS,
)

# What is recorded once counts until it is voided.


def recorded_once(letter: str, *names: str) -> Table:
    """Facts with these fields: recorded -> voided, by the author for a while, else by the office."""
    rows = (
        Transition(f"{letter}1", "void", ("recorded",), "voided", guards=(NOT_THE_AUTHOR, VOID_TOO_LATE)),
        already(f"{letter}1a", "void", ("voided",), "already_voided"),
        *decisions(f"{letter}2"),
    )
    voiding = (
        FieldRule("void_reason", "FWW", {"void": said("reason")}),
        FieldRule("voided_by", "FWW", {"void": get("event.by")}),
    )
    return Table(("recorded", "voided"), rows, (*from_head(*names), *voiding), {}, head_state="recorded")


ACTIVITY = recorded_once(
    "A", "kind", "on", "sessions", "people", "minutes", "site", "place_kind", "clues_collected"
)
PUBLICITY = recorded_once("Q", "kind", "on", "qty", "unit", "place", "days", "attach")

# Slogans: the count of the latest day stands.

COUNTED_BEFORE: Rule = {
    "all": [
        {"present": get("subject.counted_on")},
        {"not": {"le": [get("subject.counted_on"), named_day("counted_on")]}},
    ]
}
SLOGANS = Table(
    ("uncounted", "counted"),
    (
        Transition(
            "G1o",
            "count",
            ("counted",),
            None,
            VILLAGE,
            result="absorbed",
            reason="counted_later",
            when=COUNTED_BEFORE,
        ),
        Transition("G1", "count", ("uncounted", "counted"), "counted", VILLAGE),
        Transition("G2", "correct", ("counted",), None, OFFICE),
        *decisions("G3"),
    ),
    (
        *from_head("group"),
        FieldRule("n", "LWW-R", {"count": said("n")}, edit=True, rank=named_day("counted_on")),
        FieldRule("counted_on", "LWW-R", {"count": named_day("counted_on")}, rank=named_day("counted_on")),
        FieldRule("counted_by", "LWW-R", {"count": get("event.by")}, rank=named_day("counted_on")),
        FieldRule("attach", "APP", {"count": said("attach")}),
    ),
    {},
    head_state="uncounted",
)

# Things that break: a report makes them faulty, the office repairs, removes and restores.

SEEN_BEFORE_REPAIR: Rule = {"le": [get("event.at"), get("subject.repaired_at")]}
SEEN_ON: Rule = {"day_plus": [get("event.on"), get("event.days_off")]}
REPAIRED = {"repaired_at": get("event.at")}
EXPLAINED = ("no_fault", "remove", "restore")


def asset_table(letter: str, broken: str) -> Table:
    """The table of things that are `active` or `broken`, perhaps in `repair`, or `removed`."""
    rows = (
        Transition(
            f"{letter}1r",
            "report",
            ("active",),
            result="absorbed",
            reason="repaired_since",
            when=SEEN_BEFORE_REPAIR,
        ),
        Transition(f"{letter}1", "report", ("active",), broken),
        Transition(f"{letter}1a", "report", (broken, "repair")),
        Transition(f"{letter}2", "start_repair", (broken,), "repair", OFFICE),
        already(f"{letter}2a", "start_repair", ("repair",), "already_in_repair", actors=OFFICE),
        Transition(f"{letter}3", "repaired", (broken, "repair"), "active", OFFICE, assigns=REPAIRED),
        already(f"{letter}3a", "repaired", ("active",), "already_active", actors=OFFICE),
        Transition(f"{letter}4", "no_fault", (broken,), "active", OFFICE, assigns=REPAIRED),
        Transition(f"{letter}5", "remove", ("active", broken, "repair"), "removed", OFFICE),
        already(f"{letter}5a", "remove", ("removed",), "already_removed", actors=OFFICE),
        Transition(f"{letter}6", "restore", ("removed",), "active", OFFICE, assigns=REPAIRED),
        *decisions(f"{letter}7"),
    )
    report = {**ENTRY, "on": SEEN_ON, "fault": get("event.fault"), "attach": get("event.attach")}
    fields = (
        FieldRule("asset", "FWW", {"report": get("event.asset")}),
        FieldRule("kind", "FWW", {"report": get("event.kind")}),
        FieldRule("fault", "LWW-R", {"report": get("event.fault")}, rank=SEEN_ON),
        FieldRule("reports", "APP", {"report": {"record": report}}),
        FieldRule("reason", "LWW-R", {action: said("reason") for action in EXPLAINED}),
    )
    states = ("active", broken, "repair", "removed")
    return Table(states, rows, fields, {}, head_state="active", born_by=("report",))


ASSET = asset_table("F", "fault")
