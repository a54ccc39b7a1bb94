"""One request, as the resources see it, and what the endpoint was built with."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from sync.access import Caller, may_read
from sync.changes import ChangeWatch
from sync.errors import BadRequest, DatabaseNotFound, TooLarge, Unauthorized, UnsupportedMedia
from sync.store.base import DocumentStore

Authenticate = Callable[[Request], Caller]
Guard = Callable[[str, Mapping[str, Any], Caller], str | None]


@dataclass(frozen=True)
class Endpoint:
    """What all requests share. `max_body` in bytes."""

    store: DocumentStore
    watch: ChangeWatch
    authenticate: Authenticate
    guard: Guard
    max_body: int


@dataclass(frozen=True)
class Call:
    """A request for a resource: `database` and `doc_id` are decoded, and empty where there is none."""

    endpoint: Endpoint
    request: Request
    caller: Caller
    database: str = ""
    doc_id: str = ""

    @property
    def store(self) -> DocumentStore:
        return self.endpoint.store

    def still_admitted(self) -> bool:
        """Whether who asks may read the database now; asked again after a long wait."""
        try:
            caller = self.endpoint.authenticate(self.request)
            return caller.name is not None and may_read(caller, self.store.security(self.database))
        except (Unauthorized, DatabaseNotFound):
            return False

    def flag(self, name: str) -> bool:
        """A query parameter `true` or `false`, false when absent; raises BadRequest."""
        value = self.request.args.get(name, "false")
        if value not in ("true", "false"):
            raise BadRequest(f"Query parameter {name} must be true or false, not {value!r}")
        return value == "true"

    def count(self, name: str) -> int | None:
        """A query parameter that is a number from 0 up, None when absent; raises BadRequest."""
        value = self.request.args.get(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 16):
            raise BadRequest(f"Query parameter {name} must be a number from 0 up, not {value!r}")
        return int(value)

    def json_parameter(self, name: str) -> Any:
        """A query parameter that holds JSON, None when absent; raises BadRequest."""
        value = self.request.args.get(name)
        return None if value is None else _parse(value)

    def json_object(self) -> dict[str, Any]:
        """The body, which must be a JSON object; raises BadRequest, TooLarge, UnsupportedMedia."""
        value = _parse(self._body())
        if not isinstance(value, dict):
            raise BadRequest("Request body must be a JSON object")
        return value

    def _body(self) -> str:
        if self.request.mimetype not in ("", "application/json"):
            raise UnsupportedMedia
        if self.request.headers.get("Content-Encoding", "identity") != "identity":
            raise UnsupportedMedia("Request bodies are read as they are, without a Content-Encoding")
        try:
            return self._bytes().decode()
        except UnicodeDecodeError as problem:
            raise BadRequest("Request body is not UTF-8") from problem

    def _bytes(self) -> bytes:
        limit = self.endpoint.max_body
        too_large = TooLarge(f"The body is larger than {limit} bytes")
        # One more than allowed: a body of unknown length is cut at its limit without an error.
        self.request.max_content_length = limit + 1
        try:
            data = self.request.get_data(cache=False)
        except RequestEntityTooLarge as problem:
            raise too_large from problem
        if len(data) > limit:
            raise too_large
        if len(data) < (self.request.content_length or 0):
            raise BadRequest("Request body ended early")
        return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _parse(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as problem:
        raise BadRequest(f"invalid JSON: {problem}") from problem
