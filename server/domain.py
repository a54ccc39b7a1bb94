"""All that the engine is told: the capabilities in one explicit list, the rules of access, the words.

Two kinds of record may have the same code for a reason (`not_while_closed`): each has words of its own.
"""

from collections.abc import Mapping

from server import permissions
from server.accounts.queries import epoch_of
from server.audit.grants import grants_of
from server.cases import capability as cases
from server.checklists.capability import CHECKLISTS
from server.divisions.capability import DIVISIONS
from server.divisions.history import actor_at
from server.divisions.queries import actor_of, roles_of
from server.duties import capability as duties
from server.hazards import capability as hazards
from server.incidents import capability as incidents
from server.mailboxes import capability as mailboxes
from server.patrols.capability import PATROLS
from server.patrols.machine import SHIFTS
from server.photos.capability import PHOTOS
from server.records.machine import Machine
from server.records.words import REASONS
from server.rules import RULES
from server.schools import capability as schools
from server.tasks import capability as tasks
from server.words import ENGINE, ERRORS, Words
from sync.domain import Capability, Domain

CAPABILITIES: tuple[Capability, ...] = (
    DIVISIONS,
    CHECKLISTS,
    PATROLS,
    PHOTOS,
    cases.CASES_AND_PARTIES,
    schools.SCHOOLS,
    hazards.HAZARDS,
    duties.DUTIES,
    mailboxes.BOXES,
    incidents.INCIDENTS,
    tasks.TASKS,
)

REGISTERED: tuple[Machine, ...] = (
    *cases.MACHINES,
    *schools.MACHINES,
    *hazards.MACHINES,
    *duties.MACHINES,
    *mailboxes.MACHINES,
    *incidents.MACHINES,
    *tasks.MACHINES,
)
MACHINES: tuple[Machine, ...] = (SHIFTS, *REGISTERED)

DOMAIN = Domain(
    capabilities=CAPABILITIES,
    partition_of=permissions.partition_of,
    reference_database=permissions.reference_database,
    judge=permissions.judge,
    roles_of=roles_of,
    home_of=permissions.home_of,
    actor_of=actor_of,
    actor_at=actor_at,
    epoch_of=epoch_of,
    grants_of=grants_of,
)

RECORD_WORDS: Mapping[str, Words] = {machine.prefix: machine.words for machine in MACHINES}

WORDS: Words = {
    **{code: words for own in RECORD_WORDS.values() for code, words in own.items()},
    **REASONS,
    **ENGINE,
    **ERRORS,
}

guard = permissions.refuse


def words_of(code: str, subject: str = "") -> Mapping[str, str]:
    """The words of a result or a reason in both languages, as said of records such as `subject`.

    The code itself when it has none.
    """
    own = RECORD_WORDS.get(subject.partition(":")[0], {})
    return own.get(code) or WORDS.get(code) or {"zh-CN": code, "en": code}


def is_restricted(record: str) -> bool:
    """Whether no office sees the photos of a record; `record`: the id of a document about one, or its own.

    So it is with records that no office reads, and with papers of which a part is sealed.
    """
    return not RESTRICTED.isdisjoint(record.split(":")[:2])


def _restricted() -> frozenset[str]:
    """What the ids of such documents begin with, or name behind `ev:`."""
    sealed = {name for machine in MACHINES for name in machine.sealed}
    papers = {
        write.id_pattern.partition(":")[0] for rule in RULES for write in rule.writes if write.type in sealed
    }
    return frozenset(papers | {machine.prefix for machine in MACHINES if not machine.readers})


RESTRICTED = _restricted()
