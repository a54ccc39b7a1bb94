"""All that the engine is told: the capabilities in one explicit list, the rules of access, the words."""

from collections.abc import Mapping

from server import permissions
from server.divisions.capability import DIVISIONS
from server.divisions.queries import roles_of
from server.patrols.capability import PATROLS
from server.patrols.words import WORDS as PATROL_WORDS
from server.words import ENGINE, ERRORS, Words
from sync.domain import Capability, Domain

CAPABILITIES: tuple[Capability, ...] = (
    DIVISIONS,
    PATROLS,
)

DOMAIN = Domain(
    capabilities=CAPABILITIES,
    partition_of=permissions.partition_of,
    reference_database=permissions.reference_database,
    judge=permissions.judge,
    roles_of=roles_of,
    home_of=permissions.home_of,
)

WORDS: Words = {**ERRORS, **ENGINE, **PATROL_WORDS}

guard = permissions.refuse


def words_of(code: str) -> Mapping[str, str]:
    """The words of a result or a reason in both languages; the code itself when it has none."""
    return WORDS.get(code) or {"zh-CN": code, "en": code}
