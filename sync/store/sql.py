"""The store on SQLite or PostgreSQL. A database's writes queue on its row, so sequences follow commits."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from sync import dialects
from sync.access import Security
from sync.errors import DatabaseExists, DatabaseNotFound
from sync.store import local, reading, schema, sql_write, writing
from sync.store.base import (
    EVERYTHING,
    PLAIN,
    AllDocsPage,
    AllDocsQuery,
    ChangesPage,
    DatabaseInfo,
    Document,
    Extras,
    Revision,
    RevsDiff,
    Style,
    WriteResult,
)
from sync.store.engine import Connections
from sync.store.record import check_name
from sync.store.sql_read import SqlSnapshot, open_database

databases = schema.database.c


class SqlStore:
    """Keeps every promise of DocumentStore. `url` as SQLAlchemy writes it: sqlite:///file or postgresql://..."""

    def __init__(self, url: str, revs_limit: int = writing.REVS_LIMIT) -> None:
        self._revs_limit = revs_limit
        self._connections = Connections(url)
        try:
            with self._connections.writing() as connection:
                self._uuid = schema.install(connection)
        except BaseException:
            self.close()
            raise

    @property
    def uuid(self) -> str:
        return self._uuid

    def close(self) -> None:
        self._connections.close()

    def databases(self) -> list[str]:
        return sorted(self.update_seqs())

    def create(self, name: str) -> None:
        check_name(name)
        row = {"name": name, "epoch": uuid.uuid4().hex, "update_seq": 0, "doc_count": 0, "doc_del_count": 0}
        try:
            with self._connections.writing() as connection:
                connection.execute(sa.insert(schema.database).values(**row, admins=[], members=[]))
        except sa.exc.IntegrityError as problem:
            raise DatabaseExists from problem

    def delete(self, name: str) -> None:
        with self._connections.writing() as connection:
            row = open_database(connection, name, lock=True)
            for table in (schema.document, schema.revision, schema.local):
                connection.execute(sa.delete(table).where(table.c.database_id == row.id))
            connection.execute(sa.delete(schema.database).where(databases.id == row.id))

    def info(self, name: str) -> DatabaseInfo:
        with self._connections.reading() as connection:
            row = open_database(connection, name)
            return DatabaseInfo(name, row.doc_count, row.doc_del_count, row.update_seq, row.epoch)

    def update_seqs(self) -> dict[str, int]:
        with self._connections.reading() as connection:
            rows = connection.execute(sa.select(databases.name, databases.update_seq))
            return {row.name: row.update_seq for row in rows}

    def security(self, name: str) -> Security:
        with self._connections.reading() as connection:
            row = open_database(connection, name)
            return Security(frozenset(row.admins), frozenset(row.members))

    def set_security(self, name: str, security: Security) -> None:
        roles = {"admins": sorted(security.admins), "members": sorted(security.members)}
        with self._connections.writing() as connection:
            done = connection.execute(sa.update(schema.database).where(databases.name == name).values(roles))
        if not done.rowcount:
            raise DatabaseNotFound

    def write(
        self, name: str, documents: Sequence[Mapping[str, Any]], *, new_edits: bool = True
    ) -> list[WriteResult]:
        batch = writing.prepared(documents, new_edits)
        with self._connections.writing() as connection:
            snapshot = SqlSnapshot(connection, open_database(connection, name, lock=True))
            known = snapshot.records({document.id for document in batch})
            plan = writing.planned(known, batch, new_edits, self._revs_limit)
            sql_write.save(snapshot, known, plan)
        return plan.results

    def forget_bodies(self, name: str, doc_id: str) -> None:
        with self._connections.writing() as connection:
            snapshot = SqlSnapshot(connection, open_database(connection, name, lock=True))
            for record in snapshot.records([doc_id]).values():
                sql_write.forget_bodies(snapshot, record)
        dialects.let_go(self._connections.engine)

    def read(
        self, name: str, doc_id: str, *, rev: str | None = None, latest: bool = False, extras: Extras = PLAIN
    ) -> Document:
        with self._snapshot(name) as snapshot:
            return reading.read(snapshot, doc_id, rev, latest, extras)

    def open_revs(
        self,
        name: str,
        doc_id: str,
        revs: Sequence[str] | None,
        *,
        latest: bool = False,
        with_revs: bool = False,
    ) -> list[Revision]:
        with self._snapshot(name) as snapshot:
            return reading.open_revs(snapshot, doc_id, revs, latest, with_revs)

    def bulk_get(
        self,
        name: str,
        wanted: Sequence[tuple[str, str | None]],
        *,
        latest: bool = False,
        with_revs: bool = False,
    ) -> list[list[Revision]]:
        with self._snapshot(name) as snapshot:
            return reading.bulk_get(snapshot, wanted, latest, with_revs)

    def revs_diff(self, name: str, asked: Mapping[str, Sequence[str]]) -> dict[str, RevsDiff]:
        with self._snapshot(name) as snapshot:
            return reading.revs_diff(snapshot.records(asked), asked)

    def all_docs(self, name: str, query: AllDocsQuery = EVERYTHING) -> AllDocsPage:
        with self._snapshot(name) as snapshot:
            return snapshot.all_docs(query)

    def docs_by_key(self, name: str, keys: Sequence[str], query: AllDocsQuery = EVERYTHING) -> AllDocsPage:
        with self._snapshot(name) as snapshot:
            return snapshot.docs_by_key(keys, query)

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
        with self._snapshot(name) as snapshot:
            return snapshot.changes(since, limit, style, include_docs, descending, doc_ids, conflicts)

    def read_local(self, name: str, local_id: str) -> Document:
        with self._snapshot(name) as snapshot:
            return local.read(_stored_local(snapshot, local_id), local_id)

    def write_local(self, name: str, local_id: str, document: Mapping[str, Any]) -> str:
        with self._connections.writing() as connection:
            snapshot = SqlSnapshot(connection, open_database(connection, name, lock=True))
            before = _stored_local(snapshot, local_id)
            after = local.replaced(before, local_id, document)
            values = {"number": after.number, "body": after.text}
            if before is None:
                key = {"database_id": snapshot.database.id, "id": local_id}
                connection.execute(sa.insert(schema.local).values(**key, **values))
            else:
                connection.execute(sa.update(schema.local).where(*_local(snapshot, local_id)).values(values))
        return after.rev

    def delete_local(self, name: str, local_id: str, rev: str | None) -> None:
        with self._connections.writing() as connection:
            snapshot = SqlSnapshot(connection, open_database(connection, name, lock=True))
            local.check_removal(_stored_local(snapshot, local_id), rev)
            connection.execute(sa.delete(schema.local).where(*_local(snapshot, local_id)))

    @contextmanager
    def _snapshot(self, name: str) -> Iterator[SqlSnapshot]:
        with self._connections.reading() as connection:
            yield SqlSnapshot(connection, open_database(connection, name))


def _local(snapshot: SqlSnapshot, local_id: str) -> list[sa.ColumnElement[bool]]:
    return [schema.local.c.database_id == snapshot.database.id, schema.local.c.id == local_id]


def _stored_local(snapshot: SqlSnapshot, local_id: str) -> local.LocalDocument | None:
    query = sa.select(schema.local.c.number, schema.local.c.body).where(*_local(snapshot, local_id))
    row = snapshot.connection.execute(query).one_or_none()
    return None if row is None else local.LocalDocument(row.number, row.body)
