"""The documents of a patrol, as phones and the office write them.

Every field names its merge code (sync/merge.py; SRV: the server's own). Facts and events are written once, so
theirs is IMM; what the fold makes of the values is in states.py. Unknown fields are an error.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from server.permissions import CODE, SHIFT, ULID
from sync import times

IMM = {"x-merge": "IMM"}
SERVER = "server"
OFFICE_DEVICE = "office"  # no phone is called so: their ids are ULIDs
SRV = {"x-merge": "SRV"}
MAX_BYTES = 1_500_000
MAX_SIDE = 20_000
MEMBERS = 40
SLOTS = ("day", "evening", "night", "adhoc")
METHODS = ("qr", "gps", "hand")
FIND_KINDS = (
    "hazard",
    "dispute_sign",
    "lost_property",
    "traffic",
    "fire",
    "facility_damage",
    "suspicious",
)
INSTANT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})\Z"
EARLIEST, LATEST = "2020-01-01T00:00:00.000Z", "2100-01-01T00:00:00.000Z"  # other times: a wrong clock
DAY = r"^\d{4}-\d{2}-\d{2}\Z"


class Number(fields.Float):
    """A JSON number: text that looks like one is none."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, (bool, str)):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Whole(fields.Integer):
    """A JSON number without fraction."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Boolean):
    """true or false."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def _storable(text: str) -> None:
    """Every database and every file holds it: PostgreSQL knows no null character, UTF-8 no lone surrogate."""
    if "\x00" in text or (not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)):
        raise ValidationError("holds a character that is no text")


def _real_instant(text: str) -> None:
    try:
        moment = times.utc(times.parse(text))
    except (ValueError, OverflowError) as problem:
        raise ValidationError("no such moment") from problem
    if not EARLIEST <= moment < LATEST:
        raise ValidationError("not between 2020 and 2100: the clock of the device is wrong")


def _real_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as problem:
        raise ValidationError("no such day") from problem


def _real_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError) as problem:
        raise ValidationError("no such time zone") from problem


def text(longest: int, shortest: int = 0, **more: Any) -> fields.String:
    """Text of so many characters."""
    return fields.String(validate=[validate.Length(shortest, longest), _storable], metadata=IMM, **more)


def form(pattern: str, **more: Any) -> fields.String:
    """Text of this form (a whole regular expression)."""
    return fields.String(validate=validate.Regexp(pattern), metadata=IMM, **more)


def one_of(choices: tuple[str, ...]) -> fields.String:
    """One of these codes."""
    return fields.String(required=True, validate=validate.OneOf(choices), metadata=IMM)


def instant(**more: Any) -> fields.String:
    """A moment with its offset."""
    return fields.String(validate=[validate.Regexp(INSTANT), _real_instant], metadata=IMM, **more)


def number(least: float, most: float, **more: Any) -> Number:
    """A number within bounds."""
    return Number(validate=validate.Range(least, most), metadata=IMM, **more)


def whole(least: int, most: int, **more: Any) -> Whole:
    """A whole number within bounds."""
    return Whole(validate=validate.Range(least, most), metadata=IMM, **more)


def code(**more: Any) -> fields.String:
    """The code of a team, vehicle, checkpoint or member of staff."""
    return form(rf"^{CODE}\Z", **more)


def listed(inner: fields.Field[Any], most: int = MEMBERS, least: int = 0, **more: Any) -> fields.List[Any]:
    """A list of so many."""
    return fields.List(inner, validate=validate.Length(least, most), metadata=IMM, **more)


def within(schema: type[Schema], **more: Any) -> fields.Nested:
    """An object of its own schema."""
    return fields.Nested(schema, metadata=IMM, **more)


class StrictSchema(Schema):
    """What the schema does not name is an error."""

    class Meta:
        """Unknown fields raise."""

        unknown = RAISE


class PointSchema(StrictSchema):
    """A place on earth, WGS-84, in degrees."""

    lat = number(-90, 90, required=True)
    lon = number(-180, 180, required=True)


class WroteSchema(StrictSchema):
    """Who wrote it, on which device, and that device's counter."""

    by = form(r"^[a-z0-9-]{2,32}\Z", required=True)
    dev = text(64, 1, required=True)
    dseq = whole(0, 2**53, required=True)


