"""The document of a checklist's version. Once it is published nothing writes it again: what was begun with it
is finished with it."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from server.checklists.forms import KINDS, flat
from server.divisions.documents import ReferenceSchema, ServerSchema
from server.ids import CHECKLIST

DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"
SHIPPED, EDITED, XLSFORM = "shipped", "edited", "xlsform"
SCHOOL = "school"
"""the list that inspections of schools go by; the first version of it is in every installation"""
VERSION = rf"^{CHECKLIST}\Z"


class WordedSchema(ServerSchema):
    """A text in both languages."""

    chinese = fields.String(required=True, data_key="zh-CN", validate=validate.Length(1, 100))
    english = fields.String(required=True, data_key="en", validate=validate.Length(1, 100))


class ChecklistSchema(ReferenceSchema):
    """A version of a checklist; `questions` as `forms.py` tells."""

    code = fields.String(required=True, validate=validate.Regexp(VERSION))
    list_ = fields.String(required=True, data_key="list", validate=validate.OneOf([SCHOOL]))
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 9999))
    name = fields.Nested(WordedSchema, required=True)
    source = fields.String(required=True, validate=validate.OneOf([EDITED, XLSFORM]))
    questions = fields.List(fields.Dict(keys=fields.String()), required=True)
    published_at = fields.String(required=True, allow_none=True)

    @validates_schema
    def _of_known_kinds(self, data: dict[str, Any], **_: Any) -> None:
        if not all(one.get("kind") in KINDS and one.get("name") for one in flat(data["questions"])):
            raise ValidationError("a question of no known kind", "questions")
