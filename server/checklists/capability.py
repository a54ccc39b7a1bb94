"""What checklists tell the engine: one type of reference document, which no read model shows."""

from collections.abc import Mapping
from typing import Any

from server.checklists.documents import ChecklistSchema
from sync.domain import Capability, Document, DocumentType, Family

TYPE = "checklist"


def _check(document: Mapping[str, Any]) -> dict[str, Any]:
    return dict(ChecklistSchema().validate(document))


def _subject_of(document: Document) -> str:
    return str(document["_id"])


CHECKLISTS = Capability(
    types=(DocumentType(TYPE, "reference", _check, _subject_of),), families=(Family(TYPE),)
)
