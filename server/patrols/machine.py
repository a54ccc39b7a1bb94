"""The shift as a kind of record, and the check-ins that its rules look at."""

from collections.abc import Mapping
from typing import Any

from server.accounts.roles import OFFICE
from server.parameters import Parameters
from server.patrols import checks
from server.patrols.checks import Checkin, Place
from server.patrols.documents import SCHEMAS
from server.patrols.states import OFFICE_ACTIONS, SHIFT
from server.patrols.words import ACTION_NAMES, FLAGS, REASONS, RECORD_NAMES, STATES
from server.permissions import patrol_database
from server.records.machine import HEAD, Machine
from sync.acts import Act
from sync.domain import Document, Reference
from sync.fold import Fold


def at_the_patrol(document: Document) -> str:
    """Where a shift lives."""
    return patrol_database(document["div"])


def missing_points(folding: Fold, reference: Reference) -> Mapping[str, Any]:
    """Which must-visit points a shift still lacks, for the guard of the submission."""
    proven = {one.checkpoint for one in checkins_of(folding, reference) if checks.is_visit(one)}
    must = folding.head.view["must_points"] if folding.head else []
    return {"must_missed": [{"checkpoint": code} for code in must if code not in proven]}


def checkins_of(folding: Fold, reference: Reference) -> list[Checkin]:
    """The check-ins that count, with their checkpoints and limits as they were."""
    parameters = Parameters(reference)
    return [
        Checkin(act, _place(act, reference, parameters), parameters.at(act.rseq))
        for act in folding.applied
        if act.action == "ckin"
    ]


def _place(act: Act, reference: Reference, parameters: Parameters) -> Place | None:
    code = act.view["checkpoint"]
    document = None if code is None else reference(f"checkpoint:{code}", act.rseq)
    if document is None:
        return None
    radius = document.get("radius_m") or parameters.one("ckin.radius", act.rseq)
    return Place(document["point"], radius, document["qr_sha256"])


SHIFTS = Machine(
    prefix="shift",
    plural="shifts",
    table=SHIFT,
    schemas=SCHEMAS,
    kinds={
        "shift": "head",
        "shift_ev": "event",
        "ckin": "event",
        "patrol_find": "fact",
        "veh_log": "fact",
    },
    event=("shift_ev", "sev"),
    actions={"shift": HEAD, "ckin": "ckin", "patrol_find": "find", "veh_log": "veh_log"},
    office_actions=OFFICE_ACTIONS,
    readers=OFFICE,
    home=at_the_patrol,
    derive=missing_points,
    words={**REASONS, **FLAGS},
    dictionaries={"state": STATES, "action": {**ACTION_NAMES, **RECORD_NAMES}},
)
