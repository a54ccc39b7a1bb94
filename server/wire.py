"""What a view takes and gives, said beside it: the body and the query are checked, and OpenAPI reads it.

The order above a view is route, guard, what it takes, what it gives:

    @bp.post("/session")
    @takes(SignInSchema)
    @gives(SessionSchema)
    def sign_in(body: Body) -> Answer: ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import Response, request
from marshmallow import EXCLUDE, Schema

from server.errors import BadRequest, Invalid
from sync.documents import is_storable

P = ParamSpec("P")
R = TypeVar("R")
Body = dict[str, Any]
UNSTORABLE = "no database holds this text: NUL or half a character in it"

Answer = dict[str, Any] | Response | tuple[dict[str, Any], int]


def takes(
    schema: type[Schema], *, any_text: bool = False
) -> Callable[[Callable[Concatenate[Body, P], R]], Callable[P, R]]:
    """Give the view its JSON body, checked, first.

    Unreadable JSON is answered with 400, what does not fit with 422; so is text that no database holds,
    unless the view takes `any_text` and looks itself.
    """

    def decorate(view: Callable[Concatenate[Body, P], R]) -> Callable[P, R]:
        @wraps(view)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            data = _json()
            if not any_text:
                _refuse_unstorable(data)
            return view(_load(schema, data), *args, **kwargs)

        inner.__takes__ = schema  # type: ignore[attr-defined]  # read by server.openapi
        return inner

    return decorate


def asks(schema: type[Schema]) -> Callable[[Callable[Concatenate[Body, P], R]], Callable[P, R]]:
    """Give the view its query string, checked, first. Unknown names are left out, what does not fit is a
    422.
    """

    def decorate(view: Callable[Concatenate[Body, P], R]) -> Callable[P, R]:
        @wraps(view)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            data = request.args.to_dict()
            _refuse_unstorable(data)
            return view(_load(schema, data, unknown=EXCLUDE), *args, **kwargs)

        inner.__asks__ = schema  # type: ignore[attr-defined]  # read by server.openapi
        return inner

    return decorate


def gives(schema: type[Schema], status: int = 200) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say what the view answers. Views build their answers from checked data, so nothing is changed here."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        view.__gives__ = (status, schema)  # type: ignore[attr-defined]  # read by server.openapi
        return view

    return decorate


def _json() -> object:
    try:
        return request.get_json()
    except RecursionError as error:  # brackets nested by the thousand
        raise BadRequest from error


def _refuse_unstorable(value: object) -> None:
    """Raise Invalid for text with NUL, which PostgreSQL refuses, or with half a character."""
    if isinstance(value, str):
        if not is_storable(value):
            raise Invalid({"_schema": [UNSTORABLE]})
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_unstorable(key)
            _refuse_unstorable(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_unstorable(inner)


def _load(schema: type[Schema], data: object, unknown: str | None = None) -> Body:
    loaded: Body = schema().load(data, unknown=unknown)  # type: ignore[arg-type]  # load reports what is no object
    return loaded
