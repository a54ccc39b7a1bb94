"""What becomes of two events that nobody knew of each other: the same end, whichever arrives first."""

from typing import Any

import pytest

from tests.support.schools import SchoolStory, a_hazard, a_school_hazard

One = tuple[str, str, dict[str, Any]]
REASSIGNED: dict[str, Any] = {"unit": "psb", "officers": ["stranger"]}


def both(prepared: SchoolStory, first: One, second: One) -> tuple[SchoolStory, str, str]:
    """Two events that have both seen the same state."""
    seen = prepared.rseq
    ids = [prepared.does(action, by, seen=seen, **said) for action, by, said in (first, second)]
    return prepared, ids[0], ids[1]


def results(story: SchoolStory, *ids: str) -> list[tuple[str, str | None]]:
    return [(story.result(one), story.reason(one)) for one in ids]


VERIFY: One = ("verify", "insp-psb", {})
FAIL: One = ("verify_fail", "op", {})


def test_a_failed_visit_beats_a_good_one_that_came_before() -> None:
    story, verify, fail = both(a_hazard("assign", "rectify"), VERIFY, FAIL)
    assert results(story, verify, fail) == [("applied", None), ("applied", None)]
    assert (story.state["state"], story.state["round"], story.state["closed_at"]) == ("rectifying", 2, None)


def test_a_failed_visit_beats_a_good_one_that_comes_after() -> None:
    story, fail, verify = both(a_hazard("assign", "rectify"), FAIL, VERIFY)
    assert results(story, fail, verify) == [("applied", None), ("absorbed", "fail_wins")]
    assert (story.state["state"], story.state["round"]) == ("rectifying", 2)


def test_a_good_visit_of_the_first_round_does_not_close_the_second() -> None:
    story = a_hazard("assign", "rectify", "verify_fail", "rectify")
    late = story.does("verify", "op", seen=3)
    assert story.told(late) == ("rectified", "absorbed", "fail_wins")


RECTIFY: One = ("rectify", "officer", {})
ELSEWHERE: One = ("assign", "op", REASSIGNED)


@pytest.mark.parametrize("order", [(RECTIFY, ELSEWHERE), (ELSEWHERE, RECTIFY)])
def test_what_was_put_right_stays_so_though_it_was_given_elsewhere(order: tuple[One, One]) -> None:
    story, *ids = both(a_hazard("assign"), *order)
    told = dict(zip((one[0] for one in order), results(story, *ids), strict=True))
    rectified_first = order[0] is RECTIFY
    assert told["rectify"] == (("applied", None) if rectified_first else ("absorbed", "verify_needed"))
    assert told["assign"] == (("absorbed", "rectified_first") if rectified_first else ("applied", None))
    state = story.state
    assert (state["state"], state["lead_unit"], state["rectifiers"]) == ("rectified", "psb", ["officer"])
    assert state["after_att"]


RECEIVE: One = ("receive", "officer", {})
RETURN: One = ("not_mine", "mate", {})


@pytest.mark.parametrize("order", [(RECEIVE, RETURN), (RETURN, RECEIVE)])
def test_who_receives_beats_a_colleague_who_gives_back(order: tuple[One, One]) -> None:
    story, *ids = both(a_hazard("assign"), *order)
    state = story.state
    assert (state["state"], state["lead_unit"], state["officer"]) == ("received", "urb", "officer")
    told = dict(zip((one[0] for one in order), results(story, *ids), strict=True))
    assert told["receive"] == ("applied", None)
    assert told["not_mine"] == (("absorbed", "received_first") if order[0] is RECEIVE else ("applied", None))


def test_the_first_who_receives_has_it() -> None:
    story, first, second = both(a_hazard("assign"), ("receive", "mate", {}), RECEIVE)
    assert results(story, first, second) == [("applied", None), ("absorbed", "already_received")]
    assert story.state["officer"] == "mate"


@pytest.mark.parametrize("order", [0, 1])
def test_a_fix_on_the_spot_holds_against_the_office(order: int) -> None:
    fix: One = ("fixed_on_spot", "insp-psb", {})
    given: One = ("assign", "op", {})
    story, *_ = both(a_school_hazard(), *((fix, given) if order else (given, fix)))
    assert story.state["state"] == "rectified"
    assert story.state["lead_unit"] == "urb"


def test_a_fix_on_the_spot_holds_though_the_unit_has_begun() -> None:
    story = a_school_hazard("auto_assign", "receive", "progress")
    fixed = story.does("fixed_on_spot", seen=1)
    assert story.told(fixed) == ("rectified", "applied", None)


def test_a_fix_on_the_spot_after_seeing_the_units_work_is_for_a_person() -> None:
    story = a_school_hazard("auto_assign", "receive", "progress")
    fixed = story.does("fixed_on_spot")
    assert story.told(fixed) == ("rectifying", "parked", "not_while_rectifying")


def test_two_failed_visits_are_one_round() -> None:
    story, first, second = both(a_hazard("assign", "rectify"), FAIL, ("verify_fail", "insp-psb", {}))
    assert results(story, first, second) == [("applied", None), ("absorbed", "already_failed")]
    assert story.state["round"] == 2
    assert len(story.state["visits"]) == 2


BEGUN: One = ("receive", "officer", {})
FIX: One = ("fixed_on_spot", "insp-psb", {})


@pytest.mark.parametrize(
    ("path", "other", "reason"),
    [
        ((), ("auto_assign", "server", {}), "overtaken"),
        (("auto_assign",), BEGUN, "already_received"),
        (("auto_assign", "receive"), ("progress", "officer", {}), "already_rectified"),
    ],
)
def test_a_fix_on_the_spot_and_the_units_work(path: tuple[str, ...], other: One, reason: str) -> None:
    story, fixed, late = both(a_school_hazard(*path), FIX, other) if len(path) < 2 else _late_fix(path, other)
    assert results(story, fixed, late) == [("applied", None), ("absorbed", reason)]
    assert story.state["state"] == "rectified"
    story, first, fixed = both(a_school_hazard(*path), other, ("fixed_on_spot", "insp-psb", {}))
    assert results(story, first) == [("applied", None)]


def _late_fix(path: tuple[str, ...], other: One) -> tuple[SchoolStory, str, str]:
    """A fix that was made before the unit began, and then more of the unit's work."""
    story = a_school_hazard(*path)
    fixed = story.does(FIX[0], FIX[1], seen=1)
    return story, fixed, story.does(other[0], other[1], seen=3)
