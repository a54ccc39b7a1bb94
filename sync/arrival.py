"""A revision that arrived: what it is, and what is to be made of it. Pure.

A verdict's kind is one of the journal's (sync/journal.py), or `echo`: nothing new, not journalled.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sync import revision
from sync.domain import DocumentType, Domain
from sync.guard import Refusal
from sync.journal import TAKEN, NewEntry, canonical

SERVER = "server"
DERIVED = ("st:", "_design/")
PROTOCOL = ("_rev", "_revisions", "_deleted")
NOWHERE = "nowhere"
NAME_LENGTH = 64
SUBJECT_LENGTH = 512
MAX_COUNTER = 2**53
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Arrival:
    """One revision. With `gated` it came through intake, which vouches for `author` and `device`.

    `refusal` is what the guard said there, `roles` the author's roles that it looked at.
    """

    database: str
    doc_id: str
    rev: str
    document: Mapping[str, Any]
    gated: bool = False
    author: str = ""
    device: str = ""
    refusal: Refusal | None = None
    roles: frozenset[str] = frozenset()

    @property
    def body(self) -> dict[str, Any]:
        """The document with its id, without the protocol's other fields."""
        return {key: value for key, value in self.document.items() if key not in PROTOCOL}

    @property
    def deleted(self) -> bool:
        """Whether it is a tombstone."""
        return self.document.get("_deleted") is True

    @property
    def type(self) -> str:
        """The type that it claims."""
        return clean(self.document.get("type"), NAME_LENGTH)


@dataclass(frozen=True)
class Verdict:
    """What an arrival is journalled as; `reason` and `errors` say why it does not count, if it does not."""

    kind: str
    subject: str
    reason: str = ""
    errors: Mapping[str, Any] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Whether it counts."""
        return self.kind in TAKEN


@dataclass(frozen=True)
class Known:
    """What the journal has of one document: {rev: kind}, and the canonical text of what counts, if any."""

    revs: Mapping[str, str]
    text: str | None = None


def is_derived(doc_id: str) -> bool:
    """Whether the server writes such documents out of the journal: they never go into it."""
    return doc_id.startswith(DERIVED)


def judge(domain: Domain, arrival: Arrival, known: Known) -> Verdict:
    """What to make of a revision that is not journalled yet."""
    if arrival.deleted and not arrival.gated:
        ended = "reference" in known.revs.values()
        return Verdict("tombstone" if ended else "echo", arrival.doc_id)
    kind = domain.types.get(arrival.type)
    errors = {"type": ["unknown"]} if kind is None else _errors(kind, arrival.body)
    subject = _claimed_subject(arrival) if kind is None or errors else kind.subject_of(arrival.body)
    if arrival.refusal is not None:
        return Verdict("quarantined", subject, arrival.refusal.code, {"guard": [arrival.refusal.reason]})
    if kind is None:
        return Verdict("quarantined", subject, "unknown_type", errors)
    if errors:
        return Verdict("quarantined", subject, "schema", errors)
    if known.text is None or kind.kind == "reference" or _by_server(arrival.body):
        return Verdict(kind.kind, subject)
    if known.text == canonical(arrival.body):
        return Verdict("echo", subject)
    return Verdict("copy", subject, "second_revision")


def _errors(kind: DocumentType, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return kind.check(body)
    except Exception:
        # A check that fails on some input must not stop what comes after it; the document is kept and shown.
        log.exception("the check of a %s failed", kind.name)
        return {"_schema": ["could not be checked"]}


def entry_of(domain: Domain, arrival: Arrival, verdict: Verdict) -> NewEntry:
    """The journal row of an arrival."""
    wrote = arrival.document.get("wrote")
    origin: Mapping[str, Any] = wrote if isinstance(wrote, Mapping) else {}
    return NewEntry(
        partition=_partition(domain, arrival),
        kind=verdict.kind,
        database=arrival.database,
        doc_id=arrival.doc_id,
        rev=arrival.rev,
        subject=verdict.subject,
        author=arrival.author or clean(origin.get("by"), NAME_LENGTH),
        device=arrival.device or clean(origin.get("dev"), NAME_LENGTH),
        dseq=_counter(origin.get("dseq")),
        body=arrival.body,
    )


def overrides(rev: str) -> bool:
    """Whether a second revision was written over the journalled one, rather than beside it."""
    return revision.generation(rev) > 1


def clean(claimed: object, length: int) -> str:
    """Text that every database column takes, of something that a document claims; empty if it is no text."""
    if not isinstance(claimed, str):
        return ""
    return claimed[:length].encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _claimed_subject(arrival: Arrival) -> str:
    return clean(arrival.document.get("subject"), SUBJECT_LENGTH) or arrival.doc_id


def _partition(domain: Domain, arrival: Arrival) -> str:
    try:
        return clean(domain.partition_of(arrival.database, arrival.document), NAME_LENGTH) or NOWHERE
    except LookupError:
        return NOWHERE


def _by_server(body: Mapping[str, Any]) -> bool:
    wrote = body.get("wrote")
    return isinstance(wrote, Mapping) and wrote.get("by") == SERVER


def _counter(claimed: object) -> int:
    if isinstance(claimed, bool) or not isinstance(claimed, int):
        return 0
    return claimed if 0 <= claimed < MAX_COUNTER else 0
