"""The blueprint: one rule that takes every address, since the raw URI is what decides."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from sync.access import Caller, may_read, may_rule
from sync.changes import ChangeWatch
from sync.endpoint.call import Authenticate, Call, Endpoint, Guard
from sync.endpoint.reply import error_reply, json_reply
from sync.endpoint.routing import Needs, Resource, resource
from sync.errors import Forbidden, SyncError, Unauthorized, told
from sync.store.base import DocumentStore

MAX_BODY = 16 * 1024 * 1024
REFUSED_BODIES = 4  # times `max_body`: as much of a refused body is read away
CHUNK = 64 * 1024
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "COPY"]
NOBODY = Caller(None, frozenset())

log = logging.getLogger(__name__)


class Everything(BaseConverter):
    """The whole rest of a path, also an empty one, also with doubled slashes: nothing is redirected."""

    regex = ".*"
    part_isolating = False


def make_blueprint(
    store: DocumentStore, *, authenticate: Authenticate, guard: Guard, max_body: int = MAX_BODY
) -> Blueprint:
    """The endpoint over `store`.

    `authenticate` tells who asks, or raises Unauthorized. `guard` is asked about each document before it is
    written and returns why it is refused, or None. `max_body` limits a request's body, in bytes.
    """
    endpoint = Endpoint(store, ChangeWatch(store), authenticate, guard, max_body)
    blueprint = Blueprint("documents", __name__)

    def answer(rest: str) -> Response:
        return _answer(endpoint)

    blueprint.record(_add_converter)
    blueprint.add_url_rule(
        "/<everything:rest>", "answer", answer, methods=METHODS, provide_automatic_options=False
    )
    return blueprint


def _add_converter(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["everything"] = Everything


def _answer(endpoint: Endpoint) -> Response:
    """The reply to the current request: JSON whatever happens."""
    try:
        found = resource(request)
        action = found.action(request.method)
        caller = _admitted(endpoint, found, action.needs)
        return action.answer(Call(endpoint, request, caller, found.database, found.doc_id))
    except SyncError as error:
        _take_rest(request.environ, endpoint.max_body * REFUSED_BODIES)
        return error_reply(error)
    except Exception as error:
        # Neither the path (ids, a person's database) nor the error's text (documents) belongs into a log.
        log.error("%s of a document resource failed: %s", request.method, told(error))
        body = {"error": "internal_server_error", "reason": "The server could not do this; its log says why."}
        return json_reply(body, 500)


def _take_rest(environ: Mapping[str, Any], most: int) -> None:
    """Read away a body that nobody wanted, up to `most` bytes.

    A connection that is closed with unread bytes in it is reset, and the client never sees why it was
    refused: a phone with an expired token would take the 401 of a large push for a lost network.
    """
    if "wsgi.input_terminated" not in environ:
        return  # this server does not tell where the body ends: reading on could wait for ever
    with suppress(OSError):
        while most > 0 and (taken := environ["wsgi.input"].read(min(most, CHUNK))):
            most -= len(taken)


def _admitted(endpoint: Endpoint, found: Resource, needs: Needs) -> Caller:
    """Who asks, if they may; raises Unauthorized, Forbidden, DatabaseNotFound."""
    if needs is Needs.NOTHING:
        return NOBODY
    caller = endpoint.authenticate(request)
    if caller.name is None:
        raise Unauthorized
    if caller.admin:
        return caller
    if needs is Needs.ADMIN:
        raise Forbidden("You are not a server admin.")
    security = endpoint.store.security(found.database)
    if not (may_read if needs is Needs.READER else may_rule)(caller, security):
        raise Forbidden
    return caller
