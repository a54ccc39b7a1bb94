"""Values that fit marshmallow fields and regular expressions, from given dice."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from re import _parser as grammar  # type: ignore[attr-defined]  # the one reader of regular expressions there is
from typing import Any

from marshmallow import Schema, fields, validate

from server.records.fields import DAY, INSTANT, made

TEXTS = (
    "路灯不亮",
    "邻里因排水沟起争执",
    "已现场劝导",
    "三号码头堆放易燃物",
    "雨天路滑",
    "待跟进",
    "Nothing to add",
)
MOST_REPEATS = 3


@dataclass
class Sampler:
    """`known`: values that a field of this name, or a pattern that begins so (`^case:`), takes them from.

    `moment` and `day` are the present ones; a share of optional fields is left out.
    """

    dice: random.Random
    moment: str
    day: str
    known: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def document(self, schema: type[Schema], given: Mapping[str, Any]) -> dict[str, Any]:
        """An object with all that the schema requires; `given` fields are taken as they are."""
        found = dict(given)
        for name, one in made(schema).fields.items():
            key = one.data_key or name
            if key not in found and (one.required or self.dice.random() < 0.5):
                found[key] = self.value(key, one)
        return found

    def value(self, name: str, one: fields.Field[Any]) -> Any:
        """A value of a field."""
        if one.allow_none and self.dice.random() < 0.3:
            return None
        for kind, sample in self._kinds.items():
            if isinstance(one, kind):
                return sample(name, one)
        return self.dice.choice(TEXTS)

    @property
    def _kinds(self) -> Mapping[type[Any], Callable[[str, Any], Any]]:
        return {
            fields.Nested: lambda _, one: self.document(type(one.schema), {}),
            fields.List: self._list,
            fields.Dict: self._dict,
            fields.Boolean: lambda _, one: self.dice.random() < 0.5,
            fields.Integer: self._number,
            fields.Float: self._number,
            fields.String: self._string,
        }

    def _list(self, name: str, one: Any) -> list[Any]:
        least, most = _bounds(one, validate.Length, 0, 3)
        pool = self.known.get(name)
        count = self.dice.randint(int(least), int(max(least, min(most, least + 2))))
        if pool is not None:
            return self.dice.sample(list(pool), min(count, len(pool)))
        return [self.value(name, one.inner) for _ in range(count)]

    def _dict(self, name: str, one: Any) -> dict[str, Any]:
        if one.key_field is None or one.value_field is None:
            return {}
        return {
            self.value("", one.key_field): self.value("", one.value_field)
            for _ in range(self.dice.randint(1, 3))
        }

    def _number(self, _: str, one: Any) -> float:
        least, most = _bounds(one, validate.Range, 0, 100)
        exact = next((v.comparable for v in _validators(one) if isinstance(v, validate.Equal)), None)
        if exact is not None:
            return float(exact) if isinstance(one, fields.Float) else int(exact)
        most = min(most, least + 1000)
        if isinstance(one, fields.Float):
            return round(self.dice.uniform(least, most), 2)
        return self.dice.randint(int(least), int(most))

    def _string(self, name: str, one: Any) -> str:
        for rule in _validators(one):
            if isinstance(rule, validate.OneOf):
                return str(self.dice.choice(list(rule.choices)))
            if isinstance(rule, validate.Regexp):
                return self._fitting(name, str(rule.regex.pattern))
        least, most = _bounds(one, validate.Length, 0, 20)
        text = self.dice.choice(self.known.get(name) or TEXTS)
        return str(text)[: int(most)].ljust(int(least), "。")

    def _fitting(self, name: str, pattern: str) -> str:
        if pattern == INSTANT:
            return self.moment
        if pattern == DAY:
            return self.day
        prefix = re.match(r"\^([a-z]+:)", pattern)
        pool = self.known.get(name) or (self.known.get(prefix[1]) if prefix else None)
        fitting = [one for one in pool or () if re.match(pattern, str(one))]
        return str(self.dice.choice(fitting)) if fitting else self.text_like(pattern)

    def text_like(self, pattern: str) -> str:
        """A text that matches a regular expression."""
        return self._parsed(grammar.parse(pattern))

    def _parsed(self, tree: Any) -> str:
        return "".join(self._node(str(operator), value) for operator, value in tree)

    def _node(self, operator: str, value: Any) -> str:
        if operator == "LITERAL":
            return chr(value)
        if operator == "IN":
            return self._node(*_first(self.dice.choice(value)))
        if operator == "RANGE":
            return chr(self.dice.randint(*value))
        if operator == "CATEGORY":
            return str(self.dice.randint(0, 9))
        if operator == "SUBPATTERN":
            return self._parsed(value[-1])
        if operator == "BRANCH":
            return self._parsed(self.dice.choice(value[1]))
        if operator == "MAX_REPEAT":
            least, most, inner = value
            times = self.dice.randint(least, max(least, min(most, least + MOST_REPEATS)))
            return "".join(self._parsed(inner) for _ in range(times))
        return ""  # the anchors


def _first(pair: Any) -> tuple[str, Any]:
    return str(pair[0]), pair[1]


def _validators(one: Any) -> Sequence[Any]:
    flat: list[Any] = []
    for rule in one.validators:
        flat += rule.validators if isinstance(rule, validate.And) else [rule]
    return flat


def _bounds(one: Any, kind: type[Any], low: float, high: float) -> tuple[float, float]:
    for rule in _validators(one):
        if isinstance(rule, kind):
            exact = getattr(rule, "equal", None)
            if exact is not None:
                return exact, exact
            return (low if rule.min is None else rule.min), (high if rule.max is None else rule.max)
    return low, high
