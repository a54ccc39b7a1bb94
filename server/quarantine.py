"""`/api/quarantine` and `/api/dead-letters`: what could not be taken as it came, for the office that has to
look.
"""

import json
from typing import Any

import sqlalchemy as sa
from flask import Blueprint
from marshmallow import Schema, fields, validate

from server.accounts.access import caller, requires
from server.accounts.roles import DISTRICT_OFFICE, OFFICE
from server.divisions.api import PersonItem
from server.divisions.queries import names_of
from server.domain import words_of
from server.errors import OutsideArea
from server.extensions import reading
from server.receipts import WordsSchema
from server.wire import Answer, Body, asks, gives
from sync.arrival import NOWHERE
from sync.tables import dead_letter, quarantine

MOST = 500

bp = Blueprint("quarantine", __name__, url_prefix="/api")


class PartitionQuery(Schema):
    """Which part of the journal: a township, the district, or what belongs to no known place."""

    township = fields.String(
        required=True,
        validate=validate.Regexp(
            rf"^(\d{{6}}|\d{{9}}|{NOWHERE})\Z", error=f"expected 6 or 9 digits, or {NOWHERE}"
        ),
    )


class QuarantinedSchema(Schema):
    """A document that does not fit its schema or the rights of its author."""

    id = fields.String(required=True)
    database = fields.String(required=True)
    doc_id = fields.String(required=True)
    type = fields.String(required=True)
    author = fields.Nested(PersonItem, required=True)
    reason = fields.String(required=True)
    words = fields.Nested(WordsSchema, required=True)
    errors = fields.Raw(required=True)
    received_at = fields.String(required=True)


class QuarantineSchema(Schema):
    """The quarantine of a township or the district, newest first."""

    items = fields.List(fields.Nested(QuarantinedSchema), required=True)


class DeadLetterSchema(Schema):
    """A subject whose documents wait because handling them fails."""

    subject = fields.String(required=True)
    partition = fields.String(required=True)
    attempts = fields.Integer(required=True)
    error = fields.String(required=True)
    since = fields.String(required=True)
    next_try = fields.String(required=True)


class DeadLettersSchema(Schema):
    """The dead letters of the caller's area, oldest first."""

    items = fields.List(fields.Nested(DeadLetterSchema), required=True)


@bp.get("/quarantine")
@requires(*OFFICE)
@asks(PartitionQuery)
@gives(QuarantineSchema)
def quarantined(query: Body) -> Answer:
    """List what is in quarantine in a township, or for the district in its own part and in `nowhere`."""
    if not _may_see(query["township"]):
        raise OutsideArea(query["township"])
    held = (
        sa.select(quarantine)
        .where(quarantine.c.partition == query["township"], quarantine.c.released_rseq.is_(None))
        .order_by(quarantine.c.rseq.desc())
        .limit(MOST)
    )
    with reading() as session:
        rows = session.execute(held).all()
        names = names_of(session, "staff", (row.author for row in rows))
    return {"items": [_item(row, names) for row in rows]}


@bp.get("/dead-letters")
@requires(*OFFICE)
@gives(DeadLettersSchema)
def dead_letters() -> Answer:
    """List the subjects of the caller's area that are blocked."""
    with reading() as session:
        rows = session.execute(sa.select(dead_letter).order_by(dead_letter.c.since).limit(MOST)).mappings()
        found = [dict(row) for row in rows if _may_see(row["partition"])]
    return {"items": DeadLetterSchema(many=True).dump(found)}


def _may_see(partition: str) -> bool:
    """What belongs to no known place is for the districts to look at."""
    if partition == NOWHERE:
        return not caller().role_names.isdisjoint(DISTRICT_OFFICE)
    return caller().may_see(partition, OFFICE)


def _item(row: sa.Row[Any], names: dict[str, str]) -> Body:
    return {
        "id": f"{row.partition}:{row.rseq}",
        "database": row.database,
        "doc_id": row.doc_id,
        "type": row.type,
        "author": {"id": row.author, "name": names.get(row.author, row.author)},
        "reason": row.reason,
        "words": words_of(row.reason),
        "errors": json.loads(row.errors),
        "received_at": row.received_at,
    }
