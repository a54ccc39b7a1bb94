"""What incidents, responders and drills tell the engine, the register and the API."""

from server.incidents import copies, telling, words
from server.incidents.drill_documents import DRILL_SCHEMAS
from server.incidents.drill_effects import drill_effects
from server.incidents.drill_states import DRILL as DRILL_TABLE
from server.incidents.drill_states import DRILL_OFFICE_ACTIONS
from server.incidents.incident_documents import INCIDENT_SCHEMAS
from server.incidents.incident_effects import incident_effects
from server.incidents.incident_fields import INCIDENT as INCIDENT_TABLE
from server.incidents.incident_states import INCIDENT_OFFICE_ACTIONS
from server.incidents.responder_documents import RESPONDER_SCHEMAS
from server.incidents.responder_effects import responder_effects
from server.incidents.responder_states import RESPONDER as RESPONDER_TABLE
from server.incidents.responder_states import RESPONDER_OFFICE_ACTIONS
from server.incidents.writing import DRILL_EVENT, INCIDENT_EVENT, RESPONDER_EVENT, centre_of
from server.records.capability import capability_of
from server.records.machine import HEAD, Machine
from sync.domain import Document

READERS = ("twp_dispatcher", "twp_operator", "twp_deputy", "twp_director", "dist_operator", "dist_lead")


def at_centre(document: Document) -> str:
    """The centre that commands where it happened."""
    return centre_of(document["div"])


INCIDENT: Machine = Machine(
    prefix="inc",
    plural="incidents",
    table=INCIDENT_TABLE,
    schemas=INCIDENT_SCHEMAS,
    kinds={"incident": "head", "incident_ev": "event"},
    event=INCIDENT_EVENT,
    actions={"incident": HEAD},
    office_actions=INCIDENT_OFFICE_ACTIONS,
    readers=READERS,
    creators=("twp_dispatcher", "twp_operator"),
    home=at_centre,
    derive=telling.incident_derives,
    tells=telling.incident_tells,
    registers=telling.incident_registers,
    effects=incident_effects,
    copies=lambda folding: copies.incident_copies(INCIDENT, folding),
    words={**words.INCIDENT_REASONS, **words.INCIDENT_FLAGS},
    dictionaries=words.INCIDENT_DICTIONARIES,
)

RESPONDER: Machine = Machine(
    prefix="rsp",
    plural="responders",
    table=RESPONDER_TABLE,
    schemas=RESPONDER_SCHEMAS,
    kinds={"responder": "head", "responder_ev": "event"},
    event=RESPONDER_EVENT,
    actions={"responder": HEAD},
    office_actions=RESPONDER_OFFICE_ACTIONS,
    readers=READERS,
    home=at_centre,
    tells=telling.responder_tells,
    registers=telling.responder_registers,
    effects=responder_effects,
    copies=lambda folding: copies.responder_copies(RESPONDER, folding),
    words={**words.RESPONDER_REASONS, **words.RESPONDER_FLAGS},
    dictionaries=words.RESPONDER_DICTIONARIES,
)

DRILL: Machine = Machine(
    prefix="dr",
    plural="drills",
    table=DRILL_TABLE,
    schemas=DRILL_SCHEMAS,
    kinds={"drill": "head", "drill_ev": "event"},
    event=DRILL_EVENT,
    actions={"drill": HEAD},
    office_actions=DRILL_OFFICE_ACTIONS,
    readers=READERS,
    creators=("twp_operator",),
    home=at_centre,
    derive=telling.drill_derives,
    tells=telling.drill_tells,
    registers=telling.drill_registers,
    effects=drill_effects,
    copies=lambda folding: copies.drill_copies(DRILL, folding),
    words={**words.DRILL_REASONS, **words.DRILL_FLAGS},
    dictionaries=words.DRILL_DICTIONARIES,
)

MACHINES: tuple[Machine, ...] = (INCIDENT, RESPONDER, DRILL)
INCIDENTS = capability_of(MACHINES)
