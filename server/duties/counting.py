"""The duties of which only numbers are kept: what their documents may hold, key by key.

Guarding a line, serving key persons, work against cults: where people are at stake the system counts visits
and keeps nothing that could name anybody. No free text, no photo, no place on a map. The guard of the
endpoint, the journal and the schema go by this one table; its form is that of sync/whitelist.py.
"""

from collections.abc import Mapping

from server.ids import CODE, DIVISION, STAFF, ULID, VILLAGE
from sync.whitelist import Keys

KINDS = (
    "line_guard",
    "key_person_service",
    "anti_cult_work",
    "symposium",
    "door_visit",
    "opinion_collect",
    "mass_prevention",
)
PLACE_KINDS = ("township", "village", "enterprise")
VOID_CODES = ("entered_twice", "wrong_number", "wrong_day", "wrong_kind", "not_held")
ACTIONS = ("void", "force", "dismiss", "wait_over")
MOST_SESSIONS, MOST_PEOPLE, MOST_MINUTES, MOST_CLUES = 500, 100_000, 1440, 1000

OWN_KEYS: Mapping[str, tuple[str, ...]] = {
    "line_guard": ("site",),
    "symposium": ("place_kind", "clues_collected"),
}
"""keys that only documents of this kind may have"""


def _codes(codes: tuple[str, ...]) -> str:
    return f"~{'|'.join(codes)}"


CLOCK: Keys = {"off": ["integer", "null"], "off_age_s": ["integer", "null"]}
EVENT_ID = f"ev:act:{ULID}:{ULID}"
ENVELOPE_KEYS: Keys = {
    "v": "integer",
    "div": f"~{VILLAGE}",
    "wrote": {"by": f"~{STAFF}", "dev": "~[A-Za-z0-9-]{1,64}", "dseq": "integer", **CLOCK},
    "at_dev": "~[0-9T:.+Z-]{20,35}",
    "tz": "~[A-Z][A-Za-z]{1,12}(?:/[A-Z][A-Za-z_]{1,20})?",
}
ACTIVITY_KEYS: Keys = {
    **ENVELOPE_KEYS,
    "_id": f"~act:{ULID}",
    "type": "~activity",
    "kind": _codes(KINDS),
    "on": "~[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "sessions": "integer",
    "people": "integer",
    "minutes": "integer",
    "site": f"~{CODE}",
    "place_kind": _codes(PLACE_KINDS),
    "clues_collected": "integer",
}
ACTIVITY_EVENT_KEYS: Keys = {
    **ENVELOPE_KEYS,
    "_id": f"~{EVENT_ID}",
    "type": "~activity_ev",
    "div": f"~{DIVISION}",
    "subject": f"~act:{ULID}",
    "seen": "integer",
    "seen_ids": f"*~{EVENT_ID}",
    "prev": [f"~{EVENT_ID}", "null"],
    "action": _codes(ACTIONS),
    "payload": {"reason": _codes(VOID_CODES), "event": f"~{EVENT_ID}"},
    "note": "null",
}
