"""Who may write what where: one table of rules, judged on the new document and the caller's roles alone.

The document before it is never looked at: in a replication it may be compacted away. What the table cannot
see (a second first revision under a known id) the follower finds against the journal.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sync.access import Caller
from sync.whitelist import NAME_LENGTH, Keys, unfit

MAX_BYTES = 64 * 1024
MOST_NAMES_KEPT = 10_000
NO_DATABASE = "no_database"
WRITTEN_LATER = "written_later"
PROTOCOL_FIELDS = frozenset({"_id", "_rev", "_revisions"})


@dataclass(frozen=True)
class Refusal:
    """Why a document may not be written: a code for machines, a sentence for people who read logs."""

    code: str
    reason: str


@dataclass(frozen=True)
class WriteRule:
    """A type that a database takes, from whom, and the form of its ids (a regular expression, whole id).

    `draft`: its author may revise it, so that a later revision is no forgery; only where the author alone
    writes. `keys`: the only fields that such a document may have, with the forms of their values.
    """

    type: str
    roles: frozenset[str]
    id_pattern: str
    draft: bool = False
    keys: Keys | None = None


@dataclass(frozen=True)
class DatabaseRule:
    """The databases `{prefix}{place}`; `place` is the form of the place (a regular expression, whole).

    `scope` says how roles and place meet. `within`: a role `{role}@{division}` counts when its division is
    the place or lies in it. `person`: the place is a staff id, and its holder has every right here.
    `server`: nobody but the server. `readers` None: any role that meets the place.
    """

    prefix: str
    place: str
    scope: Literal["within", "person", "server"]
    readers: frozenset[str] | None
    writes: tuple[WriteRule, ...] = ()

    def __post_init__(self) -> None:
        if self.scope != "person" and any(write.draft for write in self.writes):
            raise ValueError(f"{self.prefix}: drafts belong where their author alone writes")

    def covers(self, database: str) -> bool:
        """Whether the rule speaks of this database."""
        return database.startswith(self.prefix) and bool(re.fullmatch(self.place, self.place_of(database)))

    def place_of(self, database: str) -> str:
        """What the name of a database says after the prefix."""
        return database[len(self.prefix) :]


@dataclass(frozen=True)
class Guard:
    """The rule table with its two questions."""

    rules: Sequence[DatabaseRule]
    _covering: dict[str, DatabaseRule | None] = field(default_factory=dict, repr=False, compare=False)

    def rule_of(self, database: str) -> DatabaseRule | None:
        """The rule that covers a database."""
        if database not in self._covering:
            if len(self._covering) > MOST_NAMES_KEPT:  # anybody may ask for any name
                self._covering.clear()
            self._covering[database] = next((rule for rule in self.rules if rule.covers(database)), None)
        return self._covering[database]

    def readable(self, database: str, roles: frozenset[str]) -> bool:
        """Whether these token roles read the database."""
        rule = self.rule_of(database)
        if rule is None:
            return False
        return _meets(rule, database, roles, rule.readers)

    def writable_types(self, database: str, roles: frozenset[str]) -> list[str]:
        """The types that these token roles may write into the database."""
        rule = self.rule_of(database)
        if rule is None:
            return []
        return [write.type for write in rule.writes if _meets(rule, database, roles, write.roles)]

    def judge(self, database: str, document: Mapping[str, Any], caller: Caller) -> Refusal | None:
        """None when the caller may write the document there."""
        if caller.admin:
            return None
        write = self._write_rule(database, document)
        revised = write is not None and write.draft
        refusal = _form(document, revised) or _origin(document, caller)
        return refusal or self._right(database, document, caller) or _keys(document, write)

    def _write_rule(self, database: str, document: Mapping[str, Any]) -> WriteRule | None:
        rule = self.rule_of(database)
        kind = document.get("type")
        return next((write for write in rule.writes if write.type == kind), None) if rule else None

    def _right(self, database: str, document: Mapping[str, Any], caller: Caller) -> Refusal | None:
        rule = self.rule_of(database)
        if rule is None:
            return Refusal(NO_DATABASE, f"{database} is not a database of this server")
        kind, doc_id = document.get("type"), document.get("_id")
        write = self._write_rule(database, document)
        if write is None:
            return Refusal("wrong_place", f"{database} takes no documents of type {str(kind)[:64]!r}")
        if not isinstance(doc_id, str) or not re.fullmatch(write.id_pattern, doc_id):
            return Refusal("wrong_id", f"the id of a {write.type} must have the form {write.id_pattern}")
        if not _meets(rule, database, caller.roles, write.roles):
            needed = ", ".join(sorted(write.roles))
            return Refusal("denied", f"writing {write.type} into {database} takes a role there: {needed}")
        return None


def _form(document: Mapping[str, Any], revised: bool) -> Refusal | None:
    if document.get("_deleted"):
        return Refusal("deleted", "documents are never deleted from a phone: write an event instead")
    extra = sorted(key for key in document if key.startswith("_") and key not in PROTOCOL_FIELDS)
    if extra:
        return Refusal("protocol_field", f"unexpected field {extra[0][:64]}")
    if not revised and not _is_first_revision(document):
        return Refusal("not_first", "this document is written once and never changed: write an event instead")
    if len(json.dumps(document, separators=(",", ":"))) > MAX_BYTES:
        return Refusal("too_large", f"a document may have {MAX_BYTES} bytes of JSON")
    return None


def _is_first_revision(document: Mapping[str, Any]) -> bool:
    """A replicated document shows its history; a bare `_rev` means an edit of that revision."""
    history, rev = document.get("_revisions"), document.get("_rev")
    if history is None:
        return rev is None
    if not isinstance(history, Mapping) or history.get("start") != 1:
        return False
    ids = history.get("ids")
    return isinstance(ids, list) and len(ids) == 1 and rev in (None, f"1-{ids[0]}")


def _keys(document: Mapping[str, Any], write: WriteRule | None) -> Refusal | None:
    """Names the keys and never their values: those are what must not be kept."""
    if write is None or write.keys is None:
        return None
    own = {key: value for key, value in document.items() if key not in PROTOCOL_FIELDS or key == "_id"}
    extra = [name[:NAME_LENGTH] for name in unfit(own, write.keys)]
    if not extra:
        return None
    return Refusal("extra_keys", f"a {write.type} may not have, or not in this form: {', '.join(extra)}")


def _origin(document: Mapping[str, Any], caller: Caller) -> Refusal | None:
    wrote = document.get("wrote")
    if not isinstance(wrote, Mapping):
        return Refusal("not_author", "wrote must name the author, the device and its counter")
    if wrote.get("by") != caller.name:
        return Refusal("not_author", "wrote.by is not the one who is signed in")
    if f"dev:{wrote.get('dev')}" not in caller.roles:
        return Refusal("not_device", "wrote.dev is not the device that is signed in")
    return None


def _meets(rule: DatabaseRule, database: str, roles: frozenset[str], wanted: frozenset[str] | None) -> bool:
    place = rule.place_of(database)
    if rule.scope == "server":
        return False
    if rule.scope == "person":
        names = {role.partition("@")[0] for role in roles if "@" in role}
        return f"staff:{place}" in roles and (wanted is None or not names.isdisjoint(wanted))
    for role in roles:
        name, at, division = role.partition("@")
        if at and division.startswith(place) and (wanted is None or name in wanted):
            return True
    return False
