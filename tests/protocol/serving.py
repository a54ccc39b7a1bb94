"""A gunicorn over an empty document store, with a few people, for the protocol tests.

    python -m tests.protocol.serving DATABASE_URL PREFIX MAX_BODY

Prints its address. Everybody's password is `pw`: `admin` rules all, `chief` rules, `crew` reads, `other` does
not. The guard refuses documents with a field `refuse` and says its value.
"""

import sys
from collections.abc import Mapping
from typing import Any

from flask import Flask, Request

from sync.access import Caller
from sync.endpoint import make_blueprint, standalone
from sync.errors import Unauthorized
from sync.store.sql import SqlStore


def authenticate(request: Request) -> Caller:
    shown = request.authorization
    if shown is None or shown.type != "basic" or shown.password != "pw":
        raise Unauthorized
    return Caller(shown.username, frozenset({str(shown.username)}), admin=shown.username == "admin")


def guard(database: str, document: Mapping[str, Any], caller: Caller) -> str | None:
    return None if caller.admin else document.get("refuse")


def main() -> None:
    url, prefix, max_body = sys.argv[1:]
    app = Flask("served", static_folder=None)
    blueprint = make_blueprint(SqlStore(url), authenticate=authenticate, guard=guard, max_body=int(max_body))
    app.register_blueprint(blueprint, url_prefix=prefix or None)
    standalone.serve(app, 0)


if __name__ == "__main__":
    main()
