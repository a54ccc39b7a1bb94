"""What arrived and could not be taken: kept, shown to its author, and let go when the reason is gone.

The journal holds the documents themselves; this table says why they do not count, and until when.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from sync.guard import NO_DATABASE, WRITTEN_LATER
from sync.journal import Entry
from sync.json_text import canonical
from sync.tables import quarantine

DENIED = "denied"
FOR_RIGHTS = (DENIED, WRITTEN_LATER)  # what other roles may let in (sync/handover.py)


@dataclass(frozen=True)
class Held:
    """A journalled document that does not count. `errors` is {field: [what is wrong]}."""

    database: str
    doc_id: str
    rev: str
    partition: str
    rseq: int
    subject: str
    type: str
    author: str
    device: str
    reason: str
    errors: Mapping[str, Any]
    received_at: str
    roles_then: str


def hold(
    connection: Connection, entry: Entry, kind: str, reason: str, errors: Mapping[str, Any], roles_then: str
) -> None:
    """Note why a row that was just journalled does not count; `kind` is the document's type as it claims."""
    connection.execute(
        insert(quarantine).values(
            database=entry.database,
            doc_id=entry.doc_id,
            rev=entry.rev,
            partition=entry.partition,
            rseq=entry.rseq,
            subject=entry.subject,
            type=kind,
            author=entry.author,
            device=entry.device,
            dseq=entry.dseq,
            reason=reason,
            errors=canonical(errors),
            received_at=entry.received_at,
            roles_then=roles_then,
        )
    )


def denied_to(connection: Connection, authors: Sequence[str]) -> list[Held]:
    """What these people had no right to write, oldest first."""
    if not authors:
        return []
    return _held(connection, quarantine.c.reason.in_(FOR_RIGHTS), quarantine.c.author.in_(authors))


def homeless(connection: Connection) -> list[Held]:
    """What belongs to places that did not exist when it came, oldest first."""
    return _held(connection, quarantine.c.reason == NO_DATABASE)


def denied(connection: Connection, database: str, doc_id: str, rev: str) -> Held | None:
    """The one of this key, if it is held because its author had no right to write it."""
    here = quarantine.c
    key = (here.database == database, here.doc_id == doc_id, here.rev == rev, here.reason.in_(FOR_RIGHTS))
    return next(iter(_held(connection, *key)), None)


def roles_of_denied(connection: Connection) -> dict[str, set[str]]:
    """{author: the roles that were looked at, as texts} of what is denied now."""
    found: dict[str, set[str]] = {}
    rows = connection.execute(
        select(quarantine.c.author, quarantine.c.roles_then)
        .where(quarantine.c.reason.in_(FOR_RIGHTS), quarantine.c.released_rseq.is_(None))
        .distinct()
    )
    for row in rows:
        found.setdefault(row.author, set()).add(row.roles_then)
    return found


def _held(connection: Connection, *wanted: ColumnElement[bool]) -> list[Held]:
    rows = connection.execute(
        select(quarantine)
        .where(quarantine.c.released_rseq.is_(None), *wanted)
        .order_by(quarantine.c.partition, quarantine.c.rseq)
    )
    return [
        Held(
            r.database,
            r.doc_id,
            r.rev,
            r.partition,
            r.rseq,
            r.subject,
            r.type,
            r.author,
            r.device,
            r.reason,
            json.loads(r.errors),
            r.received_at,
            r.roles_then,
        )
        for r in rows
    ]


def let_go(connection: Connection, item: Held, rseq: int) -> None:
    """The row `rseq` releases the document."""
    _change(connection, item, released_rseq=rseq)


def keep(connection: Connection, item: Held, reason: str, errors: Mapping[str, Any], roles: str) -> None:
    """It stays, for this reason; `roles` are those that were looked at."""
    _change(connection, item, reason=reason, errors=canonical(errors), roles_then=roles)


def _change(connection: Connection, item: Held, **values: Any) -> None:
    connection.execute(
        update(quarantine)
        .where(
            quarantine.c.database == item.database,
            quarantine.c.doc_id == item.doc_id,
            quarantine.c.rev == item.rev,
        )
        .values(**values)
    )
