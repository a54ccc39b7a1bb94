"""What the mailboxes tell the engine: their machines, and the duties that the calendar makes."""

from server.duties.capability import DECISIONS, OFFICE, where_reported
from server.duties.documents import AssetReportSchema
from server.mailboxes import clue_documents, documents, words
from server.mailboxes.clue_states import CLUE, SPECIAL
from server.mailboxes.clue_telling import clue_columns, clue_database, clue_told
from server.mailboxes.planning import planned
from server.mailboxes.states import BOX_WINDOW, MAILBOX
from server.mailboxes.telling import (
    box_window_columns,
    damage_reports,
    mailbox_columns,
    openings_left,
    window_told,
)
from server.records.capability import capability_of
from server.records.machine import HEAD, Machine

BOX_WINDOWS = Machine(
    prefix="bw",
    plural="box-windows",
    table=BOX_WINDOW,
    schemas={
        "box_window": documents.BoxWindowSchema,
        "box_open": documents.BoxOpenSchema,
        "box_ev": documents.BoxEventSchema,
    },
    kinds={"box_window": "head", "box_open": "fact", "box_ev": "event"},
    event=("box_ev", "ev"),
    actions={"box_window": HEAD, "box_open": "open"},
    office_actions=("void", "excuse", *DECISIONS),
    readers=OFFICE,
    derive=openings_left,
    tells=window_told,
    registers=box_window_columns,
    effects=damage_reports,
    words=words.WINDOW_WORDS,
    dictionaries=words.WINDOW_DICTIONARIES,
)

MAILBOXES = Machine(
    prefix="box",
    plural="mailboxes",
    table=MAILBOX,
    schemas={"asset_report": AssetReportSchema, "mailbox_ev": documents.MailboxEventSchema},
    kinds={"asset_report": "event", "mailbox_ev": "event"},
    event=("mailbox_ev", "ev"),
    actions={"asset_report": "report"},
    office_actions=("start_repair", "repaired", "no_fault", "remove", "restore", *DECISIONS),
    readers=OFFICE,
    home=where_reported,
    registers=mailbox_columns,
    words=words.MAILBOX_WORDS,
    dictionaries=words.MAILBOX_DICTIONARIES,
)

CLUES = Machine(
    prefix="cd",
    plural="clues",
    table=CLUE,
    schemas={"clue_drop": clue_documents.ClueDropSchema, "clue_ev": clue_documents.ClueEventSchema},
    kinds={"clue_drop": "head", "clue_ev": "event"},
    event=("clue_ev", "ev"),
    actions={"clue_drop": HEAD},
    office_actions=(
        "register",
        "describe",
        "correct",
        "mark_duplicate",
        "out_of_scope",
        "reinstate",
        "hand_over",
        "close",
        *DECISIONS,
    ),
    readers=SPECIAL,
    reads_noted=True,
    home=clue_database,
    tells=clue_told,
    registers=clue_columns,
    words=words.CLUE_WORDS,
    dictionaries=words.CLUE_DICTIONARIES,
)

MACHINES = (BOX_WINDOWS, MAILBOXES, CLUES)
BOXES = capability_of(MACHINES, planned=planned)
