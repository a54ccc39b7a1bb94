"""One document: GET, PUT, DELETE."""

from urllib.parse import quote

from flask import Response

from sync import revision
from sync.documents import check_id, dumps
from sync.endpoint.call import Call
from sync.endpoint.reply import etag, json_reply, text_reply
from sync.endpoint.write import write_one
from sync.errors import BadRequest
from sync.store.base import Extras, FoundRevision, Revision


def read(call: Call) -> Response:
    """The winner, or what `rev` or `open_revs` ask for."""
    if "open_revs" in call.request.args:
        return _open_revs(call)
    document = call.store.read(
        call.database,
        check_id(call.doc_id),
        rev=_rev(call),
        latest=call.flag("latest"),
        extras=Extras(
            revs=call.flag("revs"),
            revs_info=call.flag("revs_info"),
            conflicts=call.flag("conflicts"),
            deleted_conflicts=call.flag("deleted_conflicts"),
        ),
    )
    return json_reply(document, headers=etag(document["_rev"]))


def write(call: Call) -> Response:
    """An edit, or with `new_edits=false` a revision from elsewhere."""
    document = call.json_object()
    if document.setdefault("_id", call.doc_id) != call.doc_id:
        raise BadRequest("The document's _id is not the one of the address")
    rev = _rev(call)
    if rev is not None and document.setdefault("_rev", rev) != rev:
        raise BadRequest("Document rev from request body and query string have different values")
    new_edits = "new_edits" not in call.request.args or call.flag("new_edits")
    result = write_one(call, document, new_edits)
    location = f"/{quote(call.database, safe='')}/{quote(call.doc_id)}"
    headers = {**etag(str(result.rev)), "Location": location}
    return json_reply({"ok": True, "id": result.id, "rev": result.rev}, 201, headers)


def delete(call: Call) -> Response:
    """A tombstone after the named leaf."""
    call.store.read(call.database, check_id(call.doc_id), rev=_rev(call))
    tombstone = {"_id": call.doc_id, "_deleted": True}
    rev = _rev(call)
    result = write_one(call, tombstone if rev is None else {**tombstone, "_rev": rev})
    return json_reply({"ok": True, "id": result.id, "rev": result.rev}, 200, etag(str(result.rev)))


def _open_revs(call: Call) -> Response:
    asked = call.request.args["open_revs"]
    revs = None if asked == "all" else call.json_parameter("open_revs")
    if revs is not None:
        if not isinstance(revs, list):
            raise BadRequest("open_revs must be `all` or a JSON list of revisions")
        for rev in revs:
            revision.parse(rev)
    found = call.store.open_revs(
        call.database, check_id(call.doc_id), revs, latest=call.flag("latest"), with_revs=call.flag("revs")
    )
    return text_reply(f"[{','.join(_row(revision) for revision in found)}]\n")


def _row(found: Revision) -> str:
    if isinstance(found, FoundRevision):
        return f'{{"ok":{found.json}}}'
    return dumps({"missing": found.rev})


def _rev(call: Call) -> str | None:
    rev = call.request.args.get("rev")
    if rev is not None:
        revision.parse(rev)
    return rev
