"""What others' APIs say of photos."""

from marshmallow import Schema, fields, validate


class PhotoItem(Schema):
    """A photo; `pending` while its bytes are on their way."""

    id = fields.String(required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["pending", "stored"]))
