"""The check of a document against its schema, fast when nothing is wrong with it.

The schema stays the one truth: what passes here would pass there, and whatever does not is asked there, which
also finds the words. A schema is translated once into a list of small checks; kinds of field that are not
known here are asked one by one, and schemas with hooks other than `validates_schema` as a whole.
"""

import math
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing, validate

from server.records.fields import Flag, Number, Whole, made

Take = Callable[[Any], Any]
RULES = "validates_schema"
OTHER_HOOKS = ("pre_load", "post_load", "validates")


class Unsure(Exception):
    """The schema itself has to be asked."""


def errors_in(schema: type[Schema], document: Mapping[str, Any]) -> dict[str, Any]:
    """{field: [what is wrong]}, empty when the document fits."""
    try:
        _taker(schema)(document)
    except (Unsure, ValidationError):
        return dict(made(schema).validate(document))
    return {}


@cache
def _taker(schema: type[Schema]) -> Take:
    return _of_schema(made(schema))


def _of_schema(schema: Schema) -> Take:
    """What loads an object as the schema would, or raises."""
    if not _is_plain(schema):
        return _unsure
    checks = {field.data_key or name: (name, _of_field(field)) for name, field in _fields(schema)}
    required = {field.data_key or name for name, field in _fields(schema) if field.required}
    defaults = {
        field.data_key or name: (name, field) for name, field in _fields(schema) if _has_default(field)
    }
    rules = [getattr(schema, name) for name, _, _ in schema._hooks.get(RULES, ())]

    def take(document: Any) -> dict[str, Any]:
        if not isinstance(document, dict) or not required <= document.keys():
            raise Unsure
        data: dict[str, Any] = {}
        for key, value in document.items():
            if key not in checks:
                raise Unsure
            name, check = checks[key]
            data[name] = check(value)
        for key, (name, field) in defaults.items():
            if key not in document:
                data[name] = _default(field)
        for rule in rules:
            rule(data, partial=None, many=False, unknown=schema.unknown)
        return data

    return take


def _is_plain(schema: Schema) -> bool:
    if any(schema._hooks.get(name) for name in OTHER_HOOKS) or schema.unknown != RAISE or schema.many:
        return False
    rules = schema._hooks.get(RULES, ())
    return not any(whole or more.get("pass_original") for _, whole, more in rules)


def _fields(schema: Schema) -> list[tuple[str, fields.Field[Any]]]:
    return [(field.attribute or name, field) for name, field in schema.load_fields.items()]


def _has_default(field: fields.Field[Any]) -> bool:
    return not field.required and field.load_default is not missing


def _default(field: fields.Field[Any]) -> Any:
    return field.load_default() if callable(field.load_default) else field.load_default


def _unsure(_value: Any) -> Any:
    raise Unsure


def _of_field(field: fields.Field[Any]) -> Take:
    take = _content(field)
    validators = [_of_validator(one) for one in field.validators]

    if not validators and not field.allow_none:
        return take

    def checked(value: Any) -> Any:
        if value is None and field.allow_none:
            return None
        taken = take(value)
        for validator in validators:
            validator(taken)
        return taken

    return checked


def _content(field: fields.Field[Any]) -> Take:
    """What reads a value, without the field's own validators; it takes no None."""
    if type(field) is fields.List:
        return _of_list(_of_field(field.inner))
    if type(field) is fields.Nested and not field.many and not field.only and not field.exclude:
        return _of_schema(field.schema)
    known = CONTENTS.get(type(field))
    return known or partial(_by_field, field)


def _by_field(field: fields.Field[Any], value: Any) -> Any:
    if value is None:
        raise Unsure
    return field._deserialize(value, None, None)


def _of_list(inner: Take) -> Take:
    def take(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Unsure
        return [inner(one) for one in value]

    return take


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unsure
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unsure
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > 2**53:
        raise Unsure
    if not math.isfinite(value):
        raise Unsure
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unsure
    return value


CONTENTS: Mapping[type[Any], Take] = {fields.String: _text, Whole: _whole, Number: _number, Flag: _flag}


def _of_validator(validator: Any) -> Take:
    if type(validator) is validate.OneOf:
        return _of_choices(validator)
    if type(validator) is validate.Regexp:
        return _of_pattern(validator)
    if type(validator) is validate.Length and validator.equal is None:
        return _of_length(validator)
    found: Take = validator
    return found


def _of_choices(validator: validate.OneOf) -> Take:
    choices = list(validator.choices)

    def check(value: Any) -> None:
        if value not in choices:
            raise Unsure

    return check


def _of_pattern(validator: validate.Regexp) -> Take:
    match = validator.regex.match

    def check(value: Any) -> None:
        if match(value) is None:
            raise Unsure

    return check


def _of_length(validator: validate.Length) -> Take:
    least = 0 if validator.min is None else validator.min
    most = math.inf if validator.max is None else validator.max

    def check(value: Any) -> None:
        if not least <= len(value) <= most:
            raise Unsure

    return check
