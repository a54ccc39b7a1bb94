"""The documents of the ten-day report: its head and figures by the clock, the rest by people."""

from collections.abc import Mapping
from typing import ClassVar

from marshmallow import Schema, fields, validate

from server.duties.documents import PUBLICITY_UNITS, WindowSchema
from server.ids import CASE, TEN_DAY_REPORT, TEN_DAYS, ULID
from server.records.envelope import DecisionPayload, EmptyPayload, EventSchema, ReasonPayload, event_id
from server.records.fields import IMM, Flag, StrictSchema, form, instant, listed, text, whole, within

MOST = 1_000_000
MOST_LISTED = 500
SCALES = ("S1", "S2", "S3", "S4")
FIGURES_FORM = rf"^ev:tdr:{TEN_DAY_REPORT}:{ULID}\Z"


def figure() -> fields.Integer:
    """A number of a report."""
    return whole(0, MOST, required=True)


def counted(keys: tuple[str, ...]) -> fields.Dict:
    """Numbers by code."""
    code = fields.String(validate=validate.OneOf(keys))
    return fields.Dict(keys=code, values=whole(0, MOST), required=True, metadata=IMM)


class TenDayReportSchema(WindowSchema):
    """What a village reports of ten days; `due_at`: until when it has to be confirmed."""

    id = form(rf"^tdr:{TEN_DAY_REPORT}\Z", required=True, data_key="_id")
    window = form(rf"^{TEN_DAYS}\Z", required=True)
    due_at = instant(required=True)


class CaseCountsSchema(StrictSchema):
    """Cases: found in the ten days, brought to an outcome in them, with effect; still open at their end."""

    found = figure()
    handled = figure()
    effective = figure()
    in_progress = figure()


class RoundCountsSchema(StrictSchema):
    """Screening rounds and households visited."""

    rounds = figure()
    households = figure()


class BoxCountsSchema(StrictSchema):
    """Mailbox windows that ended in the ten days, how many of them were opened, and what the boxes held."""

    due = figure()
    opened = figure()
    items = figure()


class HazardCountsSchema(StrictSchema):
    """Hazards found and closed."""

    found = figure()
    closed = figure()


class FiguresSchema(StrictSchema):
    """All figures of a report. `major`: the cases with many people, by id."""

    cases = within(CaseCountsSchema, required=True)
    by_category = fields.Dict(
        keys=fields.String(), values=fields.Nested(CaseCountsSchema), required=True, metadata=IMM
    )
    by_scale = counted(SCALES)
    major = listed(form(rf"^case:{CASE}\Z"), MOST_LISTED, required=True)
    zero_report = Flag(required=True, metadata=IMM)
    screening = within(RoundCountsSchema, required=True)
    boxes = within(BoxCountsSchema, required=True)
    hazards = within(HazardCountsSchema, required=True)
    publicity = counted(tuple(PUBLICITY_UNITS))


class FiguresPayload(StrictSchema):
    """The figures as the register has them now; `after` is how many the report was given before."""

    figures = within(FiguresSchema, required=True)
    after = figure()


class ConfirmPayload(StrictSchema):
    """Which figures are confirmed: the id of their event, which is what the signer has seen."""

    figures = form(FIGURES_FORM, required=True)


class RemarkPayload(StrictSchema):
    """What an author wants to add."""

    text = text(500, 1, required=True)


class TenDayReportEventSchema(EventSchema):
    """Something done about a ten-day report."""

    id = event_id("ev:tdr", TEN_DAY_REPORT)
    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "figures": FiguresPayload,
        "confirm": ConfirmPayload,
        "remark": RemarkPayload,
        "receive": EmptyPayload,
        "return": ReasonPayload,
        "include": EmptyPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }
