"""What the API of envelopes and clues takes and gives, where it is more than that of every record."""

from marshmallow import Schema, fields, validate

from server.mailboxes.clue_documents import FEEDBACK
from server.mailboxes.documents import MOST_ITEMS
from server.receipts import WordsSchema

MOST_DROPS = 100


class DropsSchema(Schema):
    """Envelopes that were taken in: each {id, div, at_dev, tz, envelope_no, channel, category, received_on,
    count} and nothing else.
    """

    clues = fields.List(
        fields.Dict(keys=fields.String()), required=True, validate=validate.Length(1, MOST_DROPS)
    )


class RefusedDropItem(Schema):
    """A drop that cannot be kept, and why; `errors` names fields. An id that is no text is null."""

    id = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    words = fields.Nested(WordsSchema, required=True)
    errors = fields.Dict(required=True)


class DropsDoneSchema(Schema):
    """The receipt: the ids that are kept for good, so that the phone deletes its copies; and the others."""

    accepted = fields.List(fields.String(), required=True)
    refused = fields.List(fields.Nested(RefusedDropItem), required=True)


class EnvelopeItem(Schema):
    """An envelope by its number. `clue`: the drop, if one has come; `sheets`: the openings that list it, of
    whatever boxes and windows; `repeated`: there are several, so that the township has to look."""

    envelope_no = fields.String(required=True)
    clue = fields.String(required=True, allow_none=True)
    received = fields.Boolean(required=True)
    sheets = fields.List(fields.String(), required=True)
    repeated = fields.Boolean(required=True)


class EnvelopesSchema(Schema):
    """The envelopes of an area, by number: those that were dropped, and those on the sheets of openings."""

    items = fields.List(fields.Nested(EnvelopeItem), required=True)


class ReceiveSchema(Schema):
    """How many items the township counted in the envelope."""

    count = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_ITEMS))


class HandedItem(Schema):
    """A clue that the police have, by numbers alone."""

    id = fields.String(required=True)
    clue_no = fields.String(required=True)
    receipt_no = fields.String(required=True)
    handed_on = fields.String(required=True)
    feedback = fields.String(required=True, allow_none=True)


class HandedSchema(Schema):
    """The clues that the police have and that are not closed."""

    items = fields.List(fields.Nested(HandedItem), required=True)


class FeedBackSchema(Schema):
    """What came of it."""

    code = fields.String(required=True, validate=validate.OneOf(FEEDBACK))
