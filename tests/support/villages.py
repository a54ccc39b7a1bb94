"""A village with its mailbox and groups on the real road, and what its people do there, told in verbs.

with a_village(tmp_path) as road:
    grid = road.phone("grid-a")
    opening = opens(grid, "HZ-1")
    grid.comes_online()
    assert road.state(BOX_WINDOW)["state"] == "opened"
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from server.duties.planning import plan as plan_duties
from server.mailboxes.planning import plan as plan_boxes
from sync.domain import Document
from tests.support.cases import REPORT
from tests.support.patrols import ZONE, ulid, wire
from tests.support.records import TOWNSHIP, VILLAGE
from tests.support.road import Phone, Road, a_reference, a_road, a_unit

BOX = f"{TOWNSHIP}-m001"
GROUP = f"{VILLAGE}-1"
WORK = f"work_{VILLAGE}"
SCREENING = f"scr:{VILLAGE}:2019-W45"
TEN_DAYS = f"tdr:{VILLAGE}:2019-11-T1"
BOX_WINDOW = f"bw:{BOX}:2019-11-H1"
SLOGANS = f"slg:{GROUP}"
PEOPLE = {
    "grid-a": ("village", ["grid_mgr"]),
    "grid-b": ("village", ["grid_mgr"]),
    "head-a": ("village", ["mediation_head"]),
    "operator": ("centre", ["twp_operator"]),
}


def _planned(connection: Connection, now: datetime) -> list[tuple[str, Document]]:
    return [*plan_duties(connection, now, ZONE), *plan_boxes(connection, now, ZONE)]


@contextmanager
def a_village(folder: Path) -> Iterator[Road]:
    """A township of one village with a box and a group, in the first week of November 2019."""
    references = [
        a_unit("village", "VIL", VILLAGE),
        a_unit("centre", "GOV"),
        a_reference(f"division:{VILLAGE}", VILLAGE, level="village", parent=TOWNSHIP, groups=1),
        a_reference(f"mailbox:{BOX}", VILLAGE, site="村务公开栏旁", point=None),
    ]
    del references[-1]["name"]
    with a_road(folder, PEOPLE, references, planned=_planned) as road:
        road.settle()
        yield road


def opens(phone: Phone, *envelopes: str, window: str = "2019-11-H1", **more: Any) -> str:
    """Open the box now; returns the opening's id."""
    said = {
        "box": BOX,
        "window": window,
        "opened_at": wire(phone.road.now),
        "openers": ["grid-a", "grid-b"],
        "seal_ok": True,
        "box_state": "ok",
        "items_count": len(envelopes),
        "envelopes": list(envelopes),
        "attach": [],
        **more,
    }
    doc_id = f"bo:{BOX}:{window}:{ulid(phone.device, phone.dseq)}"
    return phone.saves(
        WORK, doc_id, "box_open", subject=f"bw:{BOX}:{window}", seen=0, seen_ids=[], prev=None, **said
    )


def walks(phone: Phone, on: str) -> str:
    """Make a round of the screening."""
    said = {"on": on, "households_visited": 12, "area_note": None}
    return phone.acts(WORK, SCREENING, "screening_ev", "ev", "round", **said)


def signs(phone: Phone) -> str:
    """Sign the screening."""
    return phone.acts(WORK, SCREENING, "screening_ev", "ev", "sign")


def confirms(phone: Phone) -> str:
    """Confirm the report as the phone has it now."""
    state = phone.road.state(TEN_DAYS)
    return phone.acts(WORK, TEN_DAYS, "tdr_ev", "ev", "confirm", state["rseq"], figures=state["figures_id"])


def counts(phone: Phone, n: int, on: str) -> str:
    """Count the slogans of the group."""
    return phone.acts(WORK, SLOGANS, "slogan_ev", "ev", "count", n=n, counted_on=on, attach=[])


def reports(phone: Phone) -> str:
    """Report a dispute that was found now; returns its id."""
    found_on = phone.road.now.date().isoformat()
    case = f"case:{ulid(phone.device, phone.dseq, 'case')}"
    return phone.saves(WORK, case, "case", **{**REPORT, "found_on": found_on})


def an_activity(**more: Any) -> dict[str, Any]:
    """What an activity says."""
    return {
        "kind": "key_person_service",
        "on": "2019-11-04",
        "sessions": 1,
        "people": 2,
        "minutes": 30,
        **more,
    }
