"""`/api/shifts`, `/api/checkins`, `/api/finds`: what an office sees of patrols, and does to shifts."""

from datetime import datetime
from typing import Any

from flask import Blueprint
from marshmallow import RAISE, Schema, fields, validate
from ulid import ULID

from server.accounts.access import caller, requires
from server.accounts.roles import OFFICE
from server.divisions.api import NamedItem, PersonItem, TownshipQuery
from server.divisions.queries import body_of
from server.errors import Conflict, Forbidden, GuardRefused, Invalid, NotFound
from server.extensions import db, reading, services
from server.patrols import actions, planning, queries
from server.patrols.documents import DAY, FIND_KINDS, METHODS, OFFICE_DEVICE, SLOTS, PointSchema, check
from server.patrols.states import OFFICE_ACTIONS, STATES
from server.patrols.tables import PatrolShift
from server.patrols.timeline import timeline
from server.patrols.words import REASONS
from server.permissions import CODE
from server.photos.queries import stored
from server.wire import Answer, Body, asks, gives, takes
from sync import times

PLANNERS = ("twp_dispatcher", "patrol_lead")
TOWNSHIP_DIGITS = 9

bp = Blueprint("patrols", __name__, url_prefix="/api")


class DayQuery(TownshipQuery):
    """Which township, and which day."""

    date = fields.String(required=True, validate=validate.Regexp(DAY))


class PlannedItem(Schema):
    """What the roster asked for."""

    starts_at = fields.String(required=True)
    ends_at = fields.String(required=True)
    members = fields.List(fields.Nested(PersonItem), required=True)
    vehicle = fields.Nested(NamedItem, required=True, allow_none=True)


class MissedItem(Schema):
    """A must-visit point that was not visited, and why."""

    checkpoint = fields.Nested(NamedItem, required=True)
    reason = fields.String(required=True, allow_none=True)


class ShiftItem(Schema):
    """A shift: what was planned, what is known of it."""

    id = fields.String(required=True)
    team = fields.Nested(NamedItem, required=True)
    date = fields.String(required=True)
    slot = fields.String(required=True, validate=validate.OneOf(SLOTS))
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    planned = fields.Nested(PlannedItem, required=True, allow_none=True)
    started_at = fields.String(required=True, allow_none=True)
    ended_at = fields.String(required=True, allow_none=True)
    on_duty = fields.List(fields.Nested(PersonItem), required=True)
    vehicle = fields.Nested(NamedItem, required=True, allow_none=True)
    km = fields.Float(required=True, allow_none=True)
    weather = fields.String(required=True, allow_none=True)
    night_minutes = fields.Integer(required=True)
    checkins = fields.Integer(required=True)
    must_total = fields.Integer(required=True)
    must_missed = fields.List(fields.Nested(MissedItem), required=True)
    finds = fields.Integer(required=True)
    flags = fields.List(fields.String(), required=True)
    received_at = fields.String(required=True, allow_none=True)
    late_minutes = fields.Integer(required=True, allow_none=True)
    rseq = fields.Integer(required=True)


class ShiftsSchema(Schema):
    """The shifts of a day, as of a moment."""

    as_of = fields.String(required=True)
    shifts = fields.List(fields.Nested(ShiftItem), required=True)


