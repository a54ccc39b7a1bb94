"""The document store alone, under Basic authentication, for one administrator."""

import hmac
import os
import sys
from collections.abc import Mapping
from typing import Any

from flask import Flask, Request, Response
from gunicorn.app.base import BaseApplication
from werkzeug.exceptions import HTTPException

from sync.access import Caller
from sync.endpoint.blueprint import make_blueprint
from sync.endpoint.reply import json_reply
from sync.errors import Unauthorized
from sync.store.base import DocumentStore

THREADS = 64  # each waiting longpoll holds one
KEEP_ALIVE_SECONDS = 75


def create_app(store: DocumentStore, admin_user: str, admin_password: str) -> Flask:
    """The endpoint at the root of its own application."""

    def authenticate(request: Request) -> Caller:
        shown = request.authorization
        if shown is None or shown.type != "basic":
            raise Unauthorized
        same_user = hmac.compare_digest((shown.username or "").encode(), admin_user.encode())
        same_password = hmac.compare_digest((shown.password or "").encode(), admin_password.encode())
        if not (same_user and same_password):
            raise Unauthorized
        return Caller(admin_user, frozenset(), admin=True)

    app = Flask(__name__, static_folder=None)
    app.register_blueprint(make_blueprint(store, authenticate=authenticate, guard=_allow_everything))
    app.register_error_handler(HTTPException, _as_json)
    return app


def serve(app: Flask, port: int, host: str = "127.0.0.1") -> None:
    """Serve the application until a signal ends it; tells its address when it is ready."""
    caller = os.getpid()
    try:
        _Server(app, host, port).run()
    except SystemExit:
        if os.getpid() != caller:
            os._exit(0)  # a worker that ends: what the caller cleans up afterwards is not its own
        raise


def _allow_everything(database: str, document: Mapping[str, Any], caller: Caller) -> None:
    """There is only the administrator, who may write anything."""


def _as_json(error: HTTPException) -> Response:
    reason = (error.description or "").partition("\n")[0]
    return json_reply({"error": error.name.lower().replace(" ", "_"), "reason": reason}, error.code or 500)


class _Server(BaseApplication):
    """Gunicorn with one process and many threads."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        self._app = app
        self._settings = {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": KEEP_ALIVE_SECONDS,
            "graceful_timeout": 2,
            "loglevel": "warning",
            "when_ready": _tell_address,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._app


def _tell_address(server: Any) -> None:
    for listener in server.LISTENERS:
        host, port = listener.getsockname()[:2]
        sys.stdout.write(f"Serving the document store at http://{host}:{port}/\n")
    sys.stdout.flush()
