"""The contract that the PWA imports, in one generated file: schemas, tables, permissions, parameters, words.

Equal sources give equal bytes, so that a stale file is found by comparing.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from server.accounts.roles import ROLES
from server.divisions import documents as divisions
from server.domain import WORDS
from server.errors import WIRE
from server.news import LONGEST
from server.patrols import documents as patrols
from server.patrols.parameters import DEFAULTS
from server.patrols.states import OFFICE_ACTIONS, SHIFT
from server.patrols.words import DICTIONARIES
from server.permissions import RULES
from server.schemas import json_schema

FILE = Path(__file__).resolve().parent.parent / "pwa" / "src" / "contract" / "contract.json"
VERSION = 1


def compose() -> dict[str, Any]:
    """The contract as plain JSON."""
    return {
        "version": VERSION,
        "schemas": schemas(),
        "states": {"shift": list(SHIFT.states)},
        "transitions": {"shift": _plain(SHIFT.transitions)},
        "guards": {"shift": _guards()},
        "fields": {"shift": _plain(SHIFT.fields)},
        "retries": {"shift": _plain(SHIFT.retries)},
        "office_actions": {"shift": list(OFFICE_ACTIONS)},
        "permissions": _plain(RULES),
        "roles": {code: {"name": role.name, "half": role.half} for code, role in ROLES.items()},
        "parameters": _plain(DEFAULTS),
        "dictionaries": _plain(DICTIONARIES),
        "words": _plain(WORDS),
        "api": {"news_longest": LONGEST, "problems": sorted({code for _, code in WIRE.values()})},
    }


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
    made = {name: json_schema(schema) for name, schema in {**patrols.SCHEMAS, **divisions.SCHEMAS}.items()}
    for name, schema in made.items():
        schema["properties"]["type"] = {"const": name}
    made["shift_ev"]["allOf"] = [
        {
            "if": {"properties": {"action": {"const": action}}},
            "then": {"properties": {"payload": _nested(json_schema(payload))}},
        }
        for action, payload in patrols.PAYLOADS.items()
    ]
    return made


def _guards() -> dict[str, Any]:
    """The condition behind each reason, so that a page can say beforehand what would be refused."""
    return {guard.reason: guard.condition for row in SHIFT.transitions for guard in row.guards}


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
