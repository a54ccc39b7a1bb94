"""The documents of mailboxes and their openings. Unknown fields are an error; nobody is named but openers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validates_schema

from server.duties.documents import ASSET_PAYLOADS, WindowSchema, photos
from server.ids import BOX_WINDOW, CODE, HALF_MONTH, STAFF, ULID
from server.records.envelope import (
    AboutSchema,
    DecisionPayload,
    EmptyPayload,
    EventSchema,
    ReasonPayload,
    event_id,
)
from server.records.fields import IMM, Flag, StrictSchema, code, form, instant, listed, one_of, text, whole
from sync import times

BOX_STATES = ("ok", "damaged", "lost_key")
MOST_ITEMS, MOST_OPENERS = 200, 6
ENVELOPE = r"[A-Z]{0,3}-?[0-9][0-9-]{0,15}"
"""a printed number: too few letters for a name"""
OPENING = f"bo:{BOX_WINDOW}:{ULID}"


def envelope_no(**more: Any) -> fields.String:
    """The printed number of an envelope."""
    return form(rf"^{ENVELOPE}\Z", **more)


class BoxWindowSchema(WindowSchema):
    """A mailbox that is to be opened in a half of a month."""

    id = form(rf"^bw:{BOX_WINDOW}\Z", required=True, data_key="_id")
    box = code(required=True)
    window = form(rf"^{HALF_MONTH}\Z", required=True)


class BoxOpenSchema(AboutSchema):
    """An opening. What was in the box is not read: each item goes into a numbered envelope."""

    id = event_id("bo", BOX_WINDOW)
    subject = form(rf"^bw:{BOX_WINDOW}\Z", required=True)
    box = code(required=True)
    window = form(rf"^{HALF_MONTH}\Z", required=True)
    opened_at = instant(required=True)
    openers = listed(form(rf"^{STAFF}\Z"), MOST_OPENERS, 1, required=True)
    seal_ok = Flag(required=True, metadata=IMM)
    box_state = one_of(BOX_STATES)
    items_count = whole(0, MOST_ITEMS, required=True)
    envelopes = listed(envelope_no(), MOST_ITEMS, required=True)
    attach = photos()

    @validates_schema
    def _of_its_window(self, data: dict[str, Any], **_: Any) -> None:
        if data["subject"] != f"bw:{data['box']}:{data['window']}":
            raise ValidationError("the subject must carry box and window", "subject")

    @validates_schema
    def _adds_up(self, data: dict[str, Any], **_: Any) -> None:
        for name in ("openers", "envelopes"):
            if len(set(data[name])) < len(data[name]):
                raise ValidationError("the same one twice", name)
        if data["items_count"] != len(data["envelopes"]):
            raise ValidationError("each item has its envelope", "items_count")
        if times.parse(data["opened_at"]) > times.parse(data["at_dev"]):
            raise ValidationError("lies ahead of the writing", "opened_at")


class VoidOpeningPayload(StrictSchema):
    """The opening that does not count after all, and why."""

    opening = form(rf"^{OPENING}\Z", required=True)
    reason = text(300, 1, required=True)


class BoxEventSchema(EventSchema):
    """Something done about the opening of a box."""

    id = event_id("ev:bw", BOX_WINDOW)
    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "void": VoidOpeningPayload,
        "excuse": ReasonPayload,
        "mark_missed": EmptyPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }


class MailboxEventSchema(EventSchema):
    """Something that the office did about a mailbox itself."""

    id = event_id("ev:box", CODE)
    payloads: ClassVar[Mapping[str, type[Schema]]] = ASSET_PAYLOADS
