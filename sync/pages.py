"""What is new in a database of the store since its checkpoint, as arrivals."""

from dataclasses import dataclass, replace

from sync import arrival, checkpoint
from sync.arrival import Arrival
from sync.checkpoint import Checkpoint
from sync.store.base import ChangeRow, ChangesPage, DocumentStore, FoundRevision


@dataclass(frozen=True)
class Page:
    """The news of a database, and how far they go. `rows`: how many, the server's own among them."""

    database: str
    reached: Checkpoint
    arrivals: list[Arrival]
    rows: int


def read(store: DocumentStore, database: str, reached: Checkpoint | None, limit: int) -> Page | None:
    """Up to `limit` changed documents, with all their leaves; None when nothing has moved.

    From the beginning when the store is another one now, or an older one that was restored.
    """
    epoch = store.info(database).epoch
    start = reached or Checkpoint(epoch)
    if start.epoch != epoch or not checkpoint.stands(store, database, start):
        start = Checkpoint(epoch)
    page = store.changes(database, since=start.seq, limit=limit, style="all_docs", include_docs=True)
    now = _end(page, start)
    if now == reached:
        return None
    rows = [row for row in page.rows if not arrival.is_derived(row.id)]
    arrivals = [one for row in rows for one in _leaves(store, database, row)]
    return Page(database, now, arrivals, len(page.rows))


def _end(page: ChangesPage, start: Checkpoint) -> Checkpoint:
    if not page.rows:
        return replace(start, seq=page.last_seq)
    return Checkpoint(start.epoch, page.last_seq, page.rows[-1].id, page.rows[-1].revs[0])


def _leaves(store: DocumentStore, database: str, row: ChangeRow) -> list[Arrival]:
    """The leaves of a changed document."""
    found = [(row.revs[0], row.doc)]
    others = [(row.id, rev) for rev in row.revs[1:]]
    for revs in store.bulk_get(database, others) if others else []:
        found += [(one.rev, one.doc) for one in revs if isinstance(one, FoundRevision)]
    live = frozenset(rev for rev, document in found if document and not document.get("_deleted"))
    return [
        Arrival(database, row.id, rev, document, beside=live - {rev})
        for rev, document in found
        if document is not None
    ]
