"""`/api/intake`: the second gate. Takes any revision that has no receipt, keeps it at once, lets the
follower decide.

It opens to an access token, and to the device's own credential (`Authorization: Device {id}:{key}`), so
that a record is delivered even when its author's session or role is gone. What is malformed is refused as a
whole: nothing is half taken in.
"""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from marshmallow import INCLUDE, Schema, ValidationError, fields, validate, validates_schema

from server.accounts.access import identify
from server.accounts.queries import device_by_intake_key
from server.errors import NotSignedIn
from server.extensions import transaction
from server.permissions import GUARD
from server.wire import UNSTORABLE, Answer, Body, gives, is_storable, takes
from sync import intake

MAX_DOCUMENTS = 500
MAX_UNUSED = 10_000
REVISION = validate.Regexp(r"^[1-9]\d{0,8}-[0-9a-zA-Z]{1,50}\Z", error="expected a revision such as 1-abc")

bp = Blueprint("intake", __name__, url_prefix="/api")


@dataclass(frozen=True)
class Sender:
    """The device that delivers and the person it belongs to."""

    device_id: str
    staff_id: str


def _storable_id(text: str) -> None:
    if not is_storable(text):
        raise ValidationError(UNSTORABLE)


class DocumentSchema(Schema):
    """Of a document only what the queue needs is looked at; the follower looks at the rest."""

    class Meta:
        """Everything else is kept as it is."""

        unknown = INCLUDE

    id = fields.String(required=True, data_key="_id", validate=[validate.Length(1, 200), _storable_id])
    rev = fields.String(required=True, data_key="_rev", validate=REVISION)


class DeliverySchema(Schema):
    """One revision and the database it was written for."""

    database = fields.String(required=True, validate=validate.Length(1, 64))
    document = fields.Dict(keys=fields.String(), required=True)

    @validates_schema(skip_on_field_errors=True)
    def check(self, data: Body, **_more: Any) -> None:
        """Refuse what could not be queued."""
        if GUARD.rule_of(data["database"]) is None:
            raise ValidationError("not a database of this server", "database")
        wrong = DocumentSchema().validate(data["document"])
        if wrong:
            raise ValidationError({"document": wrong})
        if not _storable(data["document"]):
            raise ValidationError("not JSON text: a lone surrogate, NaN or Infinity in it", "document")


class IntakeSchema(Schema):
    """Revisions without receipt, and counter values that no document took."""

    documents = fields.List(
        fields.Nested(DeliverySchema), load_default=list, validate=validate.Length(max=MAX_DOCUMENTS)
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


class AcceptedSchema(Schema):
    """All revisions of the request, in its order."""

    accepted = fields.List(fields.Nested(AcceptedItem), required=True)


@bp.post("/intake")
@takes(IntakeSchema, any_text=True)
@gives(AcceptedSchema, 202)
def take_in(body: Body) -> Answer:
    """Keep revisions that lack a receipt, durably and at most once each; the follower decides about them."""
    sender = _sender()
    deliveries = body["documents"]
    with transaction() as session:
        connection = session.connection()
        for one in deliveries:
            intake.enqueue(connection, sender.device_id, sender.staff_id, one["database"], one["document"])
        intake.declare_unused(connection, sender.device_id, body["unused"])
    accepted = [{"id": one["document"]["_id"], "rev": one["document"]["_rev"]} for one in deliveries]
    return {"accepted": accepted}, 202


def _sender() -> Sender:
    """Who delivers. Raises NotSignedIn, TokenExpired or DeviceRevoked."""
    authorization = request.authorization
    if authorization is None or authorization.type != "device":
        caller = identify(request)
        return Sender(caller.device_id, caller.staff_id)
    device_id, colon, key = (authorization.token or "").partition(":")
    if not colon:
        raise NotSignedIn
    device = device_by_intake_key(device_id, key)
    return Sender(device.id, device.staff_id)


def _storable(document: Body) -> bool:
    """Whether the document is text that JSON and every database can hold."""
    try:
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True
