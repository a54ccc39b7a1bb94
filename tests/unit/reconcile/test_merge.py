"""Each merge code with the values that tell it from the others."""

import pytest

from sync.merge import Code, Merged, Written, merge, shown, unite


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
        ("OR", True, False, True, False),
        ("OR", False, True, True, False),
        ("OR", False, False, False, None),
        ("KB", "a", "a", "a", None),
        ("UNI", [["a", "b"], ["e", None]], [["b", "c"]], [["a", "c"], ["e", None]], None),
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


def ranked(value: object, rseq: int, rank: object, owner: bool = False) -> Written:
    return Written(value, "x", "2026-01-01T00:00:00.000Z", rseq, f"e{rseq}", rank, owner)


def test_a_rank_is_compared_in_place_of_the_value() -> None:
    assert merge("WORST", ranked("low", 1, 0), ranked("grave", 2, 2)).kept.value == "grave"
    assert merge("MAX", ranked("a", 1, 9), ranked("z", 2, 3)).kept.value == "a"
    assert merge(
        "LWW-R", ranked("counted late", 1, "2026-05-10"), ranked("early", 2, "2026-05-01")
    ) == Merged(ranked("counted late", 1, "2026-05-10"), ranked("early", 2, "2026-05-01"))
    assert merge("LWW-R", ranked("no rank", 2, None), ranked("rank", 1, "x")).kept.value == "rank"


def test_of_equal_extremes_the_first_to_arrive_stays() -> None:
    for code in ("MIN", "MAX", "WORST"):
        first, second = ranked("a", 1, 5), ranked("b", 2, 5)
        assert merge(code, first, second).kept == merge(code, second, first).kept == first


def test_the_responsible_one_stays_against_others_and_gives_way_to_another_responsible_one() -> None:
    owner, other = ranked("mine", 1, None, True), ranked("theirs", 2, None)
    assert merge("OWN", owner, other) == Merged(owner, other)
    assert merge("OWN", other, owner) == Merged(owner, other)
    assert merge("OWN", owner, ranked("next", 3, None, True)).kept.value == "next"
    assert merge("OWN", other, ranked("later", 3, None)).kept.value == "later"


def test_a_sum_counts_every_source_once() -> None:
    first = merge("SUM", None, ranked(3, 1, None)).kept
    both = merge("SUM", first, ranked(4, 2, None)).kept
    again = merge("SUM", both, ranked(4, 2, None)).kept
    assert [shown("SUM", one) for one in (first, both, again)] == [3, 7, 7]


def test_both_values_stay_beside_each_other() -> None:
    first, second = ranked("a", 1, None), ranked("b", 2, None)
    both = merge("KB", first, second).kept
    assert (both.value, [one.value for one in both.others]) == ("a", ["b"])
    assert merge("KB", both, ranked("b", 3, None)).kept == both


def test_intervals_unite_touch_and_stay_open() -> None:
    assert unite([("c", "d"), ("a", "b"), ("b", "c")]) == [("a", "d")]
    assert unite([("a", None), ("b", "c")]) == [("a", None)]
    assert unite([("a", "b"), ("c", "d")]) == [("a", "b"), ("c", "d")]
    assert unite([]) == []
