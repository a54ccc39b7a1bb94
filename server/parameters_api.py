"""`/api/parameters`: the numbers that the rules go by, as an office reads and changes them.

A change is a `param:{key}` document among the place's reference documents: journalled as everything, it
counts from its row on, for phones and server alike.
"""

from typing import Any

from flask import Blueprint
from marshmallow import Schema, fields
from sqlalchemy import Connection

from server.accounts.access import caller, requires
from server.accounts.roles import OFFICE
from server.divisions.queries import names_of, person, township_codes
from server.divisions.wire import OfficeSchema, PendingSchema, PersonItem
from server.errors import Conflict, Invalid, NotFound
from server.extensions import reading, services
from server.parameters import DEFAULTS, fits
from server.permissions import reference_database
from server.wire import Answer, Body, asks, gives, takes
from sync import times
from sync.authorship import written_by
from sync.errors import NotFound as Missing
from sync.reference import Versioned

EDITORS = ("twp_director", "dist_operator", "admin")
READERS = (*OFFICE, "admin")
TODAY = 2**62  # behind every row of a journal

bp = Blueprint("parameters", __name__, url_prefix="/api")


class ParameterItem(Schema):
    """A parameter; `by` and `at` of its last change are null while the default stands."""

    key = fields.String(required=True)
    default = fields.Raw(required=True)
    value = fields.Raw(required=True)
    by = fields.Nested(PersonItem, required=True, allow_none=True)
    at = fields.String(required=True, allow_none=True)


class ParametersSchema(Schema):
    """The parameters of a place, in the order of the table."""

    parameters = fields.List(fields.Nested(ParameterItem), required=True)


class ChangeSchema(OfficeSchema):
    """The value that holds in a place from now on."""

    value = fields.Raw(required=True)


@bp.get("/parameters")
@requires(*READERS)
@asks(OfficeSchema)
@gives(ParametersSchema)
def parameters(query: Body) -> Answer:
    """List the parameters of a place with their defaults and who changed them."""
    caller().see(query["place"], READERS)
    with reading() as session:
        changed = _changed(session.connection(), query["place"])
        names = names_of(session, "staff", (body["wrote"]["by"] for body in changed.values()))
    return {"parameters": [_item(key, changed.get(key), names) for key in DEFAULTS]}


@bp.put("/parameters/<key>")
@requires(*EDITORS)
@takes(ChangeSchema)
@gives(PendingSchema, 202)
def change(body: Body, key: str) -> Answer:
    """Set a parameter of a place, of the district also in its townships; what was judged before stays."""
    if key not in DEFAULTS:
        raise NotFound
    caller().see(body["place"], EDITORS)
    if not fits(key, body["value"]):
        raise Invalid({"value": ["not of the default's kind"]})
    with reading() as session:
        places = [code for code in township_codes(session) if code.startswith(body["place"])]
    for place in places:
        _write(place, key, body["value"])
    return {"pending": True}, 202


def _write(place: str, key: str, value: Any) -> None:
    store, database = services().store, reference_database(place)
    try:
        before = store.read(database, f"param:{key}")
    except Missing:
        before = {"_id": f"param:{key}", "type": "param", "v": 1, "state": "active"}
    said = {"div": place, "key": key, "value": value, "wrote": written_by(caller().staff_id)}
    now = times.utc(services().config.now())
    (result,) = store.write(database, [{**before, **said, "at_dev": now, "tz": "UTC"}])
    if result.error is not None:
        raise Conflict


def _changed(connection: Connection, place: str) -> dict[str, Any]:
    """The present documents of the parameters that were ever changed, by key."""
    reader = Versioned().reader(connection, place, reference_database(place))
    found = {key: reader(f"param:{key}", TODAY) for key in DEFAULTS}
    return {key: body for key, body in found.items() if body is not None and fits(key, body.get("value"))}


def _item(key: str, body: Body | None, names: dict[str, str]) -> Body:
    if body is None:
        return {"key": key, "default": DEFAULTS[key], "value": DEFAULTS[key], "by": None, "at": None}
    by = person(body["wrote"]["by"], names)
    return {"key": key, "default": DEFAULTS[key], "value": body["value"], "by": by, "at": body["at_dev"]}
