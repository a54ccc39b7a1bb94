"""The fields of a hazard: what becomes of two values, and what the server sets."""

from datetime import timedelta
from typing import Any

import pytest

from server.hazards.states import FIELDS
from tests.support.schools import (
    AFTER,
    DAY,
    FROM_CHECKLIST,
    PHOTO,
    SCHOOL,
    SchoolStory,
    a_hazard,
    a_school_hazard,
)

SHARED: dict[str, tuple[Any, Any]] = {
    "category": ("food", "place"),
    "place": ("南门", "东门"),
    "point": ({"lat": 30.4, "lon": 114.8}, {"lat": 30.5, "lon": 114.9}),
    "school": ("s001", "s002"),
    "site": ("k001", "k002"),
    "text": ("堵了", "通了"),
}


def edited(story: SchoolStory, field: str, by: str, value: Any, action: str = "edit", **more: Any) -> str:
    said = {"field": field, "value": value, **({"reason": "看错了"} if action == "correct" else {}), **more}
    return story.event(action, by, said)


@pytest.mark.parametrize("field", SHARED)
def test_before_it_is_assigned_the_last_word_holds(field: str) -> None:
    story, (first, second) = a_hazard(), SHARED[field]
    edited(story, field, "grid", first)
    edited(story, field, "op", second)
    assert story.state[field] == second
    assert [one["value"] for one in story.state["superseded"] if one["field"] == field][-1] == first


@pytest.mark.parametrize("field", SHARED)
def test_once_assigned_the_units_word_holds(field: str) -> None:
    story, (first, second) = a_hazard("assign"), SHARED[field]
    edited(story, field, "officer", first)
    edited(story, field, "grid", second)
    assert story.state[field] == first
    lost = [one for one in story.state["superseded"] if one["field"] == field][-1]
    assert (lost["value"], lost["by"]) == (second, "grid")


@pytest.mark.parametrize("field", SHARED)
def test_the_office_corrects(field: str) -> None:
    story, (first, second) = a_hazard("assign"), SHARED[field]
    edited(story, field, "officer", first)
    edited(story, field, "op", second, "correct")
    assert story.state[field] == second


def test_severity_only_rises_by_edits() -> None:
    story = a_hazard()
    edited(story, "severity", "grid", "high")
    edited(story, "severity", "op", "low")
    assert story.state["severity"] == "high"


@pytest.mark.parametrize("by", ["insp-psb", "op"])
def test_severity_is_lowered_by_those_who_verify(by: str) -> None:
    story = a_hazard(severity="severe")
    corrected = edited(story, "severity", by, "low", "correct")
    assert story.told(corrected)[1:] == ("applied", None)
    assert story.state["severity"] == "low"
    edited(story, "severity", "grid", "medium")
    assert story.state["severity"] == "medium"


@pytest.mark.parametrize("by", ["grid", "officer"])
def test_severity_is_not_lowered_by_others(by: str) -> None:
    story = a_hazard("assign", severity="severe")
    assert story.told(edited(story, "severity", by, "low", "correct"))[1:] == ("refused", "role_missing")


def test_finders_and_their_photos_are_kept_together() -> None:
    story = a_school_hazard()
    story.does("find", "insp-urb", attach=[AFTER], after=timedelta(hours=1), late=timedelta(hours=2))
    story.does("find", "insp-urb")
    state = story.state
    assert state["finders"] == ["insp-psb", "insp-urb"]
    assert state["before_att"] == [PHOTO, AFTER]
    assert len(state["finds"]) == 3
    assert state["found_at"] == "2019-11-04T00:01:00.000Z"


def test_a_report_brings_its_finder_and_photo() -> None:
    state = a_hazard().state
    assert (state["finders"], state["before_att"], state["after_att"]) == (["grid"], [PHOTO], None)
    assert state["found_at"] == "2019-11-04T01:01:00.000Z"


def test_what_is_done_is_kept_in_its_order() -> None:
    state = a_hazard("assign", "receive", "progress", "rectify").state
    assert [one["text"] for one in state["progress"]] == ["在做", "已清理"]
    assert (state["after_att"], state["rectifiers"]) == ([AFTER], ["officer"])
    assert state["rectified_at"] == "2019-11-04T01:05:00.000Z"


def test_visits_are_kept_with_their_day_and_words() -> None:
    story = a_hazard("assign", "rectify", "verify_fail", "rectify", "verify")
    assert [(one["by"], one["text"], one["visited_on"]) for one in story.state["visits"]] == [
        ("insp-psb", "又摆出来了", "2019-11-20"),
        ("insp-psb", None, "2019-11-20"),
    ]
    assert story.state["closed_at"] == "2019-11-04T01:06:00.000Z"


