"""The document store's contract. What these docstrings promise, tests/contracts holds every store to.

Documents go in and out as plain JSON objects with `_id`, `_rev`, `_deleted`, as on the wire. A revision is
the text `N-id`. Every method that names a database raises DatabaseNotFound when there is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from sync.access import Security
from sync.json_text import parsed

Document = dict[str, Any]
Style = Literal["main_only", "all_docs"]


@dataclass(frozen=True)
class DatabaseInfo:
    """A database at one moment. `epoch` is new for each creation, so a re-created one is noticed."""

    name: str
    doc_count: int
    doc_del_count: int
    update_seq: int
    epoch: str


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What became of one document: `rev` when it is stored, else `error` and `reason` as on the wire."""

    id: str
    rev: str | None
    error: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FoundRevision:
    """One revision with its document, as JSON text: most readers pass it on unread."""

    id: str
    rev: str
    json: str

    @property
    def doc(self) -> Document:
        """The document, parsed anew at each call."""
        return parsed(self.json)


@dataclass(frozen=True, slots=True)
class MissingRevision:
    """A revision asked for that has no body here; `rev` is `undefined` when the whole document is absent."""

    id: str
    rev: str
    reason: str = "missing"


Revision = FoundRevision | MissingRevision


@dataclass(frozen=True, slots=True)
class RevsDiff:
    """Which of the asked revisions are unknown, and the leaves here that may be their ancestors."""

    missing: list[str]
    possible_ancestors: list[str]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A document at its newest sequence. `revs`: the winner, or with `all_docs` every leaf, winner first.

    `deleted` is that of the winner; `json` the winning document when documents were asked for.
    """

    seq: int
    id: str
    revs: list[str]
    deleted: bool
    json: str | None = None

    @property
    def doc(self) -> Document | None:
        """The winning document, parsed anew at each call, or None if documents were not asked for."""
        return None if self.json is None else parsed(self.json)


@dataclass(frozen=True)
class ChangesPage:
    """Rows by sequence; `last_seq` is where to go on from; `pending` counts the rows after it."""

    rows: list[ChangeRow]
    last_seq: int
    pending: int


@dataclass(frozen=True, slots=True)
class AllDocsRow:
    """A row of all_docs. `rev` is None when `key` was asked for by name and there is no such document."""

    key: str
    rev: str | None
    deleted: bool = False
    json: str | None = None


@dataclass(frozen=True)
class AllDocsPage:
    """`total_rows` counts the live documents of the database, `offset` the rows skipped on request."""

    total_rows: int
    offset: int
    update_seq: int
    rows: list[AllDocsRow]


@dataclass(frozen=True)
class AllDocsQuery:
    """A range of ids, in code point order; both ends count unless `inclusive_end` is false."""

    start: str | None = None
    end: str | None = None
    inclusive_end: bool = True
    descending: bool = False
    skip: int = 0
    limit: int | None = None
    include_docs: bool = False
    conflicts: bool = False


@dataclass(frozen=True)
class Extras:
    """What a read adds to a document: `_revisions`, `_revs_info`, `_conflicts`, `_deleted_conflicts`."""

    revs: bool = False
    revs_info: bool = False
    conflicts: bool = False
    deleted_conflicts: bool = False


def picked(keys: Sequence[str], query: AllDocsQuery) -> Sequence[str]:
    """The keys that docs_by_key answers for."""
    ordered = keys[::-1] if query.descending else keys
    return ordered[query.skip :][: query.limit]


PLAIN = Extras()
EVERYTHING = AllDocsQuery()


@runtime_checkable
class DocumentStore(Protocol):
    """Databases of documents with revision trees. Safe to call from many threads at once."""

    @property
    def uuid(self) -> str:
        """Names this store; the same over restarts, since clients build checkpoint ids from it."""

    def close(self) -> None:
        """Let go of files and connections; the store is not used afterwards."""

    def databases(self) -> list[str]:
        """The names of all databases, sorted."""

    def create(self, name: str) -> None:
        """Make an empty database; raises DatabaseExists, IllegalDatabaseName."""

    def delete(self, name: str) -> None:
        """Remove the database with all that is in it."""

    def info(self, name: str) -> DatabaseInfo:
        """Counts, last sequence and epoch."""

    def update_seqs(self) -> dict[str, int]:
        """The last sequence of every database, by name, in one cheap query."""

    def security(self, name: str) -> Security:
        """Who rules and who reads; a new database has neither, so only administrators read it."""

    def set_security(self, name: str, security: Security) -> None:
        """Replace the roles."""

    def write(
        self, name: str, documents: Sequence[Mapping[str, Any]], *, new_edits: bool = True
    ) -> list[WriteResult]:
        """Store documents in one transaction; on disk when this returns. One result per document, in order.

        With `new_edits` each is an edit: it names the leaf it replaces in `_rev` (none for a new or deleted
        document), gets a new revision, and fails alone with `conflict`; a missing `_id` is made up.
        Without, each is a known revision from elsewhere: `_rev` or `_revisions` is kept and grafted onto the
        tree; one already there is a success that changes nothing.
        Every changed document takes the next sequence; sequence order is commit order.
        Raises BadRequest, InvalidRevision, IllegalDocumentId, InvalidDocument: then nothing was stored.
        """

    def forget_bodies(self, name: str, doc_id: str) -> None:
        """Forget what the revisions of a document said that others have followed: only its leaves are left,
        and their histories. Nothing of it stays in the store's files. An unknown document is nothing to do.
        """

    def read(
        self,
        name: str,
        doc_id: str,
        *,
        rev: str | None = None,
        latest: bool = False,
        extras: Extras = PLAIN,
    ) -> Document:
        """The winning revision, or `rev` (with `latest` the best leaf that descends from it).

        Raises NotFound, reason `missing`, or `deleted` when no `rev` is named and the winner is a tombstone.
        """

    def open_revs(
        self,
        name: str,
        doc_id: str,
        revs: Sequence[str] | None,
        *,
        latest: bool = False,
        with_revs: bool = False,
    ) -> list[Revision]:
        """The named revisions in order, each once; every leaf when `revs` is None, or NotFound."""

    def bulk_get(
        self,
        name: str,
        wanted: Sequence[tuple[str, str | None]],
        *,
        latest: bool = False,
        with_revs: bool = False,
    ) -> list[list[Revision]]:
        """For each (id, rev) in order its revisions: one, or with `latest` the leaves that descend from it.

        No `rev` means the winner, or with `latest` every leaf. What is absent comes as MissingRevision.
        """

    def revs_diff(self, name: str, asked: Mapping[str, Sequence[str]]) -> dict[str, RevsDiff]:
        """The documents of which some revision is unknown here. One known only as an ancestor is known."""

    def all_docs(self, name: str, query: AllDocsQuery = EVERYTHING) -> AllDocsPage:
        """The live documents by id."""

    def docs_by_key(self, name: str, keys: Sequence[str], query: AllDocsQuery = EVERYTHING) -> AllDocsPage:
        """One row per key in the order asked, also for deleted (`deleted`) and unknown (`rev` None) ones.

        Of `query` the range is ignored; `descending`, `skip` and `limit` apply to the list of keys.
        """

    def changes(
        self,
        name: str,
        *,
        since: int = 0,
        limit: int | None = None,
        style: Style = "main_only",
        include_docs: bool = False,
        descending: bool = False,
        doc_ids: Sequence[str] | None = None,
        conflicts: bool = False,
    ) -> ChangesPage:
        """Documents changed after `since`, each once at its newest sequence, oldest first.

        `descending` goes from the newest down to `since`. `doc_ids` keeps only these. `conflicts` adds
        `_conflicts` to the documents. An empty page that was not cut by `limit` has `last_seq` = the
        database's last sequence. Design documents are in it, local documents never.
        """

    def read_local(self, name: str, local_id: str) -> Document:
        """The local document `_local/{local_id}` with its `_rev` `0-N`; raises NotFound."""

    def write_local(self, name: str, local_id: str, document: Mapping[str, Any]) -> str:
        """Create or replace; returns the new revision; raises Conflict unless `_rev` is the stored one."""

    def delete_local(self, name: str, local_id: str, rev: str | None) -> None:
        """Remove; raises NotFound, and Conflict unless `rev` is the stored one."""
