"""The documents of an incident, as phones and the office write them. No personal data in any text."""

from collections.abc import Mapping

from marshmallow import Schema

from server.ids import CODE, INCIDENT, STAFF, SUBJECT
from server.incidents.codes import ACCOUNTABILITY, INCIDENT_KINDS, UNIT_KINDS
from server.incidents.values import (
    UNITS,
    CorrectIncidentPayload,
    EditIncidentPayload,
    level,
    people,
    photos,
    point,
)
from server.records.envelope import (
    DecisionPayload,
    EmptyPayload,
    EnvelopeSchema,
    EventSchema,
    ReasonPayload,
    event_id,
)
from server.records.fields import (
    IMM,
    Flag,
    StrictSchema,
    code,
    form,
    instant,
    listed,
    one_of,
    text,
    whole,
    within,
)

INCIDENT_ID = rf"^inc:{INCIDENT}\Z"
MERGED = 200


class IncidentSchema(EnvelopeSchema):
    """A first report. `called`: 110, 119 or 120 were called; `source`: the record in which it was found."""

    id = form(INCIDENT_ID, required=True, data_key="_id")
    kind = one_of(INCIDENT_KINDS)
    place = text(100, 1, required=True)
    point = point(required=True, allow_none=True)
    text = text(500, required=True)
    people_count = people(allow_none=True, load_default=None)
    injured_count = people(allow_none=True, load_default=None)
    level_suggested = level(allow_none=True, load_default=None)
    called = Flag(required=True, metadata=IMM)
    attach = photos(load_default=[])
    source = form(rf"^{SUBJECT}\Z", allow_none=True, load_default=None)


class VerifyPayload(StrictSchema):
    """Seen with one's own eyes (`on_site`), or found out by the office."""

    on_site = Flag(load_default=False, metadata=IMM)
    point = point(allow_none=True, load_default=None)


class GradePayload(StrictSchema):
    """How grave it is; after the stand-down with a reason."""

    level = level(required=True)
    reason = text(300, allow_none=True, load_default=None)


class PlanPayload(StrictSchema):
    """The emergency plan that is started, in which version."""

    plan = code(required=True)
    version = whole(1, 9999, required=True)


class OrderedSchema(StrictSchema):
    """One who is sent: a team, unit, vehicle or person, and whom to tell (of a team: all when none is named).

    `seen`: the rseq of the responder's state that the dispatcher looked at.
    """

    code = form(rf"^{CODE}\Z", required=True)
    kind = one_of(UNIT_KINDS)
    staff = listed(form(rf"^{STAFF}\Z"), load_default=[])
    seen = whole(0, 2**53, load_default=0)


class DispatchPayload(StrictSchema):
    """Who is to go, and what they are to do."""

    units = listed(within(OrderedSchema), UNITS, 1, required=True)
    text = text(300, allow_none=True, load_default=None)


class SitrepPayload(StrictSchema):
    """What it looks like now. `worse`: it is getting worse, whatever the numbers say."""

    text = text(500, 1, required=True)
    people_count = people(allow_none=True, load_default=None)
    injured_count = people(allow_none=True, load_default=None)
    level_suggested = level(allow_none=True, load_default=None)
    point = point(allow_none=True, load_default=None)
    attach = photos(load_default=[])
    worse = Flag(load_default=False, metadata=IMM)


class TextPayload(StrictSchema):
    """Some words."""

    text = text(500, allow_none=True, load_default=None)


class ReviewPayload(StrictSchema):
    """What is to be learnt from it; `cases`: the records that came of it."""

    summary = text(2000, 1, required=True)
    improvements = listed(text(300, 1), load_default=[])
    cases = listed(form(rf"^{SUBJECT}\Z"), load_default=[])


class AccountabilityPayload(StrictSchema):
    """Whether somebody's responsibility is looked into, and why (not)."""

    decision = one_of(ACCOUNTABILITY)
    reason = text(500, 1, required=True)


class TargetPayload(StrictSchema):
    """The incident that it is another report of."""

    target = form(INCIDENT_ID, required=True)


class AlsoReportedPayload(StrictSchema):
    """Another report of the same incident, which was merged into it; `sources`: all that is merged in it."""

    incident = form(INCIDENT_ID, required=True)
    sources = listed(form(INCIDENT_ID), MERGED, 1, required=True)
    reporters = listed(form(rf"^{STAFF}\Z"), MERGED, required=True)
    reported_at = instant(required=True)
    text = text(500, required=True)
    people_count = people(required=True, allow_none=True)
    injured_count = people(required=True, allow_none=True)
    level_suggested = level(required=True, allow_none=True)
    point = point(required=True, allow_none=True)
    attach = photos(required=True)


class ArrivedPayload(StrictSchema):
    """A responder is on the scene: which unit, who says so, since when."""

    unit = form(rf"^{CODE}\Z", required=True)
    by = form(rf"^{STAFF}\Z", required=True)
    at = instant(required=True)


INCIDENT_PAYLOADS: Mapping[str, type[Schema]] = {
    "verify": VerifyPayload,
    "false_alarm": ReasonPayload,
    "grade": GradePayload,
    "start_plan": PlanPayload,
    "dispatch": DispatchPayload,
    "retask": DispatchPayload,
    "arrived": ArrivedPayload,
    "sitrep": SitrepPayload,
    "ask_controlled": TextPayload,
    "controlled": TextPayload,
    "not_controlled": ReasonPayload,
    "stand_down": TextPayload,
    "review": ReviewPayload,
    "decide_accountability": AccountabilityPayload,
    "close": TextPayload,
    "merge_into": TargetPayload,
    "also_reported": AlsoReportedPayload,
    "edit": EditIncidentPayload,
    "correct": CorrectIncidentPayload,
    "void": ReasonPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
}


class IncidentEventSchema(EventSchema):
    """Something done to an incident. `passed_on`: the merged incidents through which it came here."""

    payloads = INCIDENT_PAYLOADS

    id = event_id("iev", INCIDENT)
    subject = form(INCIDENT_ID, required=True)
    passed_on = listed(form(INCIDENT_ID), MERGED, load_default=[])


INCIDENT_SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {
    "incident": IncidentSchema,
    "incident_ev": IncidentEventSchema,
}
