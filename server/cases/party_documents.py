"""The parties of a case. Restricted: written in `own_`, shown to the handlers of that case alone.

`alias` is what everything else calls them by. No number of an identity paper is ever stored.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validates_schema

from server.cases.codes import PARTY_ROLES
from server.cases.values import choice, org
from server.ids import CASE, STAFF, ULID
from server.records.envelope import (
    EmptyPayload,
    EnvelopeSchema,
    EventSchema,
    event_id,
)
from server.records.erasing import erasable
from server.records.fields import IMM, Flag, StrictSchema, day, form, listed, one_of, text

PARTY = f"{CASE}:{ULID}"
PHONE_FORM = r"^[0-9+-]{5,20}\Z"
HANDLERS = 40


def _name(**more: Any) -> fields.String:
    return erasable(text(40, 1, **more))


def _phone(**more: Any) -> fields.String:
    return erasable(form(PHONE_FORM, **more))


def _flag(**more: Any) -> Flag:
    return Flag(metadata=IMM, **more)


EDITABLE: Mapping[str, Any] = {
    "role": lambda **more: choice(PARTY_ROLES, **more),
    "name": _name,
    "phone": _phone,
    "org_name": org,
    "id_checked_on_paper": _flag,
}
ERASABLE = ("name", "phone")


class PartySchema(EnvelopeSchema):
    """A party of a case, by its alias; name and phone as far as the work needs them."""

    id = form(rf"^party:{PARTY}\Z", required=True, data_key="_id")
    role = one_of(PARTY_ROLES)
    alias = text(20, 1, required=True)
    name = _name(allow_none=True, load_default=None)
    phone = _phone(allow_none=True, load_default=None)
    org_name = org(allow_none=True, load_default=None)
    id_checked_on_paper = _flag(load_default=False)


class PartyEditPayload(StrictSchema):
    """A field's new value."""

    field = one_of(tuple(EDITABLE))
    value = erasable(fields.Raw(required=True, metadata=IMM), *ERASABLE)

    @validates_schema
    def _value_fits(self, data: dict[str, Any], **_: Any) -> None:
        try:
            EDITABLE[data["field"]]().deserialize(data["value"])
        except ValidationError as problem:
            raise ValidationError(problem.messages, "value") from problem


class PartyCorrectPayload(PartyEditPayload):
    """A field's value as it should have been, and why."""

    reason = erasable(text(300, 1, required=True))


class PartyReasonPayload(StrictSchema):
    """Why; what is said of a party may name it."""

    reason = erasable(text(300, 1, required=True))


class PartyDecisionPayload(StrictSchema):
    """Which parked event the office decides on, and why; that may name the party too."""

    event = text(200, 1, required=True)
    reason = erasable(text(300, 1, required=True))


class HandlersPayload(StrictSchema):
    """Who handles the case now, and when name and phone are to be erased."""

    handlers = listed(form(rf"^{STAFF}\Z"), HANDLERS, required=True)
    purge_on = day(required=True, allow_none=True)


PARTY_PAYLOADS: Mapping[str, type[Schema]] = {
    "edit": PartyEditPayload,
    "correct": PartyCorrectPayload,
    "pick": PartyEditPayload,
    "void": PartyReasonPayload,
    "handlers": HandlersPayload,
    "force": PartyDecisionPayload,
    "dismiss": PartyDecisionPayload,
    "wait_over": EmptyPayload,
    "erase": EmptyPayload,
}


class PartyEventSchema(EventSchema):
    """Something done to what is known of a party."""

    payloads: ClassVar[Mapping[str, type[Schema]]] = PARTY_PAYLOADS

    id = event_id("ev:party", PARTY)
    subject = form(rf"^party:{PARTY}\Z", required=True)
    note = erasable(text(500, allow_none=True, load_default=None))


PARTY_SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {"party": PartySchema, "party_ev": PartyEventSchema}
