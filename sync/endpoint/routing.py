"""From a raw URI to a resource.

WSGI decodes PATH_INFO, which loses the difference between `a/b` and `a%2Fb`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import quote, unquote, urlsplit

from flask import Request, Response

from sync.endpoint import all_docs, bulk_docs, bulk_get, changes, database, document, local, revs_diff, server
from sync.endpoint.call import Call
from sync.errors import IllegalDatabaseName, MethodNotAllowed, NotFound
from sync.store.record import DATABASE_NAME


class Needs(Enum):
    """What a caller must be to use a resource."""

    NOTHING = auto()
    READER = auto()
    RULER = auto()
    ADMIN = auto()


@dataclass(frozen=True)
class Action:
    """What answers a method, and who may use it."""

    answer: Callable[[Call], Response]
    needs: Needs = Needs.READER


@dataclass(frozen=True)
class Resource:
    """An address: its actions by method, and what it names."""

    actions: Mapping[str, Action]
    database: str = ""
    doc_id: str = ""

    def action(self, method: str) -> Action:
        """Raises MethodNotAllowed."""
        found = self.actions.get("GET" if method == "HEAD" else method)
        if found is None:
            allowed = ", ".join(sorted(self.actions))
            raise MethodNotAllowed(f"Only {allowed} allowed")
        return found


SERVER: Mapping[str, Mapping[str, Action]] = {
    "": {"GET": Action(server.root, Needs.NOTHING)},
    "_session": {"GET": Action(server.session, Needs.NOTHING)},
    "_all_dbs": {"GET": Action(server.all_databases, Needs.ADMIN)},
}

DATABASE: Mapping[str, Mapping[str, Action]] = {
    "": {
        "GET": Action(database.info),
        "PUT": Action(database.create, Needs.ADMIN),
        "DELETE": Action(database.delete, Needs.ADMIN),
        "POST": Action(database.add),
    },
    "_security": {
        "GET": Action(database.read_security, Needs.RULER),
        "PUT": Action(database.write_security, Needs.RULER),
    },
    "_changes": {"GET": Action(changes.changes), "POST": Action(changes.changes)},
    "_revs_diff": {"POST": Action(revs_diff.revs_diff)},
    "_bulk_docs": {"POST": Action(bulk_docs.bulk_docs)},
    "_bulk_get": {"POST": Action(bulk_get.bulk_get)},
    "_all_docs": {"GET": Action(all_docs.read), "POST": Action(all_docs.read_posted)},
}

DOCUMENT: Mapping[str, Action] = {
    "GET": Action(document.read),
    "PUT": Action(document.write),
    "DELETE": Action(document.delete),
}

LOCAL: Mapping[str, Action] = {
    "GET": Action(local.read),
    "PUT": Action(local.write),
    "DELETE": Action(local.delete),
}


def resource(request: Request) -> Resource:
    """What the request addresses; raises NotFound, IllegalDatabaseName."""
    name, *rest = _segments(request) or [""]
    if name in SERVER and not any(rest):
        # POST _session must be 404, or CouchDB's replicator fails instead of using Basic.
        if name == "_session" and request.method == "POST":
            raise NotFound("Sessions are not supported here; use Basic or Bearer authorization.")
        return Resource(SERVER[name])
    if not DATABASE_NAME.fullmatch(name):
        raise IllegalDatabaseName
    return _in_database(name, [segment for segment in rest if segment])


def _in_database(name: str, rest: list[str]) -> Resource:
    if len(rest) < 2 and (found := DATABASE.get("".join(rest))):
        return Resource(found, name)
    if rest[0] in ("_local", "_design") and len(rest) > 1:
        rest = [f"{rest[0]}/{rest[1]}", *rest[2:]]
    doc_id, *attachment = rest
    if attachment:
        raise NotFound("Document is missing attachment")
    if doc_id.startswith("_local/"):
        return Resource(LOCAL, name, doc_id)
    return Resource(DOCUMENT, name, doc_id)


def _segments(request: Request) -> list[str]:
    """The decoded segments of the path below the blueprint's prefix."""
    environ = request.environ
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or quote(request.root_path + request.path)
    path = urlsplit(raw).path if not raw.startswith("/") else raw.partition("?")[0]
    rule = request.url_rule.rule if request.url_rule else "/"
    prefix = request.root_path + rule.partition("<")[0]
    return [unquote(segment) for segment in path.split("/")[prefix.count("/") :]]
