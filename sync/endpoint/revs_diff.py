"""POST _revs_diff: which of these revisions are unknown here?"""

from typing import Any

from flask import Response

from sync import revision
from sync.endpoint.call import Call
from sync.endpoint.reply import json_reply
from sync.errors import BadRequest
from sync.store.base import RevsDiff


def revs_diff(call: Call) -> Response:
    """Documents of which nothing is missing are not in the reply."""
    asked = call.json_object()
    for revs in asked.values():
        if not isinstance(revs, list):
            raise BadRequest("Each document id must have a list of revisions")
        for rev in revs:
            revision.parse(rev)
    found = call.store.revs_diff(call.database, asked)
    return json_reply({doc_id: _row(diff) for doc_id, diff in found.items()})


def _row(diff: RevsDiff) -> dict[str, Any]:
    ancestors = {"possible_ancestors": diff.possible_ancestors} if diff.possible_ancestors else {}
    return {"missing": diff.missing, **ancestors}
