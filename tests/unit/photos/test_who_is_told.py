"""Who was given a copy of a record sees the photos that it names, and nobody else's."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.accounts.access import Caller
from server.errors import NotFound, OutsideArea
from server.photos.queries import find_photo
from server.photos.tables import Attachment
from tests.support.records import TOWNSHIP, VILLAGE, a_ulid
from tests.support.road import Road, a_road, a_unit

PEOPLE = {
    "grid": ("village", ["grid_mgr"]),
    "officer": ("urb", ["unit_officer"]),
    "stranger": ("urb", ["unit_officer"]),
    "operator": ("centre", ["twp_operator"]),
}
WORK, PHOTO, OTHER = f"work_{VILLAGE}", f"att:{a_ulid(700)}", f"att:{a_ulid(701)}"
HAZARD = f"hz:{a_ulid(900)}"


def sees(road: Road, staff_id: str, photo: str) -> bool:
    """Whether somebody may see it: its bytes have not come, which is told only to who may."""
    caller = Caller(staff_id, "d", frozenset({f"staff:{staff_id}", f"unit_officer@{TOWNSHIP}"}))
    with Session(road.engine) as session, pytest.raises((NotFound, OutsideArea)) as told:
        find_photo(session, caller, photo, "thumb")
    return told.type is NotFound


def test_the_officer_of_a_hazard_sees_how_it_was_before(tmp_path: Path) -> None:
    references = [a_unit("village", "VIL", VILLAGE), a_unit("urb", "URB"), a_unit("centre", "GOV")]
    with a_road(tmp_path, PEOPLE, references) as road:
        grid = road.phone("grid")
        said: dict[str, Any] = {
            "category": "stall",
            "severity": "medium",
            "place": "东门",
            "text": "占道",
            "point": None,
        }
        grid.saves(WORK, HAZARD, "hazard", **said, school=None, site=None, attach=[PHOTO])
        grid.comes_online()
        with Session(road.engine) as session:
            for photo in (PHOTO, OTHER):
                session.add(_attachment(photo))
            session.commit()
        assert not sees(road, "officer", PHOTO)
        road.does("operator", HAZARD, WORK, "assign", unit="urb", officers=["officer"], due_at=None)
        assert sees(road, "officer", PHOTO)
        assert not sees(road, "stranger", PHOTO)
        assert not sees(road, "officer", OTHER)


def _attachment(photo: str) -> Attachment:
    columns = {column.name: "" for column in Attachment.__table__.columns if not column.nullable}
    sizes = {name: 1 for name in ("size", "thumb_size", "width", "height", "rseq") if name in columns}
    own = {"id": photo, "record": HAZARD, "database": WORK, "div": VILLAGE, "author": "grid"}
    return Attachment(**{**columns, **sizes, **own, "thumb_sha256": "0" * 64, "thumb_size": 1})
