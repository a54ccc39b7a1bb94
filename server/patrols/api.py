"""`/api/shifts`, `/api/checkins`, `/api/finds`: what an office sees of patrols, and does to shifts."""

from datetime import datetime
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from server.accounts.access import caller, requires
from server.accounts.roles import OFFICE
from server.divisions.queries import body_of
from server.errors import Conflict, Invalid, NotFound
from server.extensions import db, reading, services
from server.patrols import planning, queries
from server.patrols.machine import SHIFTS
from server.patrols.tables import PatrolShift
from server.patrols.timeline import timeline
from server.patrols.wire import (
    ActionSchema,
    CheckinsSchema,
    DayQuery,
    FindsSchema,
    PlanDoneSchema,
    PlanSchema,
    ShiftDetailSchema,
    ShiftsSchema,
)
from server.permissions import patrol_database
from server.photos.queries import photos_of
from server.records import actions
from server.records.api import refusal
from server.records.capability import check
from server.records.wire import ActionDoneSchema
from server.wire import Answer, Body, asks, gives, takes
from sync import times

PLANNERS = ("twp_dispatcher", "patrol_lead")

bp = Blueprint("patrols", __name__, url_prefix="/api")


@bp.get("/shifts")
@requires(*OFFICE)
@asks(DayQuery)
@gives(ShiftsSchema)
def shifts(query: Body) -> Answer:
    """List the shifts of a township's day: roster against reality."""
    caller().see(query["township"], OFFICE)
    with reading() as session:
        found = queries.shifts_on(session, query["township"], query["date"])
    return {"as_of": times.utc(_now()), "shifts": found}


@bp.post("/shifts")
@requires(*PLANNERS)
@takes(PlanSchema)
@gives(PlanDoneSchema, 201)
def plan(body: Body) -> Answer:
    """Plan a shift beside the roster."""
    with reading() as session:
        team = body_of(session, "team", body["team"])
    if team is None:
        raise NotFound
    caller().see(team["div"], PLANNERS)
    zone = services().config.timezone
    document = planning.planned_by_hand(body, team["div"], caller().staff_id, _now(), zone)
    _check(document)
    (written,) = services().store.write(patrol_database(team["div"]), [document])
    if written.error is not None:
        raise Conflict
    return {"id": document["_id"], "pending": True}, 201


@bp.get("/shifts/<shift_id>")
@requires(*OFFICE)
@gives(ShiftDetailSchema)
def shift(shift_id: str) -> Answer:
    """Show a shift with all its records, and what the caller may do to it."""
    with reading() as session:
        row = _visible(queries.find_shift(session, shift_id))
        before = _before(session, row)
        (told,) = queries.told_shifts(session, [row])
        records = timeline(session, before.folding)
        return {"shift": told, "timeline": records, "actions": before.allowed(_now())}


@bp.post("/shifts/<shift_id>/actions")
@requires(*OFFICE)
@takes(ActionSchema)
@gives(ActionDoneSchema)
def act(body: Body, shift_id: str) -> Answer:
    """Review, cancel, or accept the reason of a late report. A rule that forbids it is named (403, 409)."""
    with reading() as session:
        row = _visible(queries.find_shift(session, shift_id))
        before = _before(session, row)
        document = before.event(_now(), **body)
        _check(document)
        outcome = before.foresees(document)
    if outcome.result in ("parked", "refused"):
        raise refusal(outcome.reason or outcome.result, SHIFTS.words)
    database = patrol_database(row.township)
    done = actions.submit(services().store, db.engine, row.township, database, document)
    if done is None:
        return {"pending": True}, 202
    return {"result": done.result, "state": done.state, "rseq": done.rseq}


@bp.get("/checkins")
@requires(*OFFICE)
@asks(DayQuery)
@gives(CheckinsSchema)
def checkins(query: Body) -> Answer:
    """List the check-ins of a township's day."""
    caller().see(query["township"], OFFICE)
    with reading() as session:
        return {"checkins": queries.checkins_on(session, query["township"], query["date"])}


@bp.get("/finds")
@requires(*OFFICE)
@asks(DayQuery)
@gives(FindsSchema)
def finds(query: Body) -> Answer:
    """List the finds of a township's day with their photos."""
    caller().see(query["township"], OFFICE)
    with reading() as session:
        found = queries.finds_on(session, query["township"], query["date"])
        photos = photos_of(session, (find["id"] for find in found))
    return {"finds": [{**find, "photos": photos.get(find["id"], [])} for find in found]}


def _visible(row: PatrolShift | None) -> PatrolShift:
    """The shift, if it exists and lies in the caller's area."""
    if row is None:
        raise NotFound
    caller().see(row.township, OFFICE)
    return row


def _before(session: Session, row: PatrolShift) -> actions.Office:
    return actions.office_at(session.connection(), SHIFTS, row.township, row.id, caller().staff_id)


def _check(document: dict[str, Any]) -> None:
    errors = check(SHIFTS, document)
    if errors:
        raise Invalid(errors)


def _now() -> datetime:
    return services().config.now()
