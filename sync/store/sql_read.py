"""What the SQL store reads: a Snapshot for the shared rules, and the two listings."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from sync.documents import is_storable
from sync.errors import DatabaseNotFound
from sync.revtree import RevTree
from sync.store import schema
from sync.store.base import (
    AllDocsPage,
    AllDocsQuery,
    AllDocsRow,
    ChangeRow,
    ChangesPage,
    Extras,
    Style,
    picked,
)
from sync.store.record import Record, plain, render

MANY = 1000  # values in one statement: SQLite and PostgreSQL both take some thirty thousand
CONFLICTS = Extras(conflicts=True)
documents = schema.document.c


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in lists that fit one statement."""
    rest = iter(values)
    while chunk := list(islice(rest, MANY)):
        yield chunk


def open_database(connection: sa.Connection, name: str, lock: bool = False) -> sa.Row[Any]:
    """The row of a database; raises DatabaseNotFound. `lock` holds it until the transaction ends."""
    query = sa.select(schema.database).where(schema.database.c.name == name)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise DatabaseNotFound
    return row


class SqlSnapshot:
    """One database inside one transaction."""

    def __init__(self, connection: sa.Connection, database: sa.Row[Any]) -> None:
        self.connection = connection
        self.database = database
        self._mine = documents.database_id == database.id

    def records(self, ids: Collection[str]) -> dict[str, Record]:
        """Those of the documents that exist, by id."""
        query = sa.select(documents.id, documents.seq, documents.rev, documents.deleted, documents.tree)
        return {
            doc_id: Record(doc_id, seq, rev, deleted, tree_of(tree))
            for doc_id, seq, rev, deleted, tree in self._with_ids(query, ids)
        }

    def bodies(self, wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """The bodies that are kept: the winner's in its document's row, the others beside."""
        pairs = set(wanted)
        winners = sa.select(documents.id, documents.rev, documents.body)
        found = {
            (doc_id, rev): body
            for doc_id, rev, body in self._with_ids(winners, {doc_id for doc_id, _ in pairs})
            if (doc_id, rev) in pairs
        }
        return found | self._other_bodies(pairs - found.keys())

    def _other_bodies(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        return {
            (doc_id, rev): body
            for chunk in chunks(pairs)
            for doc_id, rev, body in self._all(self._bodies_of(chunk))
        }

    def _bodies_of(self, pairs: list[tuple[str, str]]) -> sa.Select[Any]:
        """A join, since SQLite does not use its index for `(doc_id, rev) IN (...)`."""
        table = schema.revision.c
        columns = sa.column("doc_id", schema.Key), sa.column("rev", schema.Key)
        wanted = sa.values(*columns, name="wanted").data(pairs).cte("wanted")
        return sa.select(table.doc_id, table.rev, table.body).join_from(
            wanted,
            schema.revision,
            sa.and_(
                table.database_id == self.database.id,
                table.doc_id == wanted.c.doc_id,
                table.rev == wanted.c.rev,
            ),
        )

    def _with_ids(self, query: sa.Select[Any], ids: Iterable[str]) -> Iterator[Any]:
        """The rows of this database's documents with these ids; one that no store can keep has none."""
        for chunk in chunks(filter(is_storable, ids)):
            yield from self._all(query.where(self._mine, documents.id.in_(chunk)))

    def _all(self, query: sa.Select[Any]) -> Sequence[Any]:
        return self.connection.execute(query).all()

    def all_docs(self, query: AllDocsQuery) -> AllDocsPage:
        """See DocumentStore.all_docs."""
        rows = self._all(
            _listing(query.conflicts, query.include_docs)
            .where(self._mine, documents.deleted.is_(False), *_range(query))
            .order_by(documents.id.desc() if query.descending else documents.id)
            .offset(query.skip or None)
            .limit(query.limit)
        )
        return self._all_docs_page(query.skip, [_all_docs_row(row) for row in rows])

    def docs_by_key(self, keys: Sequence[str], query: AllDocsQuery) -> AllDocsPage:
        """See DocumentStore.docs_by_key."""
        keys = picked(keys, query)
        listing = _listing(query.conflicts, query.include_docs)
        found = {row.id: _all_docs_row(row) for row in self._with_ids(listing, set(keys))}
        return self._all_docs_page(0, [found.get(key) or AllDocsRow(key, None) for key in keys])

    def changes(
        self,
        since: int,
        limit: int | None,
        style: Style,
        include_docs: bool,
        descending: bool,
        doc_ids: Sequence[str] | None,
        conflicts: bool,
    ) -> ChangesPage:
        """See DocumentStore.changes."""
        every_leaf = style == "all_docs"
        listing = _listing(every_leaf or conflicts, include_docs)
        found, pending = self._changed(listing, since, limit, descending, doc_ids)
        rows = [_change_row(row, every_leaf, conflicts) for row in found]
        cut = pending > 0 or descending
        last = (rows[-1].seq if rows else since) if cut else self.database.update_seq
        return ChangesPage(rows, last, pending)

    def _changed(
        self,
        listing: sa.Select[Any],
        since: int,
        limit: int | None,
        descending: bool,
        doc_ids: Sequence[str] | None,
    ) -> tuple[Sequence[Any], int]:
        """The rows after `since`, at most `limit`, and how many there are beyond them."""
        if doc_ids is not None:
            named = [row for row in self._with_ids(listing, set(doc_ids)) if row.seq > since]
            named.sort(key=lambda row: row.seq, reverse=descending)
            return named[:limit], len(named) - len(named[:limit])
        order = documents.seq.desc() if descending else documents.seq.asc()
        query = listing.where(self._mine, documents.seq > since).order_by(order).limit(limit)
        found = self._all(query)
        if limit is None or len(found) < limit:
            return found, 0
        return found, self._beyond(found[-1].seq if found else None, since, descending)

    def _beyond(self, last: int | None, since: int, descending: bool) -> int:
        """How many documents changed after `since` come after the one at sequence `last`."""
        lowest = since if descending or last is None else last
        below = [documents.seq < last] if descending and last is not None else []
        count = sa.select(sa.func.count()).where(self._mine, documents.seq > lowest, *below)
        return self.connection.execute(count).scalar_one()

    def _all_docs_page(self, offset: int, rows: list[AllDocsRow]) -> AllDocsPage:
        return AllDocsPage(self.database.doc_count, offset, self.database.update_seq, rows)


def tree_of(text: str) -> RevTree:
    """The tree kept as JSON text."""
    return RevTree.from_json(json.loads(text))


def _listing(with_tree: bool, with_body: bool) -> sa.Select[Any]:
    """Documents for a listing; the tree only of those with several leaves: others have no use for it."""
    return sa.select(
        documents.seq,
        documents.id,
        documents.rev,
        documents.deleted,
        (sa.case((documents.branched, documents.tree)) if with_tree else sa.null()).label("tree"),
        (documents.body if with_body else sa.null()).label("body"),
    )


def _change_row(row: Any, every_leaf: bool, conflicts: bool) -> ChangeRow:
    seq, doc_id, rev, deleted, tree, body = row
    revs = tree_of(tree).leaves() if tree is not None and every_leaf else [rev]
    text = None if body is None else _text(doc_id, rev, deleted, tree if conflicts else None, body)
    return ChangeRow(seq, doc_id, revs, deleted, text)


def _all_docs_row(row: Any) -> AllDocsRow:
    _, doc_id, rev, deleted, tree, body = row
    text = None if body is None or deleted else _text(doc_id, rev, deleted, tree, body)
    return AllDocsRow(doc_id, rev, deleted, text)


def _text(doc_id: str, rev: str, deleted: bool, tree: str | None, body: str) -> str:
    """The winning document; with a tree it tells its conflicts."""
    if tree is None:
        return plain(doc_id, rev, deleted, body)
    return render(Record(doc_id, 0, rev, deleted, tree_of(tree)), rev, body, CONFLICTS)


def _range(query: AllDocsQuery) -> list[sa.ColumnElement[bool]]:
    low, high = (query.end, query.start) if query.descending else (query.start, query.end)
    limits = []
    if low is not None:
        limits.append(documents.id >= low)
    if high is not None:
        limits.append(documents.id <= high)
    if not query.inclusive_end and query.end is not None:
        limits.append(documents.id != query.end)
    return limits
