"""The documents of a drill, as the office plans it and the teams report it."""

from collections.abc import Mapping

from marshmallow import Schema

from server.ids import CODE, DRILL, STAFF, ULID
from server.incidents.codes import DRILL_KINDS, GRADES
from server.incidents.values import UNITS, EditDrillPayload, people, photos
from server.records.envelope import (
    DecisionPayload,
    EmptyPayload,
    EnvelopeSchema,
    EventSchema,
    ReasonPayload,
    event_id,
)
from server.records.fields import StrictSchema, code, day, form, instant, listed, one_of, text, within

STAFF_FORM = rf"^{STAFF}\Z"
MOST_STAFF = 200


class DrillSchema(EnvelopeSchema):
    """A planned drill. `staff`: who is to be told; `leader` reports its course, `evaluator` judges it."""

    id = form(rf"^dr:{DRILL}\Z", required=True, data_key="_id")
    title = text(60, 1, required=True)
    kind = one_of(DRILL_KINDS)
    plan_id = code(required=True)
    place = text(100, 1, required=True)
    units = listed(form(rf"^{CODE}\Z"), UNITS, 1, required=True)
    starts_at = instant(required=True)
    staff = listed(form(STAFF_FORM), MOST_STAFF, required=True)
    leader = form(STAFF_FORM, required=True)
    evaluator = form(STAFF_FORM, required=True, allow_none=True)


class HeadCountPayload(StrictSchema):
    """How many are there."""

    head_count = people(allow_none=True, load_default=None)


class EndPayload(StrictSchema):
    """How it went."""

    head_count = people(allow_none=True, load_default=None)
    course = text(2000, allow_none=True, load_default=None)
    attach = photos(load_default=[])


class ProblemPayload(StrictSchema):
    """Something that did not work."""

    text = text(500, 1, required=True)
    attach = photos(load_default=[])


class ImprovementSchema(StrictSchema):
    """What has to get better: by which unit, which officer if one is named, until when."""

    key = form(rf"^{ULID}\Z", required=True)
    text = text(500, 1, required=True)
    unit = form(rf"^{CODE}\Z", required=True)
    officer = form(STAFF_FORM, allow_none=True, load_default=None)
    due_on = day()


class EvaluationPayload(StrictSchema):
    """The judgement, and what has to get better."""

    grade = one_of(GRADES)
    text = text(2000, 1, required=True)
    improvements = listed(within(ImprovementSchema), load_default=[])


class ImprovedPayload(StrictSchema):
    """An improvement is made."""

    improvement = form(rf"^{ULID}\Z", required=True)
    text = text(500, allow_none=True, load_default=None)
    attach = photos(load_default=[])


class ImproveAgainPayload(StrictSchema):
    """An improvement is not good enough yet, and why."""

    improvement = form(rf"^{ULID}\Z", required=True)
    reason = text(300, 1, required=True)


DRILL_PAYLOADS: Mapping[str, type[Schema]] = {
    "notify": EmptyPayload,
    "sign_in": EmptyPayload,
    "start": EmptyPayload,
    "muster": HeadCountPayload,
    "arrive": HeadCountPayload,
    "end": EndPayload,
    "problem": ProblemPayload,
    "evaluate": EvaluationPayload,
    "improvement_done": ImprovedPayload,
    "improvement_back": ImproveAgainPayload,
    "close": EmptyPayload,
    "cancel": ReasonPayload,
    "edit": EditDrillPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
}


class DrillEventSchema(EventSchema):
    """Something done in or to a drill."""

    payloads = DRILL_PAYLOADS

    id = event_id("dev", DRILL)
    subject = form(rf"^dr:{DRILL}\Z", required=True)


DRILL_SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {
    "drill": DrillSchema,
    "drill_ev": DrillEventSchema,
}
