"""POST _bulk_docs: many documents in one transaction."""

from typing import Any

from flask import Response

from sync.endpoint.call import Call
from sync.endpoint.reply import json_reply
from sync.endpoint.write import write
from sync.errors import BadRequest
from sync.store.base import WriteResult


def bulk_docs(call: Call) -> Response:
    """A row per document; with `new_edits` false only for those that failed, so `[]` is success."""
    body = call.json_object()
    documents, new_edits = body.get("docs"), body.get("new_edits", True)
    if not isinstance(documents, list):
        raise BadRequest("POST body must include `docs` parameter, a list of documents")
    if not isinstance(new_edits, bool):
        raise BadRequest("`new_edits` must be true or false")
    results = write(call, documents, new_edits)
    return json_reply([_row(result) for result in results if new_edits or result.error], 201)


def _row(result: WriteResult) -> dict[str, Any]:
    if result.error:
        return {"id": result.id, "error": result.error, "reason": result.reason}
    return {"ok": True, "id": result.id, "rev": result.rev}
