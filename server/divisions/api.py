"""`/api/divisions`, `/api/checkpoints`, `/api/key-sites`, `/api/teams`: the district as an office sees it.
`/api/staff/{id}/roles`: what the administrator changes."""

from typing import Any

from flask import Blueprint
from marshmallow import Schema

from server.accounts.access import caller, requires, signed_in
from server.accounts.roles import OFFICE
from server.accounts.wire import RolesSchema
from server.divisions import queries
from server.divisions.roles import set_roles
from server.divisions.wire import (
    CheckpointItem,
    CheckpointsSchema,
    DivisionItem,
    DivisionsSchema,
    KeySiteItem,
    KeySitesSchema,
    PendingSchema,
    TeamsSchema,
    TownshipQuery,
)
from server.errors import NotFound
from server.extensions import reading, services
from server.permissions import township_of
from server.wire import Answer, Body, asks, gives, takes

bp = Blueprint("divisions", __name__, url_prefix="/api")


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
    place = township_of(staff.div)
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
        "members": [queries.person(one, people) for one in team["members"]],
        "vehicle": queries.coded(vehicle, vehicles) if vehicle else None,
    }


def _dump(schema: type[Schema], bodies: list[Body]) -> list[Any]:
    dumped: list[Any] = schema(many=True).dump(bodies)
    return dumped
