"""`/api/receipts`: what reached the journal from the device that asks, and what its user should know about
it.
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint
from marshmallow import Schema, fields

from server.accounts.access import by_device, sender
from server.desk.settling import name_of_held, settled_held
from server.domain import words_of
from server.extensions import reading
from server.wire import Answer, gives
from sync.receipts import Verdict, received, verdicts

BY_THE_OFFICE: Final = {"zh-CN": "综治中心已处理：", "en": "The office has dealt with it: "}

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
    result = fields.String(
        required=True,
        metadata={
            "description": "`settled`: the office has dealt with it, and nobody needs to look any more"
        },
    )
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
        settled = settled_held(session, [_name_of(one) for one in told if one.held])
    return {
        "device": device,
        "received": [list(pair) for pair in ranges],
        "results": [
            {"id": one.doc_id, "dseq": one.dseq, "subject": one.subject, **_told(one, settled)}
            for one in told
        ],
    }


def _told(one: Verdict, settled: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What a document met with; what its office said when it has dealt with it since."""
    why = settled.get(_name_of(one)) if one.held else None
    if why is None:
        words = words_of(one.reason or one.result, one.subject)
        return {"result": one.result, "reason": one.reason, "words": words}
    words = {language: f"{by_the_office}{why[language]}" for language, by_the_office in BY_THE_OFFICE.items()}
    return {"result": "settled", "reason": "settled", "words": words}


def _name_of(one: Verdict) -> str:
    partition, rseq = one.held or ("", 0)
    return name_of_held(partition, rseq, one.reason or "")
