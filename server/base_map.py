"""`/api/map/base`: the office's own base map, one PMTiles file, for whoever works in the field.

A phone reads a few ranges of it at a time, or keeps the whole file for places without a network.
"""

from pathlib import Path

from flask import Blueprint, Response, send_file
from marshmallow import Schema, fields, validate

from server.accounts.access import signed_in
from server.config import DATUMS
from server.errors import NotFound
from server.extensions import services
from server.wire import Answer, gives

bp = Blueprint("base_map", __name__, url_prefix="/api/map")


class BaseMapSchema(Schema):
    """What there is: `mark` changes with the file, `datum` says how its places are shifted."""

    size = fields.Integer(required=True)
    mark = fields.String(required=True)
    datum = fields.String(required=True, validate=validate.OneOf(DATUMS))


class BaseMapsSchema(Schema):
    """The base map; null without one."""

    base = fields.Nested(BaseMapSchema, required=True, allow_none=True)


@bp.get("/base")
@signed_in
@gives(BaseMapsSchema)
def about() -> Answer:
    """Tell whether the office has a base map, and how large it is."""
    config = services().config
    if config.base_map is None or not config.base_map.is_file():
        return {"base": None}
    size, mark = config.base_map.stat().st_size, _mark(config.base_map)
    return {"base": {"size": size, "mark": mark, "datum": config.base_map_datum}}


@bp.get("/base/file")
@signed_in
def file() -> Response:
    """The file's bytes, or the range of them that is asked for (206)."""
    path = services().config.base_map
    if path is None or not path.is_file():
        raise NotFound
    answer = send_file(path, mimetype="application/vnd.pmtiles", etag=_mark(path), conditional=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _mark(path: Path) -> str:
    """Differs for every version of the file."""
    stat = path.stat()
    return f"{stat.st_size:x}-{stat.st_mtime_ns:x}"
