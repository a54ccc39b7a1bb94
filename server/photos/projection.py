"""Journal -> what is known of photos; the only code that writes it. A call replaces the row of a photo."""

from typing import Any

from server.photos.tables import Attachment
from sync.acts import Act
from sync.domain import Folded, Subject
from sync.read_models import ReadModels

SAID = ("record", "div", "sha256", "size", "mime", "width", "height", "taken_at")


def project(models: ReadModels, subject: Subject, folded: Folded) -> None:
    """What the photo's document says, and where it lies."""
    rows = [_row(act, subject) for act in folded.acts if act.counts]
    models.replace(Attachment.__table__, {"id": subject.id, "partition": subject.partition}, rows)


def _row(act: Act, subject: Subject) -> dict[str, Any]:
    view, thumb = act.view, act.view["thumb"]
    database = next(entry.database for entry in subject.entries if entry.rseq == act.rseq)
    return {
        "id": act.doc_id,
        "partition": subject.partition,
        "database": database,
        "author": view["by"],
        "thumb_sha256": thumb and thumb["sha256"],
        "thumb_size": thumb and thumb["size"],
        **{name: view[name] for name in SAID},
    }
