"""The values of a case's fields: one definition for the first report, and for the events that edit it."""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from server.cases.codes import CATEGORIES, KINDS, METHODS, RISKS, SIGNS
from server.ids import ULID
from server.records.envelope import PointSchema
from server.records.fields import IMM, Flag, code, day, form, listed, made, number, text, whole, within

DIVISION_FORM = r"^\d{6}(\d{3}){0,2}\Z"
ATTACHMENT_FORM = rf"^att:{ULID}\Z"
MOST_PEOPLE = 1_000_000
ORGS, PHOTOS = 30, 40


class CasePointSchema(PointSchema):
    """A place with the accuracy of its measuring, in metres."""

    acc = number(0, 100_000, required=True)


def choice(choices: tuple[str, ...], **more: Any) -> fields.String:
    """One of these codes; unlike `one_of` it may be left out."""
    return fields.String(validate=validate.OneOf(choices), metadata=IMM, **more)


def org(**more: Any) -> fields.String:
    """The name of an organisation."""
    return text(60, 1, **more)


def attachments(**more: Any) -> fields.List[Any]:
    """Ids of photos."""
    return listed(form(ATTACHMENT_FORM), PHOTOS, **more)


def calendar_day(**more: Any) -> fields.String:
    """A day of the calendar that may be left out."""
    return day(**{"required": False, **more})


FIELDS: Mapping[str, Callable[..., fields.Field[Any]]] = {
    "kind": lambda **more: choice(KINDS, **more),
    "title": lambda **more: text(60, 1, **more),
    "category": lambda **more: choice(CATEGORIES, **more),
    "found_on": calendar_day,
    "happened_on": calendar_day,
    "place": lambda **more: text(100, **more),
    "point": lambda **more: within(CasePointSchema, **more),
    "div": lambda **more: form(DIVISION_FORM, **more),
    "grid": code,
    "group": code,
    "people_count": lambda **more: whole(1, MOST_PEOPLE, **more),
    "risk_level": lambda **more: choice(RISKS, **more),
    "summary": lambda **more: text(2000, 1, **more),
    "related_orgs": lambda **more: listed(org(), ORGS, **more),
    "signs": lambda **more: listed(choice(SIGNS), len(SIGNS), **more),
    "may_escalate": lambda **more: Flag(metadata=IMM, **more),
    "secrecy": lambda **more: Flag(metadata=IMM, **more),
    "attach": attachments,
    "resolve_method": lambda **more: choice(METHODS, **more),
}
"""Every field that documents of a case may bring, by its name."""

NOT_BY_EDIT = ("risk_level",)
EDITABLE = tuple(name for name in FIELDS if name not in NOT_BY_EDIT)


def fitting(name: str, found: Any) -> None:
    """Raise ValidationError when `found` is no value of the field."""
    if name not in EDITABLE:
        raise ValidationError("no such field", "field")
    field = FIELDS[name]()
    field._bind_to_schema("value", made(PointSchema))  # as inside a schema, for fields that nest
    try:
        field.deserialize(found)
    except ValidationError as problem:
        raise ValidationError(problem.messages, "value") from problem
