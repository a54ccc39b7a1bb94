"""The reference documents: written by the server alone, read by phones and offices.

The registry's document lies in `centre_{place}`, the phones' copy under the same `_id` in `ref_{place}`
without the fields marked `office`. Codes are `[a-z0-9-]`, never with a colon, since they become parts of
ids.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from server.accounts.roles import ROLES

DIVISION = validate.Regexp(r"^\d{6}(\d{3}){0,2}\Z", error="expected 6, 9 or 12 digits")
CODE = validate.Regexp(r"^[a-z0-9-]{1,40}\Z", error="expected small letters, digits and hyphens")
STAFF_ID = validate.Regexp(r"^[a-z0-9-]{2,32}\Z", error="expected 2 to 32 small letters, digits and hyphens")
DAY = validate.Regexp(r"^\d{4}-\d{2}-\d{2}\Z", error="expected a day such as 2026-01-31")
CLOCK_TIME = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d\Z|^24:00\Z", error="expected a time such as 08:00")

OFFICE = {"office": True}


def _text(longest: int = 100, **more: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=longest), **more)


def _code(**more: Any) -> fields.String:
    return fields.String(validate=CODE, **more)


def _staff(**more: Any) -> fields.String:
    return fields.String(validate=STAFF_ID, **more)


def _day() -> fields.String:
    return fields.String(validate=DAY, allow_none=True)


class ServerSchema(Schema):
    """Only the server writes such documents, so the newest revision counts: merge code SRV."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Note the code where the contract and the tests look for it."""
        field_obj.metadata = {**field_obj.metadata, "x-merge": "SRV"}


class PointSchema(ServerSchema):
    """A place on earth, WGS-84."""

    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    lon = fields.Float(required=True, validate=validate.Range(-180, 180))


class WroteSchema(ServerSchema):
    """Who wrote it, on which device, and that device's counter."""

    by = _text(64, required=True)
    dev = _text(64, required=True)
    dseq = fields.Integer(required=True, strict=True, validate=validate.Range(0))


class ReferenceSchema(ServerSchema):
    """The envelope that all reference documents share."""

    class Meta:
        """What the schema does not name is an error."""

        unknown = RAISE

    id = _text(200, required=True, data_key="_id")
    rev = _text(64, data_key="_rev")
    type = _text(20, required=True)
    v = fields.Integer(required=True, strict=True, validate=validate.Equal(1))
    div = fields.String(required=True, validate=DIVISION)
    wrote = fields.Nested(WroteSchema, required=True)
    at_dev = _text(35, required=True)
    tz = _text(40, required=True)
    state = _text(20, load_default="active")
    valid_from = _day()
    valid_to = _day()


class PlaceSchema(ReferenceSchema):
    """A reference document with a code, a name and a point."""

    code = _code(required=True)
    name = _text(required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)


class DivisionSchema(ReferenceSchema):
    """An administrative division: district (6 digits), township (9) or village (12).

    `replaced_by`: those it was split into, or that took it in; their staff go on with its records.
    """

    code = fields.String(required=True, validate=DIVISION)
    name = _text(required=True)
    level = fields.String(required=True, validate=validate.OneOf(["district", "township", "village"]))
    parent = fields.String(required=True, allow_none=True, validate=DIVISION)
    class_ = _text(3, data_key="class", allow_none=True)
    replaced_by = fields.List(fields.String(validate=DIVISION), load_default=[])
    population = fields.Integer(allow_none=True, strict=True)
    groups = fields.Integer(allow_none=True, strict=True)


class UnitSchema(ReferenceSchema):
    """An office or station; its division is the envelope's `div`."""

    code = _code(required=True)
    name = _text(required=True)
    kind = _text(10, required=True)


class StaffSchema(ReferenceSchema):
    """A member of staff; roles hold at the division of the unit."""

    staff_id = _staff(required=True, data_key="id")
    name = _text(40, required=True)
    unit = _code(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(sorted(ROLES))), required=True)
    team = _code(required=True, allow_none=True)
    phone = _text(20, allow_none=True, metadata=OFFICE)
    birth_month = _text(7, allow_none=True, metadata=OFFICE)
    employment = _text(20, allow_none=True, metadata=OFFICE)


class TeamSchema(ReferenceSchema):
    """A patrol, grid or emergency team."""

    code = _code(required=True)
    name = _text(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["patrol", "grid", "emergency"]))
    members = fields.List(_staff(), required=True)
    lead = _staff(required=True, allow_none=True)
    vehicle = _code(required=True, allow_none=True)


