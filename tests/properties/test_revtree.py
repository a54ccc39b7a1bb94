"""Revision trees: replicas that saw the same revisions agree, whatever came first and however often."""

from dataclasses import dataclass
from functools import reduce
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sync.revision import generation
from sync.revtree import RevTree


@dataclass(frozen=True)
class Branch:
    """What a replicator sends: a revision with a part of its history."""

    path: list[str]
    deleted: bool

    def tree(self) -> RevTree:
        return RevTree.of(self.path, self.deleted)


@st.composite
def histories(draw: st.DrawFn) -> list[Branch]:
    """Branches of one document that grew somewhere: each revision follows an earlier one, or none."""
    parents = draw(st.lists(st.integers(-1, 11), min_size=1, max_size=12))
    names: list[list[str]] = []
    for index, wanted in enumerate(parents):
        before = names[wanted % index] if index and wanted >= 0 else []
        names.append([f"{len(before) + 1}-{index:02}", *before])
    tombstones = draw(st.sets(st.integers(0, len(names) - 1)))
    lengths = draw(st.lists(st.integers(1, 12), min_size=len(names), max_size=len(names)))
    return [
        Branch(path[:length], index in tombstones)
        for index, (path, length) in enumerate(zip(names, lengths, strict=True))
    ]


def grown(branches: list[Branch]) -> RevTree:
    return reduce(RevTree.merged, (branch.tree() for branch in branches))


@given(histories(), st.randoms(use_true_random=False))
def test_order_does_not_matter(history: list[Branch], random: Random) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert grown(shuffled) == grown(history)


@given(histories(), histories(), histories())
def test_grouping_does_not_matter(one: list[Branch], two: list[Branch], three: list[Branch]) -> None:
    a, b, c = grown(one), grown(two), grown(three)
    assert a.merged(b).merged(c) == a.merged(b.merged(c))
    assert a.merged(b) == b.merged(a)


@given(histories())
def test_repeating_does_not_matter(history: list[Branch]) -> None:
    tree = grown(history)
    assert tree.merged(tree) == tree
    assert grown([*history, *history]) == tree


@given(histories())
def test_the_winner_is_the_best_leaf(history: list[Branch]) -> None:
    tree = grown(history)
    leaves = tree.leaves()
    assert tree.winner == leaves[0]
    followed = {parent for branch in history for parent in branch.path[1:]}
    assert set(leaves) == {branch.path[0] for branch in history} - followed
    live = [leaf for leaf in leaves if not tree.is_deleted(leaf)]
    assert leaves[: len(live)] == live
    candidates = live or leaves
    assert generation(tree.winner) == max(map(generation, candidates))


@given(histories())
def test_json_keeps_the_tree(history: list[Branch]) -> None:
    tree = grown(history)
    assert RevTree.from_json(tree.to_json()) == tree


@given(histories(), st.integers(1, 5))
def test_stemming_keeps_the_leaves_and_shortens_their_paths(history: list[Branch], limit: int) -> None:
    tree = grown(history)
    stemmed = tree.stemmed(limit)
    assert stemmed.leaves() == tree.leaves()
    assert stemmed.stemmed(limit) == stemmed
    for leaf in tree.leaves():
        assert stemmed.path(leaf)[:limit] == tree.path(leaf)[:limit]


@given(histories())
def test_every_leaf_descends_from_the_whole_of_its_path(history: list[Branch]) -> None:
    tree = grown(history)
    for leaf in tree.leaves():
        for rev in tree.path(leaf):
            assert leaf in tree.leaves_after(rev)