def test_what_the_office_decided_is_kept() -> None:
    assert a_hazard("reject").state["reject_reason"] == "不是隐患"
    state = a_hazard("assign", "transfer", "transfer_report").state
    assert state["transferred"] == {"body": "市公路局", "on": "2019-11-12"}
    assert state["outcome"]["text"] == "已修"
    assert a_hazard("take_over").state["merged_from"] != []
    assert a_school_hazard("suspect").state["suspects"] == ["hz:s001:2019-10:SC04"]


def test_every_field_is_looked_at_here() -> None:
    looked_at = set(SHARED) | {
        "severity",
        "finders",
        "found_at",
        "finds",
        "before_att",
        "after_att",
        "progress",
        "rectifiers",
        "visits",
        "reject_reason",
        "transferred",
        "outcome",
        "merged_from",
        "suspects",
    }
    assert {rule.name for rule in FIELDS} == looked_at


def test_the_limit_is_that_of_the_item() -> None:
    state = a_school_hazard("auto_assign").state
    assert (state["lead_unit"], state["officers"], state["units"]) == ("urb", ["officer"], ["urb"])
    assert (state["assigned_at"], state["due_at"]) == ("2019-11-04T01:02:00.000Z", "2019-11-07T01:02:00.000Z")


def test_the_limit_of_others_is_a_parameter() -> None:
    story = a_hazard("assign")
    assert story.state["due_at"] == "2019-11-11T01:02:00.000Z"
    story.references["param:limit.hazard"] = {"value": 2}
    assert story.state["due_at"] == "2019-11-06T01:02:00.000Z"


def test_the_office_may_set_the_limit() -> None:
    story = a_hazard()
    story.does("assign", due_at="2019-11-08T00:00:00.000Z")
    assert story.state["due_at"] == "2019-11-08T00:00:00.000Z"


def test_a_suspension_stops_the_clock() -> None:
    story = a_hazard("assign", "receive", "suspend")
    story.does("resume", after=3 * DAY)
    assert story.state["due_at"] == "2019-11-14T01:02:00.000Z"
    assert (story.state["suspended_at"], story.state["suspended_from"]) == (None, None)


def test_a_unit_that_gives_back_has_it_no_more() -> None:
    state = a_hazard("assign", "not_mine").state
    assert (state["state"], state["lead_unit"], state["officers"], state["officer"]) == (
        "found",
        None,
        [],
        None,
    )


def test_giving_it_to_another_unit_forgets_the_officer() -> None:
    story = a_hazard("assign", "receive")
    story.does("assign", unit="psb", officers=[])
    assert (story.state["lead_unit"], story.state["officer"], story.state["units"]) == (
        "psb",
        None,
        ["urb", "psb"],
    )


def test_a_school_hazard_knows_its_school_and_item() -> None:
    state = a_school_hazard().state
    assert (state["school"], state["item"], state["month"]) == (SCHOOL, "SC04", "2019-11")
    assert (state["category"], state["severity"], state["owners"]) == ("stall", "medium", ["URB"])
    assert FROM_CHECKLIST.endswith(state["item"])


@pytest.mark.parametrize(("severity", "suggested"), [("severe", True), ("high", False)])
def test_an_incident_is_suggested_for_what_is_severe_and_not_put_right(
    severity: str, suggested: bool
) -> None:
    assert a_hazard("assign", severity=severity).state["incident_suggested"] is suggested
    assert a_hazard("assign", "rectify", severity=severity).state["incident_suggested"] is False


def test_it_is_due_while_a_unit_has_it() -> None:
    def due(story: SchoolStory) -> list[tuple[str, str]]:
        return [(timer.name, timer.due_at) for timer in story.folded.timers]

    assert due(a_hazard()) == []
    assert due(a_hazard("assign")) == [("overdue", "2019-11-11T01:02:00.000Z")]
    assert due(a_hazard("assign", "receive", "suspend")) == []
    assert due(a_hazard("assign", "rectify")) == []
    story = a_hazard("assign")
    story.does("overdue", after=8 * DAY)
    assert due(story) == []
    assert "overdue" in story.state["flags"]


def test_more_time_clears_what_was_overdue() -> None:
    story = a_hazard("assign", "extend_ask")
    story.does("overdue", after=8 * DAY)
    story.does("extend")
    assert "overdue" not in story.state["flags"]
    assert [timer.due_at for timer in story.folded.timers] == ["2019-11-30T00:00:00.000Z"]
