"""What every document carries, and what every event adds."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.ids import ULID
from server.records.fields import (
    IMM,
    StrictSchema,
    form,
    instant,
    listed,
    number,
    text,
    whole,
    within,
    zone,
)
from server.records.quick import errors_in

TEN_YEARS_MS = 10 * 366 * 24 * 3600 * 1000
WHOLE = "ev:"  # such ids carry their subject with its family: nothing else tells what they are about
OFFICE_DEVICE = "office"  # no phone is called so: their ids are ULIDs


class PointSchema(StrictSchema):
    """A place on earth, WGS-84, in degrees."""

    lat = number(-90, 90, required=True)
    lon = number(-180, 180, required=True)


class WroteSchema(StrictSchema):
    """Who wrote it, on which device, and that device's counter.

    `off`: ms that the device's clock was ahead of the server's at their last contact, `off_age_s`: seconds
    since then; null before the first (sync/clock_evidence.py).
    """

    by = form(r"^[a-z0-9-]{2,32}\Z", required=True)
    dev = text(64, 1, required=True)
    dseq = whole(0, 2**53, required=True)
    off = whole(-TEN_YEARS_MS, TEN_YEARS_MS, allow_none=True)
    off_age_s = whole(0, TEN_YEARS_MS // 1000, allow_none=True)


class EnvelopeSchema(StrictSchema):
    """What every document carries."""

    type = text(20, required=True)
    v = fields.Integer(required=True, strict=True, validate=validate.Equal(1), metadata=IMM)
    div = form(r"^\d{6}(\d{3}){0,2}\Z", required=True)
    wrote = within(WroteSchema, required=True)
    at_dev = instant(required=True)
    tz = zone()


class AboutSchema(EnvelopeSchema):
    """A document about a subject. `seen`: the rseq of the subject's state that the writer looked at, 0 for
    none; `seen_ids`: later events shown beside it; `prev`: this device's event before this one."""

    subject = text(200, 3, required=True)
    seen = whole(0, 2**53, load_default=0)
    seen_ids = listed(text(200, 1), 500, load_default=[])
    prev = text(200, 1, allow_none=True, load_default=None)

    @validates_schema
    def _about_its_subject(self, data: dict[str, Any], **_: Any) -> None:
        subject = data["subject"]
        carried = subject if data["id"].startswith(WHOLE) else subject.partition(":")[2]
        if f":{carried}:" not in data["id"]:
            raise ValidationError("the id must carry the subject's", "_id")


class EventSchema(AboutSchema):
    """Something done to a subject; what `payload` holds depends on `action` (`payloads`)."""

    payloads: ClassVar[Mapping[str, type[Schema]]] = {}

    action = text(30, 1, required=True)
    payload = fields.Dict(keys=fields.String(), required=True, metadata=IMM)
    note = text(500, allow_none=True, load_default=None)

    @validates_schema
    def _payload_fits(self, data: dict[str, Any], **_: Any) -> None:
        schema = self.payloads.get(data["action"])
        if schema is None:
            raise ValidationError("no such action", "action")
        errors = errors_in(schema, data["payload"])
        if errors:
            raise ValidationError({"payload": errors})


def event_id(prefix: str, subject: str) -> fields.String:
    """The id of an event on subjects of the form `subject` (a regular expression without the family)."""
    return form(rf"^{prefix}:{subject}:{ULID}\Z", required=True, data_key="_id")


class EmptyPayload(StrictSchema):
    """Nothing more to say."""


class ReasonPayload(StrictSchema):
    """Why."""

    reason = text(300, 1, required=True)


class DecisionPayload(StrictSchema):
    """Which parked event the office decides on, and why."""

    event = text(200, 1, required=True)
    reason = text(300, 1, required=True)