class EnvelopeSchema(StrictSchema):
    """What every document carries."""

    type = text(20, required=True)
    v = fields.Integer(required=True, strict=True, validate=validate.Equal(1), metadata=IMM)
    div = form(r"^\d{6}(\d{3}){0,2}\Z", required=True)
    wrote = within(WroteSchema, required=True)
    at_dev = instant(required=True)
    tz = fields.String(required=True, validate=[validate.Length(1, 40), _real_zone], metadata=IMM)


class OnShiftSchema(EnvelopeSchema):
    """A document about a shift. `seen`: the rseq of the shift's state that the writer looked at, 0 for none;
    `seen_ids`: later events shown beside it; `prev`: this device's event before this one."""

    subject = form(rf"^shift:{SHIFT}\Z", required=True)
    seen = whole(0, 2**53, load_default=0)
    seen_ids = listed(text(200, 1), 500, load_default=[])
    prev = text(200, 1, allow_none=True, load_default=None)

    @validates_schema
    def _about_its_subject(self, data: dict[str, Any], **_: Any) -> None:
        key = data["subject"].removeprefix("shift:")
        if f":{key}:" not in data["id"]:
            raise ValidationError("the id must carry the shift's", "_id")


class ShiftSchema(EnvelopeSchema):
    """A shift: planned by the server from the roster, or begun by a team on its own (`adhoc`)."""

    id = form(rf"^shift:{SHIFT}\Z", required=True, data_key="_id")
    team = code(required=True)
    date = fields.String(required=True, validate=[validate.Regexp(DAY), _real_day], metadata=IMM)
    slot = one_of(SLOTS)
    starts_at = instant(required=True)
    ends_at = instant(required=True, allow_none=True)
    members = listed(code(), required=True)
    vehicle = code(required=True, allow_none=True)
    must_points = listed(code(), 200, required=True)
    planned = Flag(required=True, metadata=IMM)

    @validates_schema
    def _ends_after_start(self, data: dict[str, Any], **_: Any) -> None:
        ends = data.get("ends_at")
        if ends is None:
            if data.get("planned"):
                raise ValidationError("a planned shift has an end", "ends_at")
        elif times.parse(ends) <= times.parse(data["starts_at"]):
            raise ValidationError("ends before it starts", "ends_at")

    @validates_schema
    def _own_is_adhoc(self, data: dict[str, Any], **_: Any) -> None:
        """Only roster and office plan; a team's own shift is of the day on which it starts."""
        if data["wrote"]["by"] == SERVER or data["wrote"]["dev"] == OFFICE_DEVICE:
            return
        if data["planned"]:
            raise ValidationError("only roster and office plan", "planned")
        if data["slot"] != "adhoc":
            raise ValidationError("a team's own shift is ad hoc", "slot")
        if data["date"] != times.parse(data["starts_at"]).astimezone(ZoneInfo(data["tz"])).date().isoformat():
            raise ValidationError("not the day on which it starts", "date")


class MissedSchema(StrictSchema):
    """A must-visit checkpoint without a check-in, and why."""

    checkpoint = code(required=True)
    reason = text(200, required=True)


class StartPayload(StrictSchema):
    """Who goes out with what."""

    on_duty = listed(code(), least=1, required=True)
    vehicle = code(required=True, allow_none=True)
    km_start = number(0, 2_000_000, required=True, allow_none=True)
    weather = text(20, required=True, allow_none=True)


class ReasonPayload(StrictSchema):
    """Why."""

    reason = text(200, 1, required=True)


class PausePayload(StrictSchema):
    """Why, if anything is to be said."""

    reason = text(200, allow_none=True, load_default=None)


class HandoverPayload(StrictSchema):
    """To whom (a member of staff or a team), and what they should know."""

    to = code(required=True)
    text = text(300, required=True)


class NotePayload(StrictSchema):
    """A line in the shift's log."""

    text = text(300, 1, required=True)


class EndPayload(StrictSchema):
    """The vehicle's counter at the end."""

    km_end = number(0, 2_000_000, required=True, allow_none=True)


class SubmitPayload(StrictSchema):
    """The must-visit checkpoints that were not visited."""

    missed = listed(within(MissedSchema), 200, required=True)


class EmptyPayload(StrictSchema):
    """Nothing more to say."""


PAYLOADS: Mapping[str, type[Schema]] = {
    "start": StartPayload,
    "pause": PausePayload,
    "resume": EmptyPayload,
    "handover": HandoverPayload,
    "note": NotePayload,
    "end": EndPayload,
    "submit": SubmitPayload,
    "review": EmptyPayload,
    "cancel": ReasonPayload,
    "accept_reason": ReasonPayload,
    "mark_missed": EmptyPayload,
    "finalize_missed": EmptyPayload,
    "auto_end": EmptyPayload,
    "auto_review": EmptyPayload,
    "wait_over": EmptyPayload,
}


