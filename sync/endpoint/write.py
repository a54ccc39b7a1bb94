"""The one way in for documents: the guard decides on each, the store keeps the rest in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from sync.access import may_rule
from sync.endpoint import local
from sync.endpoint.call import Call
from sync.errors import BadRequest, Conflict, Forbidden, NotFound, SyncError, TooLarge, on_the_wire
from sync.store.base import WriteResult

ONLY_RULERS = "Only administrators write design documents."


def write(call: Call, documents: Sequence[Any], new_edits: bool) -> list[WriteResult]:
    """One result per document in order; refused ones have the error `forbidden`."""
    if not all(isinstance(document, Mapping) for document in documents):
        raise BadRequest("Document must be a JSON object")
    settled = {
        index: row for index, document in enumerate(documents) if (row := _aside(call, document, new_edits))
    }
    rest = [document for index, document in enumerate(documents) if index not in settled]
    stored = iter(call.store.write(call.database, rest, new_edits=new_edits))
    call.endpoint.watch.poke()
    return [settled[index] if index in settled else next(stored) for index in range(len(documents))]


def write_one(call: Call, document: Mapping[str, Any], new_edits: bool = True) -> WriteResult:
    """The result of a single document; raises Forbidden, Conflict."""
    [result] = write(call, [document], new_edits)
    if result.error == "forbidden":
        raise Forbidden(result.reason)
    if result.error:
        raise Conflict(result.reason)
    return result


def _aside(call: Call, document: Mapping[str, Any], new_edits: bool) -> WriteResult | None:
    """The result of a document that does not go into the batch: a local or a refused one."""
    doc_id = document.get("_id")
    if isinstance(doc_id, str) and doc_id.startswith(local.PREFIX):
        return _saved_local(call, doc_id, document)
    reason = _refusal(call, _as_edit(document) if new_edits else document)
    return None if reason is None else _failed(doc_id, Forbidden(reason))


def _saved_local(call: Call, doc_id: str, document: Mapping[str, Any]) -> WriteResult:
    try:
        return WriteResult(doc_id, local.save(call, document))
    except (Conflict, NotFound, TooLarge) as problem:
        return _failed(doc_id, problem)


def _refusal(call: Call, document: Mapping[str, Any]) -> str | None:
    if str(document.get("_id", "")).startswith("_design/") and not _rules(call):
        return ONLY_RULERS
    return call.endpoint.guard(call.database, document, call.caller)


def _as_edit(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """An edit as the guard sees it: it follows the revision it names, whatever history it shows."""
    if document.get("_revisions") is None:
        return document
    plain = {key: value for key, value in document.items() if key != "_revisions"}
    return {**plain, "_rev": document.get("_rev") or ""}


def _rules(call: Call) -> bool:
    return may_rule(call.caller, call.store.security(call.database))


def _failed(doc_id: object, error: SyncError) -> WriteResult:
    _, row = on_the_wire(error)
    return WriteResult(str(doc_id), None, row["error"], row["reason"])
