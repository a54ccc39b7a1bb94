"""One line for each request, without persons: no query strings, headers, addresses, document or staff ids.

GET /api/shifts/<shift_id> 200 1830 B 12 ms
POST /db/own_*/_bulk_docs 201 95 B 31 ms
"""

import logging
import time

from flask import Flask, Response, current_app, g, request

OWN = "own_"
FAILED = 400


def register(app: Flask) -> None:
    """Log every request of the application when it is answered."""
    app.before_request(_begin)
    app.after_request(_tell)


def _begin() -> None:
    g.began = time.monotonic()


def _tell(answer: Response) -> Response:
    took = (time.monotonic() - g.began) * 1000 if "began" in g else 0
    size = answer.content_length or 0
    line = (request.method, place(), answer.status_code, size, took)
    current_app.logger.log(_level(answer.status_code), "%s %s %d %d B %d ms", *line)
    return answer


def _level(status: int) -> int:
    return logging.INFO if status < FAILED else logging.WARNING


def place() -> str:
    """Where the request went: a route's pattern; under /db the database and the resource."""
    if request.path.startswith("/db/"):
        return _in_store(request.path)
    rule = request.url_rule
    if rule is None:
        return "(unknown)"
    return rule.rule


def _in_store(path: str) -> str:
    """`/db/{database}/{_resource}`; a document's id is not told, nor whose the database is."""
    database, *rest = path.removeprefix("/db/").split("/")
    shown = f"{OWN}*" if database.startswith(OWN) else database
    resource = rest[0] if rest and rest[0].startswith("_") else "*" if rest and rest[0] else ""
    return f"/db/{shown}/{resource}"
