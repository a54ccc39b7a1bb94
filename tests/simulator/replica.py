"""A phone's copy of one database: revisions with their ancestors, and how far it has pushed and pulled."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

Document = dict[str, Any]
SHOWN = ("st:", "view:")


@dataclass(frozen=True)
class Leaf:
    """A revision that nothing follows, with its ancestors, newest first (itself among them)."""

    document: Document
    history: tuple[str, ...]

    @property
    def deleted(self) -> bool:
        """Whether it is a tombstone."""
        return bool(self.document.get("_deleted"))

    @property
    def rank(self) -> tuple[bool, int, str]:
        """The winner of a document's leaves has the highest."""
        generation, _, name = self.history[0].partition("-")
        return not self.deleted, int(generation), name

    def on_the_wire(self) -> Document:
        """The document with its history, as a replication carries it."""
        start = int(self.history[0].partition("-")[0])
        ids = [rev.partition("-")[2] for rev in self.history]
        return {**self.document, "_revisions": {"start": start, "ids": ids}}


@dataclass
class Replica:
    """`pushed`: how many local changes were. `since`: the server's sequence; None: the snapshot is not whole.

    `begun`: the sequence read before the first attempt at the snapshot.
    """

    leaves: dict[str, dict[str, Leaf]] = field(default_factory=dict)
    pushed: int = 0
    since: int | None = None
    begun: int | None = None
    _changed: list[tuple[str, str]] = field(default_factory=list)
    _subjects: dict[str, dict[str, None]] = field(default_factory=dict)
    _known: dict[str, set[str]] = field(default_factory=dict)

    def knows(self, doc_id: str, rev: str) -> bool:
        """Whether this revision is here, as a leaf or as an ancestor."""
        return rev in self._known.get(doc_id, ())

    def put(self, document: Mapping[str, Any]) -> bool:
        """Keep a revision with the history that it brings; False when it is here already."""
        doc_id, rev = document["_id"], document["_rev"]
        if self.knows(doc_id, rev):
            return False
        revs = history(document)
        leaves = self.leaves.setdefault(doc_id, {})
        for ancestor in revs[1:]:
            leaves.pop(ancestor, None)
        body = {key: value for key, value in document.items() if key != "_revisions"}
        leaves[rev] = Leaf(body, revs)
        self._known.setdefault(doc_id, set()).update(revs)
        self._changed.append((doc_id, rev))
        self._note_subject(doc_id)
        return True

    def edit(self, document: Mapping[str, Any]) -> str:
        """Write a document, over the version that is shown if there is one; returns its revision."""
        leaves = self.leaves.get(document["_id"], {})
        before = max(leaves.values(), key=lambda leaf: leaf.rank).history if leaves else ()
        rev = next_revision(document, before[0] if before else None)
        start, ids = int(rev.partition("-")[0]), [one.partition("-")[2] for one in (rev, *before)]
        self.put({**document, "_rev": rev, "_revisions": {"start": start, "ids": ids}})
        return rev

    def newest(self, family: str, most: int) -> list[str]:
        """The last subjects of a family that were shown here by head, state or view, newest first."""
        return list(islice(reversed(self._subjects.get(family, {})), most))

    def _note_subject(self, doc_id: str) -> None:
        shown = doc_id.partition(":")[2] if doc_id.startswith(SHOWN) else doc_id
        self._subjects.setdefault(shown.partition(":")[0], {}).setdefault(shown)

    def winner(self, doc_id: str) -> Document | None:
        """The document as the application sees it; None when there is none or it is deleted."""
        leaves = self.leaves.get(doc_id)
        if not leaves:
            return None
        best = max(leaves.values(), key=lambda leaf: leaf.rank)
        return None if best.deleted else best.document

    def live(self) -> dict[str, set[str]]:
        """The leaves that are no tombstones, by id."""
        found = {
            doc_id: {rev for rev, leaf in leaves.items() if not leaf.deleted}
            for doc_id, leaves in self.leaves.items()
        }
        return {doc_id: revs for doc_id, revs in found.items() if revs}

    def unpushed(self, most: int) -> tuple[list[Leaf], int]:
        """The leaves among the next local changes, and where the ones after them begin."""
        end = min(self.pushed + most, len(self._changed))
        return list(self._leaves(self.pushed, end)), end

    def _leaves(self, first: int, end: int) -> Iterator[Leaf]:
        for doc_id, rev in self._changed[first:end]:
            leaf = self.leaves[doc_id].get(rev)
            if leaf is not None:
                yield leaf


def next_revision(document: Mapping[str, Any], before: str | None) -> str:
    """The revision that follows another one, or none: it follows from the content."""
    text = json.dumps([before, document], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    generation = int(before.partition("-")[0]) + 1 if before else 1
    return f"{generation}-{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}"


def history(document: Mapping[str, Any]) -> tuple[str, ...]:
    """A document's revisions, newest first, as far as it tells them."""
    told = document.get("_revisions")
    if told is None:
        return (document["_rev"],)
    return tuple(f"{told['start'] - back}-{name}" for back, name in enumerate(told["ids"]))
