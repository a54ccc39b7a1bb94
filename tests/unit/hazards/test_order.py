"""What arrives out of its order: it waits, and is taken in when what it needs has come."""

from datetime import timedelta

import pytest

from server.hazards.capability import HAZARDS_MACHINE
from server.hazards.states import RETRIES
from tests.support.schools import (
    FROM_CHECKLIST,
    REFERENCE,
    SCHOOL_DB,
    STAFF,
    SchoolStory,
    a_hazard,
    a_school_hazard,
)

SOON = timedelta(minutes=5)
LATE = {
    ("find", "fixed_on_spot"): ((), "insp-urb"),
    ("assign", "receive"): ((), "officer"),
    ("assign", "rectify"): ((), "officer"),
    ("receive", "progress"): (("assign",), "officer"),
    ("resume", "progress"): (("assign", "receive", "suspend"), "officer"),
    ("rectify", "verify"): (("assign",), "insp-psb"),
    ("rectify", "verify_fail"): (("assign",), "insp-psb"),
    ("auto_assign", "receive"): ((), "officer"),
    ("auto_assign", "rectify"): ((), "officer"),
}


@pytest.mark.parametrize(("awaited", "early"), LATE)
def test_what_came_too_early_is_taken_in(awaited: str, early: str) -> None:
    path, by = LATE[awaited, early]
    story = a_school_hazard(*path)
    waiting = story.does(early, by)
    assert story.result(waiting) == "parked"
    story.does(awaited, "insp-urb" if awaited == "find" else None, late=SOON)
    assert story.result(waiting) == "applied"
    assert "retried" in story.folded.outcomes[waiting].flags


@pytest.mark.parametrize("early", ["verify", "verify_fail"])
def test_a_visit_that_came_before_the_news_of_a_fix_on_the_spot(early: str) -> None:
    story = a_hazard()
    waiting = story.does(early)
    story.does("fixed_on_spot", "grid", late=SOON)
    assert story.result(waiting) == "applied"


def test_a_visit_of_before_the_work_stays_for_a_person() -> None:
    story = a_hazard("assign")
    waiting = story.does("verify")
    story.does("rectify")
    assert story.told(waiting) == ("rectified", "parked", "visited_before_rectified")


@pytest.mark.parametrize("given", ["assign", "auto_assign"])
def test_progress_waits_for_both_its_unit_and_its_officer(given: str) -> None:
    story = a_school_hazard()
    waiting = story.does("progress")
    story.does(given)
    assert story.told(waiting) == ("assigned", "parked", "not_while_found")
    story.does("receive")
    assert story.told(waiting) == ("rectifying", "applied", None)


def test_what_is_fixed_before_its_find_arrives_waits_for_it() -> None:
    story = SchoolStory(HAZARDS_MACHINE, FROM_CHECKLIST, STAFF, reference=REFERENCE, database=SCHOOL_DB)
    fixed = story.does("fixed_on_spot", "insp-psb")
    assert story.folded.state is None
    assert story.reason(fixed) == "waits_for_head"
    story.does("find", "insp-psb")
    assert story.told(fixed) == ("rectified", "applied", None)


def test_every_second_try_is_looked_at_here() -> None:
    others = {("fixed_on_spot", "verify"), ("fixed_on_spot", "verify_fail")}
    assert {(first, one) for first, then in RETRIES.items() for one in then} == {*LATE, *others}
