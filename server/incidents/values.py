"""The values of fields that an event may edit: one definition for the first report and for its edits."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate, validates_schema

from server.ids import ULID
from server.incidents.codes import DRILL_KINDS, INCIDENT_KINDS, LEVELS
from server.records.envelope import PointSchema
from server.records.fields import (
    IMM,
    StrictSchema,
    code,
    form,
    instant,
    listed,
    made,
    number,
    text,
    whole,
    within,
)

Field = fields.Field[Any]
MOST_PEOPLE = 1_000_000
PHOTOS = 40
UNITS = 30


class MeasuredPointSchema(PointSchema):
    """A place with the accuracy of its measuring, in metres."""

    acc = number(0, 100_000, required=True)


def choice(choices: tuple[str, ...], **more: Any) -> fields.String:
    """One of these codes; it may be left out."""
    return fields.String(validate=validate.OneOf(choices), metadata=IMM, **more)


def people(**more: Any) -> Field:
    """A number of people."""
    return whole(0, MOST_PEOPLE, **more)


def point(**more: Any) -> Field:
    """A measured place."""
    return within(MeasuredPointSchema, **more)


def photos(**more: Any) -> Field:
    """Ids of photos."""
    return listed(form(rf"^att:{ULID}\Z"), PHOTOS, **more)


def level(**more: Any) -> Field:
    """How grave an incident is."""
    return choice(LEVELS, **more)


INCIDENT_FIELDS: Mapping[str, Callable[..., Field]] = {
    "kind": lambda **more: choice(INCIDENT_KINDS, **more),
    "place": lambda **more: text(100, 1, **more),
    "point": point,
    "text": lambda **more: text(500, 1, **more),
    "people_count": people,
    "injured_count": people,
    "people_settled": people,
    "injured_settled": people,
}

DRILL_FIELDS: Mapping[str, Callable[..., Field]] = {
    "title": lambda **more: text(60, 1, **more),
    "kind": lambda **more: choice(DRILL_KINDS, **more),
    "plan_id": code,
    "place": lambda **more: text(100, 1, **more),
    "units": lambda **more: listed(code(), UNITS, 1, **more),
    "starts_at": instant,
}


def fitting(known: Mapping[str, Callable[..., Field]], name: str, found: Any) -> None:
    """Raise ValidationError when `found` is no value of the field `name`."""
    if name not in known:
        raise ValidationError("no such field", "field")
    field = known[name]()
    field._bind_to_schema("value", made(StrictSchema))  # as inside a schema, for fields that nest
    try:
        field.deserialize(found)
    except ValidationError as problem:
        raise ValidationError(problem.messages, "value") from problem


class EditPayload(StrictSchema):
    """A field's new value; `old`: what the writer saw."""

    known: ClassVar[Mapping[str, Callable[..., Field]]] = {}

    field = text(30, 1, required=True)
    value = fields.Raw(required=True, metadata=IMM)
    old = fields.Raw(allow_none=True, load_default=None, metadata=IMM)

    @validates_schema
    def _value_fits(self, data: dict[str, Any], **_: Any) -> None:
        fitting(self.known, data["field"], data["value"])
        if data.get("old") is not None:
            fitting(self.known, data["field"], data["old"])


class EditIncidentPayload(EditPayload):
    """A field of an incident."""

    known = INCIDENT_FIELDS


class EditDrillPayload(EditPayload):
    """A field of a drill."""

    known = DRILL_FIELDS


class CorrectIncidentPayload(StrictSchema):
    """A field's value as it should have been, and why."""

    field = text(30, 1, required=True)
    value = fields.Raw(required=True, metadata=IMM)
    reason = text(300, 1, required=True)

    @validates_schema
    def _value_fits(self, data: dict[str, Any], **_: Any) -> None:
        fitting(INCIDENT_FIELDS, data["field"], data["value"])
