"""The reference store: a few dictionaries under one lock. Nothing outlives the process."""

import threading
import uuid
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sync.access import Security
from sync.errors import DatabaseExists, DatabaseNotFound
from sync.store import local, reading, writing
from sync.store.base import (
    EVERYTHING,
    PLAIN,
    AllDocsPage,
    AllDocsQuery,
    AllDocsRow,
    ChangeRow,
    ChangesPage,
    DatabaseInfo,
    Document,
    Extras,
    Revision,
    RevsDiff,
    Style,
    WriteResult,
    picked,
)
from sync.store.record import Record, check_name, render

CONFLICTS = Extras(conflicts=True)


class _Database:
    """A Snapshot of itself, since the store's lock is held while it is used."""

    def __init__(self) -> None:
        self.epoch = uuid.uuid4().hex
        self.update_seq = 0
        self.security = Security()
        self.by_id: dict[str, Record] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.locals: dict[str, local.LocalDocument] = {}

    def records(self, ids: Collection[str]) -> Mapping[str, Record]:
        return {doc_id: self.by_id[doc_id] for doc_id in ids if doc_id in self.by_id}

    def bodies(self, wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        return {pair: self.texts[pair] for pair in wanted if pair in self.texts}

    def live(self) -> list[Record]:
        return sorted((one for one in self.by_id.values() if not one.deleted), key=lambda one: one.id)

    def text(self, record: Record, conflicts: bool) -> str:
        body = self.texts[record.id, record.rev]
        return render(record, record.rev, body, CONFLICTS if conflicts else PLAIN)

    def save(self, plan: writing.Plan) -> None:
        self.texts.update(plan.bodies)
        for doc_id, tree in plan.changed.items():
            self.update_seq += 1
            winner = tree.winner
            self.by_id[doc_id] = Record(doc_id, self.update_seq, winner, tree.is_deleted(winner), tree)


class MemoryStore:
    """Keeps every promise of DocumentStore but durability."""

    def __init__(self, revs_limit: int = writing.REVS_LIMIT) -> None:
        self._uuid = uuid.uuid4().hex
        self._revs_limit = revs_limit
        self._lock = threading.RLock()
        self._databases: dict[str, _Database] = {}

    @property
    def uuid(self) -> str:
        return self._uuid

    def close(self) -> None:
        self._databases.clear()

    def databases(self) -> list[str]:
        with self._lock:
            return sorted(self._databases)

    def create(self, name: str) -> None:
        check_name(name)
        with self._lock:
            if name in self._databases:
                raise DatabaseExists
            self._databases[name] = _Database()

    def delete(self, name: str) -> None:
        with self._lock:
            self._open(name)
            del self._databases[name]

    def info(self, name: str) -> DatabaseInfo:
        with self._lock:
            database = self._open(name)
            live = len(database.live())
            gone = len(database.by_id) - live
            return DatabaseInfo(name, live, gone, database.update_seq, database.epoch)

    def update_seqs(self) -> dict[str, int]:
        with self._lock:
            return {name: database.update_seq for name, database in self._databases.items()}

    def security(self, name: str) -> Security:
        with self._lock:
            return self._open(name).security

    def set_security(self, name: str, security: Security) -> None:
        with self._lock:
            self._open(name).security = security

    def write(
        self, name: str, documents: Sequence[Mapping[str, Any]], *, new_edits: bool = True
    ) -> list[WriteResult]:
        batch = writing.prepared(documents, new_edits)
        with self._lock:
            database = self._open(name)
            plan = writing.planned(database.by_id, batch, new_edits, self._revs_limit)
            database.save(plan)
            return plan.results

    def forget_bodies(self, name: str, doc_id: str) -> None:
        with self._lock:
            database = self._open(name)
            record = database.by_id.get(doc_id)
            leaves = record.tree.leaves() if record else []
            for pair in [pair for pair in database.texts if pair[0] == doc_id and pair[1] not in leaves]:
                del database.texts[pair]

    def read(
        self, name: str, doc_id: str, *, rev: str | None = None, latest: bool = False, extras: Extras = PLAIN
    ) -> Document:
        with self._lock:
            return reading.read(self._open(name), doc_id, rev, latest, extras)

    def open_revs(
        self,
        name: str,
        doc_id: str,
        revs: Sequence[str] | None,
        *,
        latest: bool = False,
        with_revs: bool = False,
    ) -> list[Revision]:
        with self._lock:
            return reading.open_revs(self._open(name), doc_id, revs, latest, with_revs)

    def bulk_get(
        self,
        name: str,
        wanted: Sequence[tuple[str, str | None]],
        *,
        latest: bool = False,
        with_revs: bool = False,
    ) -> list[list[Revision]]:
        with self._lock:
            return reading.bulk_get(self._open(name), wanted, latest, with_revs)

    def revs_diff(self, name: str, asked: Mapping[str, Sequence[str]]) -> dict[str, RevsDiff]:
        with self._lock:
            return reading.revs_diff(self._open(name).by_id, asked)

    def all_docs(self, name: str, query: AllDocsQuery = EVERYTHING) -> AllDocsPage:
        with self._lock:
            database = self._open(name)
            live = database.live()
            rows = [one for one in live if _in_range(one.id, query)]
            if query.descending:
                rows.reverse()
            rows = rows[query.skip :][: query.limit]
            found = [_row(database, one.id, one, query) for one in rows]
            return AllDocsPage(len(live), query.skip, database.update_seq, found)

    def docs_by_key(self, name: str, keys: Sequence[str], query: AllDocsQuery = EVERYTHING) -> AllDocsPage:
        with self._lock:
            database = self._open(name)
            rows = [_row(database, key, database.by_id.get(key), query) for key in picked(keys, query)]
            return AllDocsPage(len(database.live()), 0, database.update_seq, rows)

    def changes(
        self,
        name: str,
        *,
        since: int = 0,
        limit: int | None = None,
        style: Style = "main_only",
        include_docs: bool = False,
        descending: bool = False,
        doc_ids: Sequence[str] | None = None,
        conflicts: bool = False,
    ) -> ChangesPage:
        with self._lock:
            database = self._open(name)
            found = _after(database.by_id.values(), since, doc_ids)
            if descending:
                found.reverse()
            page = found[:limit]
            rows = [
                ChangeRow(
                    one.seq,
                    one.id,
                    one.tree.leaves() if style == "all_docs" else [one.rev],
                    one.deleted,
                    database.text(one, conflicts) if include_docs else None,
                )
                for one in page
            ]
            cut = len(page) < len(found)
            last = (rows[-1].seq if rows else since) if cut or descending else database.update_seq
            return ChangesPage(rows, last, len(found) - len(page))

    def read_local(self, name: str, local_id: str) -> Document:
        with self._lock:
            return local.read(self._open(name).locals.get(local_id), local_id)

    def write_local(self, name: str, local_id: str, document: Mapping[str, Any]) -> str:
        with self._lock:
            database = self._open(name)
            after = local.replaced(database.locals.get(local_id), local_id, document)
            database.locals[local_id] = after
            return after.rev

    def delete_local(self, name: str, local_id: str, rev: str | None) -> None:
        with self._lock:
            database = self._open(name)
            local.check_removal(database.locals.get(local_id), rev)
            del database.locals[local_id]

    def _open(self, name: str) -> _Database:
        if name not in self._databases:
            raise DatabaseNotFound
        return self._databases[name]


def _in_range(doc_id: str, query: AllDocsQuery) -> bool:
    low, high = (query.end, query.start) if query.descending else (query.start, query.end)
    if (low is not None and doc_id < low) or (high is not None and doc_id > high):
        return False
    return query.inclusive_end or doc_id != query.end


def _row(database: _Database, key: str, record: Record | None, query: AllDocsQuery) -> AllDocsRow:
    if record is None:
        return AllDocsRow(key, None)
    text = database.text(record, query.conflicts) if query.include_docs and not record.deleted else None
    return AllDocsRow(key, record.rev, record.deleted, text)


def _after(records: Iterable[Record], since: int, doc_ids: Sequence[str] | None) -> list[Record]:
    """The records changed after `since`, oldest first."""
    found = sorted(records, key=lambda one: one.seq)
    found = found[bisect_right(found, since, key=lambda one: one.seq) :]
    return found if doc_ids is None else [one for one in found if one.id in set(doc_ids)]
