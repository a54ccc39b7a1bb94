"""Who reads and writes which database: the one table, and the questions asked of it.

Token roles are `staff:{staff id}`, `dev:{device id}` and `{role}@{division}`. Databases are
`ref_{township|district}`, `patrol_{township}`, `own_{staff id}`, `centre_{township|district}`.
Offices read the patrol's records through the API, not by replication.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.accounts.roles import ROLES
from sync.access import Caller, Security
from sync.guard import DatabaseRule, Guard, Refusal, WriteRule

ULID = "[0-9A-HJKMNP-TV-Z]{26}"
CODE = "[a-z0-9-]{2,40}"
SHIFT = f"(?:{ULID}|{CODE}:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}:(?:day|evening|night|adhoc))"
TOWNSHIP_DIGITS = 9
TOWNSHIP = "[0-9]{9}"
OFFICE = "[0-9]{6}(?:[0-9]{3})?"
DIVISION = "[0-9]{6}(?:[0-9]{3}){0,2}"
STAFF = "[a-z0-9-]{2,32}"

PATROL = frozenset({"patrol_mem", "patrol_lead", "security_head"})
LEADS = frozenset({"patrol_lead", "security_head"})

RULES: tuple[DatabaseRule, ...] = (
    DatabaseRule("ref_", OFFICE, "within", None),
    DatabaseRule(
        "patrol_",
        TOWNSHIP,
        "within",
        PATROL,
        (
            WriteRule("shift", LEADS, f"shift:{ULID}"),
            WriteRule("shift_ev", PATROL, f"sev:{SHIFT}:{ULID}"),
            WriteRule("ckin", PATROL, f"ck:{SHIFT}:{ULID}"),
            WriteRule("patrol_find", PATROL, f"pf:{SHIFT}:{ULID}"),
            WriteRule("veh_log", frozenset({"patrol_lead"}), f"vl:{CODE}:{ULID}"),
            WriteRule("attach", PATROL, f"att:{ULID}"),
        ),
    ),
    DatabaseRule("own_", STAFF, "person", None),
    DatabaseRule("centre_", OFFICE, "server", None),
)

GUARD = Guard(RULES)


@dataclass(frozen=True)
class DatabaseGrant:
    """A database that a phone replicates."""

    name: str
    read: bool
    write: bool


def refuse(database: str, document: Mapping[str, Any], caller: Caller) -> str | None:
    """Why the caller may not write this document there, in a sentence; None when they may."""
    refusal = GUARD.judge(database, document, caller)
    return refusal.reason if refusal else None


def judge(database: str, document: Mapping[str, Any], caller: Caller) -> Refusal | None:
    """As `refuse`, with the code of the reason."""
    return GUARD.judge(database, document, caller)


def security_for(database: str, divisions: Iterable[str] = ()) -> Security:
    """The roles that read a database.

    CouchDB compares role names as they are, so every role that can occur is spelled out: at the database's
    own division and at each of `divisions` (pass the villages) that lies in it.
    """
    rule = GUARD.rule_of(database)
    if rule is None or rule.scope == "server":
        return Security(frozenset(), frozenset())
    place = rule.place_of(database)
    if rule.scope == "person":
        return Security(frozenset(), frozenset({f"staff:{place}"}))
    names = frozenset(ROLES) if rule.readers is None else rule.readers
    places = {place, *(code for code in divisions if code.startswith(place))}
    return Security(frozenset(), frozenset(f"{name}@{code}" for name in names for code in places))


def databases_for(roles: Iterable[str]) -> list[DatabaseGrant]:
    """The databases that the holder of these token roles replicates, sorted by name."""
    held = frozenset(roles)
    names = {f"own_{role[6:]}" for role in held if role.startswith("staff:")}
    for division in {role.partition("@")[2] for role in held if "@" in role}:
        names.add(f"ref_{division[:TOWNSHIP_DIGITS]}")
        if len(division) >= TOWNSHIP_DIGITS:
            names.add(f"patrol_{division[:TOWNSHIP_DIGITS]}")
    granted = [name for name in sorted(names) if GUARD.readable(name, held)]
    return [DatabaseGrant(name, True, bool(GUARD.writable_types(name, held))) for name in granted]


def partition_of(database: str, document: Mapping[str, Any]) -> str:
    """The division whose journal takes the document; LookupError when no rule covers the database, or a
    person's document names no division.
    """
    rule = GUARD.rule_of(database)
    if rule is None:
        raise LookupError(database)
    if rule.scope != "person":
        return rule.place_of(database)
    division = str(document.get("div", ""))
    if not re.fullmatch(DIVISION, division):
        raise LookupError(database)
    return division[:TOWNSHIP_DIGITS]


def home_of(roles: Iterable[str]) -> str:
    """The township, or the district, where the holder of these token roles works; LookupError for nobody."""
    divisions = sorted({role.partition("@")[2] for role in roles if "@" in role})
    if not divisions:
        raise LookupError
    return divisions[0][:TOWNSHIP_DIGITS]


def reference_database(partition: str) -> str:
    """Where the reference documents of a partition live."""
    return f"ref_{partition}"
