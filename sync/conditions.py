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
    day_plus [d, n]          the day n days after the day d; a missing n counts as 0
    plus_working_days [t, n, z]  the same with days from Monday to Friday, in a zone z minutes ahead of UTC
    shifted [t, u, w]        an instant later than t by what passed from u to w; null when one is missing
    count list               how many elements; of anything else 0
    append [list, v]         the list with v behind it, unless v is null or in it already
    next_of [list, v]        the element behind v; v itself when it is the last or not there
    first [v...]             the first that is not null
    if [c, v, w]             v when the condition holds, else w
    record {"name": v, ...}  an object

Rules are translated into functions once, by `condition` and `reading`; `holds` and `value` do both at once.
Both twins are held to tests/vectors/conditions.json. What is not of this form raises BadCondition when it is
translated: rules are the program's own data, so it is a mistake in the program.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from operator import attrgetter
from typing import Any

from sync import times

FRIDAY = 5
DAY_LENGTH = len("2026-01-31")
Json = Any  # a JSON value; the rules below narrow it
ROOTS = ("subject", "event", "actor", "item")


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


Condition = Callable[[Scope], bool]
Reading = Callable[[Scope], Json]


def condition(rule: Json) -> Condition:
    """The rule as a function that says whether it holds; raises BadCondition."""
    name, argument = _operation(rule)
    if name not in CONDITIONS:
        raise BadCondition(rule)
    return CONDITIONS[name](argument)


def reading(expression: Json) -> Reading:
    """The value expression as a function that gives what it stands for; raises BadCondition."""
    if not isinstance(expression, (dict, Mapping)):
        return lambda _scope: expression
    name, argument = _operation(expression)
    if name not in VALUES:
        raise BadCondition(expression)
    return VALUES[name](argument)


def holds(rule: Json, scope: Scope) -> bool:
    """Whether the condition holds."""
    return condition(rule)(scope)


def value(expression: Json, scope: Scope) -> Json:
    """What the value expression stands for."""
    return reading(expression)(scope)


def _operation(rule: Json) -> tuple[str, Json]:
    if not isinstance(rule, (dict, Mapping)) or len(rule) != 1:
        raise BadCondition(rule)
    return next(iter(rule.items()))


def _of_two(combine: Callable[[Json, Json], Json]) -> Callable[[Json], Reading]:
    """An operator on two values."""

    def translate(argument: Json) -> Reading:
        left, right = map(reading, argument)
        return lambda scope: combine(left(scope), right(scope))

    return translate


def _of_all(combine: Callable[..., Json]) -> Callable[[Json], Reading]:
    """An operator on several values that is null when one of them is missing."""

    def translate(argument: Json) -> Reading:
        parts = [reading(part) for part in argument]

        def found(scope: Scope) -> Json:
            values = [part(scope) for part in parts]
            return None if None in values else combine(*values)

        return found

    return translate


def _all(rules: Json) -> Condition:
    parts = [condition(rule) for rule in rules]
    return lambda scope: all(part(scope) for part in parts)


def _any(rules: Json) -> Condition:
    parts = [condition(rule) for rule in rules]
    return lambda scope: any(part(scope) for part in parts)


def _not(rule: Json) -> Condition:
    denied = condition(rule)
    return lambda scope: not denied(scope)


def _le(left: Json, right: Json) -> bool:
    if left is None or right is None:
        return False
    if isinstance(left, str) and len(left) > DAY_LENGTH:
        return times.parse(left) <= times.parse(right)
    return bool(left <= right)  # days, written as 2026-01-31, sort as text


def _in(member: Json, members: Json) -> bool:
    return member in _list(members)


def _subset(members: Json, others: Json) -> bool:
    return all(member in _list(others) for member in _list(members))


def _eq(left: Json, right: Json) -> bool:
    return bool(left == right)


def _every(argument: Json) -> Condition:
    members, rule = reading(argument[0]), condition(argument[1])
    return lambda scope: all(rule(_at(scope, member)) for member in _list(members(scope)))


