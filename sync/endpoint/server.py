"""What is not in a database: the root, the session, the list of databases."""

from flask import Response

from sync.endpoint.call import Call
from sync.endpoint.reply import json_reply
from sync.errors import Unauthorized

VERSION = "3.4.0"  # the protocol's version that is spoken here, as clients know it


def root(call: Call) -> Response:
    """Who answers. `uuid` goes into the clients' checkpoint ids."""
    return json_reply(
        {
            "couchdb": "Welcome",
            "version": VERSION,
            "uuid": call.store.uuid,
            "features": [],
            "vendor": {"name": "Xunge"},
        }
    )


def session(call: Call) -> Response:
    """Who asks, also when it is nobody."""
    try:
        caller = call.endpoint.authenticate(call.request)
        context = {
            "name": caller.name,
            "roles": sorted({*caller.roles, *(["_admin"] if caller.admin else [])}),
        }
    except Unauthorized:
        context = {"name": None, "roles": []}
    return json_reply({"ok": True, "userCtx": context, "info": {}})


def all_databases(call: Call) -> Response:
    """The names of all databases."""
    return json_reply(call.store.databases())
