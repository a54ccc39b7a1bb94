"""The documents of the duties, as clock, phones and offices write them. Unknown fields are an error."""

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.duties.counting import KINDS as ACTIVITY_KINDS
from server.duties.counting import (
    MOST_CLUES,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_SESSIONS,
    OWN_KEYS,
    PLACE_KINDS,
    VOID_CODES,
)
from server.ids import CASE, CODE, GROUP, SCREENING, ULID, VILLAGE, WEEK
from server.records.envelope import (
    AboutSchema,
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
    day,
    form,
    instant,
    listed,
    one_of,
    text,
    whole,
)
from sync import times

PHOTOS = 9
MOST_HOUSEHOLDS = 5000
MOST_SLOGANS = 99
MOST_THINGS = 1_000_000
PUBLICITY_UNITS = {
    "leaflet": "copies",
    "banner": "banners",
    "column": "boards",
    "board": "boards",
    "led": "screens",
}
ASSET_KINDS = ("camera", "checkpoint", "mailbox")
FAULTS = ("damaged", "blocked", "missing", "offline", "dirty", "lock", "other")


def photos() -> fields.List[Any]:
    """Ids of photos."""
    return listed(form(rf"^att:{ULID}\Z"), PHOTOS, required=True)


def choice(choices: tuple[str, ...], **more: Any) -> fields.String:
    """One of these codes; unlike `one_of` it may be left out."""
    return fields.String(validate=validate.OneOf(choices), metadata=IMM, **more)


def not_ahead(data: Mapping[str, Any], found: object, name: str) -> None:
    """Raise ValidationError for a day that lies ahead of the writing; what is no day fails elsewhere."""
    written_on = times.parse(data["at_dev"]).astimezone(ZoneInfo(data["tz"])).date().isoformat()
    if isinstance(found, str) and found > written_on:
        raise ValidationError("lies ahead of the day on which it was written", name)


class WindowSchema(EnvelopeSchema):
    """A duty of a stretch of the calendar, from `starts_at` up to `ends_at`. The clock writes it."""

    first = day()
    last = day()
    starts_at = instant(required=True)
    ends_at = instant(required=True)


class ScreeningSchema(WindowSchema):
    """The weekly screening of a village."""

    id = form(rf"^scr:{SCREENING}\Z", required=True, data_key="_id")
    week = form(rf"^{WEEK}\Z", required=True)


class RoundPayload(StrictSchema):
    """A round through the village. What it found is a case of its own."""

    on = day()
    households_visited = whole(0, MOST_HOUSEHOLDS, required=True)
    area_note = text(200, allow_none=True, load_default=None)


class CaseRefPayload(StrictSchema):
    """A case that the screening found."""

    case = form(rf"^case:{CASE}\Z", required=True)


class SignPayload(StrictSchema):
    """The signature. `zero`: the signer believes that nothing was found; the server counts by itself."""

    zero = Flag(load_default=False, metadata=IMM)


class StrikePayload(StrictSchema):
    """An entry (the id of its event) that does not count after all, and why."""

    entry = text(200, 1, required=True)
    reason = text(300, 1, required=True)


class ScreeningEventSchema(EventSchema):
    """Something done about a screening."""

    id = event_id("ev:scr", SCREENING)
    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "round": RoundPayload,
        "add_case_ref": CaseRefPayload,
        "sign": SignPayload,
        "strike": StrikePayload,
        "accept_reason": ReasonPayload,
        "mark_missed": EmptyPayload,
        "finalize_missed": EmptyPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }

    @validates_schema
    def _walked_before_it_was_written(self, data: dict[str, Any], **_: Any) -> None:
        if data["action"] == "round":
            not_ahead(data, data["payload"].get("on"), "payload")


class ActivitySchema(EnvelopeSchema):
    """Work of which only numbers are kept (server/duties/counting.py)."""

    id = form(rf"^act:{ULID}\Z", required=True, data_key="_id")
    div = form(rf"^{VILLAGE}\Z", required=True)
    kind = one_of(ACTIVITY_KINDS)
    on = day()
    sessions = whole(1, MOST_SESSIONS, required=True)
    people = whole(0, MOST_PEOPLE, required=True)
    minutes = whole(0, MOST_MINUTES, required=True)
    site = code()
    place_kind = choice(PLACE_KINDS)
    clues_collected = whole(0, MOST_CLUES)

    @validates_schema
    def _keys_of_its_kind(self, data: dict[str, Any], **_: Any) -> None:
        own = OWN_KEYS.get(data["kind"], ())
        extra = {key for keys in OWN_KEYS.values() for key in keys if key in data} - set(own)
        if extra:
            raise ValidationError({key: ["Unknown field."] for key in sorted(extra)})
        not_ahead(data, data["on"], "on")


