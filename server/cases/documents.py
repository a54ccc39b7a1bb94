"""The documents of a case, as phones and the office write them. Unknown fields are an error.

None of them has a field for a person's name or phone: those stand in `party` documents alone.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, validates_schema

from server.cases.case_events import PAYLOADS
from server.cases.codes import LEVEL_OF_DIGITS, SOURCES
from server.cases.papers import AgreementSchema, FollowUpSchema, SessionSchema
from server.cases.values import FIELDS
from server.ids import CASE
from server.permissions import township_of
from server.records.envelope import EnvelopeSchema, EventSchema, event_id
from server.records.fields import form, listed, one_of, text, whole
from sync.authorship import SERVER

CYCLES = 99


class CaseSchema(EnvelopeSchema):
    """The first report of a case; its writer is the first receiver."""

    id = form(rf"^case:{CASE}\Z", required=True, data_key="_id")
    kind = FIELDS["kind"](required=True)
    title = FIELDS["title"](required=True)
    category = FIELDS["category"](allow_none=True, load_default=None)
    source = one_of(SOURCES)
    found_on = FIELDS["found_on"](required=True)
    happened_on = FIELDS["happened_on"](allow_none=True, load_default=None)
    place = FIELDS["place"](required=True)
    point = FIELDS["point"](allow_none=True, load_default=None)
    grid = FIELDS["grid"](allow_none=True, load_default=None)
    group = FIELDS["group"](allow_none=True, load_default=None)
    people_count = FIELDS["people_count"](required=True)
    risk_level = FIELDS["risk_level"](required=True)
    summary = FIELDS["summary"](required=True)
    related_orgs = FIELDS["related_orgs"](load_default=[])
    signs = FIELDS["signs"](load_default=[])
    may_escalate = FIELDS["may_escalate"](load_default=False)
    secrecy = FIELDS["secrecy"](load_default=False)
    attach = FIELDS["attach"](load_default=[])

    @validates_schema
    def _place_has_a_level(self, data: dict[str, Any], **_: Any) -> None:
        if len(data["div"]) not in LEVEL_OF_DIGITS:
            raise ValidationError("no village, township or district", "div")


class CaseEventSchema(EventSchema):
    """Something done to a case. `cycle_seen`: the cycle of the state that the writer looked at.

    `passed_on`: the cases that it came through after a merge; only the server forwards.
    """

    payloads: ClassVar[Mapping[str, type[Schema]]] = PAYLOADS

    id = event_id("cev", CASE)
    subject = form(rf"^case:{CASE}\Z", required=True)
    cycle_seen = whole(1, CYCLES, allow_none=True, load_default=None)
    passed_on = listed(text(40, 1), CYCLES, load_default=[])

    @validates_schema
    def _server_forwards(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("passed_on") and data["wrote"]["dev"] != SERVER:
            raise ValidationError("only the server forwards", "passed_on")

    @validates_schema
    def _stays_in_its_township(self, data: dict[str, Any], **_: Any) -> None:
        """A case keeps its journal for life, so it moves and merges only within it."""
        payload = data["payload"]
        moved = payload.get("target_div")
        if data["action"] in ("edit", "correct") and payload.get("field") == "div":
            moved = payload.get("value")
        if isinstance(moved, str) and township_of(moved) != township_of(data["div"]):
            raise ValidationError({"payload": ["lies in another township"]})


SCHEMAS: Mapping[str, type[EnvelopeSchema]] = {
    "case": CaseSchema,
    "case_ev": CaseEventSchema,
    "session": SessionSchema,
    "agreement": AgreementSchema,
    "follow_up": FollowUpSchema,
}
