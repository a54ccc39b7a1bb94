"""A document as it comes in: checked, and taken apart into id, history, tombstone and body."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync import revision
from sync.errors import BadRequest, IllegalDocumentId, InvalidDocument, InvalidRevision, NotImplementedHere
from sync.json_text import compact, parsed

MAX_ID_BYTES = 2000
KNOWN = frozenset({"_id", "_rev", "_deleted", "_revisions", "_attachments"})
KEPT = frozenset(
    {
        "_replication_id",
        "_replication_state",
        "_replication_state_time",
        "_replication_state_reason",
        "_replication_stats",
    }
)
IGNORED = frozenset({"_revs_info", "_conflicts", "_deleted_conflicts", "_local_seq"})
_ESCAPED = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_STRICT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
RESERVED = ("_design/", "_local/")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A checked document. `path`: its revisions from newest to oldest, empty if it names none.

    `text` is the JSON object of everything that is not the protocol's; `body` the same, parsed.
    """

    id: str
    path: list[str]
    deleted: bool
    body: dict[str, Any]
    text: str


def check_id(doc_id: object) -> str:
    """The id, if it may name a document; raises IllegalDocumentId."""
    if not isinstance(doc_id, str):
        raise IllegalDocumentId("Document id must be a string")
    if not doc_id or not is_storable(doc_id):
        raise IllegalDocumentId("Document id must be valid Unicode, without a null character, and not empty")
    if doc_id[0] == "_" and not (doc_id.startswith(RESERVED) and doc_id not in RESERVED):
        raise IllegalDocumentId
    if len(doc_id.encode()) > MAX_ID_BYTES:
        raise IllegalDocumentId(f"Document id must not be longer than {MAX_ID_BYTES} bytes")
    return doc_id


def parse(wire: object) -> Incoming:
    """Take a document apart; raises IllegalDocumentId, InvalidDocument, InvalidRevision, BadRequest."""
    if not isinstance(wire, Mapping):
        raise BadRequest("Document must be a JSON object")
    special = {key for key in wire if key[:1] == "_"}
    if not special <= KNOWN:
        special = _checked(special)
    if wire.get("_attachments"):
        raise NotImplementedHere("Attachments are not supported by this server.")
    body = {key: value for key, value in wire.items() if key not in special}
    deleted = wire.get("_deleted", False)
    if not isinstance(deleted, bool):
        raise InvalidDocument("Bad special document member: _deleted is not a boolean")
    return Incoming(check_id(wire.get("_id")), _path(wire), deleted, body, dumps(body))


def dumps(value: object) -> str:
    """Compact JSON that any store can keep: invalid Unicode stays escaped. Raises BadRequest."""
    try:
        text = compact(value)
    except TypeError:  # a whole number, a depth or Unicode that orjson does not write
        return _strict(value)
    # orjson writes null also for what is no number.
    return text if "null" not in text or parsed(text) == value else _strict(value)


def is_storable(text: str) -> bool:
    """Whether every store can keep this text as a key: valid Unicode without a null character."""
    return "\x00" not in text and (text.isascii() or _is_unicode(text))


def with_fields(text: str, fields: Mapping[str, Any]) -> str:
    """The JSON object `text` with `fields` put before its own."""
    head = compact(fields)
    return head if text == "{}" else f"{head[:-1]},{text[1:]}"


def _path(wire: Mapping[str, Any]) -> list[str]:
    """The history; `_revisions` goes before `_rev`, as in CouchDB: PouchDB may send two that differ."""
    revisions, rev = wire.get("_revisions"), wire.get("_rev")
    if rev is not None:
        revision.parse(rev)
    if revisions is not None:
        return _unfolded(revisions)
    return [] if rev is None else [rev]


def _unfolded(revisions: object) -> list[str]:
    """`{"start": 3, "ids": ["c", "b", "a"]}` as `["3-c", "2-b", "1-a"]`; raises InvalidDocument."""
    start, ids = (revisions.get("start"), revisions.get("ids")) if isinstance(revisions, Mapping) else (0, 0)
    if type(start) is not int or not isinstance(ids, list) or not 0 < len(ids) <= start:
        raise InvalidDocument("_revisions must hold a start and its ids, not more than start")
    path = [f"{start - index}-{name}" for index, name in enumerate(ids)]
    if not all(isinstance(name, str) and name.isprintable() for name in ids):
        raise InvalidRevision
    if max(map(len, path)) > revision.MAX_LENGTH:
        raise InvalidRevision
    return path


def _checked(special: set[str]) -> set[str]:
    """Those of the fields that are not the document's own; raises InvalidDocument."""
    own = special & KEPT
    unknown = sorted(special - KNOWN - IGNORED - own)
    if unknown:
        raise InvalidDocument(f"Bad special document member: {unknown[0]}")
    return special - own


def _strict(value: object) -> str:
    try:
        text = _STRICT.encode(value)
    except (ValueError, RecursionError) as problem:
        raise BadRequest("Document holds a value that JSON cannot carry") from problem
    return text if _is_unicode(text) else _ESCAPED.encode(value)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
