"""What the divisions tell the engine: their types and how each is shown."""

from typing import Any

from server.divisions.documents import SCHEMAS, check
from server.divisions.projection import project
from sync.domain import Capability, Document, DocumentType, Family


def _subject_of(document: Document) -> str:
    subject: Any = document["_id"]
    return str(subject)


DIVISIONS = Capability(
    types=tuple(DocumentType(name, "reference", check, _subject_of) for name in SCHEMAS),
    families=tuple(Family(name, project=project) for name in SCHEMAS),
)
