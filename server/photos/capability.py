"""What the photos tell the engine: their type and how it is shown."""

from server.photos.documents import check
from server.photos.projection import project
from server.records.telling import fold_alone
from sync.domain import Capability, Document, DocumentType, Family


def _own_id(document: Document) -> str:
    found: str = document["_id"]
    return found


PHOTOS = Capability(
    types=(DocumentType("attach", "fact", check, _own_id),),
    families=(Family("att", fold_alone, project),),
)
