"""Rows of the table: edits, corrections, what the office decides, merging and voiding."""

from dataclasses import replace

from server.cases import guards as g
from server.cases.case_events import BY_SERVER, PAYLOADS
from server.cases.guards import every_of, get, never, said
from server.cases.rows import BY, ENDED, OPEN, STATES, Rows, Value, absorbed
from sync.transitions import ANY, Transition

DECIDERS = (*g.OPERATORS, "mediation_head")
LAST_DISPUTE: Value = every_of(
    {"in": [said("event"), get("subject.disputes")]}, {"le": [{"count": get("subject.disputes")}, 1]}
)
DECIDE_GUARDS = (g.MAY_DECIDE,)
NOT_OPEN = tuple(state for state in STATES if state != "reported")
CLEARED = ("disputed_outcome",)

DECISIONS: Rows = (
    Transition(
        "CE",
        "edit",
        OPEN,
        None,
        guards=(g.MAY_EDIT, g.KIND_OPEN, g.PLACE_OPEN, g.JUDGED_BY_MEDIATORS),
    ),
    Transition("CC", "correct", (*OPEN, "closed"), None, g.OPERATORS),
    Transition("CP", "pick", (*OPEN, "closed"), None, guards=(g.MAY_PICK, g.IS_KEPT_BOTH, g.IS_AN_AGREEMENT)),
    Transition("CFd", "force", ANY, None, DECIDERS, DECIDE_GUARDS, when=LAST_DISPUTE, clears=CLEARED),
    Transition("CF", "force", ANY, None, DECIDERS, DECIDE_GUARDS),
    Transition("CDd", "dismiss", ANY, None, DECIDERS, DECIDE_GUARDS, when=LAST_DISPUTE, clears=CLEARED),
    Transition("CD", "dismiss", ANY, None, DECIDERS, DECIDE_GUARDS),
    Transition("C1p", "party_added", (*OPEN, *ENDED), None, g.SERVER),
    absorbed("C1o", "party_added", ("rejected", "void"), "overtaken", actors=g.SERVER),
    Transition("CX", "wait_over", ANY, None, g.SERVER),
)

VOID: Rows = (
    Transition(
        "C24",
        "void",
        ("reported",),
        "void",
        guards=(g.MAY_VOID, g.SOON_ENOUGH, g.NOBODY_ACTED),
        assigns={"void_reason": said("reason")},
    ),
    absorbed("C24a", "void", ("void",), "already_void", guards=(g.MAY_VOID,)),
    Transition(
        "C24r",
        "void",
        tuple(state for state in NOT_OPEN if state not in ("void", "merged")),
        result="refused",
        reason="others_have_acted",
        when={"present": get("subject.others_acted")},
    ),
)

NOT_FORWARDED = (
    "merge_into",
    "distinct",
    "force",
    "dismiss",
    "pick",
    *(one for one in BY_SERVER if one != "party_added"),
)
FORWARDED = (*(one for one in PAYLOADS if one not in NOT_FORWARDED), "session", "agreement", "follow_up")
FORWARDING: Rows = tuple(
    absorbed(f"C22-{action}", action, ("merged",), "forwarded", merges=action == "party_added")
    for action in FORWARDED
)


def after_void(rows: Rows) -> Rows:
    """Void gives way to what others did without knowing of it: for each row out of `reported`, one that goes
    on as if the case had never been void."""
    return tuple(
        replace(
            row,
            id=f"{row.id}v",
            sources=("void",),
            target=row.target or "reported",
            against=("void",),
            when=never({"eq": [BY, get("subject.by")]}),
            overturns="others_have_acted",
            sets=(*row.sets, "void_undone"),
            assigns={**row.assigns, "void_reason": None},
        )
        for row in rows
        if "reported" in row.sources
        and row.result == "applied"
        and row.action not in ("void", "pick", "distinct", *BY_SERVER)
        and not row.against
    )
