"""Handover: what somebody wrote before their work went to another arrives after it, and is not lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import intake
from sync.journal import write_transaction
from tests.support.records import TOWNSHIP
from tests.support.road import REFERENCES, Phone, Road, a_reference, a_unit, staff_of
from tests.support.villages import SCREENING, WORK, a_village, opens, walks

OTHER_VILLAGE = f"{TOWNSHIP}002"


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    """A village from which people move to the next one."""
    with a_village(tmp_path) as opened:
        neighbour = a_reference(f"division:{OTHER_VILLAGE}", OTHER_VILLAGE, level="village", parent=TOWNSHIP)
        township = a_reference(f"division:{TOWNSHIP}", level="township", parent=None)
        opened.store.create(f"work_{OTHER_VILLAGE}")
        opened.publishes(REFERENCES, township, neighbour, a_unit("neighbour", "VIL", OTHER_VILLAGE))
        opened.passes(days=1)
        yield opened


def moves(road: Road, staff_id: str, unit: str, **more: object) -> None:
    """The staff list says so from now on."""
    _, roles = road.people[staff_id]
    (document,) = staff_of({staff_id: (unit, roles)})
    present = road.store.read(REFERENCES, document["_id"])
    road.publishes(REFERENCES, {**document, **more, "_rev": present["_rev"]})


def hands_in(phone: Phone) -> None:
    """What replication denied goes to the second gate."""
    with write_transaction(phone.road.engine) as connection:
        for database, document in phone.unsent:
            intake.enqueue(connection, phone.device, phone.staff_id, database, document)
    phone.unsent.clear()
    phone.road.settle()


def test_what_was_written_before_the_move_counts_where_it_belongs(road: Road) -> None:
    grid = road.phone("grid-a")
    walked = walks(grid, "2019-11-05")
    road.passes(hours=2)
    moves(road, "grid-a", "neighbour")
    hands_in(grid)
    assert road.result(walked) == ("applied", None)
    state = road.state(SCREENING)
    assert [one["by"] for one in state["rounds"]] == ["grid-a"]
    assert "handed_over" in state["flags"], "who has the work now sees where it comes from"
    assert road.stored(WORK, walked) is not None, "and gets it by replication"
    assert not road.replayed()


def test_what_was_written_after_the_move_waits_for_the_right(road: Road) -> None:
    grid = road.phone("grid-a")
    moves(road, "grid-a", "neighbour")
    road.passes(hours=2)
    walked = walks(grid, "2019-11-05")
    hands_in(grid)
    assert road.quarantined() == {walked: "denied"}
    assert road.state(SCREENING)["rounds"] in ([], None)


def test_a_clock_set_back_before_the_person_came_gives_no_right(road: Road) -> None:
    """Nobody had a role before the first list; a time of then opens nothing."""
    grid = road.phone("grid-a")
    walked = walks(grid, "2019-11-05")
    database, document = grid.unsent.pop()
    grid.unsent.append((database, {**document, "at_dev": "2019-10-01T08:00:00.000+08:00"}))
    moves(road, "grid-a", "neighbour")
    hands_in(grid)
    assert road.quarantined() == {walked: "denied"}


def test_who_left_the_service_delivers_what_was_written_in_it(road: Road) -> None:
    grid = road.phone("grid-b")
    opening = opens(grid, "HZ-1")
    road.passes(hours=2)
    moves(road, "grid-b", "village", state="retired")
    hands_in(grid)
    assert road.result(opening)[0] == "applied"
    assert road.quarantined() == {}
