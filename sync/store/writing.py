"""What a batch of documents does to the trees of a database: decided here, saved by the store."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sync import documents, revision
from sync.documents import Incoming
from sync.errors import BadRequest, Conflict, IllegalDocumentId, on_the_wire
from sync.revtree import RevTree
from sync.store.base import WriteResult
from sync.store.record import Record

REVS_LIMIT = 1000


def prepared(wire: Sequence[Mapping[str, Any]], new_edits: bool) -> list[Incoming]:
    """The documents, checked; one bad document fails the whole batch."""
    incoming = [documents.parse(_named(document)) for document in wire]
    for document in incoming:
        if document.id.startswith("_local/"):
            raise IllegalDocumentId("Local documents are not written in a batch.")
        if not new_edits and not document.path:
            raise BadRequest("With new_edits=false a document needs _rev or _revisions.")
    return incoming


class Plan:
    """The outcome of a batch on the documents `known` before it.

    `results` are in the order of the batch; `changed` holds the new tree of each document that changes, in
    the order in which they are to take their sequences; `bodies` the JSON text of each new (id, rev).
    """

    def __init__(self, known: Mapping[str, Record], revs_limit: int = REVS_LIMIT) -> None:
        self.known = known
        self.results: list[WriteResult] = []
        self.changed: dict[str, RevTree] = {}
        self.bodies: dict[tuple[str, str], str] = {}
        self._revs_limit = revs_limit

    def edit(self, document: Incoming) -> None:
        """Put a new revision after the leaf that the document names."""
        tree = self._tree(document.id)
        try:
            parent = _parent(tree, document)
        except Conflict as conflict:
            _, row = on_the_wire(conflict)
            self.results.append(WriteResult(document.id, None, row["error"], row["reason"]))
            return
        rev = revision.successor(parent, document.deleted, document.body)
        self._add(document, tree, [rev, parent] if parent else [rev])

    def graft(self, document: Incoming) -> None:
        """Add a revision that was made elsewhere, with the history that it brings."""
        self._add(document, self._tree(document.id), document.path[: self._revs_limit])

    def _add(self, document: Incoming, tree: RevTree | None, path: list[str]) -> None:
        rev = path[0]
        self.results.append(WriteResult(document.id, rev))
        if tree is None:
            self.changed[document.id] = RevTree.of(path, document.deleted)
        else:
            known = rev in tree
            branch = RevTree.of(path, tree.is_deleted(rev) if known else document.deleted)
            merged = tree.merged(branch)
            if merged != tree:
                self.changed[document.id] = merged.stemmed(self._revs_limit)
            if known:
                return
        self.bodies[document.id, rev] = document.text

    def _tree(self, doc_id: str) -> RevTree | None:
        if doc_id in self.changed:
            return self.changed[doc_id]
        return self.known[doc_id].tree if doc_id in self.known else None


def planned(known: Mapping[str, Record], batch: Sequence[Incoming], new_edits: bool, revs_limit: int) -> Plan:
    """The plan for a whole batch."""
    plan = Plan(known, revs_limit)
    step = plan.edit if new_edits else plan.graft
    for document in batch:
        step(document)
    return plan


def _named(document: object) -> object:
    if isinstance(document, Mapping) and "_id" not in document:
        return {**document, "_id": uuid.uuid4().hex}
    return document


def _parent(tree: RevTree | None, document: Incoming) -> str | None:
    """The leaf that an edit follows; None for the first revision. Raises Conflict."""
    asked = document.path[0] if document.path else None
    if tree is None:
        if asked is None:
            return None
        raise Conflict
    if asked is None:
        winner = tree.winner
        if tree.is_deleted(winner):
            return winner
        raise Conflict
    if asked in tree.leaves():
        return asked
    raise Conflict
