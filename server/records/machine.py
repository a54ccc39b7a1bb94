"""A kind of record as data: what the engine, the register, the API, the phone and the tests go by.

A capability writes its documents, its table of states and its words, and declares a `Machine`; fold, `st:`
document, timers, register, timeline and office actions follow from that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from server.permissions import work_database
from server.records.erasing import erasable_of
from sync.acts import Act
from sync.domain import Document, DocumentType, Folded, Reference, Subject
from sync.fold import Fold
from sync.transitions import Table
from sync.whitelist import Keys

Json = Any
Check = Callable[[Document], Mapping[str, Any]]
HEAD = "head"


@dataclass(frozen=True)
class Folding:
    """A fold that has come to its end, with what it read: for the functions of a machine."""

    fold: Fold
    subject: Subject
    reference: Reference
    acts: tuple[Act, ...] = ()
    told: dict[str, Json] = field(default_factory=dict)  # the `st:` document, when it has been made

    @property
    def head(self) -> Mapping[str, Json]:
        """The head document as rules see it (of a subject without one: its first event)."""
        return self.fold.head.view if self.fold.head else {}

    @property
    def rseq(self) -> int:
        """The last row that was folded."""
        return self.subject.entries[-1].rseq

    def value(self, name: str) -> Json:
        """A field of the state; None when nothing brought it."""
        return self.fold.value(name)


@dataclass(frozen=True)
class FoldedRecord(Folded):
    """The fold of a record. `columns`: what the machine says of its row in the register."""

    columns: Mapping[str, Json] = field(default_factory=dict)


def at_work(document: Document) -> str:
    """The village where it happened, or the office."""
    return work_database(document["div"])


def nothing(_folding: Folding) -> Mapping[str, Json]:
    """Nothing to add."""
    return {}


def no_derived(_fold: Fold, _reference: Reference) -> Mapping[str, Json]:
    """No further fields for the guards."""
    return {}


def no_effects(_folding: Folding) -> tuple[tuple[str, Document], ...]:
    """No effect on other subjects."""
    return ()


def no_copies(_folding: Folding) -> Mapping[tuple[str, str], Document]:
    """Nothing for others to see."""
    return {}


def always(_document: Document) -> bool:
    """Final from the first."""
    return True


@dataclass(frozen=True)
class Machine:
    """One kind of record.

    `prefix`: its family, the id before the first colon. `plural`: its name in the API. `table`: the rules.
    `schemas`: every document type about it. `kinds`: which of them is head, event, fact or draft. `actions`:
    the action that a type stands for (`head` for the head); a type that is not there names its own in
    `action`. `event`: (type, id prefix) of the events that clock and office write. `office_actions`: what the
    console offers. `readers`: the roles that may read it through the API, each in its area; a machine without
    readers has no row in the register either. `concerned`: the roles that read there only what is given to
    them or their unit (`owner`, `unit` of the register), or names them in one of the lists `names_concerned`
    of its state. `creators`: the roles that may make a new one at the office.
    `home`: the database of a record, by its head document (of a subject without one: its first event).

    `derive`: further fields that guards look at. `tells`: further fields of the `st:` document; `flags` among
    them are added to those of the rows. `registers`:
    the columns of the register (server/records/tables.py) that follow from the state. `effects`: documents
    on other subjects that follow from this one, as (database, document); equal states give equal documents.
    `copies`: {(database, `view:` id): body} of what others are shown of it, written and withdrawn as it says.
    `finals`: for each type of kind draft, whether such a document is finished (signed, submitted).
    `keys`: for each count-only type the only fields it may have (sync/whitelist.py).
    `sealed`: for each type the fields that only those concerned read, in their `own_`: no API tells them.
    `reads_noted`: whoever reads one through the API is noted (server/audit).
    `words`: reasons and flags in both languages; `dictionaries`: codes in both languages by field.
    """

    prefix: str
    plural: str
    table: Table
    schemas: Mapping[str, type[Schema]]
    kinds: Mapping[str, str]
    event: tuple[str, str]
    actions: Mapping[str, str] = field(default_factory=dict)
    office_actions: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    concerned: tuple[str, ...] = ()
    names_concerned: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    home: Callable[[Document], str] = at_work
    derive: Callable[[Fold, Reference], Mapping[str, Json]] = no_derived
    tells: Callable[[Folding], Mapping[str, Json]] = nothing
    registers: Callable[[Folding], Mapping[str, Json]] = nothing
    effects: Callable[[Folding], tuple[tuple[str, Document], ...]] = no_effects
    copies: Callable[[Folding], Mapping[tuple[str, str], Document]] = no_copies
    finals: Mapping[str, Callable[[Document], bool]] = field(default_factory=dict)
    keys: Mapping[str, Keys] = field(default_factory=dict)
    sealed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reads_noted: bool = False
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dictionaries: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    @property
    def named_dictionaries(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """The dictionaries as `state`, `action`, `kind`: some capabilities put a type before the name.

        Of two that would be called the same, the later one keeps its type.
        """
        found: dict[str, Mapping[str, Mapping[str, str]]] = {}
        for name, codes in self.dictionaries.items():
            short = self._short(name)
            found[name if short in found else short] = codes
        return found

    def _short(self, name: str) -> str:
        own = (self.prefix, *self.schemas)
        lead = next((f"{one}_" for one in own if name.startswith(f"{one}_")), "")
        return name.removeprefix(lead)

    def action_of(self, document: Mapping[str, Any]) -> str:
        """What a document does to its subject."""
        found: str = self.actions.get(document["type"]) or document["action"]
        return found

    def subject_of(self, document: Document) -> str:
        """What a document is about."""
        found: str = document["_id"] if self.actions.get(document["type"]) == HEAD else document["subject"]
        return found

    @property
    def head_type(self) -> str | None:
        """The type of the head document; None for subjects that have none."""
        return next((name for name, action in self.actions.items() if action == HEAD), None)

    def types(self, check: Check) -> tuple[DocumentType, ...]:
        """Its document types for the engine."""
        return tuple(
            DocumentType(
                name,
                self.kinds[name],  # type: ignore[arg-type]  # text here, one of Kind
                check,
                self.subject_of,
                self.finals.get(name, always),
                self.keys.get(name),
                erasable_of(self.schemas[name]),
            )
            for name in self.schemas
        )
