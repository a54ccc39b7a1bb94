"""What the patrols' API takes and gives."""

from marshmallow import Schema, fields, validate

from server.divisions.wire import NamedItem, PersonItem, TownshipQuery
from server.ids import CODE
from server.patrols.documents import FIND_KINDS, METHODS, SLOTS
from server.patrols.states import OFFICE_ACTIONS, STATES
from server.photos.wire import PhotoItem
from server.records.envelope import PointSchema
from server.records.fields import DAY


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

    action = fields.String(required=True, validate=validate.OneOf(OFFICE_ACTIONS))
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    payload = fields.Dict(keys=fields.String(), load_default=dict)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


class PlanSchema(Schema):
    """A shift to plan beside the roster."""

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
