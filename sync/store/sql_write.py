"""How a planned batch is saved: few statements, whatever its size."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from sync import bulk
from sync.dialects import insert_or_ignore
from sync.json_text import compact
from sync.revtree import RevTree
from sync.store import schema
from sync.store.record import Record
from sync.store.sql_read import SqlSnapshot, chunks
from sync.store.writing import Plan

documents = schema.document.c


def save(snapshot: SqlSnapshot, known: Mapping[str, Record], plan: Plan) -> None:
    """Write the plan's documents, bodies, counts and sequences."""
    rows = _rows(snapshot, plan)
    displaced = [row["id"] for row in rows if row["id"] in known and row["rev"] != known[row["id"]].rev]
    _set_bodies_aside(snapshot, displaced)
    _keep_other_bodies(snapshot, plan, {row["id"]: row["rev"] for row in rows})
    _promote_kept_bodies(snapshot, rows, set(displaced), plan)
    bulk.insert(snapshot.connection, schema.document, [row for row in rows if row["id"] not in known])
    _update(snapshot, [row for row in rows if row["id"] in known])
    _count(snapshot, known, rows)


def forget_bodies(snapshot: SqlSnapshot, record: Record) -> None:
    """Delete the bodies that were set aside, but for those of leaves."""
    kept = schema.revision.c
    mine = (kept.database_id == snapshot.database.id, kept.doc_id == record.id)
    gone = sa.delete(schema.revision).where(*mine, kept.rev.not_in(record.tree.leaves()))
    snapshot.connection.execute(gone)


def _rows(snapshot: SqlSnapshot, plan: Plan) -> list[dict[str, Any]]:
    """A row per changed document; `body` is None where the batch does not bring the winner's."""
    first = snapshot.database.update_seq + 1
    return [
        _row(snapshot.database.id, seq, doc_id, tree, plan.bodies)
        for seq, (doc_id, tree) in enumerate(plan.changed.items(), first)
    ]


def _row(
    database_id: int, seq: int, doc_id: str, tree: RevTree, bodies: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    leaves = tree.leaves()
    return {
        "database_id": database_id,
        "id": doc_id,
        "seq": seq,
        "rev": leaves[0],
        "deleted": tree.is_deleted(leaves[0]),
        "branched": len(leaves) > 1,
        "tree": compact(tree.to_json()),
        "body": bodies.get((doc_id, leaves[0])),
    }


def _set_bodies_aside(snapshot: SqlSnapshot, displaced: Iterable[str]) -> None:
    """Keep the bodies of winners that are about to be replaced."""
    for chunk in chunks(displaced):
        bodies = sa.select(documents.database_id, documents.id, documents.rev, documents.body).where(
            documents.database_id == snapshot.database.id, documents.id.in_(chunk)
        )
        insert = insert_or_ignore(snapshot.connection.dialect, schema.revision)
        columns = ["database_id", "doc_id", "rev", "body"]
        snapshot.connection.execute(insert.from_select(columns, bodies))


def _keep_other_bodies(snapshot: SqlSnapshot, plan: Plan, winners: Mapping[str, str]) -> None:
    rows = [
        {"database_id": snapshot.database.id, "doc_id": doc_id, "rev": rev, "body": body}
        for (doc_id, rev), body in plan.bodies.items()
        if winners[doc_id] != rev
    ]
    bulk.insert_new(snapshot.connection, schema.revision, rows)


def _promote_kept_bodies(
    snapshot: SqlSnapshot, rows: list[dict[str, Any]], displaced: set[str], plan: Plan
) -> None:
    """A winner that was there before, beside the former one, brings its body from where it was kept."""
    promoted = [row for row in rows if row["id"] in displaced and row["body"] is None]
    bodies = snapshot.bodies({(row["id"], row["rev"]) for row in promoted})
    for row in promoted:
        row["body"] = bodies[row["id"], row["rev"]]


def _update(snapshot: SqlSnapshot, rows: list[dict[str, Any]]) -> None:
    """Rows without a body keep the one they have."""
    whole = [row for row in rows if row["body"] is not None]
    rest = [{name: row[name] for name in row if name != "body"} for row in rows if row["body"] is None]
    bulk.update(snapshot.connection, schema.document, whole)
    bulk.update(snapshot.connection, schema.document, rest)


def _count(snapshot: SqlSnapshot, known: Mapping[str, Record], rows: list[dict[str, Any]]) -> None:
    """Move the database's counts and its last sequence on."""
    if not rows:
        return
    before = [known[row["id"]].deleted for row in rows if row["id"] in known]
    gone = sum(row["deleted"] for row in rows) - sum(before)
    grown = len(rows) - len(before)
    table = schema.database
    snapshot.connection.execute(
        sa.update(table)
        .where(table.c.id == snapshot.database.id)
        .values(
            update_seq=rows[-1]["seq"],
            doc_count=table.c.doc_count + grown - gone,
            doc_del_count=table.c.doc_del_count + gone,
        )
    )
