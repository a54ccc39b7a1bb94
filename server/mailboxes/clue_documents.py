"""The documents of clues. Phones drop numbers and codes; nobody's name has a field anywhere."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validates_schema

from server.duties.documents import choice, not_ahead
from server.ids import CASE, ULID
from server.mailboxes.documents import MOST_ITEMS, OPENING, envelope_no
from server.records.envelope import (
    DecisionPayload,
    EmptyPayload,
    EnvelopeSchema,
    EventSchema,
    ReasonPayload,
    event_id,
)
from server.records.fields import StrictSchema, day, form, listed, one_of, text, whole

CHANNELS = ("mailbox", "visit", "screening", "report_line")
CATEGORIES = (
    "CL01",
    "CL02",
    "CL03",
    "CL04",
    "CL05",
    "CL06",
    "CL07",
    "CL08",
    "CL09",
    "CL10",
    "CL99",
)
FEEDBACK = ("useful", "filed", "checked_no", "pending")
CLUE = rf"^cd:{ULID}\Z"


class ClueDropSchema(EnvelopeSchema):
    """An envelope that was taken in: its printed number, how it came, what it is about as a code."""

    id = form(CLUE, required=True, data_key="_id")
    envelope_no = envelope_no(required=True)
    channel = one_of(CHANNELS)
    category = one_of(CATEGORIES)
    received_on = day()
    count = whole(1, MOST_ITEMS, required=True)

    @validates_schema
    def _received_before_it_was_written(self, data: dict[str, Any], **_: Any) -> None:
        not_ahead(data, data["received_on"], "received_on")


class ReceivePayload(StrictSchema):
    """How many items the township counted, and the openings on whose sheets the envelope stands."""

    count = whole(0, MOST_ITEMS, required=True)
    sheets = listed(form(rf"^{OPENING}\Z"), MOST_ITEMS, required=True)


class ContentPayload(StrictSchema):
    """What the special office notes down; it never leaves that office."""

    content = text(2000, 1, required=True)


class DuplicatePayload(StrictSchema):
    """The clue that says the same."""

    of = form(CLUE, required=True)
    reason = text(300, 1, required=True)


class OutOfScopePayload(StrictSchema):
    """Why it is no clue, and the petition that it became, if it did."""

    reason = text(300, 1, required=True)
    case = form(rf"^case:{CASE}\Z")


class HandOverPayload(StrictSchema):
    """The receipt of the police."""

    receipt_no = text(40, 1, required=True)
    on = day()


class FeedBackPayload(StrictSchema):
    """What came of it, as a code."""

    code = one_of(FEEDBACK)


class CorrectCluePayload(StrictSchema):
    """The special office sets a code or a number, and says why."""

    field = one_of(("category", "channel", "count"))
    value = fields.Raw(required=True, metadata={"x-merge": "IMM"})
    reason = text(300, 1, required=True)

    @validates_schema
    def _value_of_its_field(self, data: dict[str, Any], **_: Any) -> None:
        allowed: dict[str, fields.Field[Any]] = {
            "category": choice(CATEGORIES),
            "channel": choice(CHANNELS),
            "count": whole(1, MOST_ITEMS),
        }
        try:
            allowed[data["field"]].deserialize(data["value"])
        except ValidationError as problem:
            raise ValidationError(problem.messages, "value") from problem


class ClueEventSchema(EventSchema):
    """Something done about a clue, always at an office."""

    id = event_id("ev:cd", ULID)
    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "receive": ReceivePayload,
        "register": EmptyPayload,
        "describe": ContentPayload,
        "correct": CorrectCluePayload,
        "mark_duplicate": DuplicatePayload,
        "out_of_scope": OutOfScopePayload,
        "reinstate": ReasonPayload,
        "hand_over": HandOverPayload,
        "feed_back": FeedBackPayload,
        "close": EmptyPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }
