"""What the engine refuses, each as a small class, and the one table that says how it looks on the wire.

CouchDB's clients read `{"error": ..., "reason": ...}` and the status: PouchDB decides by `error` first.
"""

import traceback
from collections.abc import Mapping
from pathlib import Path


def told(error: BaseException) -> str:
    """The kind of an error and where it was raised: its message may quote what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return (
        f"{type(error).__name__} at {frames[-1].name}, {Path(frames[-1].filename).name}:{frames[-1].lineno}"
    )


class SyncError(Exception):
    """Something the client may be told. `reason` is a sentence that says what failed and why."""

    default_reason = "The request failed."

    def __init__(self, reason: str | None = None) -> None:
        self.reason = self.default_reason if reason is None else reason
        super().__init__(self.reason)


class BadRequest(SyncError):
    """The request cannot be understood: malformed JSON, a wrong type, an unknown parameter value."""

    default_reason = "The request could not be understood."


class InvalidRevision(BadRequest):
    """A revision is not of the form `N-id` with N a positive number."""

    default_reason = "Invalid rev format"


class IllegalDatabaseName(SyncError):
    """The name has other characters than a-z, 0-9, _$()+-/, or does not begin with a letter."""

    default_reason = (
        "Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / "
        "are allowed. Must begin with a letter."
    )


class IllegalDocumentId(SyncError):
    """The id is empty, too long, not text, or begins with an underscore that means nothing."""

    default_reason = "Only reserved document ids may start with underscore."


class InvalidDocument(SyncError):
    """The document carries a field with a leading underscore that the protocol does not know."""

    default_reason = "Bad special document member."


class Unauthorized(SyncError):
    """Nobody, or nobody we know: the credentials are missing or wrong."""

    default_reason = "Name or password is incorrect."


class Forbidden(SyncError):
    """We know who asks, and it is not theirs to do."""

    default_reason = "You are not allowed to access this db."


class NotFound(SyncError):
    """No such database, document or revision. `reason` is `missing` or `deleted` for documents."""

    default_reason = "missing"


class DatabaseNotFound(NotFound):
    """There is no database of that name."""

    default_reason = "Database does not exist."


class MethodNotAllowed(SyncError):
    """The resource exists but does not know this method."""

    default_reason = "The method is not allowed here."


class Conflict(SyncError):
    """The edit does not start from a leaf of the document's revision tree."""

    default_reason = "Document update conflict."


class DatabaseExists(SyncError):
    """A database of that name exists already."""

    default_reason = "The database could not be created, the file already exists."


class TooLarge(SyncError):
    """The body is larger than this server accepts."""

    default_reason = "The request entity is too large."


class UnsupportedMedia(SyncError):
    """The body's type or encoding is one that this server does not read."""

    default_reason = "Content-Type must be application/json"


class NotImplementedHere(SyncError):
    """The protocol knows it, this server does not."""

    default_reason = "This server does not support that."


class SchemaTooNew(Exception):
    """The store was written by a newer version of this software, which must be used to open it."""

    def __init__(self, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(
            f"The document store has schema version {found}, this software knows up to {known}. "
            "Start the newer version that wrote it."
        )


WIRE: Mapping[type[SyncError], tuple[int, str]] = {
    BadRequest: (400, "bad_request"),
    InvalidRevision: (400, "bad_request"),
    IllegalDatabaseName: (400, "illegal_database_name"),
    IllegalDocumentId: (400, "illegal_docid"),
    InvalidDocument: (400, "doc_validation"),
    Unauthorized: (401, "unauthorized"),
    Forbidden: (403, "forbidden"),
    NotFound: (404, "not_found"),
    DatabaseNotFound: (404, "not_found"),
    MethodNotAllowed: (405, "method_not_allowed"),
    Conflict: (409, "conflict"),
    DatabaseExists: (412, "file_exists"),
    TooLarge: (413, "too_large"),
    UnsupportedMedia: (415, "bad_content_type"),
    NotImplementedHere: (501, "not_implemented"),
}


def on_the_wire(error: SyncError) -> tuple[int, dict[str, str]]:
    """The status and the body that tell `error` to a client."""
    status, code = WIRE[type(error)]
    return status, {"error": code, "reason": error.reason}
