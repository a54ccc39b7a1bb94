"""Each guard of the hazard's table: what an event gets when it does not hold, and that it may hold."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from server.hazards.rows import TRANSITIONS
from tests.support.schools import (
    DAY,
    ELSEWHERE,
    FROM_CHECKLIST,
    REPORTED,
    SchoolStory,
    a_hazard,
    a_school_hazard,
)

Made = tuple[SchoolStory, str]


def after(story: SchoolStory, action: str, by: str | None = None, **more: object) -> Made:
    return story, story.does(action, by, **more)


NO_PHOTO = {"text": "已清理", "attach": []}
NOTHING = {"text": None, "attach": []}
RECEIVED = ("assign", "receive")
BROKEN: Mapping[str, tuple[Callable[[], Made], str]] = {
    "find at a school of somewhere else": (
        lambda: after(a_school_hazard(subject="hz:s999:2019-11:SC04"), "find"),
        "unknown_school",
    ),
    "find without photo and words": (lambda: after(a_school_hazard(), "find", **NOTHING), "photo_or_reason"),
    "find of a known one without photo and words": (
        lambda: after(a_school_hazard("assign"), "find", **NOTHING),
        "photo_or_reason",
    ),
    "found again without photo and words": (
        lambda: after(a_school_hazard("assign", "rectify", "verify"), "find", **NOTHING),
        "photo_or_reason",
    ),
    "join without photo and words": (lambda: after(a_hazard(), "join", **NOTHING), "photo_or_reason"),
    "fixed by somebody else": (lambda: after(a_hazard(), "fixed_on_spot", "insp-psb"), "not_the_finder"),
    "fixed without photo": (
        lambda: after(a_hazard(), "fixed_on_spot", "grid", **NO_PHOTO),
        "after_photo_missing",
    ),
    "fixed by somebody else, offline": (
        lambda: after(a_hazard(*RECEIVED), "fixed_on_spot", "insp-psb", seen=1),
        "not_the_finder",
    ),
    "fixed without photo, offline": (
        lambda: after(a_hazard(*RECEIVED), "fixed_on_spot", "grid", seen=1, **NO_PHOTO),
        "after_photo_missing",
    ),
    "said to be fixed, by somebody else": (
        lambda: after(a_hazard("assign", "rectify"), "fixed_on_spot", "insp-psb"),
        "not_the_finder",
    ),
    "received by another unit": (lambda: after(a_hazard("assign"), "receive", "stranger"), "not_your_unit"),
    "received by a unit that never had it": (
        lambda: after(a_hazard("assign", "not_mine"), "receive", "stranger", seen=2),
        "not_your_unit",
    ),
    "given back by another unit": (
        lambda: after(a_hazard("assign"), "not_mine", "stranger"),
        "not_your_unit",
    ),
    "given back twice": (
        lambda: after(a_hazard("assign", "not_mine", "assign"), "not_mine"),
        "not_mine_once",
    ),
    "progress of another unit": (lambda: after(a_hazard(*RECEIVED), "progress", "stranger"), "not_your_unit"),
    "late progress of another unit": (
        lambda: after(a_hazard("assign", "rectify"), "progress", "stranger"),
        "not_your_unit",
    ),
    "rectified by another unit": (lambda: after(a_hazard("assign"), "rectify", "stranger"), "not_your_unit"),
    "rectified without photo": (
        lambda: after(a_hazard("assign"), "rectify", **NO_PHOTO),
        "after_photo_missing",
    ),
    "rectified offline by a unit that never had it": (
        lambda: after(a_hazard("assign", "assign"), "rectify", "stranger", seen=2),
        "not_your_unit",
    ),
    "rectified offline without photo": (
        lambda: after(a_hazard("assign", "assign"), "rectify", seen=2, **NO_PHOTO),
        "after_photo_missing",
    ),
    "rectified again by another unit": (
        lambda: after(a_hazard("assign", "rectify"), "rectify", "stranger"),
        "not_your_unit",
    ),
    "asked for more time too late": (
        lambda: after(a_hazard("assign"), "extend_ask", after=8 * DAY),
        "asked_too_late",
    ),
    "more time asked for by another unit": (
        lambda: after(a_hazard("assign"), "extend_ask", "stranger"),
        "not_your_unit",
    ),
    "more time given too late, unasked": (
        lambda: after(a_hazard("assign"), "extend", after=8 * DAY),
        "asked_too_late",
    ),
    "more time that is less": (
        lambda: after(a_hazard("assign"), "extend", until="2019-11-05T00:00:00.000Z"),
        "not_later",
    ),
    "no more time, unasked": (lambda: after(a_hazard("assign"), "extend_no"), "nothing_asked"),
    "suspension asked for by another unit": (
        lambda: after(a_hazard(*RECEIVED), "suspend_ask", "stranger"),
        "not_your_unit",
    ),
    "no suspension, unasked": (lambda: after(a_hazard(*RECEIVED), "suspend_no"), "nothing_asked"),
    "merged into itself": (lambda: after(a_hazard(), "merge_into", target=REPORTED), "merged_with_itself"),
    "merged into what was merged here": (
        lambda: after(a_hazard("take_over"), "merge_into"),
        "merged_in_a_circle",
    ),
    "no suspicion to take back": (lambda: after(a_hazard(), "distinct"), "nothing_suspected"),
    "edited by a stranger": (lambda: after(a_hazard("assign"), "edit", "stranger"), "not_yours"),
}
for _action in ("verify", "verify_fail"):
    BROKEN |= {
        f"{_action} by the rectifier": (
            lambda action=_action: after(_rectified_by_both(), action, "both"),
            "rectifier_may_not_verify",
        ),
        f"{_action} of before it was rectified": (
            lambda action=_action: after(a_hazard("assign", "rectify"), action, late=timedelta(hours=2)),
            "visited_before_rectified",
        ),
        f"{_action} by the rectifier of a fix on the spot": (
            lambda action=_action: after(_fixed_by_both(), action, "both"),
            "rectifier_may_not_verify",
        ),
        f"{_action} of before a fix on the spot": (
            lambda action=_action: after(_fixed_by_both(), action, late=timedelta(hours=2)),
            "visited_before_rectified",
        ),
    }
for _name, _made in {
    "put right": lambda: _rectified_by_both(),
    "fixed on the spot": lambda: _fixed_by_both(),
}.items():
    BROKEN |= {
        f"failed by the rectifier though verified, {_name}": (
            lambda made=_made: _failed_unseen(made(), "both"),
            "rectifier_may_not_verify",
        ),
        f"failed before the work though verified, {_name}": (
            lambda made=_made: _failed_unseen(made(), "op", late=timedelta(hours=2)),
            "visited_before_rectified",
        ),
    }


def _failed_unseen(story: SchoolStory, by: str, **more: object) -> Made:
    """A failed visit by somebody who did not know of the good one."""
    seen = story.rseq
    story.does("verify")
    return after(story, "verify_fail", by, seen=seen, **more)


def _rectified_by_both() -> SchoolStory:
    story = a_hazard("assign")
    story.does("rectify", "both")
    return story


def _fixed_by_both() -> SchoolStory:
    story = a_school_hazard()
    story.does("find", "both")
    story.does("fixed_on_spot", "both")
    return story


@pytest.mark.parametrize("name", BROKEN)
def test_each_guard(name: str) -> None:
    case, reason = BROKEN[name]
    story, last = case()
    state = story.state["state"]
    assert story.told(last) == (state, "parked", reason)
    assert story.row(last) is None
    assert last in story.state["parked"]


def test_no_guard_is_left_out() -> None:
    assert {guard.reason for row in TRANSITIONS for guard in row.guards} == {
        reason for _, reason in BROKEN.values()
    }


@pytest.mark.parametrize("rectifier", ["both", "mate"])
def test_a_failed_visit_to_a_closed_one_needs_somebody_else_too(rectifier: str) -> None:
    story = a_hazard("assign")
    story.does("rectify", rectifier)
    seen = story.rseq
    story.does("verify", "insp-psb")
    failed = story.does("verify_fail", "both", seen=seen)
    expected = ("rectifying", "applied") if rectifier == "mate" else ("closed", "parked")
    assert story.told(failed)[:2] == expected


def test_a_failed_visit_of_before_the_work_does_not_open_a_closed_one() -> None:
    story = a_hazard("assign", "rectify", "verify")
    failed = story.does("verify_fail", "op", seen=3, late=timedelta(hours=2))
    assert story.told(failed) == ("closed", "parked", "visited_before_rectified")


def test_a_school_may_put_right_what_is_its_own() -> None:
    story = a_school_hazard()
    done = story.does("rectify", "contact")
    assert story.told(done) == ("rectified", "applied", None)


def test_more_time_that_was_asked_for_in_time_may_be_given_late() -> None:
    story = a_hazard("assign", "extend_ask")
    given = story.does("extend", after=8 * DAY)
    assert story.told(given) == ("assigned", "applied", None)
    assert story.state["due_at"] == "2019-11-30T00:00:00.000Z"


def test_a_hazard_of_an_unknown_school_waits_for_a_person() -> None:
    story = a_school_hazard(subject="hz:s999:2019-11:SC04")
    assert story.state["parked"] == [story.entries[0].doc_id]
    assert FROM_CHECKLIST != story.subject_id != ELSEWHERE