class TimelineItem(Schema):
    """One record of a shift, with what became of it."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["event", "ckin", "find", "veh_log"]))
    action = fields.String(required=True, allow_none=True)
    by = fields.Nested(PersonItem, required=True)
    at_dev = fields.String(required=True)
    received_at = fields.String(required=True)
    late_minutes = fields.Integer(required=True)
    result = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    payload = fields.Dict(required=True)
    note = fields.String(required=True, allow_none=True)


class AllowedItem(Schema):
    """Whether the caller may do this now; `reason` is the code of the rule that forbids it."""

    action = fields.String(required=True, validate=validate.OneOf(OFFICE_ACTIONS))
    allowed = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)


class ShiftDetailSchema(Schema):
    """A shift with its records and what the caller may do."""

    shift = fields.Nested(ShiftItem, required=True)
    timeline = fields.List(fields.Nested(TimelineItem), required=True)
    actions = fields.List(fields.Nested(AllowedItem), required=True)


class CheckinPlaceItem(NamedItem):
    """A checkpoint with its position."""

    point = fields.Nested(PointSchema, required=True, allow_none=True)


class CheckinItem(Schema):
    """A check-in; `team` is null while its shift has not arrived."""

    id = fields.String(required=True)
    shift = fields.String(required=True)
    team = fields.Nested(NamedItem, required=True, allow_none=True)
    checkpoint = fields.Nested(CheckinPlaceItem, required=True, allow_none=True)
    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    acc = fields.Float(required=True, allow_none=True)
    by = fields.Nested(PersonItem, required=True)
    at_dev = fields.String(required=True)
    received_at = fields.String(required=True)
    late_minutes = fields.Integer(required=True)
    flags = fields.List(fields.String(), required=True)
    result = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class CheckinsSchema(Schema):
    """The check-ins of a day."""

    checkins = fields.List(fields.Nested(CheckinItem), required=True)


class PhotoItem(Schema):
    """A photo; `pending` while its bytes are on their way."""

    id = fields.String(required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["pending", "stored"]))


class FindItem(Schema):
    """Something found on patrol."""

    id = fields.String(required=True)
    shift = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(FIND_KINDS))
    place = fields.String(required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    text = fields.String(required=True)
    by = fields.Nested(PersonItem, required=True)
    at_dev = fields.String(required=True)
    received_at = fields.String(required=True)
    late_minutes = fields.Integer(required=True)
    photos = fields.List(fields.Nested(PhotoItem), required=True)


class FindsSchema(Schema):
    """The finds of a day."""

    finds = fields.List(fields.Nested(FindItem), required=True)


class ActionSchema(Schema):
    """What the office does. `seen`: the rseq of the state that it looked at."""

    class Meta:
        """What the schema does not name is an error."""

        unknown = RAISE

    action = fields.String(required=True, validate=validate.OneOf(OFFICE_ACTIONS))
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    payload = fields.Dict(keys=fields.String(), load_default=dict)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


class ActionDoneSchema(Schema):
    """The result; or only `pending` when it takes longer than a request should."""

    result = fields.String()
    state = fields.String()
    rseq = fields.Integer()
    pending = fields.Boolean()


class PlanSchema(Schema):
    """A shift to plan beside the roster."""

    class Meta:
        """What the schema does not name is an error."""

        unknown = RAISE

    team = fields.String(required=True, validate=validate.Regexp(rf"^{CODE}\Z"))
    date = fields.String(required=True, validate=validate.Regexp(DAY))
    slot = fields.String(required=True, validate=validate.OneOf(SLOTS))
    starts_at = fields.String(required=True)
    ends_at = fields.String(required=True)
    members = fields.List(fields.String(), required=True)
    vehicle = fields.String(required=True, allow_none=True)
    must_points = fields.List(fields.String(), required=True)


class PlanDoneSchema(Schema):
    """The id of the planned shift; it shows when the follower has been there."""

    id = fields.String(required=True)
    pending = fields.Boolean(required=True)


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
    zone, now = services().config.timezone, _now()
    document = planning.planned_shift(
        **{"day" if name == "date" else name: value for name, value in body.items()},
        div=team["div"],
        at_dev=now.astimezone(zone).isoformat(timespec="milliseconds"),
        zone=zone,
    )
    if body["slot"] == "adhoc":
        # A team may have several in a day; only the roster's slots are unique.
        document["_id"] = f"shift:{ULID.from_datetime(now)}"
    document["wrote"]["by"], document["wrote"]["dev"] = caller().staff_id, OFFICE_DEVICE
    _check(document)
    (written,) = services().store.write(_database(team["div"]), [document])
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
        folding = actions.fold_of(session.connection(), row.township, shift_id)
        choices = actions.allowed(folding, caller().staff_id, _now())
        (told,) = queries.told_shifts(session, [row])
        records = timeline(session, row.township, shift_id)
    return {
        "shift": told,
        "timeline": records,
        "actions": [
            {"action": action, "allowed": outcome.result == "applied", "reason": outcome.reason}
            for action, outcome in choices
        ],
    }


@bp.post("/shifts/<shift_id>/actions")
@requires(*OFFICE)
@takes(ActionSchema)
@gives(ActionDoneSchema)
def act(body: Body, shift_id: str) -> Answer:
    """Review, cancel, or accept the reason of a late report. A rule that forbids it is named (403, 409)."""
    with reading() as session:
        row = _visible(queries.find_shift(session, shift_id))
        folding = actions.fold_of(session.connection(), row.township, shift_id)
        document = actions.event(folding, caller().staff_id, _now(), **body)
        _check(document)
        outcome = actions.foresee(folding, document)
    if outcome.result == "refused":
        raise Forbidden
    if outcome.result == "parked":
        reason = outcome.reason or outcome.result
        raise GuardRefused(reason, REASONS.get(reason))
    done = actions.submit(services().store, db.engine, row.township, document)
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
        photos = queries.attachments_of(session, (find["id"] for find in found))
        here = stored(session, [photo for own in photos.values() for photo in own])
    return {"finds": [{**find, "photos": _photos(photos.get(find["id"], []), here)} for find in found]}


def _photos(attachments: list[queries.Attachment], here: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": photo.id,
            "sha256": photo.sha256,
            "size": photo.size,
            "width": photo.width,
            "height": photo.height,
            "state": "stored" if photo.id in here else "pending",
        }
        for photo in attachments
    ]


def _visible(row: PatrolShift | None) -> PatrolShift:
    """The shift, if it exists and lies in the caller's area."""
    if row is None:
        raise NotFound
    caller().see(row.township, OFFICE)
    return row


def _check(document: dict[str, Any]) -> None:
    errors = check(document)
    if errors:
        raise Invalid(errors)


def _database(division: str) -> str:
    return f"patrol_{division[:TOWNSHIP_DIGITS]}"


def _now() -> datetime:
    return services().config.now()
