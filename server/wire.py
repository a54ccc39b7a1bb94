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

from server.errors import BadRequest

P = ParamSpec("P")
R = TypeVar("R")
Body = dict[str, Any]
Answer = dict[str, Any] | Response | tuple[dict[str, Any], int]


def takes(schema: type[Schema]) -> Callable[[Callable[Concatenate[Body, P], R]], Callable[P, R]]:
    """Give the view its JSON body, checked, first. Unreadable JSON is answered with 400, what does not fit
    with 422.
    """

    def decorate(view: Callable[Concatenate[Body, P], R]) -> Callable[P, R]:
        @wraps(view)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            return view(_load(schema, _json()), *args, **kwargs)

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
            return view(_load(schema, request.args.to_dict(), unknown=EXCLUDE), *args, **kwargs)

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


def _load(schema: type[Schema], data: object, unknown: str | None = None) -> Body:
    loaded: Body = schema().load(data, unknown=unknown)  # type: ignore[arg-type]  # load reports what is no object
    return loaded
