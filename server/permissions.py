"""Who reads and writes which database: the questions asked of the one table (server/rules.py).

Token roles are `staff:{staff id}`, `dev:{device id}` and `{role}@{division}`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.accounts.roles import ROLES
from server.ids import DIVISION
from server.rules import RULES
from sync.access import Caller, Security
from sync.guard import Guard, Refusal

DISTRICT_DIGITS = 6
TOWNSHIP_DIGITS = 9
VILLAGE_DIGITS = 12

GUARD = Guard(RULES)


@dataclass(frozen=True)
class DatabaseGrant:
    """A database that a phone replicates."""

    name: str
    read: bool
    write: bool


def refuse(database: str, document: Mapping[str, Any], caller: Caller) -> str | None:
    """Why the caller may not write this document there, in a sentence; None when they may."""
    refusal = judge(database, document, caller)
    return refusal.reason if refusal else None


def judge(database: str, document: Mapping[str, Any], caller: Caller) -> Refusal | None:
    """As `refuse`, with the code of the reason."""
    return GUARD.judge(database, document, caller) or _elsewhere(database, document, caller)


def _elsewhere(database: str, document: Mapping[str, Any], caller: Caller) -> Refusal | None:
    """A document is of the township whose journal takes it: elsewhere its state would go where nobody looks.

    A person's own may be of their township, or of the district for all; somebody of the district's of any
    township there. Rules look at roles alone, so that nobody has those of another township in this one.
    """
    rule, division = GUARD.rule_of(database), document.get("div")
    if caller.admin or rule is None or not isinstance(division, str):
        return None
    if rule.scope == "person":
        held = {role.partition("@")[2] for role in caller.roles if "@" in role}
        if not any(_reaches(one, division) for one in held):
            return Refusal("denied", "writing about another township takes a role there")
    elif township_of(division) != township_of(rule.place_of(database)):
        return Refusal("wrong_place", f"{database} takes no documents of that division")
    return None


def _reaches(held: str, division: str) -> bool:
    """Whether somebody with a role at `held` works where the division is."""
    return division.startswith(township_of(held)) or division == held[:DISTRICT_DIGITS]


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
        names.add(reference_database(township_of(division)))
        if len(division) >= TOWNSHIP_DIGITS:
            names |= {patrol_database(division), school_database(division)}
        if len(division) == VILLAGE_DIGITS:
            names.add(work_database(division))
    granted = [name for name in sorted(names) if GUARD.readable(name, held)]
    return [DatabaseGrant(name, True, bool(GUARD.writable_types(name, held))) for name in granted]


def partition_of(database: str, document: Mapping[str, Any]) -> str:
    """The district or township whose journal takes the document; LookupError when no rule covers the
    database, or a person's document names no division.
    """
    rule = GUARD.rule_of(database)
    if rule is None:
        raise LookupError(database)
    if rule.scope != "person":
        return township_of(rule.place_of(database))
    division = str(document.get("div", ""))
    if not re.fullmatch(DIVISION, division):
        raise LookupError(database)
    return township_of(division)


def home_of(roles: Iterable[str]) -> str:
    """The township, or the district, where the holder of these token roles works; LookupError for nobody."""
    divisions = sorted({role.partition("@")[2] for role in roles if "@" in role})
    if not divisions:
        raise LookupError
    return township_of(divisions[0])


def township_of(division: str) -> str:
    """The township that a division is or lies in; the district itself for the district."""
    return division[:TOWNSHIP_DIGITS]


def patrol_database(division: str) -> str:
    """Where the patrol's records of a township, or of the township of a village, live."""
    return f"patrol_{township_of(division)}"


def school_database(division: str) -> str:
    """Where the records of a township's schools live."""
    return f"school_{township_of(division)}"


def work_database(division: str) -> str:
    """Where the work of a village lives; of a township or district: at its office."""
    return f"work_{division}" if len(division) == VILLAGE_DIGITS else f"centre_{division}"


def reference_database(partition: str) -> str:
    """Where the reference documents of a partition live."""
    return f"ref_{partition}"
