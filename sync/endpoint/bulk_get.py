"""POST _bulk_get: many revisions at once."""

from typing import Any

from flask import Response

from sync import revision
from sync.documents import dumps
from sync.endpoint.call import Call
from sync.endpoint.reply import text_reply
from sync.errors import BadRequest, NotFound, on_the_wire
from sync.store.base import MissingRevision, Revision


def bulk_get(call: Call) -> Response:
    """One result per requested entry, in order. Absent revisions are rows, never an error of the whole."""
    asked = call.json_object().get("docs")
    if not isinstance(asked, list):
        raise BadRequest("Missing JSON list of 'docs'.")
    wanted = [_entry(entry) for entry in asked]
    found = call.store.bulk_get(
        call.database, wanted, latest=call.flag("latest"), with_revs=call.flag("revs")
    )
    results = [
        f'{{"id":{dumps(doc_id)},"docs":[{",".join(_doc(revision) for revision in revisions)}]}}'
        for (doc_id, _), revisions in zip(wanted, found, strict=True)
    ]
    return text_reply(f'{{"results":[{",".join(results)}]}}\n')


def _entry(entry: Any) -> tuple[str, str | None]:
    doc_id = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(doc_id, str):
        raise BadRequest("Each of `docs` must be an object with an `id`")
    rev = entry.get("rev")
    if rev is not None:
        revision.parse(rev)
    return doc_id, rev


def _doc(found: Revision) -> str:
    if not isinstance(found, MissingRevision):
        return f'{{"ok":{found.json}}}'
    _, row = on_the_wire(NotFound(found.reason))
    return dumps({"error": {"id": found.id, "rev": found.rev, **row}})
