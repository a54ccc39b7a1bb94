"""What the duties tell the engine: their machines, and the documents that the calendar makes."""

from server.duties import documents, report_documents, report_states, states, words
from server.duties.counting import ACTIVITY_EVENT_KEYS, ACTIVITY_KEYS
from server.duties.planning import planned
from server.duties.report_effects import supplement_notices
from server.duties.report_telling import confirmed, report_columns, report_told
from server.duties.telling import (
    asset_columns,
    entries_left,
    event_day_columns,
    screening_columns,
    screening_told,
    slogan_columns,
    slogans_told,
)
from server.permissions import patrol_database, work_database
from server.records.capability import capability_of
from server.records.machine import HEAD, Machine
from server.records.words import FLAGS
from sync.domain import Document

OFFICE = ("twp_operator", "twp_deputy", "twp_director", "dist_operator", "dist_lead")
VILLAGE_DIGITS = 12
DECISIONS = ("force", "dismiss")


def where_reported(document: Document) -> str:
    """Things of a village belong to its work, those of a township to its patrol."""
    div: str = document["div"]
    return work_database(div) if len(div) == VILLAGE_DIGITS else patrol_database(div)


SCREENING = Machine(
    prefix="scr",
    plural="screenings",
    table=states.SCREENING,
    schemas={"screening": documents.ScreeningSchema, "screening_ev": documents.ScreeningEventSchema},
    kinds={"screening": "head", "screening_ev": "event"},
    event=("screening_ev", "ev"),
    actions={"screening": HEAD},
    office_actions=("strike", "accept_reason", *DECISIONS),
    readers=OFFICE,
    derive=entries_left,
    tells=screening_told,
    registers=screening_columns,
    words=words.SCREENING_WORDS,
    dictionaries=words.dictionaries(
        states.SCREENING,
        words.SCREENING_STATES,
        words.SCREENING_ACTIONS,
        flag={**FLAGS, **words.SCREENING_FLAGS},
    ),
)

REPORT = Machine(
    prefix="tdr",
    plural="ten-day-reports",
    table=report_states.REPORT,
    schemas={
        "tdr": report_documents.TenDayReportSchema,
        "tdr_ev": report_documents.TenDayReportEventSchema,
    },
    kinds={"tdr": "head", "tdr_ev": "event"},
    event=("tdr_ev", "ev"),
    actions={"tdr": HEAD},
    office_actions=("receive", "return", "remark", *DECISIONS),
    readers=OFFICE,
    derive=confirmed,
    tells=report_told,
    effects=supplement_notices,
    registers=report_columns,
    words=words.REPORT_WORDS,
    dictionaries=words.dictionaries(
        report_states.REPORT, words.REPORT_STATES, words.REPORT_ACTIONS, flag={**FLAGS, **words.REPORT_FLAGS}
    ),
)

ACTIVITY = Machine(
    prefix="act",
    plural="activities",
    table=states.ACTIVITY,
    schemas={"activity": documents.ActivitySchema, "activity_ev": documents.ActivityEventSchema},
    kinds={"activity": "head", "activity_ev": "event"},
    event=("activity_ev", "ev"),
    actions={"activity": HEAD},
    office_actions=("void", *DECISIONS),
    readers=OFFICE,
    creators=("twp_operator",),
    registers=event_day_columns,
    keys={"activity": ACTIVITY_KEYS, "activity_ev": ACTIVITY_EVENT_KEYS},
    words=words.ACTIVITY_WORDS,
    dictionaries=words.dictionaries(
        states.ACTIVITY,
        words.RECORDED_STATES,
        {},
        kind=words.ACTIVITY_KINDS,
        place_kind=words.PLACE_KINDS,
        reason=words.VOID_CODES,
    ),
)

PUBLICITY = Machine(
    prefix="pub",
    plural="publicity",
    table=states.PUBLICITY,
    schemas={"publicity": documents.PublicitySchema, "publicity_ev": documents.PublicityEventSchema},
    kinds={"publicity": "head", "publicity_ev": "event"},
    event=("publicity_ev", "ev"),
    actions={"publicity": HEAD},
    office_actions=("void", *DECISIONS),
    readers=OFFICE,
    creators=("twp_operator",),
    registers=event_day_columns,
    words=words.PUBLICITY_WORDS,
    dictionaries=words.dictionaries(
        states.PUBLICITY, words.RECORDED_STATES, {}, kind=words.PUBLICITY_KINDS, unit=words.PUBLICITY_UNITS
    ),
)

SLOGANS = Machine(
    prefix="slg",
    plural="slogan-stocks",
    table=states.SLOGANS,
    schemas={"slogan_stock": documents.SloganStockSchema, "slogan_ev": documents.SloganEventSchema},
    kinds={"slogan_stock": "head", "slogan_ev": "event"},
    event=("slogan_ev", "ev"),
    actions={"slogan_stock": HEAD},
    office_actions=("correct", *DECISIONS),
    readers=OFFICE,
    tells=slogans_told,
    registers=slogan_columns,
    words=words.SLOGAN_WORDS,
    dictionaries=words.dictionaries(
        states.SLOGANS, words.SLOGAN_STATES, words.SLOGAN_ACTIONS, flag={**FLAGS, **words.SLOGAN_FLAGS}
    ),
)

ASSET = Machine(
    prefix="asset",
    plural="assets",
    table=states.ASSET,
    schemas={"asset_report": documents.AssetReportSchema, "asset_ev": documents.AssetEventSchema},
    kinds={"asset_report": "event", "asset_ev": "event"},
    event=("asset_ev", "ev"),
    actions={"asset_report": "report"},
    office_actions=("start_repair", "repaired", "no_fault", "remove", "restore", *DECISIONS),
    readers=OFFICE,
    home=where_reported,
    registers=asset_columns,
    words=words.ASSET_WORDS,
    dictionaries=words.dictionaries(
        states.ASSET, words.ASSET_STATES, words.ASSET_ACTIONS, kind=words.ASSET_KINDS, fault=words.FAULTS
    ),
)

MACHINES = (SCREENING, REPORT, ACTIVITY, PUBLICITY, SLOGANS, ASSET)
DUTIES = capability_of(MACHINES, planned=planned)
