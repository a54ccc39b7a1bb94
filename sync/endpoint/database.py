"""A database: its description, its making, its end, who may read it."""

from typing import Any
from urllib.parse import quote

from flask import Response

from sync.access import Security
from sync.endpoint.call import Call
from sync.endpoint.reply import etag, json_reply
from sync.endpoint.write import write_one
from sync.errors import BadRequest


def info(call: Call) -> Response:
    """Counts and sequences; replicators need `update_seq` and `instance_start_time`."""
    found = call.store.info(call.database)
    return json_reply(
        {
            "db_name": found.name,
            "doc_count": found.doc_count,
            "doc_del_count": found.doc_del_count,
            "update_seq": found.update_seq,
            "purge_seq": 0,
            "compact_running": False,
            "instance_start_time": found.epoch,
        }
    )


def create(call: Call) -> Response:
    """A new, empty database."""
    call.store.create(call.database)
    return json_reply({"ok": True}, 201, {"Location": f"/{quote(call.database, safe='')}"})


def delete(call: Call) -> Response:
    """The database goes with all that is in it."""
    call.store.delete(call.database)
    call.endpoint.watch.poke()
    return json_reply({"ok": True})


def add(call: Call) -> Response:
    """A document whose id, if it has none, is made up here."""
    result = write_one(call, call.json_object())
    return json_reply({"ok": True, "id": result.id, "rev": result.rev}, 201, etag(str(result.rev)))


def read_security(call: Call) -> Response:
    """The roles, in CouchDB's form; there are no names in it."""
    found = call.store.security(call.database)
    return json_reply({"admins": _roles(found.admins), "members": _roles(found.members)})


def write_security(call: Call) -> Response:
    """Replace the roles."""
    body = call.json_object()
    call.store.set_security(
        call.database, Security(_read_roles(body, "admins"), _read_roles(body, "members"))
    )
    return json_reply({"ok": True})


def _roles(roles: frozenset[str]) -> dict[str, list[str]]:
    return {"names": [], "roles": sorted(roles)}


def _read_roles(body: dict[str, Any], group: str) -> frozenset[str]:
    described = body.get(group, {})
    roles = described.get("roles", []) if isinstance(described, dict) else None
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise BadRequest(f"{group} must be an object with a list of role names in `roles`")
    if described.get("names"):
        raise BadRequest(f"{group} must not have names: access is by role")
    return frozenset(roles)
