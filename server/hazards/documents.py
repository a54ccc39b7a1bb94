"""The documents about a hazard: the report of one outside the checklists, and what happens to any."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validates_schema

from server.hazards.codes import CATEGORIES, SEVERITIES, school_hazard
from server.ids import CHECKLIST, HAZARD, INSPECTION, STAFF, ULID
from server.records.envelope import (
    DecisionPayload,
    EmptyPayload,
    EnvelopeSchema,
    EventSchema,
    PointSchema,
    ReasonPayload,
    event_id,
)
from server.records.fields import (
    IMM,
    Flag,
    StrictSchema,
    code,
    day,
    form,
    instant,
    listed,
    one_of,
    text,
    within,
)
from server.schools.checklist import ITEMS

PHOTOS = 9
SOURCES = 100
OFFICERS = 20
HAZARD_ID = rf"^hz:{HAZARD}\Z"
PHOTO_IDS = listed(form(rf"^att:{ULID}\Z"), PHOTOS, required=True)


class HazardSchema(EnvelopeSchema):
    """A hazard that somebody reports, in words."""

    id = form(rf"^hz:{ULID}\Z", required=True, data_key="_id")
    category = one_of(CATEGORIES)
    severity = one_of(SEVERITIES)
    place = text(200, required=True)
    point = within(PointSchema, required=True, allow_none=True)
    school = code(required=True, allow_none=True)
    site = code(required=True, allow_none=True)
    text = text(1000, 1, required=True)
    attach = PHOTO_IDS


class FindPayload(StrictSchema):
    """An item of a school's checklist is not in order: what was seen, when, by which version of it."""

    text = text(1000, required=True, allow_none=True)
    attach = PHOTO_IDS
    inspection = form(rf"^insp:{INSPECTION}\Z", required=True, allow_none=True)
    list = form(rf"^{CHECKLIST}\Z", allow_none=True)


class JoinPayload(StrictSchema):
    """Somebody else has found it too."""

    text = text(1000, required=True, allow_none=True)
    attach = PHOTO_IDS


class WorkPayload(StrictSchema):
    """What was done, with pictures of it."""

    text = text(1000, required=True, allow_none=True)
    attach = PHOTO_IDS


class VerifyPayload(StrictSchema):
    """Somebody went there again and found it put right."""

    visited_on = day()
    text = text(1000, required=True, allow_none=True)
    attach = PHOTO_IDS


class VerifyFailPayload(StrictSchema):
    """Somebody went there again and found it as it was."""

    visited_on = day()
    reason = text(300, 1, required=True)
    attach = PHOTO_IDS


class AssignPayload(StrictSchema):
    """The unit that puts it right; its officers who are told; until when, if not by the usual limit."""

    unit = code(required=True)
    officers = listed(form(rf"^{STAFF}\Z"), OFFICERS, required=True)
    due_at = instant(required=True, allow_none=True)


class UntilPayload(StrictSchema):
    """Until when, and why."""

    until = instant(required=True)
    reason = text(300, 1, required=True)


class TransferPayload(StrictSchema):
    """Which body outside takes it on, from which day."""

    body = text(100, 1, required=True)
    on = day()
    reason = text(300, 1, required=True)


class OutcomePayload(StrictSchema):
    """What the body outside reports."""

    on = day()
    text = text(1000, 1, required=True)
    attach = PHOTO_IDS


class MergePayload(StrictSchema):
    """The hazard that this one is the same as."""

    target = form(HAZARD_ID, required=True)
    reason = text(300, 1, required=True)


class TakeOverPayload(StrictSchema):
    """What was merged into this hazard, directly or not; whether a circle is undone here."""

    sources = listed(form(HAZARD_ID), SOURCES, 1, required=True)
    reopens = Flag(required=True, metadata=IMM)


class SuspectPayload(StrictSchema):
    """An earlier hazard that this one may be the same as."""

    other = form(HAZARD_ID, required=True)


class InspectionReturnedPayload(StrictSchema):
    """An inspection that had found it was returned."""

    inspection = form(rf"^insp:{INSPECTION}\Z", required=True)


EDITABLE: Mapping[str, fields.Field[Any]] = {
    "category": one_of(CATEGORIES),
    "severity": one_of(SEVERITIES),
    "place": text(200),
    "point": within(PointSchema),
    "school": code(),
    "site": code(),
    "text": text(1000, 1),
}


class EditPayload(StrictSchema):
    """A field's new value, and the one that the writer saw."""

    field = one_of(tuple(EDITABLE))
    value = fields.Raw(required=True, allow_none=False, metadata=IMM)
    old = fields.Raw(load_default=None, allow_none=True, metadata=IMM)

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
    "find": FindPayload,
    "join": JoinPayload,
    "fixed_on_spot": WorkPayload,
    "auto_assign": AssignPayload,
    "assign": AssignPayload,
    "receive": EmptyPayload,
    "not_mine": ReasonPayload,
    "progress": WorkPayload,
    "rectify": WorkPayload,
    "verify": VerifyPayload,
    "verify_fail": VerifyFailPayload,
    "extend_ask": UntilPayload,
    "extend": UntilPayload,
    "extend_no": ReasonPayload,
    "overdue": EmptyPayload,
    "reject": ReasonPayload,
    "transfer": TransferPayload,
    "transfer_report": OutcomePayload,
    "suspend_ask": ReasonPayload,
    "suspend": ReasonPayload,
    "suspend_no": ReasonPayload,
    "resume": EmptyPayload,
    "merge_into": MergePayload,
    "take_over": TakeOverPayload,
    "suspect": SuspectPayload,
    "distinct": ReasonPayload,
    "inspection_returned": InspectionReturnedPayload,
    "edit": EditPayload,
    "correct": CorrectPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
}


class HazardEventSchema(EventSchema):
    """Something that happened to a hazard. A `find` is of a school's checklist."""

    payloads: ClassVar[Mapping[str, type[Schema]]] = PAYLOADS

    id = event_id("hev", HAZARD)
    subject = form(HAZARD_ID, required=True)

    @validates_schema
    def _found_by_checklist(self, data: dict[str, Any], **_: Any) -> None:
        if data["action"] != "find":
            return
        found = school_hazard(data["subject"])
        if found is None or (data["payload"].get("list") is None and found.code not in ITEMS):
            raise ValidationError("a find is of an item of a school's checklist", "subject")
