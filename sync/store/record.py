"""What a store keeps of a document, and how it becomes a document again."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sync.documents import with_fields
from sync.errors import IllegalDatabaseName
from sync.revision import generation
from sync.revtree import RevTree
from sync.store.base import PLAIN, Extras

NOTHING: Mapping[str, Any] = {}
DATABASE_NAME = re.compile(r"[a-z][a-z0-9_$()+/-]{0,237}")


@dataclass(frozen=True, slots=True)
class Record:
    """A document without its bodies. `rev` is the winner and `deleted` whether that is a tombstone."""

    id: str
    seq: int
    rev: str
    deleted: bool
    tree: RevTree


class Snapshot(Protocol):
    """One consistent view of one database."""

    def records(self, ids: Collection[str]) -> Mapping[str, Record]:
        """Those of the documents that exist, by id."""

    def bodies(self, wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """The bodies that are kept, as JSON text, by (id, rev)."""


def check_name(name: str) -> None:
    """Raises IllegalDatabaseName."""
    if not DATABASE_NAME.fullmatch(name):
        raise IllegalDatabaseName


def render(record: Record, rev: str, text: str, extras: Extras = PLAIN, kept: Collection[str] = ()) -> str:
    """The JSON text of one revision; `kept`: the revisions with a body, only read for `_revs_info`."""
    deleted = record.tree.is_deleted(rev)
    if extras == PLAIN:
        return plain(record.id, rev, deleted, text)
    more: dict[str, Any] = {}
    _add_extras(more, record.tree, rev, extras, kept)
    return plain(record.id, rev, deleted, text, more)


def plain(doc_id: str, rev: str, deleted: bool, text: str, more: Mapping[str, Any] = NOTHING) -> str:
    """The JSON text of a document of which only these are known."""
    fields = {"_id": doc_id, "_rev": rev, **({"_deleted": True} if deleted else {}), **more}
    return with_fields(text, fields)


def _add_extras(
    fields: dict[str, Any], tree: RevTree, rev: str, extras: Extras, kept: Collection[str]
) -> None:
    path = tree.path(rev)
    if extras.revs:
        fields["_revisions"] = {"start": generation(rev), "ids": [one.partition("-")[2] for one in path]}
    if extras.revs_info:
        fields["_revs_info"] = [{"rev": one, "status": _status(tree, one, kept)} for one in path]
    if extras.conflicts or extras.deleted_conflicts:
        others = [leaf for leaf in tree.leaves() if leaf != rev]
        live = [leaf for leaf in others if not tree.is_deleted(leaf)]
        dead = [leaf for leaf in others if tree.is_deleted(leaf)]
        fields.update({"_conflicts": live} if extras.conflicts and live else {})
        fields.update({"_deleted_conflicts": dead} if extras.deleted_conflicts and dead else {})


def _status(tree: RevTree, rev: str, kept: Collection[str]) -> str:
    if rev not in kept:
        return "missing"
    return "deleted" if tree.is_deleted(rev) else "available"
