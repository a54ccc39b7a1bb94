"""What an expression comes to. Pure; the phone has a twin, and both are held to
tests/vectors/expressions.json.

As in XPath: an answer is text, a question without one is the empty text, a number of something that is none
is NaN. A day counts as a number where it is compared or reckoned with: days since 1970-01-01.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.checklists.expressions import Expression

Value = str | float | bool
NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EPOCH = date(1970, 1, 1)
NAN = math.nan


@dataclass(frozen=True)
class Scope:
    """What an expression can look at: the answers by question, the one it is about, and the day."""

    get: Callable[[str], str]
    own: str
    today: str


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value: text, a number or a truth."""
    if isinstance(expression, str):
        return expression
    if not isinstance(expression, list):
        return float(expression)
    name, *inner = expression
    if name == "get":
        return scope.get(inner[0])
    if name == "self":
        return scope.own
    if name in LAZY:
        lazy: Value = LAZY[name](scope, *inner)
        return lazy
    return PLAIN[name](scope, *(evaluate(one, scope) for one in inner))


def holds(expression: Expression, scope: Scope) -> bool:
    """Whether it is true."""
    return truth(evaluate(expression, scope))


def truth(value: Value) -> bool:
    """As XPath has it: text that is not empty, a number that is neither 0 nor NaN."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def number(value: Value) -> float:
    """The number of a text, of a day, of a truth; NaN of all else."""
    if not isinstance(value, str):
        return float(value)
    if DAY.fullmatch(value):
        return _days(value)
    return float(value) if NUMBER.fullmatch(value) else NAN


def text(value: Value) -> str:
    """A number without a fraction is written without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value.is_integer() else repr(value)


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar such as 2026-03-09."""
    return DAY.fullmatch(text) is not None and not math.isnan(_days(text))


def _days(day: str) -> float:
    try:
        return float((date.fromisoformat(day) - EPOCH).days)
    except ValueError:
        return NAN


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return number(left) == number(right)
    return left == right


def _divided(left: float, right: float) -> float:
    if right == 0:
        return NAN if left == 0 or math.isnan(left) else math.copysign(math.inf, left)
    return left / right


def _rest(left: float, right: float) -> float:
    return (
        NAN
        if right == 0 or math.isnan(left) or math.isnan(right) or math.isinf(left)
        else math.fmod(left, right)
    )


def _rounded(value: float, by: Callable[[float], int]) -> float:
    return value if math.isnan(value) or math.isinf(value) else float(by(value))


def _chosen(value: Value) -> list[str]:
    return text(value).split()


def _first(value: Value, other: Callable[[], Value]) -> Value:
    return value if text(value) else other()


Plain = Callable[..., Value]
PLAIN: Mapping[str, Plain] = {
    "=": lambda _, a, b: _equal(a, b),
    "!=": lambda _, a, b: not _equal(a, b),
    "<": lambda _, a, b: number(a) < number(b),
    "<=": lambda _, a, b: number(a) <= number(b),
    ">": lambda _, a, b: number(a) > number(b),
    ">=": lambda _, a, b: number(a) >= number(b),
    "+": lambda _, a, b: number(a) + number(b),
    "-": lambda _, a, b: number(a) - number(b),
    "*": lambda _, a, b: number(a) * number(b),
    "div": lambda _, a, b: _divided(number(a), number(b)),
    "mod": lambda _, a, b: _rest(number(a), number(b)),
    "selected": lambda _, a, b: text(b) in _chosen(a),
    "count-selected": lambda _, a: float(len(_chosen(a))),
    "not": lambda _, a: not truth(a),
    "true": lambda _: True,
    "false": lambda _: False,
    "string-length": lambda _, a: float(len(text(a))),
    "number": lambda _, a: number(a),
    "string": lambda _, a: text(a),
    "int": lambda _, a: _rounded(number(a), math.trunc),
    "round": lambda _, a: _rounded(number(a), lambda value: math.floor(value + 0.5)),
    "concat": lambda _, *all_: "".join(map(text, all_)),
    "contains": lambda _, a, b: text(b) in text(a),
    "starts-with": lambda _, a, b: text(a).startswith(text(b)),
    "today": lambda scope: scope.today,
}
LAZY: Mapping[str, Callable[..., Any]] = {
    "and": lambda scope, a, b: holds(a, scope) and holds(b, scope),
    "or": lambda scope, a, b: holds(a, scope) or holds(b, scope),
    "if": lambda scope, a, b, c: evaluate(b if holds(a, scope) else c, scope),
    "coalesce": lambda scope, a, b: _first(evaluate(a, scope), lambda: evaluate(b, scope)),
}
"""what does not look at all of its parts"""
