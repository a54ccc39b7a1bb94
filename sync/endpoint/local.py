"""Local documents, where replicators keep their checkpoints."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from sync.documents import check_id, dumps
from sync.endpoint.call import Call
from sync.endpoint.reply import json_reply
from sync.errors import BadRequest, TooLarge

PREFIX = "_local/"
GONE = "0-0"
MAX_BYTES = 64 * 1024


def read(call: Call) -> Response:
    """The document."""
    return json_reply(call.store.read_local(call.database, _name(call.doc_id)))


def write(call: Call) -> Response:
    """Create or replace, or remove with `_deleted`."""
    document = call.json_object()
    if "_rev" not in document and "rev" in call.request.args:
        document["_rev"] = call.request.args["rev"]
    if document.setdefault("_id", call.doc_id) != call.doc_id:
        raise BadRequest("The document's _id is not the one of the address")
    return json_reply({"ok": True, "id": call.doc_id, "rev": save(call, document)}, 201)


def delete(call: Call) -> Response:
    """Remove."""
    call.store.delete_local(call.database, _name(call.doc_id), call.request.args.get("rev"))
    return json_reply({"ok": True, "id": call.doc_id, "rev": GONE})


def save(call: Call, document: Mapping[str, Any]) -> str:
    """Write a local document by its `_id`; its new revision. Raises Conflict, NotFound, TooLarge."""
    name = _name(document["_id"])
    if len(dumps(document).encode()) > MAX_BYTES:
        raise TooLarge(f"A local document may have {MAX_BYTES} bytes of JSON")
    if document.get("_deleted") is True:
        call.store.delete_local(call.database, name, document.get("_rev"))
        return GONE
    kept = {key: value for key, value in document.items() if key != "_deleted"}
    return call.store.write_local(call.database, name, kept)


def _name(doc_id: str) -> str:
    return check_id(doc_id).removeprefix(PREFIX)
