"""What the API of the records takes and gives: the same for every kind."""

from marshmallow import Schema, fields, validate

from server.divisions.wire import NamedItem, PersonItem
from server.ids import DIVISION
from server.photos.wire import PhotoItem
from server.records.fields import DAY

LONGEST_NOTE = 500


class RecordsQuery(Schema):
    """Which records: of a township or any division, in a state, of a kind, of days from `from` to `to`.

    `waiting`: only those on which something waits for a person. `cursor`: that of the page before.
    """

    township = fields.String(
        load_default=None, validate=validate.Regexp(r"^\d{9}\Z", error="expected 9 digits")
    )
    div = fields.String(load_default=None, validate=validate.Regexp(rf"^{DIVISION}\Z"))
    state = fields.String(load_default=None, validate=validate.Length(max=30))
    kind = fields.String(load_default=None, validate=validate.Length(max=40))
    first = fields.String(load_default=None, data_key="from", validate=validate.Regexp(DAY))
    last = fields.String(load_default=None, data_key="to", validate=validate.Regexp(DAY))
    waiting = fields.Boolean(load_default=False)
    cursor = fields.String(load_default=None, validate=validate.Length(max=400))


class RecordItem(Schema):
    """A record as the register has it."""

    id = fields.String(required=True)
    family = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)
    div = fields.Nested(NamedItem, required=True)
    state = fields.String(required=True)
    level = fields.String(required=True, allow_none=True)
    ref = fields.String(required=True, allow_none=True)
    owner = fields.Nested(PersonItem, required=True, allow_none=True)
    unit = fields.Nested(NamedItem, required=True, allow_none=True)
    on = fields.String(required=True)
    due_at = fields.String(required=True, allow_none=True)
    closed_on = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    rseq = fields.Integer(required=True)
    received_at = fields.String(required=True, allow_none=True)
    late_minutes = fields.Integer(required=True, allow_none=True)
    flags = fields.List(fields.String(), required=True)
    waiting = fields.Integer(required=True)


class RecordsSchema(Schema):
    """A page of records, newest day first, as of a moment; `cursor` is null on the last page."""

    as_of = fields.String(required=True)
    items = fields.List(fields.Nested(RecordItem), required=True)
    cursor = fields.String(required=True, allow_none=True)


class TimelineItem(Schema):
    """One document of a record, with what became of it. `kind` is its type.

    `at`: the time that counts, `at_from`: which it is (device, corrected, received, server), `at_within_s`:
    how sure it is, in seconds, as far as that is known.
    """

    id = fields.String(required=True)
    kind = fields.String(required=True)
    action = fields.String(required=True, allow_none=True)
    by = fields.Nested(PersonItem, required=True)
    at_dev = fields.String(required=True)
    at = fields.String(required=True)
    at_from = fields.String(required=True)
    at_within_s = fields.Integer(required=True, allow_none=True)
    received_at = fields.String(required=True)
    late_minutes = fields.Integer(required=True)
    result = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    payload = fields.Dict(required=True)
    note = fields.String(required=True, allow_none=True)


class AllowedItem(Schema):
    """Whether the caller may do this now; `reason` is the code of the rule that forbids it."""

    action = fields.String(required=True)
    allowed = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)


class RecordDetailSchema(Schema):
    """A record with its state, what lost against it, all its documents, their photos by document, and what
    the caller may do."""

    record = fields.Nested(RecordItem, required=True)
    body = fields.Dict(required=True)
    superseded = fields.List(fields.Dict(), required=True)
    timeline = fields.List(fields.Nested(TimelineItem), required=True)
    photos = fields.Dict(fields.String(), fields.List(fields.Nested(PhotoItem)), required=True)
    actions = fields.List(fields.Nested(AllowedItem), required=True)


class NewRecordSchema(Schema):
    """A record to make at the office: the division that it belongs to, and the fields of its document."""

    div = fields.String(required=True, validate=validate.Regexp(rf"^{DIVISION}\Z"))
    fields_ = fields.Dict(keys=fields.String(), required=True, data_key="fields")


class NewRecordDoneSchema(Schema):
    """The id of the record; it shows when the follower has been there."""

    id = fields.String(required=True)
    pending = fields.Boolean(required=True)


class ActionSchema(Schema):
    """What the office does. `seen`: the rseq of the state that it looked at."""

    action = fields.String(required=True, validate=validate.Length(1, 30))
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    payload = fields.Dict(keys=fields.String(), load_default=dict)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST_NOTE))


class ActionDoneSchema(Schema):
    """The result; or only `pending` when it takes longer than a request should."""

    result = fields.String()
    state = fields.String()
    rseq = fields.Integer()
    pending = fields.Boolean()
