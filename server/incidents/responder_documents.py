"""The documents of one who is sent to an incident: a team, a unit, a vehicle or a person."""

from collections.abc import Mapping

from marshmallow import Schema

from server.ids import CODE, INCIDENT, RESPONDER, STAFF
from server.incidents.codes import INCIDENT_KINDS, UNIT_KINDS
from server.incidents.values import point
from server.records.envelope import (
    DecisionPayload,
    EmptyPayload,
    EnvelopeSchema,
    EventSchema,
    PointSchema,
    ReasonPayload,
    event_id,
)
from server.records.fields import StrictSchema, form, listed, one_of, text, within

STAFF_FORM = rf"^{STAFF}\Z"


class ResponderSchema(EnvelopeSchema):
    """Who is sent where. Written by the server, when the office dispatches; `cause`: that event."""

    id = form(rf"^rsp:{RESPONDER}\Z", required=True, data_key="_id")
    incident = form(rf"^inc:{INCIDENT}\Z", required=True)
    kind = one_of(UNIT_KINDS)
    unit = form(rf"^{CODE}\Z", required=True)
    staff = listed(form(STAFF_FORM), required=True)
    incident_kind = one_of(INCIDENT_KINDS)
    place = text(100, required=True)
    point = point(required=True, allow_none=True)
    cause = text(200, 1, required=True)
    text = text(300, required=True, allow_none=True)


class OrderPayload(StrictSchema):
    """A further order, and whom to tell of it."""

    staff = listed(form(STAFF_FORM), required=True)
    cause = text(200, 1, required=True)
    text = text(300, required=True, allow_none=True)


class WherePayload(StrictSchema):
    """From where, if the phone knows."""

    point = within(PointSchema, allow_none=True, load_default=None)


class DonePayload(StrictSchema):
    """What was done."""

    text = text(300, allow_none=True, load_default=None)


class StandDownPayload(StrictSchema):
    """The event that ended it."""

    cause = text(200, 1, required=True)


RESPONDER_PAYLOADS: Mapping[str, type[Schema]] = {
    "retask": OrderPayload,
    "ack": EmptyPayload,
    "decline": ReasonPayload,
    "en_route": WherePayload,
    "on_scene": WherePayload,
    "done": DonePayload,
    "stand_down": StandDownPayload,
    "no_ack": EmptyPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
}


class ResponderEventSchema(EventSchema):
    """What a responder answers, or is told."""

    payloads = RESPONDER_PAYLOADS

    id = event_id("ev", f"rsp:{RESPONDER}")
    subject = form(rf"^rsp:{RESPONDER}\Z", required=True)


RESPONDER_SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {
    "responder": ResponderSchema,
    "responder_ev": ResponderEventSchema,
}
