"""Records of places that are not: kept, told in plain words, taken in when the place comes into being."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from server.domain import words_of
from sync import intake, receipts, tables
from sync.journal import write_transaction
from tests.support.cases import REPORT
from tests.support.patrols import ulid
from tests.support.records import TOWNSHIP, VILLAGE
from tests.support.road import REFERENCES, Phone, Road, a_reference, a_unit
from tests.support.schools import PHOTO, SCHOOL
from tests.support.villages import a_village

NEW_VILLAGE = f"{TOWNSHIP}009"
DISTRICT = TOWNSHIP[:6]
NEXT_TOWNSHIP = "421102002"
NEXT_VILLAGE = f"{NEXT_TOWNSHIP}001"
CASE = f"case:{ulid('a case of no village')}"
HAZARD = f"hz:{SCHOOL}:2019-11:SC04"


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    """A township of one village; no school database, and no database of any village beside it."""
    with a_village(tmp_path) as opened:
        yield opened


def reports_of(phone: Phone, div: str, case: str = CASE) -> str:
    """Report a dispute of a division, at home in the reporter's own database."""
    return phone.saves("own_grid-a", case, "case", div=div, **REPORT)


def a_village_comes_into_being(road: Road, code: str, references: str = REFERENCES) -> None:
    """As an import does: first the databases, then the list."""
    road.store.create(f"work_{code}")
    division = a_reference(f"division:{code}", code, level="village", parent=code[:-3])
    road.publishes(references, division)


def undelivered(road: Road) -> list[tuple[str, str]]:
    with road.engine.connect() as connection:
        return [(row.database, row.doc_id) for row in connection.execute(select(tables.outbox))]


def told(road: Road, phone: Phone) -> list[tuple[str, str, str | None]]:
    with road.engine.connect() as connection:
        return [(one.doc_id, one.result, one.reason) for one in receipts.verdicts(connection, phone.device)]


def test_a_case_of_a_village_that_is_not_is_kept_and_its_author_is_told(road: Road) -> None:
    grid = road.phone("grid-a")
    reports_of(grid, NEW_VILLAGE)
    grid.comes_online()
    assert grid.denied == [], "the endpoint knows no lists"
    assert road.quarantined() == {CASE: "no_database"}
    assert road.journalled(CASE) == [(CASE, "grid-a")], "and is journalled like everything"
    assert told(road, grid) == [(CASE, "quarantined", "no_database")]
    assert undelivered(road) == [], "no state waits for a database that will never be"
    assert set(words_of("no_database")) == {"zh-CN", "en"}


def test_it_is_taken_in_when_the_village_comes_into_being(road: Road) -> None:
    grid = road.phone("grid-a")
    reports_of(grid, NEW_VILLAGE)
    grid.comes_online()
    a_village_comes_into_being(road, f"{TOWNSHIP}008")
    assert road.quarantined() == {CASE: "no_database"}, "another village is not this one"
    a_village_comes_into_being(road, NEW_VILLAGE)
    assert road.quarantined() == {}
    assert road.state(CASE)["div"] == NEW_VILLAGE
    assert road.stored(f"work_{NEW_VILLAGE}", f"st:{CASE}") is not None
    assert not road.replayed()


def test_it_is_looked_at_again_by_a_follower_that_was_down_meanwhile(road: Road) -> None:
    grid = road.phone("grid-a")
    reports_of(grid, NEW_VILLAGE)
    grid.comes_online()
    road.store.create(f"work_{NEW_VILLAGE}")
    road.__post_init__()  # both processes begin anew
    road.settle()
    assert road.quarantined() == {}
    assert road.result(CASE) == ("applied", None)


def test_what_was_written_on_it_meanwhile_follows_it(road: Road) -> None:
    grid = road.phone("grid-a")
    reports_of(grid, NEW_VILLAGE)
    edit = grid.acts("own_grid-a", CASE, "case_ev", "cev", "edit", field="people_count", value=7, old=2)
    grid.comes_online()
    assert road.result(edit) == ("parked", "waits_for_head")
    a_village_comes_into_being(road, NEW_VILLAGE)
    assert road.result(edit)[0] == "applied"
    assert road.state(CASE)["people_count"] == 7


def finds(phone: Phone, div: str) -> str:
    """Find an item of a school's checklist that is not in order."""
    said = {"text": "路口无警示牌", "attach": [PHOTO], "inspection": None}
    event = {"subject": HAZARD, "seen": 0, "seen_ids": [], "prev": None, "action": "find", "payload": said}
    doc_id = f"hev:{HAZARD.partition(':')[2]}:{ulid(phone.device, phone.dseq)}"
    return phone.saves("own_grid-a", doc_id, "hazard_ev", div=div, note=None, **event)


def test_a_schools_hazard_of_the_district_has_no_home(road: Road) -> None:
    """Schools lie in townships; `421102` alone would be the database of none."""
    grid = road.phone("grid-a")
    found = finds(grid, DISTRICT)
    grid.comes_online()
    assert grid.denied == []
    assert road.quarantined() == {found: "no_database"}
    assert told(road, grid) == [(found, "quarantined", "no_database")]
    assert undelivered(road) == []


def test_a_schools_hazard_waits_until_its_township_has_schools(road: Road) -> None:
    grid = road.phone("grid-a")
    found = finds(grid, VILLAGE)
    grid.comes_online()
    assert road.quarantined() == {found: "no_database"}
    road.store.create(f"school_{TOWNSHIP}")
    road.settle()
    assert road.quarantined() == {}
    assert road.stored(f"school_{TOWNSHIP}", f"st:{HAZARD}") is not None


def test_what_was_written_for_a_township_to_be_is_taken_in_there(road: Road) -> None:
    """Through intake, by somebody who goes there: it was journalled where they worked, and counts where they
    work now.
    """
    grid = road.phone("grid-a")
    grid.saves(f"work_{NEXT_VILLAGE}", CASE, "case", div=NEXT_VILLAGE, **REPORT)
    ((database, document),) = grid.unsent
    with write_transaction(road.engine) as connection:
        intake.enqueue(connection, grid.device, "grid-a", database, document)
    road.settle()
    assert road.quarantined() == {CASE: "no_database"}
    for name in (f"ref_{NEXT_TOWNSHIP}", f"centre_{NEXT_TOWNSHIP}"):
        road.store.create(name)
    a_village_comes_into_being(road, NEXT_VILLAGE, f"ref_{NEXT_TOWNSHIP}")
    assert road.quarantined() == {CASE: "denied"}, "the right is asked for as ever"
    road.publishes(f"ref_{NEXT_TOWNSHIP}", a_unit("next", "VIL", NEXT_VILLAGE))
    present = road.store.read(REFERENCES, "staff:grid-a")
    road.publishes(REFERENCES, {**present, "unit": "next"})
    assert road.quarantined() == {}
    assert road.stored(f"work_{NEXT_VILLAGE}", f"st:{CASE}") is not None
    assert not road.replayed()
