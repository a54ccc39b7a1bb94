"""Sessions and agreements, which their author drafts and then signs, and follow-up visits.

Written in the `own_` database of their author (a follow-up in the village's), since few may read them. A
signed one is a fact about the case. People are told by their part in it, never by name.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from server.cases.codes import (
    ATTENDEES,
    FORMS,
    PERFORMED,
    SESSION_KINDS,
    SESSION_RESULTS,
)
from server.cases.values import ATTACHMENT_FORM, attachments, calendar_day, choice
from server.ids import CASE, STAFF, ULID
from server.records.envelope import AboutSchema
from server.records.fields import IMM, Flag, day, instant, listed, one_of, text, whole
from server.records.fields import form as regular
from sync import times
from sync.authorship import SERVER

DRAFTED = {"x-merge": "LWW-D"}
MEDIATORS, ATTENDING, TERMS = 10, 500, 20


def drafted(field: fields.Field[Any]) -> fields.Field[Any]:
    """A field that its owner may change until the paper is signed."""
    field.metadata = {**field.metadata, **DRAFTED}
    return field


class CasePaperSchema(AboutSchema):
    """A document about a case. `passed_on` as of events."""

    subject = regular(rf"^case:{CASE}\Z", required=True)
    passed_on = listed(text(40, 1), 99, load_default=[])

    @validates_schema
    def _server_forwards(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("passed_on") and data["wrote"]["dev"] != SERVER:
            raise ValidationError("only the server forwards", "passed_on")


class SignedSchema(CasePaperSchema):
    """A draft until it has `signed_at`."""

    signed_at = drafted(instant(required=True, allow_none=True))
    needed_to_sign: tuple[str, ...] = ()

    @validates_schema
    def _signed_is_whole(self, data: dict[str, Any], **_: Any) -> None:
        missing = [name for name in self.needed_to_sign if not data.get(name)]
        if data.get("signed_at") and missing:
            raise ValidationError({name: ["a signed one needs it"] for name in missing})


class SessionSchema(SignedSchema):
    """An inquiry or a mediation. `attendee_roles`: how many came in which part."""

    needed_to_sign = ("started_at", "ended_at", "content", "result", "mediators")

    id = regular(rf"^ses:{CASE}:{ULID}\Z", required=True, data_key="_id")
    kind = drafted(one_of(SESSION_KINDS))
    place = drafted(text(100, required=True))
    started_at = drafted(instant(required=True, allow_none=True))
    ended_at = drafted(instant(required=True, allow_none=True))
    mediators = drafted(listed(regular(rf"^{STAFF}\Z"), MEDIATORS, required=True))
    attendee_roles = drafted(
        fields.Dict(keys=choice(ATTENDEES), values=whole(0, ATTENDING), required=True, metadata=IMM)
    )
    content = drafted(text(5000, required=True))
    result = drafted(choice(SESSION_RESULTS, required=True, allow_none=True))
    next_on = drafted(calendar_day(allow_none=True, load_default=None))
    attach = drafted(attachments(load_default=[]))

    @validates_schema
    def _ends_after_its_start(self, data: dict[str, Any], **_: Any) -> None:
        start, end = data.get("started_at"), data.get("ended_at")
        if start and end and times.parse(end) < times.parse(start):
            raise ValidationError("ends before it starts", "ended_at")


class AgreementSchema(SignedSchema):
    """What the parties agreed; the signatures are on paper, of which there may be a photo."""

    needed_to_sign = ("form", "terms", "signed_on")

    id = regular(rf"^agr:{CASE}:{ULID}\Z", required=True, data_key="_id")
    form = drafted(one_of(FORMS))
    terms = drafted(listed(text(500, 1), TERMS, required=True))
    perform_due = drafted(calendar_day(allow_none=True, load_default=None))
    signed_on = drafted(calendar_day(required=True, allow_none=True))
    paper_photo = drafted(regular(ATTACHMENT_FORM, allow_none=True, load_default=None))


class FollowUpSchema(CasePaperSchema):
    """A visit after the settlement."""

    id = regular(rf"^fu:{CASE}:{ULID}\Z", required=True, data_key="_id")
    on = day()
    performed = one_of(PERFORMED)
    satisfaction = whole(1, 5, required=True, allow_none=True)
    risk_again = Flag(required=True, metadata=IMM)
    next_on = calendar_day(allow_none=True, load_default=None)


def is_signed(document: Mapping[str, Any]) -> bool:
    """Whether a paper is no draft any more."""
    return bool(document.get("signed_at"))
