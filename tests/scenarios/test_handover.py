"""Handover: what somebody wrote before their work went to another arrives after it, and is not lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.domain import words_of
from sync import intake, receipts
from sync.journal import write_transaction
from tests.support.patrols import wire
from tests.support.records import TOWNSHIP
from tests.support.road import REFERENCES, Phone, Road, a_reference, a_unit, staff_of
from tests.support.villages import SCREENING, WORK, a_village, opens, walks

OTHER_VILLAGE = f"{TOWNSHIP}002"
ROUND = {"on": "2019-11-04", "households_visited": 3, "area_note": None}


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


def claims(phone: Phone, before: timedelta, **more: Any) -> None:
    """What it wrote last says that it was written so long ago; `more` is what it says of its clock."""
    database, document = phone.unsent.pop()
    wrote = {**document["wrote"], **more}
    phone.unsent.append((database, {**document, "at_dev": wire(phone.road.now - before), "wrote": wrote}))


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


@pytest.fixture
def moved(road: Road) -> Phone:
    """The phone of somebody who moved two hours ago; what they write now is no longer theirs to write."""
    phone = road.phone("grid-a")
    moves(road, "grid-a", "neighbour")
    road.passes(hours=2)
    return phone


YESTERDAY = timedelta(hours=20)


def test_without_evidence_the_word_of_the_device_stands(moved: Phone) -> None:
    walked = walks(moved, "2019-11-04")
    claims(moved, YESTERDAY)
    hands_in(moved)
    assert moved.road.result(walked) == ("applied", None)
    assert "handed_over" in moved.road.state(SCREENING)["flags"]


def test_a_clock_that_was_behind_gives_no_right(moved: Phone) -> None:
    road, walked = moved.road, walks(moved, "2019-11-04")
    claims(moved, YESTERDAY, off=-20 * 3_600_000, off_age_s=600)
    hands_in(moved)
    assert road.quarantined() == {walked: "written_later"}
    assert road.journalled(SCREENING)[-1] == (walked, "grid-a"), "it is kept"
    with road.engine.connect() as connection:
        told = receipts.verdicts(connection, moved.device)
    assert [(one.doc_id, one.result, one.reason) for one in told] == [
        (walked, "quarantined", "written_later")
    ]
    assert "岗位变动" in words_of("written_later")["zh-CN"]
    assert not road.replayed()


def test_a_clock_that_was_ahead_takes_no_right(road: Road) -> None:
    grid = road.phone("grid-a")
    walked = walks(grid, "2019-11-05")
    claims(grid, timedelta(hours=-20), off=20 * 3_600_000, off_age_s=600)
    road.passes(hours=2)
    moves(road, "grid-a", "neighbour")
    hands_in(grid)
    assert road.result(walked) == ("applied", None)


def test_who_saw_what_came_after_the_move_wrote_after_it(moved: Phone) -> None:
    road, other = moved.road, moved.road.phone("grid-b")
    walks(other, "2019-11-05")
    other.comes_online()
    seen = road.state(SCREENING)["rseq"]
    walked = moved.acts(WORK, SCREENING, "screening_ev", "ev", "round", seen, **ROUND)
    claims(moved, YESTERDAY)
    hands_in(moved)
    assert road.quarantined() == {walked: "written_later"}


def test_a_number_that_nothing_of_the_record_has_shows_nothing(moved: Phone) -> None:
    walked = moved.acts(WORK, SCREENING, "screening_ev", "ev", "round", 10**6, **ROUND)
    claims(moved, YESTERDAY)
    hands_in(moved)
    assert moved.road.quarantined() == {}
    assert moved.road.result(walked)[0] == "applied"


@pytest.mark.parametrize("together", [True, False])
def test_the_devices_own_numbers_say_that_a_record_is_younger(moved: Phone, together: bool) -> None:
    """A record that says now, and after it one that says yesterday."""
    honest = walks(moved, "2019-11-05")
    if not together:
        hands_in(moved)
    walked = walks(moved, "2019-11-04")
    claims(moved, YESTERDAY)
    hands_in(moved)
    assert moved.road.quarantined() == {honest: "denied", walked: "written_later"}


def test_an_earlier_number_whose_clock_was_ahead_shows_nothing(moved: Phone) -> None:
    walks(moved, "2019-11-05")
    claims(moved, timedelta(days=-2))
    walked = walks(moved, "2019-11-04")
    claims(moved, YESTERDAY)
    hands_in(moved)
    assert moved.road.result(walked)[0] == "applied"


def test_what_was_written_later_is_taken_in_when_its_author_comes_back(moved: Phone) -> None:
    road, walked = moved.road, walks(moved, "2019-11-04")
    claims(moved, YESTERDAY, off=-20 * 3_600_000, off_age_s=600)
    hands_in(moved)
    moves(road, "grid-a", "elsewhere")
    assert road.quarantined() == {walked: "written_later"}, "another place is not this one"
    moves(road, "grid-a", "village")
    assert road.quarantined() == {}
    assert road.result(walked)[0] == "applied"


@pytest.mark.parametrize("off", ["much", 10**18, True, [1]])
def test_evidence_that_is_none_stops_nobody(moved: Phone, off: Any) -> None:
    walked = walks(moved, "2019-11-04")
    claims(moved, YESTERDAY, off=off, off_age_s=600)
    hands_in(moved)
    assert moved.road.quarantined() == {walked: "schema"}
