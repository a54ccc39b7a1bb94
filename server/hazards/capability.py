"""Hazards as data, and what the clock says of them."""

from server.accounts.roles import CASEWORK
from server.hazards.copies import copies
from server.hazards.documents import HazardEventSchema, HazardSchema
from server.hazards.effects import effects_of, home
from server.hazards.planning import planned_events
from server.hazards.states import HAZARD
from server.hazards.telling import derive, register, tell
from server.hazards.words import DICTIONARIES, WORDS
from server.records.capability import capability_of
from server.records.machine import HEAD, Machine

OFFICE_ACTIONS = (
    "join",
    "assign",
    "receive",
    "not_mine",
    "progress",
    "rectify",
    "verify",
    "verify_fail",
    "extend_ask",
    "extend",
    "extend_no",
    "reject",
    "transfer",
    "transfer_report",
    "suspend_ask",
    "suspend",
    "suspend_no",
    "resume",
    "merge_into",
    "distinct",
    "edit",
    "correct",
    "force",
    "dismiss",
)
HAZARDS_MACHINE: Machine = Machine(
    prefix="hz",
    plural="hazards",
    table=HAZARD,
    schemas={"hazard": HazardSchema, "hazard_ev": HazardEventSchema},
    kinds={"hazard": "head", "hazard_ev": "event"},
    event=("hazard_ev", "hev"),
    actions={"hazard": HEAD},
    office_actions=OFFICE_ACTIONS,
    readers=CASEWORK,
    concerned=("unit_officer", "posted_clerk"),
    names_concerned=("finders", "units"),
    creators=("twp_operator", "posted_clerk"),
    home=home,
    derive=derive,
    tells=tell,
    registers=register,
    effects=effects_of,
    copies=lambda folding: copies(HAZARDS_MACHINE, folding),
    words=WORDS,
    dictionaries=DICTIONARIES,
)
MACHINES = (HAZARDS_MACHINE,)
HAZARDS = capability_of(MACHINES, planned=planned_events)
