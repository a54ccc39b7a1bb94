"""What the document store has to be told, saved with the rows that say so and delivered afterwards.

Every delivery may run twice. Six things can be in it:
`state`: a document of the server; it only ever moves to a higher `rseq`, so an older one is dropped.
`copy`: a document of the server that shows others something; `_deleted` in it when they are to lose it.
`insert`: a revision that came through intake, put where replication would have put it.
`tombstone`: the leaf of a second first revision, so that the journalled document wins again.
`restore`: the journalled document over an edit that should not have been.
`wipe`: nothing of what a document said before may be left; with `tombstone` in it, nor of what it says now.
It is done after all else about the document: its name is the last in their order.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select, tuple_

from sync import bulk
from sync.dialects import let_go
from sync.errors import DatabaseNotFound
from sync.journal import write_transaction
from sync.json_text import canonical, parsed
from sync.store.base import AllDocsQuery, DocumentStore, FoundRevision, WriteResult
from sync.tables import outbox

AT_ONCE = 500
ATTEMPTS = 3
WIPE = "wipe"
KEY = ("database", "doc_id", "action", "rev")
Key = tuple[str, str, str]  # id, action, rev
START: Key = ("", "", "")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parcel:
    """One delivery; `rev` tells apart the deliveries about one document, `state` and `copy` have none."""

    database: str
    doc_id: str
    action: str
    rev: str
    rseq: int
    body: Mapping[str, Any]
    text: str | None = None  # the canonical text of the body, when it was made before

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from the others in the queue."""
        return self.database, self.doc_id, self.action, self.rev


def put(connection: Connection, *parcels: Parcel) -> None:
    """Queue deliveries; each takes the place of an older one with the same key, the last one of the list."""
    newest = {one.key: one for one in parcels}
    rows = [
        {**dict(zip(KEY, key, strict=True)), "rseq": one.rseq, "body": one.text or canonical(one.body)}
        for key, one in newest.items()
    ]
    bulk.upsert(connection, outbox, rows)


def waiting(connection: Connection, database: str, limit: int, after: Key = START) -> list[Parcel]:
    """Up to `limit` queued deliveries into a database, in the order of their keys, from after this key on."""
    key = tuple_(outbox.c.doc_id, outbox.c.action, outbox.c.rev)
    rows = connection.execute(
        select(outbox)
        .where(outbox.c.database == database, key > tuple_(*after))
        .order_by(outbox.c.doc_id, outbox.c.action, outbox.c.rev)
        .limit(limit)
    )
    return [Parcel(r.database, r.doc_id, r.action, r.rev, r.rseq, parsed(r.body)) for r in rows]


def deliver(store: DocumentStore, engine: Engine, mine: Callable[[str], bool] = lambda _name: True) -> int:
    """Deliver what is queued for databases that are `mine`; returns how many deliveries arrived.

    What fails stays for the next time, and keeps nothing behind it waiting.
    """
    total, arrived = 0, list[Parcel]()
    for database in addressed(engine):
        for some in _delivered(store, engine, database) if mine(database) else ():
            arrived += some
            if len(arrived) >= AT_ONCE:
                total += _forget(engine, arrived)
                arrived = []
    return total + _forget(engine, arrived)


def addressed(engine: Engine) -> list[str]:
    """The databases that something is queued for, by name."""
    with engine.connect() as connection:
        return list(connection.scalars(select(outbox.c.database).distinct().order_by(outbox.c.database)))


def _delivered(store: DocumentStore, engine: Engine, database: str) -> Iterator[list[Parcel]]:
    """Some after the other, those that arrived."""
    after = START
    while True:
        with engine.connect() as connection:
            parcels = waiting(connection, database, AT_ONCE, after)
        try:
            yield _into(store, database, parcels)
        except DatabaseNotFound:
            log.warning("documents wait for the database %s, which does not exist", database)
            return
        if len(parcels) < AT_ONCE:
            return
        after = (parcels[-1].doc_id, parcels[-1].action, parcels[-1].rev)


def _into(store: DocumentStore, database: str, parcels: Sequence[Parcel]) -> list[Parcel]:
    states = [parcel for parcel in parcels if parcel.action == "state"]
    copies = [parcel for parcel in parcels if parcel.action == "copy"]
    inserts = [parcel for parcel in parcels if parcel.action == "insert"]
    edits = [parcel for parcel in parcels if parcel.action in ("tombstone", "restore")]
    arrived = [
        *_replacing(store, database, states, _is_ahead),
        *_replacing(store, database, copies, _differs),
        *_inserts(store, database, inserts),
        *_edits(store, database, edits),
    ]
    done = {one.key for one in arrived}
    failed = {one.doc_id for one in parcels if one.action != WIPE and one.key not in done}
    wipes = [one for one in parcels if one.action == WIPE and one.doc_id not in failed]
    return [*arrived, *(one for one in wipes if _wiped(store, database, one))]


