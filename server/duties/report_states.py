"""The life of a ten-day report, as data.

generated -> confirmed -> received -> included; returned by the township, it is confirmed again. A confirmed
version never changes: figures that differ from it make the report `supplement`, a next version that waits to
be confirmed, while the confirmed one stays valid. Should the figures come back to what was confirmed, the
report is again where it was.
"""

from dataclasses import replace

from server.duties.rows import (
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
)
from sync.transitions import ANY, FieldRule, Guard, Table, TimerRule, Transition

SIGNERS = ("mediation_head",)
SETTLED = ("confirmed", "received", "included")
OPEN = ("generated", "returned", "supplement")

KNOWN_FIGURES = Guard({"in": [said("figures"), get("subject.figures_ids")]}, "unknown_figures")
LATEST: Rule = {"eq": [said("figures"), get("subject.figures_id")]}
CONFIRMED_BEFORE: Rule = {"in": [said("figures"), get("subject.confirmed_ids")]}
AS_CONFIRMED: Rule = {"eq": [said("figures"), get("subject.confirmed_figures")]}
AFTER_DUE: Rule = {"not": {"le": [get("event.at"), get("subject.due_at")]}}
FIRST_AND_LATE: Rule = {"all": [AFTER_DUE, {"not": {"present": get("subject.confirmed_ids")}}]}
TAKES_FIGURES = {"figures": said("figures"), "figures_id": get("event.id")}
NEW_FIGURES = {**TAKES_FIGURES, "settled": get("subject.state")}


def _confirmations(
    number: str, target: str, latest: Rule, guards: tuple[Guard, ...] = (), sets: tuple[str, ...] = ()
) -> tuple[Transition, ...]:
    """The rows for confirming the latest figures, or older ones that somebody saw offline."""
    plain = Transition(
        number,
        "confirm",
        OPEN,
        target,
        SIGNERS,
        guards,
        when=latest,
        sets=sets,
        assigns={"settled": "confirmed"},
    )
    late = {"all": [latest, FIRST_AND_LATE]}
    return replace(plain, id=f"{number}l", when=late, sets=("late", *sets)), plain


ROWS = (
    Transition("T1", "figures", OPEN, None, SERVER, assigns=TAKES_FIGURES, when={"not": AS_CONFIRMED}),
    *(
        Transition(
            f"T1{state[0]}",
            "figures",
            ("supplement",),
            state,
            SERVER,
            assigns=TAKES_FIGURES,
            when={"eq": [get("subject.settled"), state]},
        )
        for state in SETTLED
    ),
    Transition("T1b", "figures", ("generated", "returned"), None, SERVER, assigns=TAKES_FIGURES),
    Transition("T1s", "figures", SETTLED, None, SERVER, assigns=TAKES_FIGURES, when=AS_CONFIRMED),
    Transition("T1n", "figures", SETTLED, "supplement", SERVER, sets=("supplemented",), assigns=NEW_FIGURES),
    already("T2a", "confirm", SETTLED, "already_confirmed", actors=SIGNERS),
    already("T2c", "confirm", ("supplement",), "already_confirmed", actors=SIGNERS, when=CONFIRMED_BEFORE),
    already(
        "T2r",
        "confirm",
        ("returned",),
        "already_confirmed",
        actors=SIGNERS,
        when=CONFIRMED_BEFORE,
        against=("return",),
    ),
    *_confirmations("T2", "confirmed", LATEST),
    *_confirmations("T2o", "supplement", {"not": LATEST}, (KNOWN_FIGURES,), ("supplemented",)),
    Transition(
        "T3",
        "receive",
        ("confirmed",),
        "received",
        OFFICE,
        assigns={"included_from": get("event.received_at")},
    ),
    already("T3a", "receive", ("received", "included"), "already_received", actors=OFFICE),
    Transition("T4", "return", ("confirmed", "received"), "returned", OFFICE),
    already("T4a", "return", ("returned",), "already_returned", actors=OFFICE),
    Transition("T5", "include", ("received",), "included", SERVER),
    overtaken("T5o", "include"),
    Transition("T6", "remark", ANY, None, ("mediation_head", "village_lead", *OFFICE)),
    *decisions("T7"),
)
FIELDS = (
    *from_head("window", "first", "last", "starts_at", "ends_at", "due_at"),
    FieldRule("figures_ids", "APP", {"figures": get("event.id")}),
    FieldRule("first_confirmed_at", "FWW", {"confirm": get("event.at")}),
    FieldRule("return_reason", "LWW-R", {"return": said("reason")}),
    FieldRule(
        "remarks",
        "APP",
        {
            "remark": {
                "record": {
                    "id": get("event.id"),
                    "by": get("event.by"),
                    "at": get("event.at"),
                    "text": said("text"),
                }
            }
        },
    ),
)
ROLL_UP: Rule = {"plus_days": [get("subject.due_at"), 1]}
RECEIVED: Rule = get("subject.included_from")
INCLUDED_AT: Rule = {"if": [{"le": [RECEIVED, ROLL_UP]}, ROLL_UP, RECEIVED]}
REPORT = Table(
    ("generated", "confirmed", "received", "returned", "included", "supplement"),
    ROWS,
    FIELDS,
    {"figures": ("confirm",)},
    head_state="generated",
    timers=(TimerRule("include", state_is("received"), INCLUDED_AT),),
)
