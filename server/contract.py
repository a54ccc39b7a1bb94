"""The contract that the PWA imports, in one generated file: schemas, tables, permissions, parameters, words.

Equal sources give equal bytes, so that a stale file is found by comparing.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from marshmallow import Schema

from server.accounts.roles import ROLES
from server.checklists.capability import TYPE as CHECKLIST_TYPE
from server.checklists.documents import ChecklistSchema
from server.divisions import documents as divisions
from server.domain import MACHINES, RECORD_WORDS, WORDS
from server.duties.counting import OWN_KEYS
from server.duties.documents import PUBLICITY_UNITS
from server.errors import WIRE
from server.news import LONGEST
from server.parameters import DEFAULTS
from server.patrols.words import DICTIONARIES
from server.photos import documents as photos
from server.records.envelope import EventSchema
from server.records.machine import Machine
from server.records.words import ACTIONS, FLAGS
from server.rules import RULES
from server.schemas import json_schema
from server.schools.checklist import CHECKLIST
from server.schools.states import PARTY_KINDS

FILE = Path(__file__).resolve().parent.parent / "pwa" / "src" / "contract" / "contract.json"
VERSION = 1


def compose() -> dict[str, Any]:
    """The contract as plain JSON. What belongs to a kind of record stands under the prefix of its ids."""
    tables = {machine.prefix: machine.table for machine in MACHINES}
    return {
        "version": VERSION,
        "schemas": schemas(),
        "records": {machine.prefix: record(machine) for machine in MACHINES},
        "states": {prefix: list(table.states) for prefix, table in tables.items()},
        "transitions": {prefix: _plain(table.transitions) for prefix, table in tables.items()},
        "guards": {machine.prefix: guards(machine) for machine in MACHINES},
        "fields": {prefix: _plain(table.fields) for prefix, table in tables.items()},
        "retries": {prefix: _plain(table.retries) for prefix, table in tables.items()},
        "timers": {prefix: _plain(table.timers) for prefix, table in tables.items()},
        "office_actions": {machine.prefix: list(machine.office_actions) for machine in MACHINES},
        "permissions": _plain(RULES),
        "roles": {code: {"name": role.name, "half": role.half} for code, role in ROLES.items()},
        "parameters": _plain(DEFAULTS),
        "dictionaries": dictionaries(),
        "checklist": checklist(),
        "publicity_units": dict(PUBLICITY_UNITS),
        "activity_keys": _plain(OWN_KEYS),
        "school_parties": _plain(PARTY_KINDS),
        "words": _plain(WORDS),
        "record_words": record_words(),
        "api": {"news_longest": LONGEST, "problems": sorted({code for _, code in WIRE.values()})},
    }


def record(machine: Machine) -> dict[str, Any]:
    """What a phone has to know of a kind of record beside its tables."""
    table = machine.table
    return {
        "plural": machine.plural,
        "event": list(machine.event),
        "kinds": dict(machine.kinds),
        "actions": dict(machine.actions),
        "readers": [*machine.readers, *machine.concerned],
        "creators": list(machine.creators),
        "head_state": table.head_state,
        "born_by": list(table.born_by),
        "wait_hours": table.wait_hours,
    }


def guards(machine: Machine) -> dict[str, Any]:
    """The condition behind each reason, so that a page can say beforehand what would be refused."""
    return {guard.reason: guard.condition for row in machine.table.transitions for guard in row.guards}


def record_words() -> dict[str, Any]:
    """By record, the words that are said of it otherwise than `words` says them."""
    return {
        prefix: {code: dict(words) for code, words in own.items() if WORDS.get(code) != words}
        for prefix, own in RECORD_WORDS.items()
    }


def checklist() -> dict[str, Any]:
    """{item: its group, the kinds of units that answer for it, within how many days}."""
    return {
        item.code: {"group": item.group, "owners": list(item.owners), "days": item.days} for item in CHECKLIST
    }


def dictionaries() -> dict[str, Any]:
    """Codes in both languages: those that all share, and each record's own as `{prefix}_{name}`."""
    own = {
        f"{machine.prefix}_{name}": codes
        for machine in MACHINES
        for name, codes in machine.named_dictionaries.items()
    }
    found: dict[str, Any] = _plain({"action": ACTIONS, "record_flag": FLAGS, **DICTIONARIES, **own})
    return found


def text() -> str:
    """The file's content."""
    return json.dumps(compose(), ensure_ascii=False, indent=1) + "\n"


def write() -> None:
    """Write the file."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text(), encoding="utf-8")


def is_stale() -> bool:
    """Whether the file is missing or says something else than the sources."""
    return not FILE.exists() or FILE.read_text(encoding="utf-8") != text()


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema of every document type; of an event also what its action wants in the payload."""
    return {name: _typed(name, schema) for name, schema in known_schemas().items()}


def known_schemas() -> dict[str, type[Schema]]:
    """The schema of every document type."""
    known: dict[str, type[Schema]] = {
        **photos.SCHEMAS,
        **divisions.SCHEMAS,
        CHECKLIST_TYPE: ChecklistSchema,
    }
    for machine in MACHINES:
        known.update(machine.schemas)
    return known


def _typed(name: str, schema: type[Schema]) -> dict[str, Any]:
    made = json_schema(schema)
    made["properties"]["type"] = {"const": name}
    if issubclass(schema, EventSchema):
        made["allOf"] = [
            {
                "if": {"properties": {"action": {"const": action}}},
                "then": {"properties": {"payload": _nested(json_schema(payload))}},
            }
            for action, payload in schema.payloads.items()
        ]
    return made


def _nested(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "$schema"}


def _plain(value: Any) -> Any:
    """JSON of the tables' values: sets sorted, the rest in its order."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value
