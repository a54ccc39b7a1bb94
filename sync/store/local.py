"""Local documents `_local/{id}`: never replicated, their revisions count `0-1`, `0-2`, ...

Replicators keep their checkpoints in them. Two tabs that write one checkpoint must not undo each other, so
an edit names the revision it replaces.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.documents import check_id, dumps
from sync.errors import BadRequest, Conflict, InvalidDocument, NotFound
from sync.store.base import Document


@dataclass(frozen=True, slots=True)
class LocalDocument:
    """The number in its revision, and its body as JSON text."""

    number: int
    text: str

    @property
    def rev(self) -> str:
        """The revision as on the wire."""
        return f"0-{self.number}"


def read(stored: LocalDocument | None, local_id: str) -> Document:
    """The document; raises NotFound."""
    if stored is None:
        raise NotFound
    return {"_id": f"_local/{local_id}", "_rev": stored.rev, **json.loads(stored.text)}


def replaced(stored: LocalDocument | None, local_id: str, document: Mapping[str, Any]) -> LocalDocument:
    """What is to be stored instead; raises Conflict, BadRequest, InvalidDocument, IllegalDocumentId."""
    check_id(f"_local/{local_id}")
    if not isinstance(document, Mapping):
        raise BadRequest("Document must be a JSON object")
    unknown = [key for key in document if key[:1] == "_" and key not in ("_id", "_rev", "_revisions")]
    if unknown:
        raise InvalidDocument(f"Bad special document member: {unknown[0]}")
    _check_rev(stored, document.get("_rev"))
    body = {key: value for key, value in document.items() if key[:1] != "_"}
    return LocalDocument(stored.number + 1 if stored else 1, dumps(body))


def check_removal(stored: LocalDocument | None, rev: str | None) -> None:
    """Raises NotFound, Conflict."""
    if stored is None:
        raise NotFound
    _check_rev(stored, rev)


def _check_rev(stored: LocalDocument | None, rev: object) -> None:
    if rev != (stored.rev if stored else None):
        raise Conflict