class CodedReasonPayload(StrictSchema):
    """Why, as a code: a reason in words would be a text about what is only counted."""

    reason = one_of(VOID_CODES)


class CodedDecisionPayload(StrictSchema):
    """Which parked event the office decides on, and why, as a code."""

    event = form(rf"^ev:act:{ULID}:{ULID}\Z", required=True)
    reason = one_of(VOID_CODES)


class ActivityEventSchema(EventSchema):
    """Something done about an activity; without any words of its writer's own."""

    id = event_id("ev:act", ULID)
    seen_ids = listed(form(rf"^ev:act:{ULID}:{ULID}\Z"), 50, load_default=[])
    prev = form(rf"^ev:act:{ULID}:{ULID}\Z", allow_none=True, load_default=None)
    note = text(0, allow_none=True, load_default=None)
    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "void": CodedReasonPayload,
        "force": CodedDecisionPayload,
        "dismiss": CodedDecisionPayload,
        "wait_over": EmptyPayload,
    }


class PublicitySchema(EnvelopeSchema):
    """Something shown or handed out: so many of a kind. `days`: how long screens played it."""

    id = form(rf"^pub:{ULID}\Z", required=True, data_key="_id")
    kind = one_of(tuple(PUBLICITY_UNITS))
    on = day()
    qty = whole(1, MOST_THINGS, required=True)
    unit = one_of(tuple(dict.fromkeys(PUBLICITY_UNITS.values())))
    place = text(100, required=True)
    days = whole(1, 31)
    attach = photos()

    @validates_schema
    def _fits_its_kind(self, data: dict[str, Any], **_: Any) -> None:
        if data["unit"] != PUBLICITY_UNITS[data["kind"]]:
            raise ValidationError("not the unit of this kind", "unit")
        if ("days" in data) != (data["kind"] == "led"):
            raise ValidationError("screens have days, and nothing else has", "days")
        not_ahead(data, data["on"], "on")


class PublicityEventSchema(EventSchema):
    """Something done about a piece of publicity."""

    id = event_id("ev:pub", ULID)
    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "void": ReasonPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }


class SloganStockSchema(EnvelopeSchema):
    """The painted slogans of a villagers' group. The clock writes it."""

    id = form(rf"^slg:{GROUP}\Z", required=True, data_key="_id")
    group = form(rf"^{GROUP}\Z", required=True)


class CountPayload(StrictSchema):
    """How many slogans there were on a day."""

    n = whole(0, MOST_SLOGANS, required=True)
    counted_on = day()
    attach = photos()


class CorrectCountPayload(StrictSchema):
    """The office sets the number, and says why."""

    field = one_of(("n",))
    value = whole(0, MOST_SLOGANS, required=True)
    reason = text(300, 1, required=True)


class SloganEventSchema(EventSchema):
    """A count of slogans, or its correction."""

    id = event_id("ev:slg", GROUP)
    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "count": CountPayload,
        "correct": CorrectCountPayload,
        "force": DecisionPayload,
        "dismiss": DecisionPayload,
        "wait_over": EmptyPayload,
    }

    @validates_schema
    def _counted_before_it_was_written(self, data: dict[str, Any], **_: Any) -> None:
        if data["action"] == "count":
            not_ahead(data, data["payload"].get("counted_on"), "payload")


class AssetReportSchema(AboutSchema):
    """A thing of the township does not work: a fault seen on a day."""

    id = event_id("ar", CODE)
    subject = form(rf"^(?:asset|box):{CODE}\Z", required=True)
    asset = code(required=True)
    kind = one_of(ASSET_KINDS)
    fault = one_of(FAULTS)
    on = day()
    attach = photos()

    @validates_schema
    def _about_its_asset(self, data: dict[str, Any], **_: Any) -> None:
        family, _colon, key = data["subject"].partition(":")
        if key != data["asset"]:
            raise ValidationError("the subject must carry the asset's code", "asset")
        if (family == "box") != (data["kind"] == "mailbox"):
            raise ValidationError("a mailbox is a box, and nothing else is", "kind")
        not_ahead(data, data["on"], "on")


ASSET_PAYLOADS = {
    "start_repair": EmptyPayload,
    "repaired": EmptyPayload,
    "no_fault": ReasonPayload,
    "remove": ReasonPayload,
    "restore": ReasonPayload,
    "force": DecisionPayload,
    "dismiss": DecisionPayload,
    "wait_over": EmptyPayload,
}


class AssetEventSchema(EventSchema):
    """Something that the office did about a thing of the township."""

    id = event_id("ev:asset", CODE)
    payloads = ASSET_PAYLOADS
