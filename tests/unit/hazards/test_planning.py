"""What the clock says of hazards: to whom they go, and which they may be again."""

from typing import Any

import pytest

from server.hazards.capability import HAZARDS_MACHINE
from server.hazards.codes import school_hazard
from server.hazards.planning import assignments, suspicions
from server.hazards.queries import OpenHazard
from server.records.capability import check
from server.schools.checklist import ITEMS
from tests.support.records import TOWNSHIP, VILLAGE
from tests.support.schools import SCHOOL_DB

UNITS = [
    {"code": "urb", "kind": "URB", "div": TOWNSHIP},
    {"code": "psb", "kind": "PSB", "div": TOWNSHIP},
    {"code": "v-other", "kind": "VIL", "div": "421102001002"},
    {"code": "v-own", "kind": "VIL", "div": VILLAGE},
]
STAFF = [
    {"id": "officer", "unit": "urb", "roles": ["unit_officer"], "state": "active"},
    {"id": "former", "unit": "urb", "roles": ["unit_officer"], "state": "former"},
    {"id": "inspector", "unit": "urb", "roles": ["inspector"], "state": "active"},
    {"id": "contact", "unit": "s001", "roles": ["school_contact"], "state": "active"},
]


def an_open(item: str = "SC04", month: str = "2019-11", **more: Any) -> OpenHazard:
    hazard = f"hz:s001:{month}:{item}"
    of = school_hazard(hazard)
    assert of is not None
    owners = list(ITEMS[item].owners) if item in ITEMS else []
    body = {"round": 1, "suspects": None, "owners": owners, **more}
    return OpenHazard(hazard, of, VILLAGE, "found", None, "2019-11-04T01:00:00.000Z", body)


@pytest.mark.parametrize(
    ("item", "unit", "officers"),
    [
        ("SC04", "urb", ["officer"]),
        ("SC01", "psb", []),
        ("SC12", "s001", ["contact"]),
        ("SC19", "v-own", []),
    ],
)
def test_the_owner_of_the_item_gets_it(item: str, unit: str, officers: list[str]) -> None:
    ((database, document),) = assignments([an_open(item)], UNITS, STAFF)
    assert database == SCHOOL_DB
    assert document["payload"] == {"unit": unit, "officers": officers, "due_at": None}
    assert check(HAZARDS_MACHINE, document) == {}


@pytest.mark.parametrize("item", ["SC05", "SC99"])
def test_without_such_a_unit_the_office_decides(item: str) -> None:
    assert list(assignments([an_open(item)], UNITS, STAFF)) == []


def test_it_is_said_once_in_a_round() -> None:
    ids = [
        document["_id"] for _, document in assignments([an_open(), an_open(), an_open(round=2)], UNITS, STAFF)
    ]
    assert ids[0] == ids[1] != ids[2]


def test_the_same_item_open_since_an_earlier_month_is_suspected() -> None:
    older, newer, other = an_open(month="2019-10"), an_open(), an_open("SC05")
    ((_, document),) = suspicions([older, newer, other])
    assert (document["subject"], document["payload"]) == (newer.id, {"other": older.id})
    assert check(HAZARDS_MACHINE, document) == {}


def test_a_suspicion_is_said_once() -> None:
    older = an_open(month="2019-10")
    assert list(suspicions([older, an_open(suspects=[older.id])])) == []
