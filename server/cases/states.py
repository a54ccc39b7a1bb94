"""The life of a case, as data: what may happen in which state, by whom, and what becomes of the fields.

reported -> accepted -> triaged -> assigned -> handling -> agreed | failed | referred -> followed ->
close_requested -> closed -> archived; beside them suspended, rejected, merged, void. The report itself (C1)
is the head document. Rows with `against` stand before the others of their action: they speak of events that
were made without knowing of each other.
"""

from server.cases.closing import AFTERWARDS, CLOSE, OUTCOME, VISITS
from server.cases.decisions import DECISIONS, FORWARDING, VOID, after_void
from server.cases.field_rules import FIELDS
from server.cases.guards import get, is_, never
from server.cases.handing import HANDING
from server.cases.intake import INTAKE, SPOT
from server.cases.rows import ENDED, STATES, TAKEN_IN, later
from server.cases.working import PAPERWORK, TIME
from sync.transitions import Table, TimerRule

OPENING = (*INTAKE, *SPOT, *HANDING)
WORK = (*PAPERWORK, *TIME, *OUTCOME, *VISITS, *CLOSE, *AFTERWARDS, *DECISIONS)
TRANSITIONS = (*OPENING, *WORK, *VOID, *FORWARDING, *after_void((*OPENING, *WORK)))

BELONGING = ("session", "agreement", "note", "feedback", "file_part")
RESULTS = ("agree", "fail", "refer", "escalate", "extend_req", "suspend_req")
RETRIES = {
    "accept": ("take", "triage", "assign"),
    "triage": ("assign",),
    "assign": ("take", "return", *BELONGING),
    "reassign": (*BELONGING, *RESULTS),
    "return": ("take",),
    "take": (*BELONGING, *RESULTS),
    "resume": RESULTS,
    "session": ("agree", "close_req"),
    "agreement": ("agree", "close_req"),
    "agree": ("follow_up", "close_req"),
    "fail": ("close_req",),
    "refer": ("refer_outcome", "close_req"),
    "refer_outcome": ("close_req",),
    "feedback": ("close_req",),
    "file_part": ("close_req",),
    "follow_up": ("close_req",),
    "edit": ("triage", "on_spot"),
    "suspend_req": ("suspend_ok", "suspend_no"),
    "extend_req": ("extend_ok", "extend_no"),
}

TIMERS = (
    TimerRule(
        "archive", is_("subject.state", "closed"), later(get("subject.closed_at"), {"param": "archive.after"})
    ),
    TimerRule(
        "mark_long_standing",
        {
            "all": [
                {"in": [get("subject.state"), list(TAKEN_IN)]},
                never({"present": get("subject.long_since")}),
            ]
        },
        later(get("subject.accepted_at"), {"param": "warn.long_standing"}),
    ),
    TimerRule(
        "wipe_parties",
        {"all": [{"in": [get("subject.state"), list(ENDED)]}, never(is_("subject.parties_wiped", True))]},
        later(get("subject.closed_at"), {"param": "phone.party_wipe"}),
    ),
)

CASE = Table(STATES, TRANSITIONS, FIELDS, RETRIES, head_state="reported", timers=TIMERS)
