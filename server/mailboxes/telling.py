"""What a mailbox's duty comes to: the openings that count, what they brought, what follows. Pure."""

from collections import Counter
from typing import Any

from server.duties.telling import asset_columns, window_columns
from server.permissions import work_database
from server.records.derived import derived_ulid
from server.records.machine import Folding
from server.records.projection import local_day
from sync.acts import Act
from sync.authorship import SERVER, written_by
from sync.domain import Document, Reference
from sync.fold import Fold

Told = dict[str, Any]
FAULTS = {"damaged": "damaged", "lost_key": "lock"}
STATE_FLAGS = {"damaged": "box_damaged", "lost_key": "key_lost"}

mailbox_columns = asset_columns


def openings_left(fold: Fold, _reference: Reference) -> Told:
    """The openings that were not voided."""
    voided = fold.value("voided") or []
    return {"openings": [one for one in fold.value("openings") or [] if one["id"] not in voided]}


def window_told(folding: Folding) -> Told:
    """How often the box was opened, and what was in it: the sum over distinct envelopes.

    `repeated`: envelope numbers that stand in several openings; the township has to look.
    """
    openings = openings_left(folding.fold, folding.reference)["openings"]
    numbers = Counter(number for one in openings for number in one["envelopes"])
    repeated = sorted(number for number, times_seen in numbers.items() if times_seen > 1)
    flags = {STATE_FLAGS[one["box_state"]] for one in openings if one["box_state"] in STATE_FLAGS}
    flags |= {"seal_broken"} if any(not one["seal_ok"] for one in openings) else set()
    flags |= {"envelope_twice"} if repeated else set()
    return {
        "openings": openings,
        "opened_at": min((one["opened_at"] for one in openings), default=None),
        "items": len(numbers),
        "envelopes": sorted(numbers),
        "repeated": repeated,
        "flags": sorted(flags),
    }


def box_window_columns(folding: Folding) -> Told:
    """The box, and whether somebody has to look at repeated numbers."""
    told = window_told(folding)
    waiting = len(folding.fold.parked) + len(folding.fold.kept_both) + len(told["repeated"])
    return {**window_columns(folding), "ref": folding.head["box"], "waiting": waiting}


def damage_reports(folding: Folding) -> tuple[tuple[str, Document], ...]:
    """An opening that found the box broken is a report on the box."""
    left = {one["id"] for one in openings_left(folding.fold, folding.reference)["openings"]}
    opened = (act for act in folding.fold.applied if act.action == "open" and act.doc_id in left)
    return tuple(_damage_report(act) for act in opened if act.view["box_state"] in FAULTS)


def _damage_report(act: Act) -> tuple[str, Document]:
    view = act.view
    box = view["box"]
    document = {
        "_id": f"ar:{box}:{derived_ulid(view['at_dev'], act.doc_id)}",
        "type": "asset_report",
        "v": 1,
        "div": view["div"],
        "wrote": written_by(view["by"], SERVER),
        "at_dev": view["at_dev"],
        "tz": view["tz"],
        "subject": f"box:{box}",
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "asset": box,
        "kind": "mailbox",
        "fault": FAULTS[view["box_state"]],
        "on": local_day(act),
        "attach": [],
    }
    return work_database(view["div"]), document
