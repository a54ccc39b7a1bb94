"""`/api/quarantine` and `/api/dead-letters`: what could not be taken as it came, for the office that has to
look.
"""

import json
from collections.abc import Sequence
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
    return {"items": [asdict(letter) for letter in found if _may_see(letter.partition)]}


def look_into(partition: str) -> None:
    """Raise OutsideArea when this part of the journal is not for the caller to look at."""
    if not _may_see(partition):
        raise OutsideArea(partition)


def held_in(session: Session, partition: str, besides: Sequence[str] = ()) -> list[Body]:
    """What is held there, newest first, but for these reasons."""
    rows = session.execute(
        sa.select(quarantine)
        .where(quarantine.c.partition == partition, quarantine.c.released_rseq.is_(None))
        .where(quarantine.c.reason.not_in(besides))
        .order_by(quarantine.c.rseq.desc())
        .limit(MOST)
    ).all()
    names = names_of(session, "staff", (row.author for row in rows))
    return [_item(row, names) for row in rows]


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
        "author": person(row.author, names),
        "reason": row.reason,
        "words": words_of(row.reason),
        "errors": json.loads(row.errors),
        "received_at": row.received_at,
    }
