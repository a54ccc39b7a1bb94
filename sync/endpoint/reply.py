"""Replies: always JSON, never cached."""

from collections.abc import Iterable, Mapping

from flask import Response

from sync.documents import dumps
from sync.errors import SyncError, on_the_wire

HEADERS = {"Cache-Control": "no-store"}


def json_reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON."""
    return text_reply(dumps(value) + "\n", status, headers)


def text_reply(
    text: str | Iterable[str], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Text, or pieces of text sent one by one, that is JSON already."""
    return Response(text, status, {**HEADERS, **(headers or {})}, mimetype="application/json")


def error_reply(error: SyncError) -> Response:
    """What an error looks like to the client."""
    status, body = on_the_wire(error)
    return json_reply(body, status)


def etag(rev: str) -> dict[str, str]:
    """The header that names a document's revision."""
    return {"ETag": f'"{rev}"'}
