"""`/api/notices/all`: one notice for everybody with these roles in an area, each with its own receipt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint
from marshmallow import Schema, fields, validate
from ulid import ULID

from server.accounts.access import caller, requires
from server.accounts.roles import ROLES
from server.divisions.queries import in_area
from server.errors import Conflict, Invalid
from server.extensions import reading, services
from server.ids import DIVISION, SUBJECT
from server.records.creating import new_head
from server.tasks.capability import CREATORS, NOTICE, home
from server.wire import Answer, Body, gives, takes
from sync.domain import Document

LONGEST = 500

bp = Blueprint("notices_all", __name__, url_prefix="/api/notices")


class NoticeToAllSchema(Schema):
    """What is told, and to whom: holders of any of these roles in the division and below."""

    div = fields.String(required=True, validate=validate.Regexp(rf"^{DIVISION}\Z"))
    roles = fields.List(
        fields.String(validate=validate.OneOf(sorted(ROLES))), required=True, validate=validate.Length(1)
    )
    text = fields.String(required=True, validate=validate.Length(1, LONGEST))
    about = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(rf"^{SUBJECT}\Z"))


class BatchSchema(Schema):
    """What the notices share (`number` in the register), and how many they are."""

    batch = fields.String(required=True)
    count = fields.Integer(required=True)
    pending = fields.Boolean(required=True)


@bp.post("/all")
@requires(*CREATORS)
@takes(NoticeToAllSchema)
@gives(BatchSchema, 201)
def tell_all(body: Body) -> Answer:
    """Send a notice to everybody with these roles in an area."""
    caller().see(body["div"], CREATORS)
    with reading() as session:
        staff = in_area(session, "staff", body["div"])
    told = [one for one in staff if set(one["roles"]) & set(body["roles"])]
    if not told:
        raise Invalid({"roles": ["nobody there has them"]})
    now = services().config.now()
    batch = str(ULID.from_datetime(now))
    for one in told:
        _write(_notice(body, one, batch, now))
    return {"batch": batch, "count": len(told), "pending": True}, 201


def _notice(body: Body, staff: Mapping[str, Any], batch: str, now: datetime) -> Document:
    said = {
        "kind": "office",
        "about": body["about"],
        "staff": staff["id"],
        "roles": [],
        "text": body["text"],
        "cause": None,
        "batch": batch,
    }
    wanted = {"div": staff["div"], "fields_": said}
    return new_head(NOTICE, wanted, caller().staff_id, now, services().config.timezone)


def _write(document: Document) -> None:
    (written,) = services().store.write(home(document), [document])
    if written.error is not None:
        raise Conflict
