"""Writing a district's documents into the store: only what differs, the registry before the phones' copies.

A document whose row is gone is kept as `state: retired` with `valid_to`, so that old records go on naming it.
Every change is a new revision, and the journal keeps what was before. Run again after a crash, it goes on
where it stopped: what is written already does not differ any more.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from server.importing.district import District
from server.importing.documents import PHONES, REGISTRY, Fields, Placed, district_documents, for_phones
from server.importing.rows import LISTINGS
from sync import times
from sync.authorship import written_by
from sync.store.base import AllDocsQuery, DocumentStore

Change = Literal["created", "changed", "retired"]

WITHOUT_MEANING: Final = frozenset({"_rev", "at_dev", "tz", "wrote"})
"""fields that say when and by whom a document was written, not what it says"""


@dataclass(frozen=True)
class Counts:
    """How many registry documents were made, changed, retired, and how many were as they should be."""

    created: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0


class WriteFailed(Exception):
    """The store refused a document, most often because another import runs. Start the import again."""

    def __init__(self, database: str, doc_id: str, reason: str) -> None:
        super().__init__(f"{database}/{doc_id}: {reason}; is another import running? Then start again.")


def publish(district: District, store: DocumentStore, now: datetime, today: date) -> Counts:
    """Bring the store's reference documents to what the district says. The databases exist already."""
    types = {listing.kind for listing in LISTINGS if listing.name in district.lists}
    stored = {name: _stored(store, name, types) for name in _databases(store, district.code)}
    tokens = _tokens(stored)
    wanted: dict[str, dict[str, Fields]] = {name: {} for name in stored}
    for placed in district_documents(district, tokens):
        for name, fields in _copies(placed):
            wanted[name][fields["_id"]] = fields
    told: Counter[str] = Counter()
    for name in sorted(stored):
        changes = list(_changes(wanted[name], stored[name], today))
        _write(store, name, [fields for _, fields in changes], now)
        if name.startswith(REGISTRY):
            told.update(change for change, _ in changes)
            told["wanted"] += len(wanted[name])
    unchanged = told["wanted"] - told["created"] - told["changed"]
    return Counts(told["created"], told["changed"], told["retired"], unchanged)


def _databases(store: DocumentStore, district: str) -> list[str]:
    prefixes = (f"{REGISTRY}{district}", f"{PHONES}{district}")
    return [name for name in store.databases() if name.startswith(prefixes)]


def _stored(store: DocumentStore, name: str, types: Set[str]) -> dict[str, Fields]:
    """The reference documents of these types in a database, by id."""
    page = store.all_docs(name, AllDocsQuery(include_docs=True))
    found: Iterator[Fields] = (json.loads(row.json) for row in page.rows if row.json is not None)
    return {doc["_id"]: doc for doc in found if doc.get("type") in types}


def _tokens(stored: Mapping[str, Mapping[str, Fields]]) -> dict[str, str]:
    """The QR tokens on the stickers that hang already, by checkpoint code."""
    registries = (docs for name, docs in stored.items() if name.startswith(REGISTRY))
    found = (doc for docs in registries for doc in docs.values() if doc["type"] == "checkpoint")
    return {doc["code"]: doc["qr_token"] for doc in found}


def _copies(placed: Placed) -> Iterator[tuple[str, Fields]]:
    yield f"{REGISTRY}{placed.home}", placed.fields
    copy = for_phones(placed.fields)
    if copy is not None:
        yield f"{PHONES}{placed.home}", copy


def _changes(
    wanted: Mapping[str, Fields], stored: Mapping[str, Fields], today: date
) -> Iterator[tuple[Change, Fields]]:
    """The documents to write, without their envelope's times, and what happens to each."""
    for doc_id, fields in wanted.items():
        old = stored.get(doc_id)
        if old is None:
            yield "created", fields
        elif _meaning(old) != fields:
            yield "changed", fields | {"_rev": old["_rev"]}
    for doc_id, old in stored.items():
        if doc_id not in wanted and old["state"] != "retired":
            end = old.get("valid_to") or today.isoformat()
            yield "retired", _meaning(old) | {"_rev": old["_rev"], "state": "retired", "valid_to": end}


def _meaning(document: Fields) -> Fields:
    return {name: value for name, value in document.items() if name not in WITHOUT_MEANING}


def _write(store: DocumentStore, name: str, changes: Sequence[Fields], now: datetime) -> None:
    stamp = {"wrote": written_by(), "at_dev": times.utc(now), "tz": "UTC"}
    documents: list[dict[str, Any]] = [fields | stamp for fields in changes]
    for result in store.write(name, documents) if documents else []:
        if result.rev is None:
            raise WriteFailed(name, result.id, result.reason or "refused")
