"""`/api/quarantine` and `/api/dead-letters`: what could not be taken as it came, for the office that has to
look.
"""

import json
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from flask import Blueprint
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from server.accounts.access import caller, requires
from server.accounts.roles import DISTRICT_OFFICE, OFFICE
from server.divisions.queries import names_of, person
from server.divisions.wire import PersonItem
from server.domain import words_of
from server.errors import OutsideArea
from server.extensions import reading
from server.receipts import WordsSchema
from server.wire import Answer, Body, asks, gives
from sync.arrival import NOWHERE
from sync.dead_letters import oldest
from sync.tables import quarantine

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
    look_into(query["township"])
    with reading() as session:
        return {"items": held_in(session, query["township"])}


@bp.get("/dead-letters")
@requires(*OFFICE)
@gives(DeadLettersSchema)
def dead_letters() -> Answer:
    """List the subjects of the caller's area that are blocked."""
    with reading() as session:
        found = oldest(session.connection(), MOST)
    return {"items": [asdict(letter) for letter in found if may_look_into(letter.partition)]}


def look_into(partition: str) -> None:
    """Raise OutsideArea when this part of the journal is not for the caller to look at."""
    if not may_look_into(partition):
        raise OutsideArea(partition)


def held_in(session: Session, partition: str) -> list[Body]:
    """What is held there, newest first."""
    rows = session.execute(
        sa.select(quarantine)
        .where(quarantine.c.partition == partition, quarantine.c.released_rseq.is_(None))
        .order_by(quarantine.c.rseq.desc())
        .limit(MOST)
    ).all()
    names = names_of(session, "staff", (row.author for row in rows))
    return [item_of(row, person(row.author, names)) for row in rows]


def may_look_into(partition: str) -> bool:
    """Whether this part of the journal is for the caller, as an office, to look at: what belongs to no known
    place is for the districts."""
    if partition == NOWHERE:
        return not caller().role_names.isdisjoint(DISTRICT_OFFICE)
    return caller().may_see(partition, OFFICE)


def item_of(row: sa.Row[Any], author: Body) -> Body:
    """A row of the quarantine as the API tells it."""
    return {
        "id": f"{row.partition}:{row.rseq}",
        "database": row.database,
        "doc_id": row.doc_id,
        "type": row.type,
        "author": author,
        "reason": row.reason,
        "words": words_of(row.reason),
        "errors": json.loads(row.errors),
        "received_at": row.received_at,
    }
