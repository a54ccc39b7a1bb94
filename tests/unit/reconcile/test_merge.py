"""Each merge code with the values that tell it from the others."""

import pytest

from sync.merge import Code, Written, merge, unite


def written(value: object, rseq: int) -> Written:
    return Written(value, f"by{rseq}", f"2026-01-01T00:00:0{rseq}.000Z", rseq)


@pytest.mark.parametrize(
    ("code", "first", "second", "kept", "lost"),
    [
        ("IMM", 5, 7, 5, 7),
        ("IMM", 5, 5, 5, None),
        ("FWW", "a", "b", "a", "b"),
        ("LWW-R", "a", "b", "b", "a"),
        ("LWW-R", "a", "a", "a", None),
        ("MIN", 5, 7, 5, 7),
        ("MIN", 7, 5, 5, 7),
        ("MIN", 5, 5, 5, None),
        ("MAX", "2026-01-01T00:00Z", "2026-01-02T00:00Z", "2026-01-02T00:00Z", "2026-01-01T00:00Z"),
        ("APP", ["a", "b"], ["b", "c", "c"], ["a", "b", "c"], None),
        ("APP", {"id": 1}, {"id": 2}, [{"id": 1}, {"id": 2}], None),
    ],
)
def test_two_values(code: Code, first: object, second: object, kept: object, lost: object) -> None:
    before = merge(code, None, written(first, 1)).kept
    merged = merge(code, before, written(second, 2))
    assert merged.kept.value == kept
    assert (merged.lost.value if merged.lost else None) == lost


def test_the_last_to_reach_the_server_wins_even_when_it_is_looked_at_first() -> None:
    merged = merge("LWW-R", written("late", 9), written("early", 2))
    assert merged.kept.value == "late"
    assert merged.lost == written("early", 2)


def test_intervals_unite_touch_and_stay_open() -> None:
    assert unite([("c", "d"), ("a", "b"), ("b", "c")]) == [("a", "d")]
    assert unite([("a", None), ("b", "c")]) == [("a", None)]
    assert unite([("a", "b"), ("c", "d")]) == [("a", "b"), ("c", "d")]
    assert unite([]) == []
