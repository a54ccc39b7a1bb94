"""The second gate: revisions that lack a receipt, kept here until the follower has journalled them.

The follower judges them (role, schema, repetition) exactly as it judges what came by replication.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select

from sync import bulk
from sync.json_text import canonical
from sync.tables import intake_queue, unused_dseq


@dataclass(frozen=True)
class Delivered:
    """One queued revision: `author` is whom the gate vouches for, `document` the body as on the wire."""

    number: int
    database: str
    doc_id: str
    rev: str
    device: str
    author: str
    document: dict[str, Any]


def enqueue(
    connection: Connection, device: str, author: str, database: str, document: Mapping[str, Any]
) -> None:
    """Queue one revision; the same one of the same sender again changes nothing. The caller commits."""
    row = {
        "database": database,
        "doc_id": document["_id"],
        "rev": document["_rev"],
        "device": device,
        "author": author,
        "document": canonical(document),
    }
    bulk.insert_new(connection, intake_queue, [row])


def declare_unused(connection: Connection, device: str, numbers: Iterable[int]) -> None:
    """Note counter values that `device` took and never wrote under, so that its receipts have no holes."""
    rows = [{"device": device, "dseq": number} for number in numbers]
    bulk.insert_new(connection, unused_dseq, rows)


def waiting(connection: Connection, limit: int) -> list[Delivered]:
    """The oldest `limit` queued revisions, in the order in which they were taken in."""
    rows = connection.execute(select(intake_queue).order_by(intake_queue.c.number).limit(limit))
    return [
        Delivered(r.number, r.database, r.doc_id, r.rev, r.device, r.author, json.loads(r.document))
        for r in rows
    ]


def waiting_of(connection: Connection, device: str) -> int:
    """How many queued revisions of a device the follower has not taken yet."""
    mine = intake_queue.c.device == device
    return connection.scalar(select(func.count()).select_from(intake_queue).where(mine)) or 0


def done(connection: Connection, numbers: Sequence[int]) -> None:
    """Take journalled revisions off the queue."""
    if numbers:
        connection.execute(delete(intake_queue).where(intake_queue.c.number.in_(numbers)))