class VehicleSchema(ReferenceSchema):
    """A patrol vehicle."""

    code = _code(required=True)
    name = _text(20, required=True)
    kind = _text(20, required=True)


class GridSchema(ReferenceSchema):
    """A grid of a village, as the sketch on the map draws it; the last corner meets the first."""

    code = _code(required=True)
    name = _text(required=True)
    border = fields.List(fields.Nested(PointSchema), required=True, validate=validate.Length(3, 500))


class KeySiteSchema(PlaceSchema):
    """A place that patrols look after."""

    kind = _text(20, required=True)
    radius_m = fields.Integer(required=True, strict=True)


class CheckpointSchema(PlaceSchema):
    """A sticker at a key site. Phones know the digest of its token, the office the token itself."""

    site = _code(required=True)
    radius_m = fields.Integer(required=True, strict=True)
    must = fields.Boolean(required=True)
    min_visits_day = fields.Integer(required=True, strict=True)
    qr_sha256 = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z"))
    qr_token = _text(64, metadata=OFFICE)


class RosterSchema(ReferenceSchema):
    """When a team patrols. A slot that ends at or before its start ends on the next day."""

    team = _code(required=True)
    slot = fields.String(required=True, validate=validate.OneOf(["day", "evening", "night"]))
    starts = fields.String(required=True, validate=CLOCK_TIME)
    ends = fields.String(required=True, validate=CLOCK_TIME)
    weekdays = fields.List(fields.Integer(strict=True, validate=validate.Range(1, 7)), required=True)
    members = fields.List(_staff(), required=True)
    vehicle = _code(required=True, allow_none=True)
    must_points = fields.List(_code(), required=True)


class SchoolSchema(PlaceSchema):
    """A school or kindergarten."""

    stage = _text(20)
    class_count = fields.Integer(allow_none=True, strict=True)
    site = _code(allow_none=True)


class MailboxSchema(ReferenceSchema):
    """A box for written hints of the public."""

    code = _code(required=True)
    site = _text(required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    keeper_roles = fields.List(_text(20))
    installed_on = _day()


class CameraSchema(ReferenceSchema):
    """A camera as an asset: no stream, no picture. Kept in the registry only."""

    code = _code(required=True)
    site_kind = _text(20, required=True)
    place = _text(required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    direction = fields.Integer(allow_none=True, strict=True)
    definition = _text(5, required=True)
    class_ = _text(3, data_key="class", required=True)
    owner_unit = _code(allow_none=True)
    maintainer = _text(allow_none=True)
    programme = _code(allow_none=True)
    work = _text(10, allow_none=True)
    done_on = _day()
    cost_fen = fields.Integer(allow_none=True, strict=True)
    joined = fields.Boolean()


class PlanSchema(ReferenceSchema):
    """An emergency plan in its present version, to be read where there is no network.

    `steps` and `chain` (who commands, by post) are text with a line for each; `resources`: what there is
    and where.
    """

    code = _code(required=True)
    name = _text(required=True)
    kind = _text(30, required=True)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 999))
    approved_on = _day()
    levels = fields.List(_text(5), required=True)
    steps = _text(8000, required=True)
    chain = _text(4000, allow_none=True)
    resources = _text(4000, allow_none=True)


class ParamSchema(ReferenceSchema):
    """One number or list of numbers by which the rules go."""

    key = fields.String(required=True, validate=validate.Regexp(r"^[a-z_.]{1,60}\Z"))
    value = fields.Raw(required=True, allow_none=True)


SCHEMAS: Mapping[str, type[ReferenceSchema]] = {
    "division": DivisionSchema,
    "unit": UnitSchema,
    "staff": StaffSchema,
    "team": TeamSchema,
    "vehicle": VehicleSchema,
    "grid": GridSchema,
    "key_site": KeySiteSchema,
    "checkpoint": CheckpointSchema,
    "roster": RosterSchema,
    "school": SchoolSchema,
    "mailbox": MailboxSchema,
    "camera": CameraSchema,
    "plan": PlanSchema,
    "param": ParamSchema,
}


def check(document: Mapping[str, Any]) -> dict[str, Any]:
    """{field: [what is wrong]} for a document of one of these types; empty when it fits."""
    return dict(SCHEMAS[document["type"]]().validate(document))
