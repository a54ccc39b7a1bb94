"""A revision that arrived: what it is, and what is to be made of it. Pure.

A verdict's kind is one of the journal's (sync/journal.py), or `echo`: nothing new, not journalled.

A revision belongs to its author and device. Who hands in another one's (id, revision) first does not take it
away: the second is journalled under the revision with a mark of whose it is.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sync import revision
from sync.authorship import SERVER
from sync.domain import DocumentType, Domain
from sync.errors import told
from sync.guard import NO_DATABASE, Refusal
from sync.journal import MARK, TAKEN, Kept, NewEntry
from sync.json_text import canonical
from sync.sealing import Path
from sync.whitelist import EXTRA, stripped

DERIVED = ("st:", "view:", "cf:", "_design/")
PROTOCOL = ("_rev", "_revisions", "_deleted")
NOWHERE = "nowhere"
NAME_LENGTH = 64
SUBJECT_LENGTH = 512
MAX_COUNTER = 2**53
MARK_LENGTH = 12
ENVELOPE = ("_id", "type", "v", "div", "wrote", "at_dev", "tz", "subject", "seen", "seen_ids", "prev")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Arrival:
    """One revision. With `gated` it came through intake, which vouches for `author` and `device`.

    `refusal` is what the guard said there, `roles` the author's roles that it looked at. `beside`: the other
    leaves of the document in the store. `rights`: what the author was when it was written, where those of now
    would not do.
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
    beside: frozenset[str] = frozenset()
    rights: Mapping[str, Any] | None = None

    @cached_property
    def body(self) -> dict[str, Any]:
        """The document with its id, without the protocol's other fields."""
        return {key: value for key, value in self.document.items() if key not in PROTOCOL}

    @cached_property
    def text(self) -> str:
        """The body as it is journalled."""
        return canonical(self.body)

    @cached_property
    def origin(self) -> tuple[str, str]:
        """Author and device: those that a gate vouched for."""
        wrote = self._wrote
        if self.gated:
            return self.author, self.device
        return clean(wrote.get("by"), NAME_LENGTH), clean(wrote.get("dev"), NAME_LENGTH)

    @property
    def dseq(self) -> int:
        """The device's counter; 0 when intake got it from another device than the one that it names."""
        if self.gated and self._wrote.get("dev") != self.device:
            return 0
        return _counter(self._wrote.get("dseq"))

    @property
    def _wrote(self) -> Mapping[str, Any]:
        wrote = self.document.get("wrote")
        return wrote if isinstance(wrote, Mapping) else {}

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


@dataclass
class Known:
    """What the journal has of one document: its rows by `rev`, and the text of what counts, if any."""

    revs: dict[str, Kept]
    text: str | None = None

    def rev_of(self, one: Arrival) -> str:
        """The journal's `rev` for an arrival: its own unless that holds somebody else's document."""
        kept = self.revs.get(one.rev)
        if kept is None or (kept.author, kept.device) == one.origin:
            return one.rev
        digest = hashlib.sha256(canonical(one.origin).encode()).hexdigest()
        return f"{one.rev}{MARK}{digest[:MARK_LENGTH]}"

    def placed(self, one: Arrival) -> Arrival:
        """The arrival under the journal's `rev` for it."""
        rev = self.rev_of(one)
        return one if rev == one.rev else replace(one, rev=rev)

    def add(self, one: Arrival, verdict: "Verdict") -> None:
        """The arrival is journalled under its `rev`."""
        self.revs[one.rev] = Kept(verdict.kind, *one.origin)
        if self.text is None and verdict.taken:
            self.text = one.text

    @property
    def taken_rev(self) -> str | None:
        """The revision that counts, if any; of several the first."""
        return next((rev for rev, kept in self.revs.items() if kept.kind in TAKEN), None)


def is_derived(doc_id: str) -> bool:
    """Whether the server writes such documents out of the journal: they never go into it."""
    return doc_id.startswith(DERIVED)


def judge(domain: Domain, arrival: Arrival, known: Known) -> Verdict:
    """What to make of a revision that is not journalled yet."""
    if arrival.deleted and not arrival.gated:
        ended = any(kept.kind == "reference" for kept in known.revs.values())
        return Verdict("tombstone" if ended else "echo", arrival.doc_id)
    kind = domain.types.get(arrival.type)
    errors = {"type": ["unknown"]} if kind is None else _errors(kind, arrival.body)
    subject = _claimed_subject(arrival) if kind is None or errors else kind.subject_of(arrival.body)
    if arrival.refusal is not None:
        return Verdict("quarantined", subject, arrival.refusal.code, {"guard": [arrival.refusal.reason]})
    if kind is None:
        return Verdict("quarantined", subject, "unknown_type", errors)
    if errors:
        reason = "extra_keys" if EXTRA in arrival.body and kind.keys is not None else "schema"
        return Verdict("quarantined", subject, reason, errors)
    if kind.kind == "draft":
        return _judge_draft(kind, arrival, known, subject)
    if known.text is None or kind.kind == "reference" or _by_server(arrival.body):
        return Verdict(kind.kind, subject)
    if known.text == arrival.text:
        return Verdict("echo", subject)
    return Verdict("copy", subject, "second_revision")


