"""What the divisions' API takes and gives, and the items that others name people and places with."""

from marshmallow import Schema, fields, validate

from server.divisions.documents import PointSchema
from server.ids import OFFICE


class TownshipQuery(Schema):
    """Which township."""

    township = fields.String(required=True, validate=validate.Regexp(r"^\d{9}\Z", error="expected 9 digits"))


class OfficeSchema(Schema):
    """Which township, or the district."""

    place = fields.String(
        required=True, validate=validate.Regexp(rf"^{OFFICE}\Z", error="expected 6 or 9 digits")
    )


class DivisionItem(Schema):
    """A division."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)


class DivisionsSchema(Schema):
    """The divisions of the caller's area."""

    divisions = fields.List(fields.Nested(DivisionItem), required=True)


class KeySiteItem(Schema):
    """A key site."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    radius_m = fields.Integer(required=True)


class KeySitesSchema(Schema):
    """The key sites of a township."""

    key_sites = fields.List(fields.Nested(KeySiteItem), required=True)


class CheckpointItem(Schema):
    """A checkpoint."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    site = fields.String(required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    radius_m = fields.Integer(required=True)
    must = fields.Boolean(required=True)


class CheckpointsSchema(Schema):
    """The checkpoints of a township."""

    checkpoints = fields.List(fields.Nested(CheckpointItem), required=True)


class PersonItem(Schema):
    """A member of staff."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class NamedItem(Schema):
    """Something with a code and a name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class TeamItem(Schema):
    """A team with its people and its vehicle."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    lead = fields.String(required=True, allow_none=True)
    members = fields.List(fields.Nested(PersonItem), required=True)
    vehicle = fields.Nested(NamedItem, required=True, allow_none=True)


class TeamsSchema(Schema):
    """The teams of a township."""

    teams = fields.List(fields.Nested(TeamItem), required=True)


class PendingSchema(Schema):
    """Taken in; it shows when the follower has been there."""

    pending = fields.Boolean(required=True)
