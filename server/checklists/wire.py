"""What the API of checklists takes and gives."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.checklists import columns
from server.checklists.documents import VERSION, WordedSchema
from server.divisions.wire import OfficeSchema, PersonItem
from server.wire import Body

LABEL = columns.LONGEST_LABEL


class LabelSchema(Schema):
    """What is asked, in both languages."""

    chinese = fields.String(required=True, data_key="zh-CN", validate=validate.Length(1, LABEL))
    english = fields.String(required=True, data_key="en", validate=validate.Length(1, LABEL))


class LineSchema(Schema):
    """An item as the office writes it by hand."""

    code = fields.String(
        required=True,
        validate=[validate.Regexp(columns.NAME.pattern), validate.Length(1, columns.LONGEST_NAME)],
    )
    label = fields.Nested(LabelSchema, required=True)
    category = fields.String(required=True, validate=validate.OneOf(list(columns.CATEGORIES)))
    owners = fields.List(
        fields.String(validate=validate.OneOf(list(columns.OWNERS))),
        required=True,
        validate=validate.Length(1, 4),
    )
    days = fields.Integer(required=True, strict=True, validate=validate.Range(1, columns.MOST_DAYS))


class DraftSchema(OfficeSchema):
    """A checklist of items, as the next draft of a place."""

    name = fields.Nested(WordedSchema, required=True)
    lines = fields.List(
        fields.Nested(LineSchema), required=True, validate=validate.Length(1, columns.MOST_QUESTIONS)
    )

    @validates_schema
    def _each_once(self, data: Body, **_: object) -> None:
        codes = [line["code"].lower() for line in data.get("lines", ())]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValidationError(f"stands there twice: {', '.join(twice)}", "lines")


class VersionItem(Schema):
    """A version of the checklist; `asked`: how many questions it has. The shipped one has no author."""

    code = fields.String(required=True, validate=validate.Regexp(VERSION))
    version = fields.Integer(required=True)
    name = fields.Nested(WordedSchema, required=True)
    source = fields.String(required=True)
    state = fields.String(required=True)
    in_force = fields.Boolean(required=True)
    asked = fields.Integer(required=True)
    by = fields.Nested(PersonItem, required=True, allow_none=True)
    at = fields.String(required=True, allow_none=True)


class VersionsSchema(Schema):
    """The versions of a place, the newest first; whether the caller may make others."""

    versions = fields.List(fields.Nested(VersionItem), required=True)
    may_edit = fields.Boolean(required=True)
    owners = fields.Dict(required=True)
    categories = fields.Dict(required=True)


class VersionSchema(VersionItem):
    """A version with all that it asks."""

    questions = fields.List(fields.Dict(), required=True)
