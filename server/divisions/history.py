"""What somebody had a right to at a moment of the past: their staff documents as they were journalled."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from server.divisions.queries import member_of, township_codes
from server.permissions import reference_database
from sync.json_text import parsed
from sync.tables import journal


def actor_at(connection: Connection, staff_id: str, moment: str) -> dict[str, Any] | None:
    """As `actor_of`, at a moment (UTC text) of the past and marked `lapsed`; None for who held nothing then.

    Somebody who moved stands in the lists of two townships, in the former as one who left.
    """
    then = (
        sa.select(journal.c.partition, journal.c.body)
        .where(journal.c.database.in_(map(reference_database, township_codes(connection))))
        .where(journal.c.doc_id == f"staff:{staff_id}", journal.c.kind == "reference")
        .where(journal.c.received_at <= moment)
        .order_by(journal.c.rseq)
    )
    lists = {row.partition: parsed(row.body) for row in connection.execute(then)}
    members = [member_of(connection, body) for _, body in sorted(lists.items()) if body["state"] == "active"]
    found = next((one for one in members if one is not None), None)
    return {**found.actor, "lapsed": True} if found else None
