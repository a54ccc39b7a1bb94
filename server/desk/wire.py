"""What the API of the desk gives."""

from marshmallow import Schema, fields, validate

from server.desk.settling import REASONS
from server.divisions.wire import NamedItem, PersonItem
from server.quarantine import DeadLetterSchema, PartitionQuery, QuarantinedSchema
from server.receipts import WordsSchema
from sync.transitions import DISMISS, FORCE

LONGEST_ID = 1200


class DeskQuery(PartitionQuery):
    """Which part of the journal; `settled`: what waits no longer because an office has dealt with it."""

    settled = fields.Boolean(load_default=False)


class SettlementSchema(PartitionQuery):
    """That an item of one of the desk's lists is dealt with. `item`: its `settle_as`."""

    list = fields.String(required=True, validate=validate.OneOf(tuple(REASONS)))
    item = fields.String(required=True, validate=validate.Length(1, LONGEST_ID))
    reason = fields.String(required=True)


class SettledSchema(Schema):
    """It is noted."""

    settled = fields.Boolean(required=True)


class RetrySchema(PartitionQuery):
    """Which of the records that could not be handled."""

    subject = fields.String(required=True, validate=validate.Length(1, LONGEST_ID))


class DecisionSchema(PartitionQuery):
    """What becomes of an event of a record that no office reads. `seen`: the row up to which it was shown."""

    record = fields.String(required=True, validate=validate.Length(1, LONGEST_ID))
    event = fields.String(required=True, validate=validate.Length(1, LONGEST_ID))
    action = fields.String(required=True, validate=validate.OneOf((FORCE, DISMISS)))
    reason = fields.String(required=True, validate=validate.Length(1, 300))
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**53))


class RecordRefItem(Schema):
    """The record that something is about. `plural`: its name in the API; `on`: the day to which it counts.
    `sealed`: no office reads it; title and number are those of the case that it belongs to."""

    id = fields.String(required=True)
    plural = fields.String(required=True)
    div = fields.Nested(NamedItem, required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    on = fields.String(required=True)
    rseq = fields.Integer(required=True)
    sealed = fields.Boolean(required=True)


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


class SettlementItem(Schema):
    """Who has dealt with it, when, and why."""

    by = fields.Nested(PersonItem, required=True)
    at = fields.String(required=True)
    reason = fields.String(required=True)
    words = fields.Nested(WordsSchema, required=True)


class ReasonItem(Schema):
    """A reason for which something is settled."""

    reason = fields.String(required=True)
    words = fields.Nested(WordsSchema, required=True)


class Settleable(Schema):
    """What no rule decides. `settle_as`: the name under which it is settled, which changes with what is wrong
    with it."""

    settle_as = fields.String(required=True)
    settled = fields.Nested(SettlementItem, required=True, allow_none=True)


class HeldItem(QuarantinedSchema, Settleable):
    """A document that does not fit."""


class LetterItem(DeadLetterSchema, Settleable):
    """A record whose documents wait because handling them fails."""


class EarlyItem(Schema):
    """An event whose record has not come, without what it says."""

    id = fields.String(required=True)
    action = fields.String(required=True)
    by = fields.Nested(PersonItem, required=True)
    at = fields.String(required=True)
    received_at = fields.String(required=True)


class HeadlessItem(Settleable):
    """A record that has not come, with the events that wait for it, oldest first."""

    subject = fields.String(required=True)
    since = fields.String(required=True)
    events = fields.List(fields.Nested(EarlyItem), required=True)


class CopyItem(Settleable):
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
    """All that waits for a person in one part of the journal. `more`: the lists that are cut off.
    `may_settle`: whether the caller may settle what no rule decides; `reasons`: for each list why one may."""

    as_of = fields.String(required=True)
    parked = fields.List(fields.Nested(ParkedItem), required=True)
    kept_both = fields.List(fields.Nested(KeptBothItem), required=True)
    duplicates = fields.List(fields.Nested(DuplicateItem), required=True)
    copies = fields.List(fields.Nested(CopyItem), required=True)
    quarantined = fields.List(fields.Nested(HeldItem), required=True)
    headless = fields.List(fields.Nested(HeadlessItem), required=True)
    dead_letters = fields.List(fields.Nested(LetterItem), required=True)
    more = fields.List(fields.String(), required=True)
    may_settle = fields.Boolean(required=True)
    reasons = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(ReasonItem)), required=True)
