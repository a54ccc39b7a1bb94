"""How documents are read from a snapshot: the same for every store."""

import json
from collections.abc import Mapping, Sequence
from itertools import chain

from sync import revision
from sync.errors import NotFound
from sync.store.base import (
    PLAIN,
    Document,
    Extras,
    FoundRevision,
    MissingRevision,
    Revision,
    RevsDiff,
)
from sync.store.record import Record, Snapshot, render

HISTORY = Extras(revs=True)


def read(snapshot: Snapshot, doc_id: str, rev: str | None, latest: bool, extras: Extras) -> Document:
    """See DocumentStore.read."""
    record = snapshot.records([doc_id]).get(doc_id)
    if record is None:
        raise NotFound
    if rev is None and record.deleted:
        raise NotFound("deleted")
    chosen = record.rev if rev is None else rev
    if chosen not in record.tree:
        raise NotFound
    if latest:
        chosen = record.tree.leaves_after(chosen)[0]
    path = record.tree.path(chosen) if extras.revs_info else [chosen]
    bodies = snapshot.bodies([(doc_id, one) for one in path])
    if (doc_id, chosen) not in bodies:
        raise NotFound
    text = render(record, chosen, bodies[doc_id, chosen], extras, {one for _, one in bodies})
    found: Document = json.loads(text)
    return found


def open_revs(
    snapshot: Snapshot, doc_id: str, revs: Sequence[str] | None, latest: bool, with_revs: bool
) -> list[Revision]:
    """See DocumentStore.open_revs."""
    if revs is not None:
        asked = [(doc_id, rev) for rev in revs]
        found = chain.from_iterable(bulk_get(snapshot, asked, latest, with_revs))
        return list({one.rev: one for one in found}.values())
    if doc_id not in snapshot.records([doc_id]):
        raise NotFound
    return bulk_get(snapshot, [(doc_id, None)], True, with_revs)[0]


def bulk_get(
    snapshot: Snapshot, wanted: Sequence[tuple[str, str | None]], latest: bool, with_revs: bool
) -> list[list[Revision]]:
    """See DocumentStore.bulk_get."""
    records = snapshot.records({doc_id for doc_id, _ in wanted})
    chosen = [_chosen(records.get(doc_id), rev, latest) for doc_id, rev in wanted]
    pairs = {(doc_id, rev) for (doc_id, _), revs in zip(wanted, chosen, strict=True) for rev in revs}
    bodies = snapshot.bodies({pair for pair in pairs if _is_known(records, *pair)})
    extras = HISTORY if with_revs else PLAIN
    return [
        [_revision(records.get(doc_id), doc_id, rev, bodies.get((doc_id, rev)), extras) for rev in revs]
        for (doc_id, _), revs in zip(wanted, chosen, strict=True)
    ]


def revs_diff(records: Mapping[str, Record], asked: Mapping[str, Sequence[str]]) -> dict[str, RevsDiff]:
    """See DocumentStore.revs_diff."""
    found = {}
    for doc_id, revs in asked.items():
        record = records.get(doc_id)
        missing = [rev for rev in revs if record is None or rev not in record.tree]
        if missing:
            found[doc_id] = RevsDiff(missing, _possible_ancestors(record, missing))
    return found


def _possible_ancestors(record: Record | None, missing: Sequence[str]) -> list[str]:
    youngest = max(revision.parse(rev)[0] for rev in missing)
    leaves = record.tree.leaves() if record else []
    return [leaf for leaf in leaves if revision.generation(leaf) < youngest]


def _is_known(records: Mapping[str, Record], doc_id: str, rev: str) -> bool:
    return doc_id in records and rev in records[doc_id].tree


def _chosen(record: Record | None, rev: str | None, latest: bool) -> list[str]:
    """The revisions that answer one request; one that is unknown stands for itself."""
    if record is None:
        return [rev or "undefined"]
    if rev is None:
        return record.tree.leaves() if latest else [record.rev]
    return (record.tree.leaves_after(rev) if latest else []) or [rev]


def _revision(record: Record | None, doc_id: str, rev: str, text: str | None, extras: Extras) -> Revision:
    if record is None or text is None:
        return MissingRevision(doc_id, rev)
    return FoundRevision(doc_id, rev, render(record, rev, text, extras))
