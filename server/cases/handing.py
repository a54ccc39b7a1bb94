"""Rows of the table: who has the case. Assigned, taken, returned, passed on."""

from server.cases import guards as g
from server.cases.guards import get, never, one_holds, said
from server.cases.rows import BY, JOINED, NOW, TAKEN, UNDER_WAY, Rows, Value, absorbed
from sync.transitions import Guard, Transition

LEAD_STAYS: Value = {"append": [get("subject.co_handlers"), get("subject.lead_officer")]}
NAMED: dict[str, Value] = {
    "lead_officer": said("lead_officer"),
    "lead_unit": said("lead_unit"),
    "assigned_at": NOW,
}
ASSIGNED: dict[str, Value] = {**NAMED, "co_units": {"first": [said("co_units"), []]}}
NOBODY: dict[str, Value] = {"lead_officer": None, "lead_unit": None}
BY_THE_LEAD = {"eq": [BY, get("subject.lead_officer")]}
SAME_LEAD = {"eq": [said("lead_officer"), get("subject.lead_officer")]}
SAME_UNIT = Guard(
    one_holds(
        {"eq": [BY, get("subject.returned_officer")]},
        {"eq": [get("actor.unit"), get("subject.returned_unit")]},
    ),
    "not_assignee",
)
UNIT_OF_LEAD = Guard(
    one_holds(BY_THE_LEAD, {"eq": [get("actor.unit"), get("subject.lead_unit")]}), "not_assignee"
)


HANDING: Rows = (
    absorbed(
        "C5s", "assign", UNDER_WAY[:2], "already_taken", actors=g.OPERATORS, against=("take",), when=SAME_LEAD
    ),
    Transition(
        "C5t",
        "assign",
        UNDER_WAY[:2],
        "assigned",
        g.OPERATORS,
        (g.OF_ITS_LEVEL,),
        against=("take",),
        sets=("assigned_over_take",),
        assigns={**ASSIGNED, "co_handlers": LEAD_STAYS},
    ),
    Transition(
        "C5", "assign", ("accepted", "triaged"), "assigned", g.OPERATORS, (g.OF_ITS_LEVEL,), assigns=ASSIGNED
    ),
    Transition(
        "C5r", "reassign", ("assigned", *UNDER_WAY), None, g.OPERATORS, (g.OF_ITS_LEVEL,), assigns=NAMED
    ),
    absorbed("C6s", "take", UNDER_WAY, "already_taken", when=BY_THE_LEAD),
    absorbed(
        "C6w",
        "take",
        ("assigned",),
        "assigned_meanwhile",
        actors=g.MEDIATORS,
        guards=(g.OWN_VILLAGE,),
        against=("assign",),
        when=never(BY_THE_LEAD),
        assigns={"co_handlers": JOINED},
    ),
    absorbed(
        "C6t",
        "take",
        UNDER_WAY,
        "already_taken",
        actors=g.MEDIATORS,
        guards=(g.OWN_VILLAGE,),
        against=("take", "assign"),
        assigns={"co_handlers": JOINED},
    ),
    Transition(
        "C6r",
        "take",
        ("triaged",),
        "handling",
        guards=(SAME_UNIT,),
        against=("return",),
        assigns={**TAKEN, "lead_unit": get("subject.returned_unit")},
    ),
    Transition("C6", "take", ("assigned",), "handling", guards=(g.ASSIGNEE,), assigns={"taken_at": NOW}),
    Transition(
        "C6v",
        "take",
        ("accepted",),
        "handling",
        g.MEDIATORS,
        (g.VILLAGE_LEVEL, g.OWN_VILLAGE),
        assigns=TAKEN,
    ),
    absorbed("C7t", "return", UNDER_WAY, "take_won", guards=(UNIT_OF_LEAD,), against=("take",)),
    Transition(
        "C7",
        "return",
        ("assigned",),
        "triaged",
        guards=(g.ASSIGNEE, g.IN_TIME_TO_RETURN, g.NOT_RETURNED),
        assigns={
            **NOBODY,
            "returned": True,
            "returned_officer": get("subject.lead_officer"),
            "returned_unit": get("subject.lead_unit"),
        },
    ),
)
