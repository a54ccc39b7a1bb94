"""Documents as a replicator sends them."""

from typing import Any


def revised(doc_id: str, *path: str, deleted: bool = False, **body: Any) -> dict[str, Any]:
    """A document at the first revision of `path`, with the rest as its history, newest first."""
    start = int(path[0].partition("-")[0])
    ids = [rev.partition("-")[2] for rev in path]
    marks = {"_deleted": True} if deleted else {}
    return {"_id": doc_id, "_rev": path[0], "_revisions": {"start": start, "ids": ids}, **marks, **body}
