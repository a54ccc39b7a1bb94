"""Tasks, notices and their receipts. Only the server writes tasks and notices; phones answer them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from server.ids import SUBJECT, TASK, ULID
from server.records.envelope import (
    AboutSchema,
    DecisionPayload,
    EmptyPayload,
    EnvelopeSchema,
    EventSchema,
    ReasonPayload,
    event_id,
)
from server.records.fields import StrictSchema, code, form, instant, listed, text, whole

NAME = r"^[a-z][a-z_]{1,39}\Z"


class AskedSchema(EnvelopeSchema):
    """Something for one person (`staff`) or for whoever holds one of `roles` at the office.

    `kind`: what it is, a code with words; `about`: the record that it is about; `text`: the office's own
    words; `cause`: the document because of which the server made it.
    """

    kind = form(NAME, required=True)
    about = form(rf"^{SUBJECT}\Z", required=True, allow_none=True)
    staff = code(required=True, allow_none=True)
    roles = listed(form(NAME), required=True)
    cause = text(200, allow_none=True, load_default=None)
    text = text(500, required=True, allow_none=True)

    @validates_schema
    def _is_for_somebody(self, data: dict[str, Any], **_: Any) -> None:
        if (data["staff"] is None) == (not data["roles"]):
            raise ValidationError("either for a person or for roles", "staff")


class TaskSchema(AskedSchema):
    """Something to do, by `due_at` if that is given."""

    id = form(rf"^task:{TASK}\Z", required=True, data_key="_id")
    due_at = instant(required=True, allow_none=True)


class NoticeSchema(AskedSchema):
    """Something to know. `batch`: what all copies of one notice share."""

    id = form(rf"^ntc:{TASK}\Z", required=True, data_key="_id")
    batch = form(rf"^{ULID}\Z", allow_none=True, load_default=None)


class AckSchema(AboutSchema):
    """The receipt of a task or notice."""

    id = form(rf"^ack:(?:task|ntc):{TASK}:{ULID}\Z", required=True, data_key="_id")
    subject = form(rf"^(?:task|ntc):{TASK}\Z", required=True)
    answer = text(200, allow_none=True, load_default=None)


class AnswerPayload(StrictSchema):
    """What the reader has to say to it, if anything."""

    answer = text(200, allow_none=True, load_default=None)


class AskPayload(StrictSchema):
    """What the centre wants to know."""

    text = text(300, 1, required=True)


class ReplyPayload(StrictSchema):
    """How far it is, in words and per cent."""

    text = text(500, 1, required=True)
    percent = whole(0, 100, allow_none=True, load_default=None)


class FinishPayload(StrictSchema):
    """What was done."""

    text = text(500, allow_none=True, load_default=None)


class CausePayload(StrictSchema):
    """The document because of which there is nothing left to do."""

    cause = text(200, 1, required=True)


class PostponePayload(StrictSchema):
    """Until when, and why."""

    due_at = instant(required=True)
    reason = text(300, 1, required=True)


TASK_PAYLOADS: Mapping[str, type[Schema]] = {
    "ack": AnswerPayload,
    "ask_progress": AskPayload,
    "reply": ReplyPayload,
    "finish": FinishPayload,
    "moved_on": CausePayload,
    "overdue": EmptyPayload,
    "no_reply": EmptyPayload,
    "postpone": PostponePayload,
    "send_back": ReasonPayload,
    "cancel": ReasonPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
}

NOTICE_PAYLOADS: Mapping[str, type[Schema]] = {
    "ack": AnswerPayload,
    "withdraw": ReasonPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
}


class TaskEventSchema(EventSchema):
    """Something done to a task."""

    payloads = TASK_PAYLOADS

    id = event_id("ev", f"task:{TASK}")
    subject = form(rf"^task:{TASK}\Z", required=True)


class NoticeEventSchema(EventSchema):
    """Something done to a notice."""

    payloads = NOTICE_PAYLOADS

    id = event_id("ev", f"ntc:{TASK}")
    subject = form(rf"^ntc:{TASK}\Z", required=True)


TASK_SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {
    "task": TaskSchema,
    "ack": AckSchema,
    "task_ev": TaskEventSchema,
}
NOTICE_SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {
    "notice": NoticeSchema,
    "ack": AckSchema,
    "notice_ev": NoticeEventSchema,
}
