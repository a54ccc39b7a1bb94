"""Documents on other subjects that follow from a fold: rows of the journal, written once, by their id.

What follows may have effects in its turn. That ends because ids are derived from the cause: a document that
is journalled is not made again. It goes into the store as an arrival would have, so that phones get it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sync import journal, revision
from sync.arrival import sealed
from sync.authorship import SERVER
from sync.domain import Document, Domain
from sync.journal import NewEntry
from sync.json_text import canonical, parsed


class BadEffect(ValueError):
    """A capability made an effect that is no proper document of the server: a mistake in the program."""


@dataclass(frozen=True)
class Effect:
    """A document for a database, checked; `rev` and `text` follow from what it says."""

    database: str
    doc_id: str
    rev: str
    subject: str
    kind: str
    document: Document
    text: str


def effects_of(domain: Domain, made: Iterable[tuple[str, Document]]) -> list[Effect]:
    """The effects of one fold; raises BadEffect."""
    return [_effect(domain, database, document) for database, document in made]


def _effect(domain: Domain, database: str, document: Document) -> Effect:
    kind = domain.types.get(document["type"])
    if kind is None or kind.kind == "reference" or not kind.is_final(document):
        raise BadEffect(f"no effect can be a {document['type']}")
    if document["wrote"]["dev"] != SERVER:
        raise BadEffect(f"a {kind.name} that follows from another document is written on the server")
    errors = kind.check(document)
    if errors:
        raise BadEffect(f"a {kind.name} that follows does not fit: {sorted(errors)}")
    body = {key: value for key, value in document.items() if key != "_id"}
    rev = revision.successor(None, False, body)
    text = canonical(document)
    journalled = "fact" if kind.kind == "draft" else kind.kind  # one that is final
    return Effect(database, document["_id"], rev, kind.subject_of(document), journalled, parsed(text), text)


def unknown(connection: Connection, effects: Sequence[Effect]) -> list[Effect]:
    """Those that are not journalled yet, each once."""
    fresh: dict[tuple[str, str], Effect] = {}
    for database in sorted({one.database for one in effects}):
        own = {one.doc_id: one for one in effects if one.database == database}
        known = journal.revisions(connection, database, own)
        fresh |= {(database, doc_id): one for doc_id, one in own.items() if doc_id not in known}
    return list(fresh.values())


def entry_of(domain: Domain, effect: Effect) -> NewEntry:
    """The row of an effect; the writer's rights are filled in by who appends it."""
    wrote = effect.document["wrote"]
    return NewEntry(
        partition=domain.partition_of(effect.database, effect.document),
        kind=effect.kind,
        database=effect.database,
        doc_id=effect.doc_id,
        rev=effect.rev,
        subject=effect.subject,
        author=wrote["by"],
        device=wrote["dev"],
        dseq=0,
        body=effect.document,
        sealed=sealed(domain, effect.kind, effect.document),
        text=effect.text,
    )
