"""The laws of the merge codes, whatever the values and the order."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.merge import RULES, Code, Written, merge, shown

ORDERLESS = ("MIN", "MAX", "WORST", "OR", "APP", "SUM", "UNI", "LWW-R", "OWN")
UNRANKED = ("OR", "APP", "SUM", "UNI", "KB", "IMM", "FWW")
instants = st.integers(0, 9).map(lambda hour: f"2026-01-01T{hour:02d}:00:00.000Z")
pairs = st.tuples(instants, instants | st.none())
intervals = pairs.filter(lambda pair: pair[1] is None or pair[0] < pair[1])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "OR": st.booleans(),
    "APP": st.lists(st.integers(0, 4), max_size=4),
    "UNI": st.lists(intervals.map(list), max_size=4),
    "SUM": st.integers(-5, 5),
}


@st.composite
def writings(draw: st.DrawFn, code: str) -> list[Written]:
    """Some values in the order in which they reached the server."""
    values = draw(st.lists(VALUES.get(code, st.integers(0, 4)), min_size=1, max_size=6))
    ranked = code == "WORST" or (code not in UNRANKED and draw(st.booleans()))
    return [
        Written(
            value,
            f"by{rseq}",
            "",
            rseq,
            f"e{rseq}",
            draw(st.integers(0, 3)) if ranked else None,
            draw(st.booleans()) if code == "OWN" else False,
        )
        for rseq, value in enumerate(values, 1)
    ]


def together(code: Code, written: Sequence[Written]) -> Written:
    """All of them merged, one after the other."""
    kept = None
    for one in written:
        kept = merge(code, kept, one).kept
    assert kept is not None
    return kept


def seen(code: Code, written: Written) -> Any:
    """What people see, without what depends on the order of a set."""
    value = shown(code, written)
    return sorted(value) if code == "APP" else value


def codes(names: Sequence[str]) -> Any:
    return pytest.mark.parametrize("code", names)


@codes(ORDERLESS)
@settings(max_examples=40)
@given(data=st.data())
def test_the_order_of_arrival_does_not_matter(code: Code, data: st.DataObject) -> None:
    written = data.draw(writings(code))
    other = data.draw(st.permutations(written))
    assert seen(code, together(code, written)) == seen(code, together(code, other))


@codes(tuple(RULES))
@settings(max_examples=40)
@given(data=st.data())
def test_what_came_once_may_come_again(code: Code, data: st.DataObject) -> None:
    written = data.draw(writings(code))
    kept = together(code, written)
    for one in written:
        again = merge(code, kept, one)
        assert seen(code, again.kept) == seen(code, kept)
        assert again.kept.others == kept.others


@codes(tuple(RULES))
@settings(max_examples=40)
@given(data=st.data())
def test_no_value_is_lost_in_silence(code: Code, data: st.DataObject) -> None:
    """Each value is kept, beside, contained in the merged one, or handed back as the loser."""
    written = data.draw(writings(code))
    kept = merge(code, None, written[0]).kept
    for one in written[1:]:
        before = kept
        merged = merge(code, before, one)
        kept = merged.kept
        if code in ("APP", "SUM", "UNI"):
            assert merged.lost is None
            assert contained(code, one, kept)
            assert all(contained(code, earlier, kept) for earlier in written[: one.rseq])
            continue
        there = [kept.value, *(other.value for other in kept.others)]
        there += [merged.lost.value] if merged.lost else []
        assert one.value in there
        assert before.value in there


def contained(code: Code, one: Written, kept: Written) -> bool:
    if code == "APP":
        return set(one.value) <= set(kept.value)
    if code == "SUM":
        return bool(kept.value[one.source] == one.value)
    return all(any(spans(whole, part) for whole in kept.value) for part in one.value)


def spans(whole: Sequence[Any], part: Sequence[Any]) -> bool:
    ends = whole[1] is None or (part[1] is not None and part[1] <= whole[1])
    return bool(whole[0] <= part[0] and ends)


@codes(tuple(RULES))
@settings(max_examples=40)
@given(data=st.data())
def test_the_same_values_give_the_same(code: Code, data: st.DataObject) -> None:
    written = data.draw(writings(code))
    assert together(code, written) == together(code, list(written))


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6))
def test_the_first_stays_where_the_first_is_to_stay(values: list[int]) -> None:
    written = [Written(value, "x", "", rseq) for rseq, value in enumerate(values, 1)]
    for code in ("IMM", "FWW"):
        assert together(code, written).value == values[0]
    kept = together("KB", written)
    assert [kept.value, *(one.value for one in kept.others)] == list(dict.fromkeys(values))
