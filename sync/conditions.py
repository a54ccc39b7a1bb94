"""Guards as data: a small language of conditions, evaluated here and by its twin on the phone.

    {"all": [{"has_role": ["patrol_lead"]},
             {"subset": [{"pluck": [{"get": "subject.must_missed"}, "checkpoint"]},
                         {"pluck": [{"get": "event.payload.missed"}, "checkpoint"]}]}]}

A **condition** is an object with one key, the operator:
    all [c...]  any [c...]  not c                    logic; `all` of nothing holds, `any` of nothing does not
    eq [v, w]   in [v, list]   subset [list, list]   equality of JSON values
    le [v, w]                                        numbers, instants or days; false when one is missing
    present v                                        neither null, nor "", nor an empty list
    has_role [role...]                               the actor holds one of them
    every [list, c]                                  c holds for each element, found as `item`

A **value** is a constant, or an object with one key:
    get "path.with.dots"     from subject, event, actor or item; null where nothing is
    param "key"              a parameter, by its whole name
    pluck [list, "field"]    that field of every element
    plus [n, m]              the sum; a missing one counts as 0
    plus_minutes [t, n]      an instant n minutes after t, as UTC text; null when either is missing
    plus_hours [t, n]        the same with hours
    plus_days [t, n]         the same with days of 24 hours
    plus_working_days [t, n, z]  the same with days from Monday to Friday, in a zone z minutes ahead of UTC
    shifted [t, u, w]        an instant later than t by what passed from u to w; null when one is missing
    count list               how many elements; of anything else 0
    append [list, v]         the list with v behind it, unless v is null or in it already
    next_of [list, v]        the element behind v; v itself when it is the last or not there
    first [v...]             the first that is not null
    if [c, v, w]             v when the condition holds, else w
    record {"name": v, ...}  an object

Both twins are held to tests/vectors/conditions.json. What is not of this form raises BadCondition: rules are
the program's own data, so it is a mistake in the program.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from functools import cache
from typing import Any

from sync import times

FRIDAY = 5
DAY_LENGTH = len("2026-01-31")
Json = Any  # a JSON value; the rules below narrow it


class BadCondition(ValueError):
    """A rule that is not written in this language."""

    def __init__(self, rule: object) -> None:
        super().__init__(f"not a rule: {rule!r}")


@dataclass(frozen=True)
class Scope:
    """What a condition may look at. `actor` has `id` and `roles` (names without division)."""

    subject: Mapping[str, Json] = field(default_factory=dict)
    event: Mapping[str, Json] = field(default_factory=dict)
    actor: Mapping[str, Json] = field(default_factory=dict)
    parameters: Mapping[str, Json] = field(default_factory=dict)
    item: Json = None


def holds(rule: Json, scope: Scope) -> bool:
    """Whether the condition holds."""
    name, argument = _operation(rule)
    operator = CONDITIONS.get(name)
    if operator is None:
        raise BadCondition(rule)
    return operator(argument, scope)


def value(expression: Json, scope: Scope) -> Json:
    """What the value expression stands for."""
    if not isinstance(expression, (dict, Mapping)):
        return expression
    name, argument = _operation(expression)
    operator = VALUES.get(name)
    if operator is None:
        raise BadCondition(expression)
    return operator(argument, scope)


def _operation(rule: Json) -> tuple[str, Json]:
    if not isinstance(rule, (dict, Mapping)) or len(rule) != 1:
        raise BadCondition(rule)
    return next(iter(rule.items()))


def _pair(argument: Json, scope: Scope) -> tuple[Json, Json]:
    left, right = argument
    return value(left, scope), value(right, scope)


def _le(argument: Json, scope: Scope) -> bool:
    left, right = _pair(argument, scope)
    if left is None or right is None:
        return False
    if isinstance(left, str) and len(left) > DAY_LENGTH:
        return times.parse(left) <= times.parse(right)
    return bool(left <= right)  # days, written as 2026-01-31, sort as text


def _in(argument: Json, scope: Scope) -> bool:
    member, members = _pair(argument, scope)
    return member in _list(members)


def _subset(argument: Json, scope: Scope) -> bool:
    left, right = _pair(argument, scope)
    return all(member in _list(right) for member in _list(left))


def _every(argument: Json, scope: Scope) -> bool:
    members, rule = argument
    return all(holds(rule, _at(scope, member)) for member in _list(value(members, scope)))


def _present(argument: Json, scope: Scope) -> bool:
    found = value(argument, scope)
    return found is not None and found != "" and found != []


def _get(path: Json, scope: Scope) -> Json:
    root, *steps = _steps(path)
    found = getattr(scope, root)
    for step in steps:
        found = found.get(step) if isinstance(found, (dict, Mapping)) else None
    return found


@cache  # paths are the program's own
def _steps(path: str) -> tuple[str, ...]:
    steps = tuple(path.split("."))
    if steps[0] not in ("subject", "event", "actor", "item"):
        raise BadCondition(path)
    return steps


def _eq(argument: Json, scope: Scope) -> bool:
    left, right = _pair(argument, scope)
    return bool(left == right)


def _pluck(argument: Json, scope: Scope) -> Json:
    members, name = argument
    return [_get(f"item.{name}", _at(scope, member)) for member in _list(value(members, scope))]


def _plus_minutes(argument: Json, scope: Scope) -> Json:
    start, minutes = _pair(argument, scope)
    if start is None or minutes is None:
        return None
    return times.utc(times.parse(start) + timedelta(minutes=minutes))


def _plus_hours(argument: Json, scope: Scope) -> Json:
    start, hours = _pair(argument, scope)
    if start is None or hours is None:
        return None
    return times.utc(times.parse(start) + timedelta(hours=hours))


def _plus_days(argument: Json, scope: Scope) -> Json:
    start, days = _pair(argument, scope)
    if start is None or days is None:
        return None
    return times.utc(times.parse(start) + timedelta(days=days))


def _plus_working_days(argument: Json, scope: Scope) -> Json:
    start, days, ahead = (value(part, scope) for part in argument)
    if start is None or days is None or ahead is None:
        return None
    local = times.parse(start).astimezone(timezone(timedelta(minutes=ahead)))
    while days > 0:
        local += timedelta(days=1)
        days -= local.isoweekday() <= FRIDAY
    return times.utc(local)


def _shifted(argument: Json, scope: Scope) -> Json:
    found = [value(part, scope) for part in argument]
    if None in found:
        return None
    moved, begin, end = (times.parse(one) for one in found)
    return times.utc(moved + (end - begin))


def _append(argument: Json, scope: Scope) -> Json:
    members, added = _list(value(argument[0], scope)), value(argument[1], scope)
    return members if added is None or added in members else [*members, added]


def _next_of(argument: Json, scope: Scope) -> Json:
    members, present = _list(value(argument[0], scope)), value(argument[1], scope)
    if present not in members[:-1]:
        return present
    return members[members.index(present) + 1]


def _first(argument: Json, scope: Scope) -> Json:
    found = (value(part, scope) for part in argument)
    return next((one for one in found if one is not None), None)


def _if(argument: Json, scope: Scope) -> Json:
    rule, then, otherwise = argument
    return value(then if holds(rule, scope) else otherwise, scope)


def _at(scope: Scope, item: Json) -> Scope:
    return Scope(scope.subject, scope.event, scope.actor, scope.parameters, item)


def _list(found: Json) -> list[Json]:
    return found if isinstance(found, list) else []


CONDITIONS: Mapping[str, Callable[[Json, Scope], bool]] = {
    "all": lambda rules, scope: all(holds(rule, scope) for rule in rules),
    "any": lambda rules, scope: any(holds(rule, scope) for rule in rules),
    "not": lambda rule, scope: not holds(rule, scope),
    "eq": _eq,
    "in": _in,
    "subset": _subset,
    "le": _le,
    "present": _present,
    "has_role": lambda roles, scope: any(role in _list(scope.actor.get("roles")) for role in roles),
    "every": _every,
}

VALUES: Mapping[str, Callable[[Json, Scope], Json]] = {
    "get": _get,
    "param": lambda key, scope: scope.parameters.get(key),
    "pluck": _pluck,
    "plus": lambda argument, scope: sum(one or 0 for one in _pair(argument, scope)),
    "plus_minutes": _plus_minutes,
    "plus_hours": _plus_hours,
    "plus_days": _plus_days,
    "plus_working_days": _plus_working_days,
    "shifted": _shifted,
    "count": lambda argument, scope: len(_list(value(argument, scope))),
    "append": _append,
    "next_of": _next_of,
    "first": _first,
    "if": _if,
    "record": lambda parts, scope: {name: value(part, scope) for name, part in parts.items()},
}
