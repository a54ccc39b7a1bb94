"""`/api/receipts`: what reached the journal from the device that asks, and what its user should know about
it.
"""

from flask import Blueprint
from marshmallow import Schema, fields

from server.accounts.access import by_device, sender
from server.domain import words_of
from server.extensions import reading
from server.wire import Answer, gives
from sync.receipts import received, verdicts

bp = Blueprint("receipts", __name__, url_prefix="/api")


class WordsSchema(Schema):
    """The same in both languages."""

    zh = fields.String(required=True, data_key="zh-CN")
    en = fields.String(required=True)


class ResultSchema(Schema):
    """A document that somebody should look at."""

    id = fields.String(required=True)
    dseq = fields.Integer(required=True)
    subject = fields.String(required=True)
    result = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    words = fields.Nested(WordsSchema, required=True)


class ReceiptsSchema(Schema):
    """`received`: inclusive ranges of the device's counter, ascending."""

    device = fields.String(required=True)
    received = fields.List(fields.List(fields.Integer()), required=True)
    results = fields.List(fields.Nested(ResultSchema), required=True)


@bp.get("/receipts")
@by_device
@gives(ReceiptsSchema)
def receipts() -> Answer:
    """Tell the device what has arrived for good, and which of its documents need their author."""
    device = sender().device_id
    with reading() as session:
        ranges = received(session.connection(), device)
        told = verdicts(session.connection(), device)
    return {
        "device": device,
        "received": [list(pair) for pair in ranges],
        "results": [
            {
                "id": one.doc_id,
                "dseq": one.dseq,
                "subject": one.subject,
                "result": one.result,
                "reason": one.reason,
                "words": words_of(one.reason or one.result, one.subject),
            }
            for one in told
        ],
    }
