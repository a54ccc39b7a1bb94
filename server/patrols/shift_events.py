"""Shift events: what each action has to say in its `payload`."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from server.records.envelope import DecisionPayload, EmptyPayload, ReasonPayload
from server.records.fields import IMM, StrictSchema, code, listed, number, one_of, text, within


class MissedSchema(StrictSchema):
    """A must-visit checkpoint without a check-in, and why."""

    checkpoint = code(required=True)
    reason = text(200, required=True)


class StartPayload(StrictSchema):
    """Who goes out with what."""

    on_duty = listed(code(), least=1, required=True)
    vehicle = code(required=True, allow_none=True)
    km_start = number(0, 2_000_000, required=True, allow_none=True)
    weather = text(20, required=True, allow_none=True)


class PausePayload(StrictSchema):
    """Why, if anything is to be said."""

    reason = text(200, allow_none=True, load_default=None)


class HandoverPayload(StrictSchema):
    """To whom (a member of staff or a team), and what they should know."""

    to = code(required=True)
    text = text(300, required=True)


class NotePayload(StrictSchema):
    """A line in the shift's log."""

    text = text(300, 1, required=True)


class EndPayload(StrictSchema):
    """The vehicle's counter at the end."""

    km_end = number(0, 2_000_000, required=True, allow_none=True)


class SubmitPayload(StrictSchema):
    """The must-visit checkpoints that were not visited."""

    missed = listed(within(MissedSchema), 200, required=True)


EDITABLE: Mapping[str, fields.Field[Any]] = {
    "vehicle": code(),
    "km_start": number(0, 2_000_000),
    "km_end": number(0, 2_000_000),
    "weather": text(20, 1),
}


class EditPayload(StrictSchema):
    """A field's new value; `old`: the one that the writer saw."""

    field = one_of(tuple(EDITABLE))
    value = fields.Raw(required=True, metadata=IMM)
    old = fields.Raw(allow_none=True, load_default=None, metadata=IMM)

    @validates_schema
    def _value_fits(self, data: dict[str, Any], **_: Any) -> None:
        try:
            EDITABLE[data["field"]].deserialize(data["value"])
        except ValidationError as error:
            raise ValidationError(error.messages, "value") from error


class CorrectPayload(EditPayload):
    """A field's right value, and why it was wrong."""

    reason = text(300, 1, required=True)


PAYLOADS: Mapping[str, type[Schema]] = {
    "start": StartPayload,
    "pause": PausePayload,
    "resume": EmptyPayload,
    "handover": HandoverPayload,
    "note": NotePayload,
    "end": EndPayload,
    "submit": SubmitPayload,
    "review": EmptyPayload,
    "cancel": ReasonPayload,
    "accept_reason": ReasonPayload,
    "mark_missed": EmptyPayload,
    "finalize_missed": EmptyPayload,
    "auto_end": EmptyPayload,
    "auto_review": EmptyPayload,
    "edit": EditPayload,
    "correct": CorrectPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
    "erase": EmptyPayload,
}
