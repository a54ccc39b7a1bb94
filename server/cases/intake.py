"""Rows of the table: from the report to acceptance, refusal or a settlement on the spot."""

from server.cases import guards as g
from server.cases.codes import ON_SPOT_OUTCOME
from server.cases.guards import get, said
from server.cases.rows import (
    ACCEPTED,
    ENDED,
    JOINED,
    NOW,
    TAKEN,
    TAKEN_IN,
    Rows,
    Value,
    absorbed,
    outcome,
    parked,
)
from sync.transitions import Transition

ACCEPTERS = (*g.OPERATORS, "mediation_head")
ACCEPT_GUARDS = (g.ACCEPTS_AT_VILLAGE, g.ACCEPTS_SMALL_RISK, g.ACCEPTS_IN_OWN_VILLAGE)

INTAKE: Rows = (
    Transition("C2", "accept", ("reported",), "accepted", ACCEPTERS, ACCEPT_GUARDS, assigns=ACCEPTED),
    absorbed("C2a", "accept", (*TAKEN_IN, *ENDED), "already_accepted", actors=ACCEPTERS),
    parked("C3x", "reject", TAKEN_IN, "settled_meanwhile", actors=g.OPERATORS, against=("on_spot",)),
    Transition(
        "C3",
        "reject",
        ("reported",),
        "rejected",
        g.OPERATORS,
        assigns={"reject_reason": said("reason"), "reject_where": said("where")},
    ),
    absorbed("C3a", "reject", ("rejected",), "already_rejected", actors=g.OPERATORS),
    Transition("C4", "triage", ("accepted",), "triaged", g.OPERATORS, (g.OF_ITS_LEVEL, g.HAS_CATEGORY)),
    absorbed("C4a", "triage", TAKEN_IN[1:], "already_triaged", actors=g.OPERATORS),
)

ON_SPOT: dict[str, Value] = {
    **ACCEPTED,
    **TAKEN,
    **outcome(ON_SPOT_OUTCOME),
    "on_spot": True,
    "close_requested_at": NOW,
}
ON_SPOT_GUARDS = (g.VILLAGE_LEVEL, g.OWN_VILLAGE, g.FEW_PEOPLE, g.LOW_RISK, g.NOBODY_HURT, g.ORAL)
SPOT: Rows = (
    parked("C23x", "on_spot", ("rejected",), "rejected_meanwhile", actors=g.MEDIATORS, against=("reject",)),
    absorbed(
        "C23s",
        "on_spot",
        ("close_requested", *ENDED),
        "already_settled",
        actors=g.MEDIATORS,
        against=("on_spot",),
        assigns={"co_handlers": JOINED},
    ),
    Transition(
        "C23c",
        "on_spot",
        ("accepted", "triaged", "assigned"),
        "close_requested",
        g.MEDIATORS,
        ON_SPOT_GUARDS,
        against=("accept",),
        assigns={**ON_SPOT, "accepted_at": get("subject.accepted_at"), "due_at": get("subject.due_at")},
    ),
    Transition(
        "C23", "on_spot", ("reported",), "close_requested", g.MEDIATORS, ON_SPOT_GUARDS, assigns=ON_SPOT
    ),
)
