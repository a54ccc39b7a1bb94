"""The databases of a district in the document store, and who reads each: made before anything is written."""

from collections.abc import Collection

from server.permissions import security_for
from sync.store.base import DocumentStore

VILLAGE = 12
TOWNSHIP = 9


def prepare(store: DocumentStore, divisions: Collection[str], staff_ids: Collection[str]) -> list[str]:
    """Make the databases that are missing and bring every database's security up to date; the names of the
    new ones.

    `divisions`: all codes of the district (6, 9 and 12 digits), with which roles at villages are spelled
    out.
    """
    existing = set(store.databases())
    fresh = [name for name in _names(divisions, staff_ids) if name not in existing]
    for name in fresh:
        store.create(name)
    for name in _names(divisions, staff_ids):
        security = security_for(name, divisions)
        if store.security(name) != security:
            store.set_security(name, security)
    return fresh


def _names(divisions: Collection[str], staff_ids: Collection[str]) -> list[str]:
    offices = sorted(code for code in divisions if len(code) < VILLAGE)
    townships = [code for code in offices if len(code) == TOWNSHIP]
    return [
        *(f"ref_{code}" for code in offices),
        *(f"centre_{code}" for code in offices),
        *(f"patrol_{code}" for code in townships),
        *(f"own_{staff_id}" for staff_id in sorted(staff_ids)),
    ]
