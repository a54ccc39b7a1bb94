"""Documents that nobody would write and every schema takes: invented out of the schemas themselves.

    inventor = Inventor(Random(7), ["zhang-wei", "case:01J..."])
    payload = inventor.an_object(PAYLOADS["assign"])    # fits, or None when luck did not find one

What fits a field is taken from `known` (people, ids, places of a story) more often than made up, so that
documents speak of each other.
"""

import json
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from random import Random
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from marshmallow import Schema, fields, validate

from server.records.fields import Flag, Number, Whole, made
from server.records.quick import errors_in
from server.schools.documents import Answered

ALPHABET = "ab零🙂 -:0Z"
REPEATS = 3
TRIES = 25
OFTEN = 0.6
NOTHING: tuple[str, ...] = ()
Given = Mapping[str, Any]
Fields = Mapping[str, Sequence[fields.Field[Any]]]
ODD: tuple[Any, ...] = (None, "", "x", 0, 1, -1, 2.5, True, False, [], ["x"], {}, {"x": None}, "2019-11-04")


@cache
def pattern_of(regex: str) -> Sequence[Any]:
    """The parts of a regular expression."""
    return list(parser.parse(regex))


class Inventor:
    """Makes up values with one source of chance. `same_name`: fields of records, for edits that name one."""

    def __init__(
        self, chance: Random, known: Iterable[str] = NOTHING, same_name: Fields | None = None
    ) -> None:
        self.chance, self.known = chance, list(known)
        self._same_name = same_name or {}
        self._fit: dict[str, tuple[int, list[str]]] = {}

    def an_object(self, schema: type[Schema], given: Given | None = None) -> dict[str, Any] | None:
        """An object that fits the schema, as it comes out of JSON; None when none was found. `given`: what it
        says in any case."""
        for _ in range(TRIES):
            found = self._members(made(schema), given or {})
            if not errors_in(schema, found):
                told: dict[str, Any] = json.loads(json.dumps(found))
                return told
        return None

    def _members(self, schema: Schema, given: Mapping[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for name, field in schema.load_fields.items():
            key = field.data_key or name
            if key in given:
                said[key] = given[key]
            elif field.required or self.chance.random() < OFTEN:
                said[key] = self.a_value(field, said)
        return said

    def a_value(self, field: fields.Field[Any], beside: Mapping[str, Any]) -> Any:
        """A value of a field; `beside`: what the object says already."""
        if field.allow_none and self.chance.random() < 0.3:
            return None
        one_of = _validator(field, validate.OneOf)
        if one_of is not None:
            return self.chance.choice(list(one_of.choices))
        for kind, make in self._makers.items():
            if isinstance(field, kind):
                return make(self, field, beside)
        raise NoIdea(field)

    def _any_object(self, field: Any, _beside: Mapping[str, Any]) -> Any:
        return self._members(field.schema, {})

    def _list(self, field: Any, beside: Mapping[str, Any]) -> Any:
        length = _validator(field, validate.Length)
        least = 0 if length is None else length.min or 0
        return [self.a_value(field.inner, beside) for _ in range(least + self.chance.randrange(REPEATS))]

    def _dict(self, field: Any, beside: Mapping[str, Any]) -> Any:
        if field.key_field is None or field.value_field is None:
            return {}
        keys = [self.a_value(field.key_field, beside) for _ in range(self.chance.randrange(REPEATS))]
        return {key: self.a_value(field.value_field, beside) for key in keys}

    def _number(self, field: Any, _beside: Mapping[str, Any]) -> Any:
        bounds = _validator(field, validate.Range)
        least = 0 if bounds is None or bounds.min is None else bounds.min
        most = least + 100 if bounds is None or bounds.max is None else bounds.max
        near = min(least + self.chance.randrange(8), most)
        found = self.chance.choice([least, most, near, near, near])
        return int(found) if isinstance(field, fields.Integer) else found

    def _flag(self, _field: Any, _beside: Mapping[str, Any]) -> Any:
        return self.chance.random() < 0.5

    def _answered(self, _field: Any, _beside: Mapping[str, Any]) -> Any:
        return self.chance.choice(["", "x", 3, 2.5, ["a", "b"]])

    def _raw(self, _field: Any, beside: Mapping[str, Any]) -> Any:
        alike = self._same_name.get(str(beside.get("field")), ())
        if alike and self.chance.random() < 0.8:
            return self.a_value(self.chance.choice(alike), beside)
        return self.chance.choice(ODD)

    def _text(self, field: Any, _beside: Mapping[str, Any]) -> Any:
        form, length = _validator(field, validate.Regexp), _validator(field, validate.Length)
        fitting = self._fitting(".*" if form is None else form.regex.pattern)
        if fitting and self.chance.random() < 0.8:
            return self.chance.choice(fitting)
        if form is not None:
            return self.of_form(form.regex.pattern)
        least, most = (0, 40) if length is None else (length.min or 0, length.max or 40)
        size = min(least + self.chance.randrange(6), most)
        return "".join(self.chance.choice(ALPHABET) for _ in range(size))

    def _fitting(self, regex: str) -> Sequence[str]:
        """What of the known has this form."""
        seen, fitting = self._fit.get(regex, (0, []))
        fitting += [one for one in self.known[seen:] if re.match(regex, one)]
        self._fit[regex] = (len(self.known), fitting)
        return fitting

    def of_form(self, regex: str) -> str:
        """Text that a regular expression matches as a whole."""
        return "".join(map(self._part, pattern_of(regex)))

    def _part(self, part: Any) -> str:
        name, said = part
        if name is kinds.LITERAL:
            return chr(said)
        if name is kinds.AT:
            return ""
        if name is kinds.IN:
            return self._one_in(said)
        if name in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
            least, most, inner = said
            count = self.chance.randint(least, min(int(most), least + REPEATS))
            return "".join(self._part(one) for _ in range(count) for one in inner)
        if name is kinds.SUBPATTERN:
            return "".join(map(self._part, said[-1]))
        if name is kinds.BRANCH:
            return "".join(map(self._part, self.chance.choice(said[1])))
        raise NoIdea(name)

    def _one_in(self, said: Sequence[Any]) -> str:
        name, what = self.chance.choice(list(said))
        if name is kinds.RANGE:
            return chr(self.chance.randint(*what))
        if name is kinds.LITERAL:
            return chr(what)
        if name is kinds.CATEGORY and what is kinds.CATEGORY_DIGIT:
            return self.chance.choice(string.digits)
        raise NoIdea(name)

    _makers: Mapping[type[Any], Callable[..., Any]] = {
        fields.Nested: _any_object,
        Answered: _answered,
        fields.List: _list,
        fields.Dict: _dict,
        Flag: _flag,
        Whole: _number,
        Number: _number,
        fields.Boolean: _flag,
        fields.Integer: _number,
        fields.Float: _number,
        fields.String: _text,
        fields.Raw: _raw,
    }


class NoIdea(ValueError):
    """A kind of field or of pattern that nothing is invented for."""


def _validator(field: fields.Field[Any], kind: type[Any]) -> Any:
    return next((one for one in field.validators if isinstance(one, kind)), None)
