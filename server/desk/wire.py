"""What the API of the desk gives."""

from marshmallow import Schema, fields

from server.divisions.wire import NamedItem, PersonItem
from server.quarantine import DeadLetterSchema, QuarantinedSchema
from server.receipts import WordsSchema


class RecordRefItem(Schema):
    """The record that something is about. `plural`: its name in the API; `on`: the day to which it counts."""

    id = fields.String(required=True)
    plural = fields.String(required=True)
    div = fields.Nested(NamedItem, required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    on = fields.String(required=True)
    rseq = fields.Integer(required=True)


class ChoiceItem(Schema):
    """Whether the caller may decide it so; `reason` and `words` say what forbids it."""

    action = fields.String(required=True)
    allowed = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)
    words = fields.Nested(WordsSchema, required=True, allow_none=True)


class DoneItem(Schema):
    """Something that was done to the record; `seen`: the row up to which its author knew the record."""

    id = fields.String(required=True)
    action = fields.String(required=True)
    by = fields.Nested(PersonItem, required=True)
    at = fields.String(required=True)
    received_at = fields.String(required=True)
    seen = fields.Integer(required=True)
    payload = fields.Dict(required=True)
    note = fields.String(required=True, allow_none=True)


class ParkedItem(Schema):
    """An event that waits for a decision. `beside`: what counts already and was done without knowing of it.
    `disputed`: the two contradict each other on how the record ended."""

    record = fields.Nested(RecordRefItem, required=True)
    event = fields.Nested(DoneItem, required=True)
    reason = fields.String(required=True)
    words = fields.Nested(WordsSchema, required=True)
    disputed = fields.Boolean(required=True)
    beside = fields.List(fields.Nested(DoneItem), required=True)
    choices = fields.List(fields.Nested(ChoiceItem), required=True)


class ValueItem(Schema):
    """A value with who wrote it and when; `id` is the document that brought it."""

    value = fields.Raw(required=True, allow_none=True)
    by = fields.Nested(PersonItem, required=True)
    at = fields.String(required=True)
    id = fields.String(required=True)


class KeptBothItem(Schema):
    """A field with several values, the shown one first."""

    record = fields.Nested(RecordRefItem, required=True)
    field = fields.String(required=True)
    values = fields.List(fields.Nested(ValueItem), required=True)
    choices = fields.List(fields.Nested(ChoiceItem), required=True)


class DuplicateItem(Schema):
    """A record that may be the same as another. `candidates`: others of its kind about the same thing."""

    record = fields.Nested(RecordRefItem, required=True)
    candidates = fields.List(fields.Nested(RecordRefItem), required=True)
    choices = fields.List(fields.Nested(ChoiceItem), required=True)


class DifferenceItem(Schema):
    """A field that the two documents say differently."""

    field = fields.String(required=True)
    kept = fields.Raw(required=True, allow_none=True)
    other = fields.Raw(required=True, allow_none=True)


class CopyItem(Schema):
    """A second document under an id that another had taken; the first one counts. `record`: what they are
    about; null for documents that stand for themselves."""

    id = fields.String(required=True)
    doc_id = fields.String(required=True)
    type = fields.String(required=True)
    author = fields.Nested(PersonItem, required=True)
    first_author = fields.Nested(PersonItem, required=True)
    received_at = fields.String(required=True)
    reason = fields.String(required=True)
    words = fields.Nested(WordsSchema, required=True)
    differences = fields.List(fields.Nested(DifferenceItem), required=True)
    record = fields.Nested(RecordRefItem, required=True, allow_none=True)
    choices = fields.List(fields.Nested(ChoiceItem), required=True)


class DeskSchema(Schema):
    """All that waits for a person in one part of the journal. `more`: the lists that are cut off."""

    as_of = fields.String(required=True)
    parked = fields.List(fields.Nested(ParkedItem), required=True)
    kept_both = fields.List(fields.Nested(KeptBothItem), required=True)
    duplicates = fields.List(fields.Nested(DuplicateItem), required=True)
    copies = fields.List(fields.Nested(CopyItem), required=True)
    quarantined = fields.List(fields.Nested(QuarantinedSchema), required=True)
    dead_letters = fields.List(fields.Nested(DeadLetterSchema), required=True)
    more = fields.List(fields.String(), required=True)
