"""`/api/divisions`, `/api/checkpoints`, `/api/key-sites`, `/api/teams`: the district as an office sees it.
`/api/staff/{id}/roles`: what the administrator changes."""

from typing import Any

from flask import Blueprint
from marshmallow import Schema, fields, validate

from server.accounts.access import caller, requires, signed_in
from server.accounts.documents import RolesSchema
from server.accounts.roles import OFFICE
from server.divisions import queries
from server.divisions.documents import PointSchema
from server.divisions.roles import set_roles
from server.errors import NotFound
from server.extensions import reading, services
from server.wire import Answer, Body, asks, gives, takes

TOWNSHIP_DIGITS = 9

bp = Blueprint("divisions", __name__, url_prefix="/api")


class TownshipQuery(Schema):
    """Which township."""

    township = fields.String(required=True, validate=validate.Regexp(r"^\d{9}\Z", error="expected 9 digits"))


class DivisionItem(Schema):
    """A division."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)


class DivisionsSchema(Schema):
    """The divisions of the caller's area."""

    divisions = fields.List(fields.Nested(DivisionItem), required=True)


class KeySiteItem(Schema):
    """A key site."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    radius_m = fields.Integer(required=True)


class KeySitesSchema(Schema):
    """The key sites of a township."""

    key_sites = fields.List(fields.Nested(KeySiteItem), required=True)


class CheckpointItem(Schema):
    """A checkpoint."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    site = fields.String(required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    radius_m = fields.Integer(required=True)
    must = fields.Boolean(required=True)


class CheckpointsSchema(Schema):
    """The checkpoints of a township."""

    checkpoints = fields.List(fields.Nested(CheckpointItem), required=True)


class PersonItem(Schema):
    """A member of staff."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class NamedItem(Schema):
    """Something with a code and a name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class TeamItem(Schema):
    """A team with its people and its vehicle."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    lead = fields.String(required=True, allow_none=True)
    members = fields.List(fields.Nested(PersonItem), required=True)
    vehicle = fields.Nested(NamedItem, required=True, allow_none=True)


class TeamsSchema(Schema):
    """The teams of a township."""

    teams = fields.List(fields.Nested(TeamItem), required=True)


class PendingSchema(Schema):
    """Taken in; it shows when the follower has been there."""

    pending = fields.Boolean(required=True)


@bp.get("/divisions")
@signed_in
@gives(DivisionsSchema)
def divisions() -> Answer:
    """List the divisions of the caller's area; the names of places are no secret, whatever the role."""
    with reading() as session:
        found = queries.divisions_in(session, caller().divisions)
    return {"divisions": _dump(DivisionItem, found)}


@bp.get("/key-sites")
@requires(*OFFICE)
@asks(TownshipQuery)
@gives(KeySitesSchema)
def key_sites(query: Body) -> Answer:
    """List the key sites of a township."""
    return {"key_sites": _dump(KeySiteItem, _in_township("key_site", query["township"]))}


@bp.get("/checkpoints")
@requires(*OFFICE)
@asks(TownshipQuery)
@gives(CheckpointsSchema)
def checkpoints(query: Body) -> Answer:
    """List the checkpoints of a township."""
    return {"checkpoints": _dump(CheckpointItem, _in_township("checkpoint", query["township"]))}


@bp.get("/teams")
@requires(*OFFICE)
@asks(TownshipQuery)
@gives(TeamsSchema)
def teams(query: Body) -> Answer:
    """List the teams of a township with their members and vehicles."""
    found = _in_township("team", query["township"])
    with reading() as session:
        people = queries.names_of(session, "staff", (one for team in found for one in team["members"]))
        vehicles = queries.names_of(
            session, "vehicle", (team["vehicle"] for team in found if team["vehicle"])
        )
    return {"teams": [_team(team, people, vehicles) for team in found]}


@bp.put("/staff/<staff_id>/roles")
@requires("admin")
@takes(RolesSchema)
@gives(PendingSchema, 202)
def change_roles(body: Body, staff_id: str) -> Answer:
    """Give a member of staff these roles instead of the present ones; tokens carry them from the next
    refresh on.
    """
    with reading() as session:
        staff = queries.find_staff(session, staff_id)
    if staff is None:
        raise NotFound
    caller().see(staff.div, {"admin"})
    place = staff.div[:TOWNSHIP_DIGITS]
    now = services().config.now()
    set_roles(services().store, place, staff_id, body["roles"], caller().staff_id, now)
    return {"pending": True}, 202


def _in_township(kind: str, township: str) -> list[Body]:
    caller().see(township, OFFICE)
    with reading() as session:
        return queries.in_area(session, kind, township)


def _team(team: Body, people: dict[str, str], vehicles: dict[str, str]) -> Body:
    vehicle = team["vehicle"]
    return {
        "code": team["code"],
        "name": team["name"],
        "kind": team["kind"],
        "lead": team["lead"],
        "members": [{"id": one, "name": people.get(one, one)} for one in team["members"]],
        "vehicle": {"code": vehicle, "name": vehicles.get(vehicle, vehicle)} if vehicle else None,
    }


def _dump(schema: type[Schema], bodies: list[Body]) -> list[Any]:
    dumped: list[Any] = schema(many=True).dump(bodies)
    return dumped
