"""What the engine has to be told about the documents: types, subjects, how to fold and project them.

A **subject** is what documents are about (`shift:...`); all documents about it are folded together. The part
of a subject's id before its first colon names its **family**. A type without a family of its own is
journalled and left at that.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import Connection

from sync.access import Caller
from sync.acts import Act
from sync.audited import Noted
from sync.guard import Refusal
from sync.journal import Entry
from sync.read_models import ReadModels
from sync.sealing import Erasable
from sync.whitelist import Keys

Kind = Literal["head", "event", "fact", "reference", "draft"]
Document = Mapping[str, Any]
Result = Literal["applied", "absorbed", "parked", "refused"]


@dataclass(frozen=True)
class DocumentType:
    """One `type` of document.

    `head`, `event`, `fact`: written once. `reference`: the server's, may be revised, found by `Reference`.
    `draft`: its author revises it until `is_final` says so; from then on it is a fact.
    `check` returns {field: [what is wrong]}, empty when the document fits. `subject_of` is asked only about
    documents that fit. `keys`: the only fields that may be kept of such documents (sync/whitelist.py); None:
    all. `erasable`: the fields that can be erased later, with the subject's key (sync/sealing.py).
    """

    name: str
    kind: Kind
    check: Callable[[Document], Mapping[str, Any]]
    subject_of: Callable[[Document], str]
    is_final: Callable[[Document], bool] = lambda _document: True
    keys: Keys | None = None
    erasable: tuple[Erasable, ...] = ()


class Reference(Protocol):
    """Reference documents as they were: reads the journal of one partition, nothing else."""

    def __call__(self, doc_id: str, rseq: int) -> Document | None:
        """The document as of row `rseq` (inclusive); None before its first row and after its tombstone."""


@dataclass(frozen=True)
class Subject:
    """A subject and every journalled row about it, in journal order."""

    partition: str
    id: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one document. `needs_person`: somebody has to look, so the author is told."""

    result: Result
    reason: str | None = None
    needs_person: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timer:
    """Something due: at `due_at` (UTC text) the clock process writes the family's `timer_event`."""

    name: str
    due_at: str


@dataclass(frozen=True)
class Folded:
    """The fold of one subject: `state` is the body of its `st:` document (None: nothing to publish yet).

    `acts`: its rows as the fold judged them, for the projection to show the same times. `effects`: documents
    on other subjects that follow, as (database, document), with derived ids: the same fold gives the same;
    they are journalled once, by id, whatever a later fold says. `wrote.by` the server, or with `wrote.dev`
    the server whose document is forwarded.
    `copies`: {(database, id): body} of documents that show others what is here; ids begin with `view:`. They
    are written, updated and withdrawn as this says, and never journalled.
    """

    state: Mapping[str, Any] | None
    outcomes: Mapping[str, Outcome]
    timers: tuple[Timer, ...] = ()
    acts: tuple[Act, ...] = ()
    effects: tuple[tuple[str, Document], ...] = ()
    copies: Mapping[tuple[str, str], Document] = field(default_factory=dict)


NOTHING = Folded(None, {})


def unfolded(_subject: Subject, _reference: Reference) -> Folded:
    """The fold of families that have no state: their documents are only projected."""
    return NOTHING


def no_projection(_models: ReadModels, _subject: Subject, _folded: Folded) -> None:
    """The projection of families that no read model shows."""


@dataclass(frozen=True)
class Family:
    """Subjects of one kind.

    `fold` is pure. `project` replaces all rows of the subject in the read models, in the caller's
    transaction. `timer_event` makes the document for a due timer: (partition, subject, timer) ->
    document, which goes to the subject's home; equal timers give equal documents. `home` names the database
    where a subject lives, when that need not be the one of its first document; that one gets the `st:` too.
    `begins_at`: the home of the subject that a document begins; None for one that begins none.
    """

    prefix: str
    fold: Callable[[Subject, Reference], Folded] = unfolded
    project: Callable[[ReadModels, Subject, Folded], None] = no_projection
    timer_event: Callable[[str, str, Timer], Document] | None = None
    home: Callable[[Subject], str | None] = lambda _subject: None
    begins_at: Callable[[Document], str | None] = lambda _document: None


@dataclass(frozen=True)
class Capability:
    """What one part of the server brings along.

    `planned` returns documents that should exist by now, as (database, document); the clock process writes
    the missing ones.
    """

    types: tuple[DocumentType, ...] = ()
    families: tuple[Family, ...] = ()
    planned: Callable[[Connection, datetime], Iterable[tuple[str, Document]]] | None = None


@dataclass(frozen=True)
class Domain:
    """Everything together. Partitions, databases and roles are the server's rules, so they come as functions.

    `partition_of(database, document)`: where a row is journalled; raises LookupError when there is no such
    database. `reference_database(partition)`: where the partition's reference documents live.
    `judge(database, document, caller)`: the guard. `roles_of(connection, staff id)`: the token roles that a
    person holds now, without the device's; None for somebody unknown. `home_of(roles)`: the partition where
    their holder works, which keeps what has no place of its own; raises LookupError. `actor_of(connection,
    staff id)`: {roles: [role@division], ...} of now, which is journalled with what they write, for rules to
    look at; None for somebody unknown. `actor_at(connection, staff id, moment)`: the same of a past moment,
    as UTC text. `epoch_of(connection, device)`: higher for later devices of a person.
    `grants_of(entry)`: what is noted of a row that lets somebody in or shuts somebody out.
    """

    capabilities: tuple[Capability, ...]
    partition_of: Callable[[str, Document], str]
    reference_database: Callable[[str], str]
    judge: Callable[[str, Document, Caller], Refusal | None]
    roles_of: Callable[[Connection, str], frozenset[str] | None]
    home_of: Callable[[frozenset[str]], str]
    actor_of: Callable[[Connection, str], Mapping[str, Any] | None]
    actor_at: Callable[[Connection, str, str], Mapping[str, Any] | None] = lambda _c, _staff, _moment: None
    epoch_of: Callable[[Connection, str], int] = lambda _connection, _device: 0
    grants_of: Callable[[Entry], Iterable[Noted]] = lambda _entry: ()
    types: Mapping[str, DocumentType] = field(init=False)
    families: Mapping[str, Family] = field(init=False)

    def __post_init__(self) -> None:
        types = {kind.name: kind for part in self.capabilities for kind in part.types}
        families = {family.prefix: family for part in self.capabilities for family in part.families}
        object.__setattr__(self, "types", types)
        object.__setattr__(self, "families", families)

    def family_of(self, subject: str) -> Family:
        """The subject's family; one without fold and projection when nobody brought it."""
        prefix = subject.partition(":")[0]
        return self.families.get(prefix) or Family(prefix)
