"""What the audit's API takes and gives."""

from marshmallow import Schema, fields, validate

from server.audit.words import NOTES
from server.divisions.wire import PersonItem
from server.receipts import WordsSchema
from server.records.fields import DAY


class NotesQuery(Schema):
    """Which notes: of a kind, a person, a subject, of days in UTC. `cursor`: that of the page before."""

    what = fields.String(load_default=None, validate=validate.OneOf(tuple(NOTES)))
    by = fields.String(load_default=None, validate=validate.Length(1, 64))
    subject = fields.String(load_default=None, validate=validate.Length(1, 200))
    first = fields.String(load_default=None, data_key="from", validate=validate.Regexp(DAY))
    last = fields.String(load_default=None, data_key="to", validate=validate.Regexp(DAY))
    cursor = fields.Integer(load_default=None, validate=validate.Range(1, 2**53))


class NoteItem(Schema):
    """A note; `more` holds further ids and codes."""

    id = fields.Integer(required=True)
    at = fields.String(required=True)
    what = fields.String(required=True)
    words = fields.Nested(WordsSchema, required=True)
    by = fields.Nested(PersonItem, required=True)
    device = fields.String(required=True)
    subject = fields.String(required=True)
    more = fields.Raw(required=True)


class NotesSchema(Schema):
    """A page of notes, newest first; `cursor` is null on the last page."""

    items = fields.List(fields.Nested(NoteItem), required=True)
    cursor = fields.Integer(required=True, allow_none=True)