class ShiftEventSchema(OnShiftSchema):
    """Something done to a shift; what `payload` holds depends on `action` (PAYLOADS)."""

    id = form(rf"^sev:{SHIFT}:{ULID}\Z", required=True, data_key="_id")
    action = one_of(tuple(PAYLOADS))
    payload = fields.Dict(keys=fields.String(), required=True, metadata=IMM)
    note = text(500, allow_none=True, load_default=None)

    @validates_schema
    def _payload_fits(self, data: dict[str, Any], **_: Any) -> None:
        errors = _made(PAYLOADS[data["action"]]).validate(data["payload"])
        if errors:
            raise ValidationError({"payload": errors})


class CheckinSchema(OnShiftSchema):
    """A check-in at a checkpoint, or at a place without one. By hand it takes a reason."""

    id = form(rf"^ck:{SHIFT}:{ULID}\Z", required=True, data_key="_id")
    checkpoint = code(required=True, allow_none=True)
    method = one_of(METHODS)
    qr_token = text(64, allow_none=True, load_default=None)
    point = within(PointSchema, required=True, allow_none=True)
    acc = number(0, 100_000, required=True, allow_none=True)
    reason = text(200, allow_none=True, load_default=None)
    note = text(500, allow_none=True, load_default=None)

    @validates_schema
    def _method_has_its_proof(self, data: dict[str, Any], **_: Any) -> None:
        needed = {"qr": "qr_token", "gps": "point", "hand": "reason"}[data["method"]]
        if not data.get(needed):
            raise ValidationError(f"{data['method']} needs it", needed)


class PatrolFindSchema(OnShiftSchema):
    """Something found on patrol. No personal data."""

    id = form(rf"^pf:{SHIFT}:{ULID}\Z", required=True, data_key="_id")
    kind = one_of(FIND_KINDS)
    place = text(100, required=True)
    point = within(PointSchema, required=True, allow_none=True)
    text = text(300, required=True)
    attach = listed(form(rf"^att:{ULID}\Z"), 9, required=True)


class VehicleLogSchema(EnvelopeSchema):
    """A line in a vehicle's log."""

    id = form(rf"^vl:{CODE}:{ULID}\Z", required=True, data_key="_id")
    vehicle = code(required=True)
    shift = form(rf"^shift:{SHIFT}\Z", required=True, allow_none=True)
    km = number(0, 2_000_000, required=True)
    fuel_l = number(0, 500, required=True, allow_none=True)
    fault = text(300, required=True, allow_none=True)

    @validates_schema
    def _about_its_vehicle(self, data: dict[str, Any], **_: Any) -> None:
        if not data["id"].startswith(f"vl:{data['vehicle']}:"):
            raise ValidationError("the id must carry the vehicle's", "_id")


class ThumbSchema(StrictSchema):
    """The small copy of a picture."""

    sha256 = form(r"^[0-9a-f]{64}\Z", required=True)
    size = whole(1, MAX_BYTES, required=True)


class AttachmentSchema(EnvelopeSchema):
    """What is known of a photo; its bytes travel by themselves. `record`: the document that it belongs to."""

    id = form(rf"^att:{ULID}\Z", required=True, data_key="_id")
    record = form(r"^(?:pf|ck|sev|vl):[a-zA-Z0-9:-]{1,180}\Z", required=True)
    sha256 = form(r"^[0-9a-f]{64}\Z", required=True)
    size = whole(1, MAX_BYTES, required=True)
    mime = one_of(("image/jpeg", "image/png", "image/webp"))
    width = whole(1, MAX_SIDE, required=True)
    height = whole(1, MAX_SIDE, required=True)
    taken_at = instant(required=True)
    thumb = within(ThumbSchema, required=True, allow_none=True)


SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {
    "shift": ShiftSchema,
    "shift_ev": ShiftEventSchema,
    "ckin": CheckinSchema,
    "patrol_find": PatrolFindSchema,
    "veh_log": VehicleLogSchema,
    "attach": AttachmentSchema,
}


def check(document: Mapping[str, Any]) -> dict[str, Any]:
    """{field: [what is wrong]} for a document of one of these types; empty when it fits."""
    return dict(_made(SCHEMAS[document["type"]]).validate(document))


@cache
def _made(schema: type[Schema]) -> Schema:
    """The schema's one instance: making one takes longer than a check."""
    return schema()