def _present(argument: Json) -> Condition:
    read = reading(argument)

    def present(scope: Scope) -> bool:
        found = read(scope)
        return found is not None and found != "" and found != []

    return present


def _has_role(roles: Json) -> Condition:
    return lambda scope: any(role in _list(scope.actor.get("roles")) for role in roles)


def _get(path: Json) -> Reading:
    root, *steps = path.split(".")
    if root not in ROOTS:
        raise BadCondition(path)
    start = attrgetter(root)

    def get(scope: Scope) -> Json:
        found = start(scope)
        for step in steps:
            found = found.get(step) if isinstance(found, (dict, Mapping)) else None
        return found

    return get


def _param(key: Json) -> Reading:
    return lambda scope: scope.parameters.get(key)


def _pluck(argument: Json) -> Reading:
    members, read = reading(argument[0]), _get(f"item.{argument[1]}")
    return lambda scope: [read(_at(scope, member)) for member in _list(members(scope))]


def _later(unit: str) -> Callable[[Json], Reading]:
    return _of_all(lambda start, count: times.utc(times.parse(start) + timedelta(**{unit: count})))


def _day_plus(day: str | None, days: int | None) -> str | None:
    return None if day is None else (date.fromisoformat(day) + timedelta(days=days or 0)).isoformat()


def working_days_later(start: str, days: int, ahead: int) -> str:
    """An instant so many days from Monday to Friday later, in a zone `ahead` minutes ahead of UTC."""
    local = times.parse(start).astimezone(timezone(timedelta(minutes=ahead)))
    while days > 0:
        local += timedelta(days=1)
        days -= local.isoweekday() <= FRIDAY
    return times.utc(local)


def _shifted(moved: str, begin: str, end: str) -> str:
    return times.utc(times.parse(moved) + (times.parse(end) - times.parse(begin)))


def _append(members: Json, added: Json) -> Json:
    present = _list(members)
    return present if added is None or added in present else [*present, added]


def _next_of(members: Json, present: Json) -> Json:
    known = _list(members)
    return known[known.index(present) + 1] if present in known[:-1] else present


def _first(argument: Json) -> Reading:
    parts = [reading(part) for part in argument]

    def first(scope: Scope) -> Json:
        found = (part(scope) for part in parts)
        return next((one for one in found if one is not None), None)

    return first


def _if(argument: Json) -> Reading:
    rule, then, otherwise = condition(argument[0]), reading(argument[1]), reading(argument[2])
    return lambda scope: then(scope) if rule(scope) else otherwise(scope)


def _count(argument: Json) -> Reading:
    read = reading(argument)
    return lambda scope: len(_list(read(scope)))


def _record(argument: Json) -> Reading:
    parts = {name: reading(part) for name, part in argument.items()}
    return lambda scope: {name: part(scope) for name, part in parts.items()}


def _at(scope: Scope, item: Json) -> Scope:
    return Scope(scope.subject, scope.event, scope.actor, scope.parameters, item)


def _list(found: Json) -> list[Json]:
    return found if isinstance(found, list) else []


CONDITIONS: Mapping[str, Callable[[Json], Condition]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "eq": _of_two(_eq),
    "in": _of_two(_in),
    "subset": _of_two(_subset),
    "le": _of_two(_le),
    "present": _present,
    "has_role": _has_role,
    "every": _every,
}

VALUES: Mapping[str, Callable[[Json], Reading]] = {
    "get": _get,
    "param": _param,
    "pluck": _pluck,
    "plus": _of_two(lambda left, right: (left or 0) + (right or 0)),
    "plus_minutes": _later("minutes"),
    "plus_hours": _later("hours"),
    "plus_days": _later("days"),
    "day_plus": _of_two(_day_plus),
    "plus_working_days": _of_all(working_days_later),
    "shifted": _of_all(_shifted),
    "count": _count,
    "append": _of_two(_append),
    "next_of": _of_two(_next_of),
    "first": _first,
    "if": _if,
    "record": _record,
}
