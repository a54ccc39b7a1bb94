"""The records of cases and of their parties as data."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from server.accounts.roles import CASEWORK
from server.cases import words
from server.cases.case_events import BY_SERVER, PAYLOADS
from server.cases.copies import Copies, case_copies, party_copies
from server.cases.deriving import derive
from server.cases.documents import SCHEMAS
from server.cases.effects import case_effects, party_effects
from server.cases.forgetting import due_erasures
from server.cases.papers import is_signed
from server.cases.party_documents import PARTY_SCHEMAS
from server.cases.party_states import PARTY
from server.cases.party_telling import erase_at
from server.cases.planning import suspicions
from server.cases.states import CASE
from server.cases.telling import registers, tells
from server.records.capability import capability_of
from server.records.machine import HEAD, Folding, Machine
from sync.domain import Document


def _at_its_author(document: Document) -> str:
    """Where nobody else reads it."""
    return f"own_{document['wrote']['by']}"


def _case_copies(folding: Folding) -> Copies:
    return case_copies(CASES, folding)


def _party_copies(folding: Folding) -> Copies:
    return party_copies(PARTIES, folding)


CASES = Machine(
    prefix="case",
    plural="cases",
    table=CASE,
    schemas=SCHEMAS,
    kinds={
        "case": "head",
        "case_ev": "event",
        "session": "draft",
        "agreement": "draft",
        "follow_up": "event",
    },
    event=("case_ev", "cev"),
    finals={"session": is_signed, "agreement": is_signed},
    actions={"case": HEAD, "session": "session", "agreement": "agreement", "follow_up": "follow_up"},
    office_actions=tuple(action for action in PAYLOADS if action not in (*BY_SERVER, "on_spot")),
    sealed={"session": ("content",), "agreement": ("terms",)},
    readers=(*CASEWORK, "village_lead"),
    creators=("twp_operator", "dist_operator"),
    derive=derive,
    tells=tells,
    registers=registers,
    effects=case_effects,
    copies=_case_copies,
    words=words.CASE_WORDS,
    dictionaries=words.CASE_DICTIONARIES,
)
PARTIES = Machine(
    prefix="party",
    plural="parties",
    table=PARTY,
    schemas=PARTY_SCHEMAS,
    kinds={"party": "head", "party_ev": "event"},
    event=("party_ev", "ev"),
    actions={"party": HEAD},
    home=_at_its_author,
    derive=erase_at,
    effects=party_effects,
    reads_noted=True,
    copies=_party_copies,
    words=words.PARTY_WORDS,
    dictionaries=words.PARTY_DICTIONARIES,
)
MACHINES = (CASES, PARTIES)


def _planned(connection: Connection, now: datetime) -> Iterator[tuple[str, Document]]:
    yield from due_erasures(PARTIES, connection, now)
    yield from suspicions(CASES, connection, now)


CASES_AND_PARTIES = capability_of(MACHINES, planned=_planned)
