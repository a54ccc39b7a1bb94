"""What the accounts' API takes and gives."""

from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, OneOf

from server.accounts.roles import ROLES


class DeviceSchema(Schema):
    """The device that signs in; `id` when it was registered before."""

    class Meta:
        """A newer phone may say more."""

        unknown = EXCLUDE

    id = fields.String(load_default=None, allow_none=True, validate=Length(max=64))
    name = fields.String(load_default="", validate=Length(max=80))
    platform = fields.String(load_default="", validate=Length(max=200))


class SignInSchema(Schema):
    """User name, password and device."""

    username = fields.String(required=True, validate=Length(1, 64))
    password = fields.String(required=True, validate=Length(1, 200))
    device = fields.Nested(DeviceSchema, load_default=lambda: DeviceSchema().load({}))


class UserSchema(Schema):
    """The person who is signed in."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    div = fields.String(required=True)
    division_name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    team = fields.String(required=True, allow_none=True)


class StorageSchema(Schema):
    """The key lent for what the device keeps at rest, base64, and the seconds of its lease."""

    key = fields.String(required=True)
    lease_s = fields.Integer(required=True)


class SessionDeviceSchema(Schema):
    """The device as the server knows it; `intake_key` comes when it is new, `storage` with each token."""

    id = fields.String(required=True)
    epoch = fields.Integer(required=True)
    intake_key = fields.String()
    storage = fields.Nested(StorageSchema)


class GrantSchema(Schema):
    """One database of this person."""

    name = fields.String(required=True)
    read = fields.Boolean(required=True)
    write = fields.Boolean(required=True)


class IntakeKeySchema(Schema):
    """The public key to which a phone seals what it has not sent: a point on P-256, base64."""

    id = fields.String(required=True)
    key = fields.String(required=True)


class ServerSchema(Schema):
    """Which store answers, its time, and the key of its intake."""

    uuid = fields.String(required=True)
    time = fields.DateTime(required=True)
    intake = fields.Nested(IntakeKeySchema, required=True)


class SessionSchema(Schema):
    """A session: the access token for 15 minutes, and what it opens."""

    access_token = fields.String()
    expires_in = fields.Integer()
    user = fields.Nested(UserSchema, required=True)
    device = fields.Nested(SessionDeviceSchema, required=True)
    databases = fields.List(fields.Nested(GrantSchema), required=True)
    server = fields.Nested(ServerSchema, required=True)
    half = fields.String(required=True, validate=OneOf(["field", "console", "both"]))


class DeviceStateSchema(Schema):
    """A device as the administrator sees it."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    platform = fields.String(required=True)
    epoch = fields.Integer(required=True)
    registered_at = fields.DateTime(required=True)
    last_seen = fields.DateTime(required=True)
    revoked_at = fields.DateTime(required=True, allow_none=True)


class DevicesSchema(Schema):
    """The devices of one person."""

    devices = fields.List(fields.Nested(DeviceStateSchema), required=True)


class DevicesQuery(Schema):
    """Whose devices."""

    staff = fields.String(required=True)


class RolesSchema(Schema):
    """The roles that a member of staff shall have."""

    roles = fields.List(fields.String(validate=OneOf(sorted(ROLES))), required=True)


class KeysSchema(Schema):
    """A JWK set."""

    keys = fields.List(fields.Dict(keys=fields.String(), values=fields.String()), required=True)