def at_home(domain: Domain, one: Arrival, verdict: Verdict, exists: Callable[[str], bool]) -> Verdict:
    """The verdict; of what begins a subject whose home does not exist: kept aside until it does. Its state
    could be delivered nowhere.
    """
    if not verdict.taken or _by_server(one.body):
        return verdict
    home = domain.family_of(verdict.subject).begins_at(one.body)
    if home is None or exists(home):
        return verdict
    return Verdict("quarantined", verdict.subject, NO_DATABASE, {"div": ["unknown"]})


def _judge_draft(kind: DocumentType, arrival: Arrival, known: Known, subject: str) -> Verdict:
    """What is unfinished is kept and does not count; the first final one is a fact; after that as for facts.

    Beside a final one (not after it) another one may be final too: then both are kept, and a person looks.
    """
    final = kind.is_final(arrival.body)
    if known.text is None:
        return Verdict("fact", subject) if final else Verdict("draft", arrival.doc_id)
    if known.text == arrival.text:
        return Verdict("echo", subject)
    beside = arrival.gated or known.taken_rev in arrival.beside
    if beside and not final:
        return Verdict("draft", arrival.doc_id)
    return Verdict("copy", subject, "second_final" if beside else "second_revision")


def stripped_of(domain: Domain, one: Arrival) -> Arrival:
    """The arrival with what may be kept of its document."""
    document = kept(domain, one.document)
    return one if document is one.document else replace(one, document=document)


def kept(domain: Domain, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What may be kept of a document as it came: of some types only whitelisted values."""
    found = document.get("type")
    kind = domain.types.get(found) if isinstance(found, str) else None
    if kind is None or kind.keys is None:
        return document
    protocol = {key: document[key] for key in PROTOCOL if key in document}
    own = {key: value for key, value in document.items() if key not in PROTOCOL}
    return {**protocol, **stripped(own, kind.keys)}


def _errors(kind: DocumentType, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return kind.check(body)
    except Exception as error:
        # A check that fails on some input must not stop what comes after it; the document is kept and shown.
        log.error("the check of a %s failed: %s", kind.name, told(error))
        return {"_schema": ["could not be checked"]}


def entry_of(domain: Domain, arrival: Arrival, verdict: Verdict) -> NewEntry:
    """The journal row of an arrival."""
    author, device = arrival.origin
    return NewEntry(
        partition=_partition(domain, arrival),
        kind=verdict.kind,
        database=arrival.database,
        doc_id=arrival.doc_id,
        rev=arrival.rev,
        subject=verdict.subject,
        author=author,
        device=device,
        dseq=arrival.dseq,
        body=arrival.body,
        sealed=sealed(domain, verdict.kind, arrival.body),
        text=arrival.text,
        actor=None if arrival.rights is None else canonical(arrival.rights),
    )


def sealed(domain: Domain, kind: str, body: Mapping[str, Any]) -> tuple[Path, ...]:
    """What of a document is journalled under its subject's key. Of one that does not fit its schema, that is
    all but the envelope: what was typed may stand anywhere."""
    found = body.get("type")
    known = domain.types.get(found) if isinstance(found, str) else None
    if known is None or not known.erasable:
        return ()
    if kind == "quarantined":
        return tuple((name,) for name in body if name not in ENVELOPE)
    return tuple(one.path for one in known.erasable if one.applies(body))


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
    """Where it is journalled; what has no place of its own, where its sender works."""
    refusal = arrival.refusal
    if refusal is None or refusal.code != NO_DATABASE:
        with suppress(LookupError):
            return domain.partition_of(arrival.database, arrival.document)
    try:
        return domain.home_of(arrival.roles)
    except LookupError:
        return NOWHERE


def _by_server(body: Mapping[str, Any]) -> bool:
    wrote = body.get("wrote")
    return isinstance(wrote, Mapping) and wrote.get("by") == SERVER


def _counter(claimed: object) -> int:
    if isinstance(claimed, bool) or not isinstance(claimed, int):
        return 0
    return claimed if 0 <= claimed < MAX_COUNTER else 0
