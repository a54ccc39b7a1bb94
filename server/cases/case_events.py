"""What each action on a case says: the payload of `case_ev` for every action."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validates_schema

from server.cases.codes import (
    AGREED_OUTCOMES,
    CATEGORIES,
    FAILED_OUTCOMES,
    FEEDBACK_WAYS,
    FILE_PARTS,
    FORMS,
    REFERRED_OUTCOMES,
    RISKS,
    SUSPENSIONS,
)
from server.cases.values import DIVISION_FORM, attachments, choice, fitting, org
from server.ids import CASE, STAFF, ULID
from server.records.envelope import DecisionPayload, EmptyPayload, ReasonPayload
from server.records.fields import IMM, Flag, StrictSchema, code, form, listed, one_of, text

UNITS = 12


class AcceptPayload(StrictSchema):
    """Taken in, perhaps with its category."""

    category = choice(CATEGORIES, allow_none=True, load_default=None)


class RejectPayload(ReasonPayload):
    """Why not, and where the person is to go."""

    where = text(200, 1, required=True)


class AssignPayload(StrictSchema):
    """Who is to handle it."""

    lead_unit = code(required=True)
    lead_officer = form(rf"^{STAFF}\Z", required=True)
    co_units = listed(code(), UNITS, load_default=[])


class ReassignPayload(ReasonPayload):
    """Who is to go on with it, and why."""

    lead_unit = code(required=True)
    lead_officer = form(rf"^{STAFF}\Z", required=True)


class NotePayload(StrictSchema):
    """A line in the file. No personal data."""

    text = text(500, 1, required=True)


class RaisePayload(StrictSchema):
    """The risk as somebody sees it now."""

    risk_level = one_of(RISKS)


class LowerPayload(ReasonPayload):
    """The risk, and why it is lower."""

    risk_level = one_of(RISKS)


class OrgPayload(StrictSchema):
    """An organisation that has to do with it."""

    org = org(required=True)


class FilePartPayload(StrictSchema):
    """A part of the file that is there, with its photos if it has any."""

    part = one_of(FILE_PARTS)
    attach = attachments(load_default=[])


class ExtendPayload(ReasonPayload):
    """More time, and whether both parties agree."""

    both_agree = Flag(required=True, metadata=IMM)


class SuspendPayload(StrictSchema):
    """Why it has to rest."""

    reason_code = one_of(SUSPENSIONS)


class AgreePayload(StrictSchema):
    """How it was settled."""

    outcome = one_of(AGREED_OUTCOMES)


class FailPayload(StrictSchema):
    """How it failed, and whether the parties were told of court and departments."""

    outcome = one_of(FAILED_OUTCOMES)
    told = Flag(required=True, metadata=IMM)


class ReferPayload(StrictSchema):
    """The body that receives it."""

    body = org(required=True)


class ReferOutcomePayload(StrictSchema):
    """What the receiving body answered."""

    outcome = one_of(REFERRED_OUTCOMES)
    answer = text(300, 1, required=True)


class FeedbackPayload(StrictSchema):
    """How the parties were told of the result. No personal data."""

    way = one_of(FEEDBACK_WAYS)
    text = text(300, required=True)


class OnSpotPayload(StrictSchema):
    """Settled where it was found: the form of the agreement, whether anybody was hurt, how the parties were
    told."""

    form = one_of(FORMS)
    injury = Flag(required=True, metadata=IMM)
    way = one_of(FEEDBACK_WAYS)


class MergePayload(StrictSchema):
    """The case that it is the same as, and that case's division."""

    target = form(rf"^case:{CASE}\Z", required=True)
    target_div = form(DIVISION_FORM, required=True)


class ArchivePayload(StrictSchema):
    """The number of the paper file; the clock knows none."""

    paper_file_no = text(40, allow_none=True, load_default=None)


class EditPayload(StrictSchema):
    """A field's new value; `old`: what the writer saw."""

    field = text(30, 1, required=True)
    value = fields.Raw(required=True, metadata=IMM)
    old = fields.Raw(allow_none=True, load_default=None, metadata=IMM)

    @validates_schema
    def _value_fits(self, data: dict[str, Any], **_: Any) -> None:
        fitting(data["field"], data["value"])
        if data.get("old") is not None:
            fitting(data["field"], data["old"])


class CorrectPayload(ReasonPayload):
    """A field's value as it should have been, and why."""

    field = text(30, 1, required=True)
    value = fields.Raw(required=True, metadata=IMM)

    @validates_schema
    def _value_fits(self, data: dict[str, Any], **_: Any) -> None:
        fitting(data["field"], data["value"])


class PickPayload(StrictSchema):
    """Which of several values holds: of two summaries a text, of two agreements its id."""

    field = one_of(("summary", "agreement"))
    value = text(2000, 1, required=True)


class PartyAddedPayload(StrictSchema):
    """The server's note that a party was written down, and by whom; nothing of the party itself."""

    party = form(rf"^party:{CASE}:{ULID}\Z", required=True)
    by = form(rf"^{STAFF}\Z", required=True)


class SuspectPayload(StrictSchema):
    """Another case that this one may be the same as."""

    other = form(rf"^case:{CASE}\Z", required=True)


PAYLOADS: Mapping[str, type[Schema]] = {
    "accept": AcceptPayload,
    "reject": RejectPayload,
    "triage": AcceptPayload,
    "assign": AssignPayload,
    "reassign": ReassignPayload,
    "take": EmptyPayload,
    "return": ReasonPayload,
    "note": NotePayload,
    "risk_raise": RaisePayload,
    "risk_lower": LowerPayload,
    "add_org": OrgPayload,
    "file_part": FilePartPayload,
    "extend_req": ExtendPayload,
    "extend_ok": EmptyPayload,
    "extend_no": ReasonPayload,
    "suspend_req": SuspendPayload,
    "suspend_ok": EmptyPayload,
    "suspend_no": ReasonPayload,
    "resume": EmptyPayload,
    "escalate": ReasonPayload,
    "agree": AgreePayload,
    "fail": FailPayload,
    "refer": ReferPayload,
    "refer_outcome": ReferOutcomePayload,
    "feedback": FeedbackPayload,
    "close_req": EmptyPayload,
    "close_ok": EmptyPayload,
    "close_no": ReasonPayload,
    "archive": ArchivePayload,
    "reopen_req": ReasonPayload,
    "reopen_ok": EmptyPayload,
    "reopen_no": ReasonPayload,
    "merge_into": MergePayload,
    "distinct": ReasonPayload,
    "on_spot": OnSpotPayload,
    "void": ReasonPayload,
    "edit": EditPayload,
    "correct": CorrectPayload,
    "pick": PickPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
    "suspect": SuspectPayload,
    "mark_long_standing": EmptyPayload,
    "wipe_parties": EmptyPayload,
    "party_added": PartyAddedPayload,
}

BY_SERVER = ("wait_over", "suspect", "mark_long_standing", "wipe_parties", "party_added")
"""actions that nobody but the server writes"""
