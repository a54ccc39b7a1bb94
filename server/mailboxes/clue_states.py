"""The life of a clue, as data.

dropped -> received (township) -> registered (special office) -> handed_to_police -> fed_back -> closed;
beside them duplicate and out_of_scope. After the drop everything is done at offices.
"""

from server.duties.rows import already, decisions, from_head, get, said
from sync.transitions import ANY, FieldRule, Guard, Table, Transition

SPECIAL = ("dist_special",)
TOWNSHIP = ("twp_operator",)
POLICE = ("psb_liaison",)
STATES = (
    "dropped",
    "received",
    "registered",
    "handed_to_police",
    "fed_back",
    "closed",
    "duplicate",
    "out_of_scope",
)
NUMBERED = ("registered", "handed_to_police", "fed_back", "closed")
ASIDE = ("duplicate", "out_of_scope")

CAME_DIRECTLY = Guard({"eq": [get("subject.channel"), "report_line"]}, "not_received_yet")
ANOTHER = Guard({"not": {"eq": [said("of"), get("event.subject")]}}, "same_clue")
ANSWERED = Guard({"not": {"eq": [get("subject.feedback"), "pending"]}}, "feedback_pending")

ROWS = (
    Transition("K2", "receive", ("dropped",), "received", TOWNSHIP),
    already("K2a", "receive", ("received", *NUMBERED, *ASIDE), "already_received", actors=TOWNSHIP),
    Transition("K3", "register", ("received",), "registered", SPECIAL),
    Transition("K3d", "register", ("dropped",), "registered", SPECIAL, (CAME_DIRECTLY,)),
    already("K3a", "register", NUMBERED, "already_registered", actors=SPECIAL),
    Transition("K3x", "mark_duplicate", ("received", "registered"), "duplicate", SPECIAL, (ANOTHER,)),
    Transition("K3y", "out_of_scope", ("received", "registered"), "out_of_scope", SPECIAL),
    Transition("K3z", "reinstate", ASIDE, "registered", SPECIAL),
    Transition("K3n", "describe", ANY, None, SPECIAL),
    Transition("K3c", "correct", ANY, None, SPECIAL),
    Transition("K4", "hand_over", ("registered",), "handed_to_police", SPECIAL),
    Transition("K5", "feed_back", ("handed_to_police", "fed_back"), "fed_back", POLICE),
    Transition("K6", "close", ("fed_back",), "closed", SPECIAL, (ANSWERED,)),
    already("K6a", "close", ("closed",), "already_closed", actors=SPECIAL),
    *decisions("K7", SPECIAL),
)
FIELDS = (
    *from_head("envelope_no", "received_on"),
    FieldRule("channel", "IMM", {"head": get("event.channel")}, edit=True),
    FieldRule("category", "IMM", {"head": get("event.category")}, edit=True),
    FieldRule("count", "IMM", {"head": get("event.count")}, edit=True),
    FieldRule("received_count", "FWW", {"receive": said("count")}),
    FieldRule("received_by", "FWW", {"receive": get("event.by")}),
    FieldRule("received_at", "FWW", {"receive": get("event.at")}),
    FieldRule("sheets", "APP", {"receive": said("sheets")}),
    FieldRule("content", "LWW-R", {"describe": said("content")}),
    FieldRule("duplicate_of", "LWW-R", {"mark_duplicate": said("of")}),
    FieldRule("case", "LWW-R", {"out_of_scope": said("case")}),
    FieldRule("receipt_no", "FWW", {"hand_over": said("receipt_no")}),
    FieldRule("handed_on", "FWW", {"hand_over": said("on")}),
    FieldRule("feedback", "LWW-R", {"feed_back": said("code")}),
    FieldRule("closed_at", "FWW", {"close": get("event.at")}),
)
CLUE = Table(STATES, ROWS, FIELDS, {}, head_state="dropped")
