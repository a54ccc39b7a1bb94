"""What becomes of a field when a second value arrives: the merge codes, each a pure function.

| code | rule |
|---|---|
| IMM | the first value stays; a different second one is a loser |
| FWW | the first valid writer's value stays; a different second one is a loser |
| LWW-R | the value that reached the server last stays; the other is a loser |
| MIN, MAX | the extreme (numbers, or instants as UTC text); the other is a loser |
| APP | a list without repetition: union, in the order of arrival |

A loser is kept by the caller (`superseded`), so that it can be seen and asked back. null is no value.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Code = Literal["IMM", "FWW", "LWW-R", "MIN", "MAX", "APP"]
Interval = tuple[str, str | None]  # `to` None: still open


@dataclass(frozen=True)
class Written:
    """A value with its origin."""

    value: Any
    by: str
    at: str
    rseq: int


@dataclass(frozen=True)
class Merged:
    """The value that holds, and the one that lost, if one did."""

    kept: Written
    lost: Written | None = None


def merge(code: Code, current: Written | None, incoming: Written) -> Merged:
    """Put `incoming` beside `current` under the rule `code`."""
    return RULES[code](current or _before(code, incoming), incoming)


def unite(intervals: Iterable[Interval]) -> list[Interval]:
    """The union of intervals, ascending, without overlap; touching ones become one."""
    united: list[Interval] = []
    for start, end in sorted(intervals, key=lambda interval: (interval[0], interval[1] or "~")):
        if united and (united[-1][1] is None or start <= united[-1][1]):
            united[-1] = (united[-1][0], _later(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _later(left: str | None, right: str | None) -> str | None:
    return None if left is None or right is None else max(left, right)


def _before(code: Code, incoming: Written) -> Written:
    """What stands before the first value: an empty list for a list, else the value itself."""
    if code == "APP":
        return Written([], incoming.by, incoming.at, incoming.rseq)
    return incoming


def _first(current: Written, incoming: Written) -> Merged:
    return Merged(current, None if incoming.value == current.value else incoming)


def _last(current: Written, incoming: Written) -> Merged:
    newer, older = (incoming, current) if incoming.rseq >= current.rseq else (current, incoming)
    return Merged(newer, None if newer.value == older.value else older)


def _least(current: Written, incoming: Written) -> Merged:
    return _preferring(current, incoming, incoming.value < current.value)


def _greatest(current: Written, incoming: Written) -> Merged:
    return _preferring(current, incoming, incoming.value > current.value)


def _preferring(current: Written, incoming: Written, new: bool) -> Merged:
    kept, lost = (incoming, current) if new else (current, incoming)
    return Merged(kept, None if kept.value == lost.value else lost)


def _append(current: Written, incoming: Written) -> Merged:
    new = incoming.value if isinstance(incoming.value, list) else [incoming.value]
    added = [item for index, item in enumerate(new) if item not in current.value and item not in new[:index]]
    return Merged(Written([*current.value, *added], incoming.by, incoming.at, incoming.rseq))


RULES: Mapping[Code, Callable[[Written, Written], Merged]] = {
    "IMM": _first,
    "FWW": _first,
    "LWW-R": _last,
    "MIN": _least,
    "MAX": _greatest,
    "APP": _append,
}
