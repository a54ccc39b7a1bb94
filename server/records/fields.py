"""The fields of which documents are made: strict about JSON's types, each with its merge code.

Facts and events are written once, so the code is IMM (sync/merge.py); what the fold makes of the values is
in the states.py of the capability.
"""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from server.ids import CODE
from sync import times
from sync.documents import is_storable

IMM = {"x-merge": "IMM"}
MEMBERS = 40
INSTANT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})\Z"
EARLIEST, LATEST = datetime(2018, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)  # else a wrong clock
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


def _real_text(value: str) -> None:
    if not is_storable(value):
        raise ValidationError("holds a character that is no text")


def _real_instant(text: str) -> None:
    try:
        moment = times.parse(text)
    except (ValueError, OverflowError) as problem:
        raise ValidationError("no such moment") from problem
    if not EARLIEST <= moment < LATEST:
        raise ValidationError("not between 2018 and 2100: the clock of the device is wrong")


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
    return fields.String(validate=[validate.Length(shortest, longest), _real_text], metadata=IMM, **more)


def form(pattern: str, **more: Any) -> fields.String:
    """Text of this form (a whole regular expression)."""
    return fields.String(validate=validate.Regexp(pattern), metadata=IMM, **more)


def one_of(choices: tuple[str, ...]) -> fields.String:
    """One of these codes."""
    return fields.String(required=True, validate=validate.OneOf(choices), metadata=IMM)


def instant(**more: Any) -> fields.String:
    """A moment with its offset."""
    return fields.String(validate=[validate.Regexp(INSTANT), _real_instant], metadata=IMM, **more)


def day(**more: Any) -> fields.String:
    """A day of the calendar; required unless `more` says otherwise."""
    said: dict[str, Any] = {"required": True, **more}
    return fields.String(validate=[validate.Regexp(DAY), _real_day], metadata=IMM, **said)


def zone() -> fields.String:
    """The name of a time zone."""
    return fields.String(required=True, validate=[validate.Length(1, 40), _real_zone], metadata=IMM)


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


@cache
def made(schema: type[Schema]) -> Schema:
    """The schema's one instance: making one takes longer than a check."""
    return schema()
