"""Which documents a selector means: the part of CouchDB's selector language that filters changes.

>>> matches({"type": "ckin", "km": {"$gte": 3}}, {"type": "ckin", "km": 5})
True
>>> matches({"$or": [{"a.b": 1}, {"c": {"$exists": False}}]}, {"a": {"b": 2}, "c": None})
False
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from sync.errors import BadRequest

ABSENT = object()


def check(selector: object) -> Mapping[str, Any]:
    """The selector, if it is one; raises BadRequest."""
    if not isinstance(selector, Mapping):
        raise BadRequest("Selector error: expected a JSON object")
    matches(selector, {})
    return selector


def matches(selector: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether the document is meant; every condition counts. Raises BadRequest for an unknown operator."""
    found = [_condition(name, wanted, document) for name, wanted in selector.items()]
    return all(found)


def _condition(name: str, wanted: Any, document: Mapping[str, Any]) -> bool:
    if name in COMBINED:
        return COMBINED[name]([matches(one, document) for one in _selectors(wanted)])
    if name == "$not":
        return not matches(_selectors([wanted])[0], document)
    if name.startswith("$"):
        raise BadRequest(f"Selector error: the operator {name} is not supported")
    return _field(wanted, _value(document, name))


def _field(wanted: Any, value: Any) -> bool:
    """Whether a field's value is as wanted: a plain value means equality."""
    if not isinstance(wanted, Mapping):
        return bool(value == wanted)
    if not any(name.startswith("$") for name in wanted):
        return matches(wanted, value if isinstance(value, Mapping) else {})
    found = [_compare(name, operand, value) for name, operand in wanted.items()]
    return all(found)


def _compare(name: str, operand: Any, value: Any) -> bool:
    if name == "$not":
        return not _field(operand, value)
    if name == "$exists":
        return (value is not ABSENT) is bool(operand)
    if name not in COMPARED:
        raise BadRequest(f"Selector error: the operator {name} is not supported")
    if name in ("$in", "$nin") and not isinstance(operand, list):
        raise BadRequest(f"Selector error: {name} needs a list")
    return value is not ABSENT and COMPARED[name](value, operand)


def _value(document: Any, name: str) -> Any:
    for part in name.split("."):
        if not isinstance(document, Mapping) or part not in document:
            return ABSENT
        document = document[part]
    return document


def _selectors(wanted: Any) -> list[Mapping[str, Any]]:
    if not isinstance(wanted, list) or not all(isinstance(one, Mapping) for one in wanted):
        raise BadRequest("Selector error: expected a JSON object")
    return wanted


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Values of one kind have an order: numbers, or text."""

    def compared(value: Any, operand: Any) -> bool:
        numbers = all(type(one) in (int, float) for one in (value, operand))
        texts = all(isinstance(one, str) for one in (value, operand))
        return (numbers or texts) and compare(value, operand)

    return compared


COMBINED: Mapping[str, Callable[[list[bool]], bool]] = {
    "$and": all,
    "$or": any,
    "$nor": lambda found: not any(found),
}

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "$eq": operator.eq,
    "$ne": operator.ne,
    "$gt": _ordered(operator.gt),
    "$gte": _ordered(operator.ge),
    "$lt": _ordered(operator.lt),
    "$lte": _ordered(operator.le),
    "$in": lambda value, operand: value in operand,
    "$nin": lambda value, operand: value not in operand,
}
