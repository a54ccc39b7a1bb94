"""The revision tree of one document: what was written, from what, and which revision everybody shows.

A centre edits a document twice while a phone, offline, edits the first revision:

    1-a ── 2-b ── 3-c      the centre
       └── 2-x             the phone

Replication brings each side the other's leaf with the path to its root. Grafting both gives one tree,
whatever came first, and every replica picks the same winner: a live leaf before a deleted one, then the
higher generation, then the higher id.

>>> centre = RevTree.of(["3-c", "2-b", "1-a"])
>>> phone = RevTree.of(["2-x", "1-a"])
>>> tree = centre.merged(phone)
>>> tree == phone.merged(centre)
True
>>> tree.leaves()
['3-c', '2-x']
>>> tree.path("3-c")
['3-c', '2-b', '1-a']
>>> tree.leaves_after("1-a"), tree.leaves_after("2-b")
(['3-c', '2-x'], ['3-c'])

The centre deletes its branch. The tombstone `4-d` is a leaf too, but the live one wins now:

>>> tree = tree.merged(RevTree.of(["4-d", "3-c"], deleted=True))
>>> tree.leaves(), tree.winner
(['2-x', '4-d'], '2-x')

A tree that grows for ever is stemmed: of each branch only the newest revisions are remembered.

>>> sorted(tree.stemmed(2).nodes)
['1-a', '2-x', '3-c', '4-d']

Nodes are kept flat, by revision, each with its parents: merging is the union of nodes and edges, so it does
not depend on order and repeating it changes nothing. Two parents for one revision happen only when a
client forges history; then both are kept, and a path goes through the higher one.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sync import revision


class Node(NamedTuple):
    """A revision's parents (none for a root) and whether it is a tombstone."""

    parents: tuple[str, ...]
    deleted: bool


class RevTree:
    """An immutable tree of revisions; equal when it holds the same revisions and edges."""

    __slots__ = ("nodes",)

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self.nodes = nodes

    @classmethod
    def of(cls, path: Sequence[str], deleted: bool = False) -> "RevTree":
        """The tree of a single branch; `path` goes from its leaf to its oldest known revision."""
        nodes = {rev: Node((parent,), False) for rev, parent in pairwise(path)}
        nodes[path[-1]] = Node((), False)
        nodes[path[0]] = Node(nodes[path[0]].parents, deleted)
        return cls(nodes)

    @classmethod
    def from_json(cls, rows: Iterable[Sequence[Any]]) -> "RevTree":
        """The inverse of `to_json`."""
        return cls({rev: Node(tuple(parents), bool(deleted)) for rev, deleted, *parents in rows})

    def to_json(self) -> list[list[Any]]:
        """One row `[rev, 1 if deleted else 0, *parents]` per revision."""
        return [[rev, int(node.deleted), *node.parents] for rev, node in self.nodes.items()]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RevTree) and self.nodes == other.nodes

    __hash__ = None  # type: ignore[assignment]  # a mapping inside: equal trees, no hash

    def __contains__(self, rev: str) -> bool:
        return rev in self.nodes

    def __repr__(self) -> str:
        return f"RevTree({self.to_json()})"

    def is_deleted(self, rev: str) -> bool:
        """Whether this known revision is a tombstone."""
        return self.nodes[rev].deleted

    def leaves(self) -> list[str]:
        """The revisions that nothing follows, in winning order."""
        if len(self.nodes) == 1:
            return list(self.nodes)
        followed = {parent for node in self.nodes.values() for parent in node.parents}
        return sorted(self.nodes.keys() - followed, key=self._rank, reverse=True)

    @property
    def winner(self) -> str:
        """The leaf that every replica shows."""
        return self.leaves()[0]

    def path(self, rev: str) -> list[str]:
        """From `rev` back to the oldest known revision before it."""
        found = [rev]
        while parents := self.nodes[found[-1]].parents:
            found.append(max(parents))
        return found

    def leaves_after(self, rev: str) -> list[str]:
        """The leaves that descend from `rev` (itself if it is one), in winning order; none if unknown."""
        leaves = self.leaves()
        if len(leaves) == 1:
            return leaves if rev in self.nodes else []
        return [leaf for leaf in leaves if rev in self._ancestry(leaf)]

    def merged(self, other: "RevTree") -> "RevTree":
        """Both trees as one."""
        nodes = dict(self.nodes)
        for rev, node in other.nodes.items():
            mine = nodes.get(rev)
            nodes[rev] = node if mine is None or mine == node else _union(mine, node)
        return RevTree(nodes)

    def stemmed(self, limit: int) -> "RevTree":
        """The same leaves, each with at most `limit` revisions of its branch."""
        if len(self.nodes) <= limit:
            return self
        kept = set().union(*(self._ancestry(leaf, limit) for leaf in self.leaves()))
        if len(kept) == len(self.nodes):
            return self
        return RevTree(
            {
                rev: Node(tuple(parent for parent in node.parents if parent in kept), node.deleted)
                for rev, node in self.nodes.items()
                if rev in kept
            }
        )

    def _rank(self, rev: str) -> tuple[bool, int, str]:
        return (not self.nodes[rev].deleted, *revision.rank(rev))

    def _ancestry(self, rev: str, limit: int | None = None) -> set[str]:
        """`rev` and what it descends from, `limit` generations at most."""
        found: set[str] = set()
        level = {rev}
        while level and limit != 0:
            found |= level
            level = {parent for one in level for parent in self.nodes[one].parents}
            limit = None if limit is None else limit - 1
        return found


def _union(one: Node, other: Node) -> Node:
    parents = tuple(sorted({*one.parents, *other.parents}))
    return Node(parents, one.deleted or other.deleted)
