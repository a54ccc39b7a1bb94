"""What becomes of a field when a second value arrives: the merge codes, each a pure function.

| code | rule |
|---|---|
| IMM, FWW | the first value stays; a different second one is a loser |
| LWW-R | the value that reached the server last stays, or that of the highest rank; the other is a loser |
| OWN | the value of who is responsible stays against others; among equals as LWW-R |
| MIN, MAX | the extreme: numbers, instants as UTC text, or ranks; the other is a loser |
| WORST | MAX by an order of severity |
| OR | true stays; a later false is a loser |
| APP | a list without repetition: union, in the order of arrival |
| SUM | numbers by their source: every source counts once |
| UNI | intervals [from, to]: their union |
| KB | both stay: the first is shown, the others stand beside it until a person picks |

A loser is kept by the caller (`superseded`), so that it can be seen and asked back. null is no value. What a
server assigns by itself (SRV) is not merged at all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Code = Literal["IMM", "FWW", "LWW-R", "OWN", "MIN", "MAX", "WORST", "OR", "APP", "SUM", "UNI", "KB"]
Interval = tuple[str, str | None]  # `to` None: still open
BEHIND_BARRIER = frozenset({"MIN", "MAX", "WORST", "OR"})  # they count only what has seen the last correction


@dataclass(frozen=True)
class Written:
    """A value with its origin.

    `source`: the document that brought it. `rank`: what is compared instead of the value. `owner`: its writer
    was responsible for the subject. `others`: what stands beside a kept-both value. `corrected_by`: the
    correction that set it.
    """

    value: Any
    by: str
    at: str
    rseq: int
    source: str = ""
    rank: Any = None
    owner: bool = False
    others: tuple["Written", ...] = ()
    corrected_by: str | None = None


@dataclass(frozen=True)
class Merged:
    """The value that holds, and the one that lost, if one did."""

    kept: Written
    lost: Written | None = None


def merge(code: Code, current: Written | None, incoming: Written) -> Merged:
    """Put `incoming` beside `current` under the rule `code`."""
    if current is None:
        begins = _FIRST.get(code)
        return Merged(incoming if begins is None else replace(incoming, value=begins(incoming)))
    return RULES[code](current, incoming)


def shown(code: Code, written: Written) -> Any:
    """The value as people see it."""
    return sum(written.value.values()) if code == "SUM" else written.value


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


def _listed(incoming: Written) -> list[Any]:
    """A list, without repetition, of what may be a single entry."""
    entries = incoming.value if isinstance(incoming.value, list) else [incoming.value]
    return [entry for index, entry in enumerate(entries) if entry not in entries[:index]]


def _by_source(incoming: Written) -> dict[str, Any]:
    return {incoming.source: incoming.value}


def _intervals(incoming: Written) -> list[list[str | None]]:
    return [list(interval) for interval in unite(tuple(pair) for pair in incoming.value)]


def _first(current: Written, incoming: Written) -> Merged:
    return Merged(current, None if incoming.value == current.value else incoming)


def _last(current: Written, incoming: Written) -> Merged:
    newer = _order(incoming) >= _order(current)
    return _preferring(current, incoming, newer)


def _order(written: Written) -> tuple[bool, Any, int]:
    """By rank where there is one, then by receive order."""
    ranked = written.rank is not None
    return ranked, written.rank if ranked else 0, written.rseq


def _owned(current: Written, incoming: Written) -> Merged:
    if current.owner != incoming.owner:
        return _preferring(current, incoming, incoming.owner)
    return _last(current, incoming)


def _least(current: Written, incoming: Written) -> Merged:
    before = (_measure(incoming), incoming.rseq) < (_measure(current), current.rseq)
    return _preferring(current, incoming, before)


def _greatest(current: Written, incoming: Written) -> Merged:
    """Of equal ones the first to arrive stays."""
    after = (_measure(incoming), -incoming.rseq) > (_measure(current), -current.rseq)
    return _preferring(current, incoming, after)


def _measure(written: Written) -> Any:
    return written.value if written.rank is None else written.rank


def _either(current: Written, incoming: Written) -> Merged:
    return _preferring(current, incoming, bool(incoming.value) and not current.value)


def _preferring(current: Written, incoming: Written, new: bool) -> Merged:
    kept, lost = (incoming, current) if new else (current, incoming)
    return Merged(kept, None if kept.value == lost.value else lost)


def _append(current: Written, incoming: Written) -> Merged:
    added = [entry for entry in _listed(incoming) if entry not in current.value]
    return Merged(replace(incoming, value=[*current.value, *added]))


def _add(current: Written, incoming: Written) -> Merged:
    return Merged(replace(incoming, value={**_by_source(incoming), **current.value}))


def _join(current: Written, incoming: Written) -> Merged:
    both = [tuple(pair) for pair in [*current.value, *incoming.value]]
    return Merged(replace(incoming, value=[list(interval) for interval in unite(both)]))


def _keep_both(current: Written, incoming: Written) -> Merged:
    if any(one.value == incoming.value for one in (current, *current.others)):
        return Merged(current)
    return Merged(replace(current, others=(*current.others, incoming)))


_FIRST: Mapping[str, Callable[[Written], Any]] = {"APP": _listed, "SUM": _by_source, "UNI": _intervals}

RULES: Mapping[Code, Callable[[Written, Written], Merged]] = {
    "IMM": _first,
    "FWW": _first,
    "LWW-R": _last,
    "OWN": _owned,
    "MIN": _least,
    "MAX": _greatest,
    "WORST": _greatest,
    "OR": _either,
    "APP": _append,
    "SUM": _add,
    "UNI": _join,
    "KB": _keep_both,
}
