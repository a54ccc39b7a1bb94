"""The documents of the month's action, of inspections and of lessons. Unknown fields are an error."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validates_schema

from server.ids import CHECKLIST, CODE, INSPECTION, ITEM, MONTH, SCHOOL_ACTION, STAFF, ULID
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
    StrictSchema,
    code,
    day,
    form,
    instant,
    listed,
    one_of,
    text,
    whole,
    within,
)
from server.schools.checklist import ANSWERS, ITEMS
from server.schools.states import OTHER, PARTIES
from sync.authorship import SERVER
from sync.documents import is_storable

SCHOOLS = 200  # of a township
PHOTOS = 9
PARTY_CODES = (*PARTIES, OTHER)
LESSON_KINDS = ("safety_in_class", "law_in_class")
LECTURERS = ("law_head", "police", "judicial", "inspector", "fire", "teacher", "other")
DRAFT = {"x-merge": "LWW-D"}
ATTACHMENT = rf"^att:{ULID}\Z"
ITEM_CODE = rf"^{ITEM}\Z"
LONGEST_ANSWER, MOST_CHOSEN = 1000, 60
INSPECTION_ID = re.compile(rf"insp:({CODE}):({MONTH}):({STAFF})(?::([0-9]{{1,2}}))?")


def drafted(field: fields.Field[Any]) -> fields.Field[Any]:
    """The field of a draft: of two devices of its writer, the one that wrote last wins."""
    field.metadata = DRAFT
    return field


class Answered(fields.Field[Any]):
    """What was answered to a question that is no item: text, a number, or a list of codes."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, list) and len(value) <= MOST_CHOSEN and all(map(_is_text, value)):
            return value
        if _is_text(value) or (isinstance(value, (int, float)) and not isinstance(value, bool)):
            return value
        raise ValidationError("expected text, a number or a list of codes")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_ANSWER and is_storable(value)


class SchoolActionSchema(EnvelopeSchema):
    """The joint action of a township in a month: the schools to be inspected, from when till when."""

    id = form(rf"^sact:{SCHOOL_ACTION}\Z", required=True, data_key="_id")
    month = form(rf"^{MONTH}\Z", required=True)
    starts_at = instant(required=True)
    ends_at = instant(required=True)
    schools = listed(code(), SCHOOLS, required=True)

    @validates_schema
    def _by_the_clock(self, data: dict[str, Any], **_: Any) -> None:
        if data["wrote"]["by"] != SERVER:
            raise ValidationError("the clock makes the month's action", "wrote")
        if data["id"] != f"sact:{data['div']}:{data['month']}":
            raise ValidationError("the id must be that of township and month", "_id")


class SignPayload(StrictSchema):
    """A unit takes part: which, and as what."""

    unit = code(required=True)
    party = one_of(PARTY_CODES)


class InspectedPayload(StrictSchema):
    """What an inspection came to."""

    inspection = form(rf"^insp:{INSPECTION}\Z", required=True)
    school = code(required=True)
    inspector = form(rf"^{STAFF}\Z", required=True)
    on = day()
    answers = fields.Dict(keys=form(ITEM_CODE), values=one_of(ANSWERS), required=True, metadata=IMM)


class InspectionReturnedPayload(StrictSchema):
    """Which inspection does not count any more."""

    inspection = form(rf"^insp:{INSPECTION}\Z", required=True)


class SummaryPayload(StrictSchema):
    """What the month came to, in words."""

    text = text(2000, 1, required=True)


class SummaryCorrectionPayload(StrictSchema):
    """The summary again."""

    field = one_of(("summary",))
    value = text(2000, 1, required=True)
    reason = text(300, 1, required=True)


class SchoolActionEventSchema(EventSchema):
    """Something done to the month's action."""

    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "sign": SignPayload,
        "inspected": InspectedPayload,
        "inspection_returned": InspectionReturnedPayload,
        "close_month": EmptyPayload,
        "summarise": SummaryPayload,
        "correct": SummaryCorrectionPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }

    id = event_id("ev:sact", SCHOOL_ACTION)
    subject = form(rf"^sact:{SCHOOL_ACTION}\Z", required=True)


class AnswerSchema(StrictSchema):
    """How it stands with one item: in order, not, or not applicable; what was seen."""

    ans = one_of(ANSWERS)
    note = text(500, allow_none=True)
    att = listed(form(ATTACHMENT), PHOTOS)


class InspectionSchema(EnvelopeSchema):
    """One inspector's visit to a school. It is its writer's draft until `submitted_at` is set.

    `list`: the version of the checklist that it was begun with, the shipped one where it names none;
    `more`: the answers to what that asks beside its items.
    """

    id = form(rf"^insp:{INSPECTION}\Z", required=True, data_key="_id")
    school = drafted(code(required=True))
    month = drafted(form(rf"^{MONTH}\Z", required=True))
    on = drafted(day())
    list = drafted(form(rf"^{CHECKLIST}\Z", allow_none=True))
    answers = fields.Dict(keys=form(ITEM_CODE), values=within(AnswerSchema), required=True, metadata=DRAFT)
    more = drafted(fields.Dict(keys=form(ITEM_CODE), values=Answered()))
    attach = drafted(listed(form(ATTACHMENT), PHOTOS, required=True))
    text = drafted(text(1000, required=True, allow_none=True))
    submitted_at = drafted(instant(required=True, allow_none=True))

    @validates_schema
    def _its_writers(self, data: dict[str, Any], **_: Any) -> None:
        school, month, inspector, _visit = parts_of(data["id"])
        if data["wrote"]["by"] != inspector:
            raise ValidationError("the id must name its writer", "_id")
        if (data["school"], data["month"]) != (school, month):
            raise ValidationError("the id must be that of school and month", "_id")

    @validates_schema
    def _items_of_the_shipped(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("list") is None and not data["answers"].keys() <= ITEMS.keys():
            raise ValidationError("an item that the checklist does not have", "answers")

    @validates_schema
    def _complete_when_submitted(self, data: dict[str, Any], **_: Any) -> None:
        if data["submitted_at"] is None:
            return
        if not data["answers"]:
            raise ValidationError("nothing was answered", "answers")
        if not data["on"].startswith(data["month"]):
            raise ValidationError("the day must lie in the month", "on")


def parts_of(inspection: str) -> tuple[str, str, str, int]:
    """(school, month, inspector, number of the visit) of an inspection's id."""
    found = INSPECTION_ID.fullmatch(inspection)
    if found is None:
        raise ValueError(f"{inspection!r} is no inspection")
    return found[1], found[2], found[3], int(found[4] or 1)


def is_submitted(inspection: Mapping[str, Any]) -> bool:
    """Whether it is no draft any more."""
    return inspection.get("submitted_at") is not None


class InspectionEventSchema(EventSchema):
    """The office's word on an inspection."""

    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "check": EmptyPayload,
        "return": ReasonPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }

    id = event_id("ev:insp", INSPECTION)
    subject = form(rf"^insp:{INSPECTION}\Z", required=True)


class LessonSchema(EnvelopeSchema):
    """A lesson on safety or law: how many heard it, and from whom by trade. No pupil is named."""

    id = form(rf"^les:{ULID}\Z", required=True, data_key="_id")
    school = code(required=True)
    kind = one_of(LESSON_KINDS)
    on = day()
    classes = whole(1, 300, required=True)
    people = whole(1, 20_000, required=True)
    lecturer_role = one_of(LECTURERS)


class LessonEventSchema(EventSchema):
    """A lesson that should not count."""

    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "void": ReasonPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }

    id = event_id("ev:les", ULID)
    subject = form(rf"^les:{ULID}\Z", required=True)
