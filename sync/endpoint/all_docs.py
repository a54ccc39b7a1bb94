"""GET and POST _all_docs: the live documents by id, or those of a list of keys."""

import json
from typing import Any

from flask import Response

from sync.documents import dumps, is_storable
from sync.endpoint.call import Call
from sync.endpoint.reply import text_reply
from sync.errors import BadRequest
from sync.store.base import AllDocsPage, AllDocsQuery, AllDocsRow

RANGE = frozenset({"key", "startkey", "start_key", "endkey", "end_key"})


def read(call: Call) -> Response:
    """By the parameters of the query."""
    return _reply(call, call.json_parameter("keys"))


def read_posted(call: Call) -> Response:
    """The same with the keys in the body."""
    return _reply(call, call.json_object().get("keys"))


def _reply(call: Call, keys: Any) -> Response:
    query = _query(call)
    if keys is not None and not RANGE.isdisjoint(call.request.args):
        raise BadRequest("`keys` is incompatible with `key`, `startkey` and `endkey`")
    if keys is None:
        page = call.store.all_docs(call.database, query)
    elif isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        page = call.store.docs_by_key(call.database, keys, query)
    else:
        raise BadRequest("`keys` must be a list of document ids")
    return text_reply(_text(page, query.include_docs, call.flag("update_seq")))


def _text(page: AllDocsPage, include_docs: bool, with_seq: bool) -> str:
    head = {"total_rows": page.total_rows, "offset": page.offset}
    if with_seq:
        head["update_seq"] = page.update_seq
    rows = ",\n".join(_row(row, include_docs) for row in page.rows)
    return f'{dumps(head)[:-1]},"rows":[\n{rows}\n]}}\n'


def _row(row: AllDocsRow, include_docs: bool) -> str:
    key = dumps(row.key)
    if row.rev is None:
        return f'{{"key":{key},"error":"not_found"}}'
    deleted = ',"deleted":true' if row.deleted else ""
    document = f',"doc":{row.json or "null"}' if include_docs else ""
    return f'{{"id":{key},"key":{key},"value":{{"rev":{dumps(row.rev)}{deleted}}}{document}}}'


def _query(call: Call) -> AllDocsQuery:
    key = _id(call, "key")
    descending = call.flag("descending")
    return AllDocsQuery(
        start=_id(call, "startkey", "start_key") if key is None else key,
        end=_id(call, "endkey", "end_key") if key is None else key,
        inclusive_end="inclusive_end" not in call.request.args or call.flag("inclusive_end"),
        descending=descending,
        skip=call.count("skip") or 0,
        limit=call.count("limit"),
        include_docs=call.flag("include_docs"),
        conflicts=call.flag("conflicts"),
    )


def _id(call: Call, *names: str) -> str | None:
    """A bound of the range, which may have two names; raises BadRequest."""
    values = [call.json_parameter(name) for name in names if name in call.request.args]
    value = values[0] if values else None
    if value is not None and not (isinstance(value, str) and is_storable(value)):
        raise BadRequest(f"{names[0]} must be a document id as JSON text, not {json.dumps(value)}")
    return value
