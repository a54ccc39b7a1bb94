"""The life of a mailbox's duty and of the mailbox itself, as data.

Duty: due -> opened, or late_opened after the window; missed when the time for late sync is over as well. An
opening that lay in the window turns the other states into opened, however late it arrives.
"""

from server.duties.rows import (
    BY_OFFICE,
    OFFICE,
    SERVER,
    Rule,
    already,
    decisions,
    from_head,
    get,
    overtaken,
    said,
    state_is,
    within_void_window,
)
from server.duties.states import VILLAGE, asset_table
from sync.transitions import FieldRule, Guard, Table, TimerRule, Transition

STATES = ("due", "opened", "late_opened", "missed", "excused")
HELD = ("opened", "late_opened")

ENDS: Rule = get("subject.ends_at")
GRACE_OVER: Rule = {"plus_days": [ENDS, {"param": "box.grace"}]}
# The moment that was written down; of a wrong clock put right, or else the time that counts.
COUNTED_AT: Rule = {
    "first": [
        {"shifted": [get("event.opened_at"), get("event.at_dev"), get("event.corrected_at")]},
        {"if": [{"eq": [get("event.skewed"), True]}, get("event.at"), get("event.opened_at")]},
    ]
}
IN_WINDOW: Rule = {"le": [COUNTED_AT, ENDS]}
ENOUGH_OPENERS = Guard({"le": [{"param": "box.openers"}, {"count": get("event.openers")}]}, "too_few_openers")
NOT_BEFORE = Guard({"le": [get("subject.starts_at"), COUNTED_AT]}, "before_the_window")
OPENING = (ENOUGH_OPENERS, NOT_BEFORE)

IS_IT: Rule = {"eq": [get("item.id"), said("opening")]}
OTHERS: Rule = {"not": {"every": [get("subject.openings"), IS_IT]}}
OTHERS_IN_WINDOW: Rule = {
    "not": {"every": [get("subject.openings"), {"any": [IS_IT, {"eq": [get("item.in_window"), False]}]}]}
}
GRACE_IS_OVER: Rule = {"le": [GRACE_OVER, get("event.received_at")]}
THERE = Guard({"in": [said("opening"), {"pluck": [get("subject.openings"), "id"]}]}, "no_such_opening")
OWN_FRESH: Rule = {
    "not": {
        "every": [
            get("subject.openings"),
            {
                "not": {
                    "all": [
                        IS_IT,
                        {"eq": [get("item.by"), get("event.by")]},
                        within_void_window(get("item.at")),
                    ]
                }
            },
        ]
    }
}
MAY_VOID = Guard({"any": [BY_OFFICE, OWN_FRESH]}, "not_yours_to_void")

ROWS = (
    Transition("B1", "open", ("due",), "opened", VILLAGE, OPENING, when=IN_WINDOW),
    Transition(
        "B1m",
        "open",
        ("missed", "late_opened", "excused"),
        "opened",
        VILLAGE,
        OPENING,
        when=IN_WINDOW,
        sets=("late_sync",),
    ),
    Transition("B1k", "open", HELD, None, VILLAGE, OPENING, when=state_is(*HELD)),
    Transition("B1l", "open", ("due", "missed", "excused"), "late_opened", VILLAGE, (ENOUGH_OPENERS,)),
    Transition("B2", "mark_missed", ("due",), "missed", SERVER),
    overtaken("B2o", "mark_missed"),
    Transition("B3", "void", ("opened",), None, guards=(THERE, MAY_VOID), when=OTHERS_IN_WINDOW),
    Transition("B3l", "void", HELD, "late_opened", guards=(THERE, MAY_VOID), when=OTHERS),
    Transition("B3m", "void", HELD, "missed", guards=(MAY_VOID,), when=GRACE_IS_OVER),
    Transition("B3d", "void", HELD, "due", guards=(MAY_VOID,)),
    Transition("B4", "excuse", ("due", "missed"), "excused", OFFICE),
    already("B4a", "excuse", ("excused",), "already_excused", actors=OFFICE),
    *decisions("B5"),
)
OPENED = {
    "id": get("event.id"),
    "by": get("event.by"),
    "at": get("event.at"),
    "opened_at": COUNTED_AT,
    "in_window": {"if": [IN_WINDOW, True, False]},
    "openers": get("event.openers"),
    "seal_ok": get("event.seal_ok"),
    "box_state": get("event.box_state"),
    "items_count": get("event.items_count"),
    "envelopes": get("event.envelopes"),
    "attach": get("event.attach"),
}
FIELDS = (
    *from_head("box", "window", "first", "last", "starts_at", "ends_at"),
    FieldRule("openings", "APP", {"open": {"record": OPENED}}),
    FieldRule("voided", "APP", {"void": said("opening")}),
    FieldRule("excuse_reason", "FWW", {"excuse": said("reason")}),
)
BOX_WINDOW = Table(
    STATES,
    ROWS,
    FIELDS,
    {"open": ("void",)},
    head_state="due",
    timers=(TimerRule("mark_missed", state_is("due"), GRACE_OVER),),
)

MAILBOX = asset_table("M", "damaged")
