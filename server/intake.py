"""`/api/intake`: the second gate. Takes any revision that has no receipt, keeps it at once, lets the
follower decide.

It opens to an access token, and to the device's own credential (`Authorization: Device {id}:{key}`), so
that a record is delivered even when its author's session or role is gone. Each record is answered for
itself: one that cannot be kept never holds up the others of its delivery. What comes in an envelope
(`server/envelopes.py`) is opened here and goes the same way.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint
from marshmallow import Schema, ValidationError, fields, validate

from server.accounts.access import Sender, by_device, sender
from server.domain import DOMAIN, words_of
from server.envelopes import Unopened
from server.errors import TooManyWaiting
from server.extensions import services, transaction
from server.permissions import GUARD
from server.receipts import WordsSchema
from server.wire import Answer, Body, gives, takes
from sync import arrival, intake
from sync.documents import is_storable
from sync.guard import MAX_BYTES

MAX_DOCUMENTS = 500
MAX_UNUSED = 10_000
MAX_WAITING = 2_000  # records of one device that the follower has not looked at: 128 MB at most
MAX_ID = 200
MAX_DATABASE = 64
MAX_DEPTH = 64
MAX_ENVELOPE = 4 * MAX_BYTES
REVISION = re.compile(r"[1-9]\d{0,8}-[0-9a-zA-Z]{1,50}", re.ASCII)

bp = Blueprint("intake", __name__, url_prefix="/api")


class DeliverySchema(Schema):
    """One revision, with its `_id` and `_rev`, and the database it was written for."""

    database = fields.String(required=True)
    document = fields.Dict(keys=fields.String(), required=True)


class EnvelopeSchema(Schema):
    """A delivery that its sender cannot read: sealed to the key that the session names."""

    id = fields.String(required=True, validate=validate.Length(1, MAX_ID))
    rev = fields.String(required=True, validate=validate.Length(1, MAX_DATABASE))
    box = fields.String(required=True, validate=validate.Length(1, MAX_ENVELOPE))


class IntakeSchema(Schema):
    """Revisions without receipt, open or in envelopes, and counter values that no document took."""

    documents = fields.List(
        fields.Nested(DeliverySchema), load_default=list, validate=validate.Length(max=MAX_DOCUMENTS)
    )
    envelopes = fields.List(
        fields.Nested(EnvelopeSchema), load_default=list, validate=validate.Length(max=MAX_DOCUMENTS)
    )
    unused = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, 2**53)),
        load_default=list,
        validate=validate.Length(max=MAX_UNUSED),
    )


class AcceptedItem(Schema):
    """A revision that is kept now."""

    id = fields.String(required=True)
    rev = fields.String(required=True)


class RefusedItem(Schema):
    """A revision that cannot be kept, and why; an id or revision that is no usable text is null."""

    id = fields.String(required=True, allow_none=True)
    rev = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    words = fields.Nested(WordsSchema, required=True)


class TakenInSchema(Schema):
    """Every revision of the request in one of the two, each in the order of the request, envelopes last."""

    accepted = fields.List(fields.Nested(AcceptedItem), required=True)
    refused = fields.List(fields.Nested(RefusedItem), required=True)


@bp.post("/intake")
@by_device
@takes(IntakeSchema, any_text=True)
@gives(TakenInSchema, 202)
def take_in(body: Body) -> Answer:
    """Keep revisions that lack a receipt, durably and at most once each; the follower decides about them."""
    opened = [_opened(**one) for one in body["envelopes"]]
    judged = [(one["database"], one["document"], _unfit(**one)) for one in body["documents"]]
    judged += [(one["database"], one["document"], one.get("reason") or _unfit(**one)) for one in opened]
    fit = [(database, document) for database, document, reason in judged if reason is None]
    _keep(sender(), fit, body["unused"])
    return {
        "accepted": [{"id": document["_id"], "rev": document["_rev"]} for _, document in fit],
        "refused": [_refused(document, reason) for _, document, reason in judged if reason],
    }, 202


def _keep(origin: Sender, deliveries: Sequence[tuple[str, Body]], unused: Sequence[int]) -> None:
    with transaction() as session:
        connection = session.connection()
        if deliveries and intake.waiting_of(connection, origin.device_id) >= MAX_WAITING:
            raise TooManyWaiting
        for database, document in deliveries:
            kept = arrival.kept(DOMAIN, document)
            intake.enqueue(connection, origin.device_id, origin.staff_id, database, kept)
        intake.declare_unused(connection, origin.device_id, unused)


def _opened(id: str, rev: str, box: str) -> Body:
    """What is in an envelope; where it does not open or holds another revision, its claim and a `reason`."""
    try:
        inside: Body = DeliverySchema().load(services().intake_key.open(id, box))
    except (Unopened, ValidationError):
        inside = {}
    document = inside.get("document", {})
    if (document.get("_id"), document.get("_rev")) == (id, rev):
        return inside
    return {"database": "", "document": {"_id": id, "_rev": rev}, "reason": "wrong_envelope"}


def _unfit(database: str, document: Body) -> str | None:
    """Why the queue cannot hold the revision; None when it can. The follower decides whether it counts."""
    doc_id, rev = document.get("_id"), document.get("_rev")
    if len(database) > MAX_DATABASE or not is_storable(database) or GUARD.rule_of(database) is None:
        return "no_database"
    if not (isinstance(doc_id, str) and 0 < len(doc_id) <= MAX_ID and is_storable(doc_id)):
        return "wrong_id"
    if not (isinstance(rev, str) and REVISION.fullmatch(rev)):
        return "wrong_rev"
    if not _is_flat(document, MAX_DEPTH):
        return "not_json"
    try:
        text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    except ValueError:  # NaN or Infinity
        return "not_json"
    return "too_large" if len(text) > MAX_BYTES else None


def _is_flat(value: Any, depth: int) -> bool:
    """Whether nothing in it is nested deeper; what one process can just read, another might not."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > 0 and all(_is_flat(one, depth - 1) for one in inner)


def _refused(document: Body, reason: str) -> Body:
    return {
        "id": _echo(document.get("_id")),
        "rev": _echo(document.get("_rev")),
        "reason": reason,
        "words": words_of(reason),
    }


def _echo(claimed: Any) -> str | None:
    return claimed if isinstance(claimed, str) and is_storable(claimed) else None
