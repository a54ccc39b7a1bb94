"""The documents of a patrol, as phones and the office write them. Unknown fields are an error."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, validates_schema

from server.ids import CODE, SHIFT, ULID
from server.patrols.shift_events import PAYLOADS
from server.records.envelope import (
    OFFICE_DEVICE,
    AboutSchema,
    EnvelopeSchema,
    EventSchema,
    PointSchema,
    event_id,
)
from server.records.erasing import erasable
from server.records.fields import (
    IMM,
    Flag,
    code,
    day,
    form,
    instant,
    listed,
    number,
    one_of,
    text,
    within,
)
from sync import times
from sync.authorship import SERVER

SLOTS = ("day", "evening", "night", "adhoc")
METHODS = ("qr", "nfc", "gps", "hand")
FIND_KINDS = (
    "hazard",
    "dispute_sign",
    "lost_property",
    "traffic",
    "fire",
    "facility_damage",
    "suspicious",
)


class OnShiftSchema(AboutSchema):
    """A document about a shift."""

    subject = form(rf"^shift:{SHIFT}\Z", required=True)


class ShiftSchema(EnvelopeSchema):
    """A shift: planned by the server from the roster, or begun by a team on its own (`adhoc`)."""

    id = form(rf"^shift:{SHIFT}\Z", required=True, data_key="_id")
    team = code(required=True)
    date = day()
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


class ShiftEventSchema(EventSchema):
    """Something done to a shift."""

    payloads = PAYLOADS

    id = event_id("sev", SHIFT)
    subject = form(rf"^shift:{SHIFT}\Z", required=True)


class CheckinSchema(OnShiftSchema):
    """A check-in at a checkpoint, or at a place without one. By hand it takes a reason."""

    id = form(rf"^ck:{SHIFT}:{ULID}\Z", required=True, data_key="_id")
    checkpoint = code(required=True, allow_none=True)
    method = one_of(METHODS)
    qr_token = text(64, allow_none=True, load_default=None)
    point = erasable(within(PointSchema, required=True, allow_none=True))
    acc = number(0, 100_000, required=True, allow_none=True)
    reason = text(200, allow_none=True, load_default=None)
    note = text(500, allow_none=True, load_default=None)

    @validates_schema
    def _method_has_its_proof(self, data: dict[str, Any], **_: Any) -> None:
        needed = {"qr": "qr_token", "nfc": "qr_token", "gps": "point", "hand": "reason"}[data["method"]]
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


SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {
    "shift": ShiftSchema,
    "shift_ev": ShiftEventSchema,
    "ckin": CheckinSchema,
    "patrol_find": PatrolFindSchema,
    "veh_log": VehicleLogSchema,
}