def _wiped(store: DocumentStore, database: str, parcel: Parcel) -> bool:
    """Whether nothing is left that is to be forgotten."""
    if parcel.body["tombstone"]:
        (found,) = store.bulk_get(database, [(parcel.doc_id, None)], latest=True)
        live = [one.rev for one in found if isinstance(one, FoundRevision) and not one.doc.get("_deleted")]
        ends = [{"_id": parcel.doc_id, "_rev": rev, "_deleted": True} for rev in live]
        if any(result.error for result in _write(store, database, ends)):
            return False
    store.forget_bodies(database, parcel.doc_id)
    return True


def _is_ahead(parcel: Parcel, present: Mapping[str, Any] | None) -> bool:
    return present is None or parcel.rseq > present.get("rseq", 0)


def _differs(parcel: Parcel, present: Mapping[str, Any] | None) -> bool:
    if present is None:
        return not parcel.body.get("_deleted")
    return parcel.body != {key: value for key, value in present.items() if key not in ("_id", "_rev")}


def _replacing(
    store: DocumentStore,
    database: str,
    parcels: Sequence[Parcel],
    is_news: Callable[[Parcel, Mapping[str, Any] | None], bool],
) -> list[Parcel]:
    """Write those that are news to the store; somebody else's write in between is looked at again."""
    arrived: list[Parcel] = []
    left = list(parcels)
    for _attempt in range(ATTEMPTS):
        if not left:
            break
        present = _present(store, database, [parcel.doc_id for parcel in left])
        behind = [parcel for parcel in left if is_news(parcel, present[parcel.doc_id][1])]
        ahead = {parcel.doc_id for parcel in left}.difference(parcel.doc_id for parcel in behind)
        arrived += [parcel for parcel in left if parcel.doc_id in ahead]
        results = _write(store, database, [_edit(parcel, present[parcel.doc_id][0]) for parcel in behind])
        paired = list(zip(behind, results, strict=True))
        arrived += [parcel for parcel, result in paired if result.error is None]
        left = [parcel for parcel, result in paired if result.error is not None]
    return arrived


def _present(
    store: DocumentStore, database: str, ids: Sequence[str]
) -> dict[str, tuple[str | None, Mapping[str, Any] | None]]:
    """{doc_id: (its leaf to edit, what it says)}; (None, None) for what is not there."""
    page = store.docs_by_key(database, ids, AllDocsQuery(include_docs=True))
    return {
        row.key: (None, None) if row.deleted or row.json is None else (row.rev, parsed(row.json))
        for row in page.rows
    }


def _edit(parcel: Parcel, rev: str | None) -> dict[str, Any]:
    document = {**parcel.body, "_id": parcel.doc_id}
    return document if rev is None else {**document, "_rev": rev}


def _inserts(store: DocumentStore, database: str, parcels: Sequence[Parcel]) -> list[Parcel]:
    documents = [{**parcel.body, "_id": parcel.doc_id, "_rev": parcel.rev} for parcel in parcels]
    results = store.write(database, documents, new_edits=False) if documents else []
    failed = {result.id for result in results if result.error}
    return [parcel for parcel in parcels if parcel.doc_id not in failed]


def _edits(store: DocumentStore, database: str, parcels: Sequence[Parcel]) -> list[Parcel]:
    """A conflict means that the leaf is a leaf no more: it was done, or a newer one will be looked at."""
    documents = [_edit(parcel, parcel.rev) for parcel in parcels]
    results = _write(store, database, documents)
    done = (None, "conflict")
    return [parcel for parcel, result in zip(parcels, results, strict=True) if result.error in done]


def _write(store: DocumentStore, database: str, documents: Sequence[Mapping[str, Any]]) -> list[WriteResult]:
    return store.write(database, documents) if documents else []


def _forget(engine: Engine, parcels: Sequence[Parcel]) -> int:
    """Take deliveries off the queue, unless a newer one has taken their place meanwhile; returns how many."""
    columns = (*KEY, "rseq")
    if parcels:
        with write_transaction(engine) as connection:
            bulk.delete(
                connection, outbox, [{name: getattr(one, name) for name in columns} for one in parcels]
            )
    if any(one.action == WIPE for one in parcels):
        let_go(engine)
    return len(parcels)
