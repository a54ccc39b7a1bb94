"""The databases of a district in the document store, and who reads each: made before anything is written."""

from collections.abc import Collection

from server.permissions import (
    TOWNSHIP_DIGITS,
    VILLAGE_DIGITS,
    patrol_database,
    reference_database,
    school_database,
    security_for,
    work_database,
)
from sync.store.base import DocumentStore


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
    offices = sorted(code for code in divisions if len(code) < VILLAGE_DIGITS)
    townships = [code for code in offices if len(code) == TOWNSHIP_DIGITS]
    districts = [code for code in offices if len(code) < TOWNSHIP_DIGITS]
    return [
        *(reference_database(code) for code in offices),
        *(work_database(code) for code in sorted(divisions)),
        *(f"clue_{code}" for code in districts),
        *(patrol_database(code) for code in townships),
        *(school_database(code) for code in townships),
        *(f"own_{staff_id}" for staff_id in sorted(staff_ids)),
    ]
