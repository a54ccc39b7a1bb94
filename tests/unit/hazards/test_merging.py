"""What a merged hazard passes on to the one that it was merged into."""

from collections.abc import Mapping
from typing import Any

from server.hazards.capability import HAZARDS_MACHINE
from server.records.capability import check
from tests.support.schools import (
    ELSEWHERE,
    FROM_CHECKLIST,
    REFERENCE,
    REPORTED,
    SCHOOL_DB,
    STAFF,
    SchoolStory,
    a_hazard,
    a_school_hazard,
)


def passed_on(story: SchoolStory) -> list[Mapping[str, Any]]:
    """The effects, each fit to be journalled."""
    found = [document for _, document in story.folded.effects]
    assert all(check(HAZARDS_MACHINE, one) == {} for one in found), found
    return found


def said(story: SchoolStory) -> list[tuple[str, str, str]]:
    return [(one["action"], one["wrote"]["by"], one["wrote"]["dev"]) for one in passed_on(story)]


def test_nothing_is_passed_on_before_the_merge() -> None:
    assert a_hazard("assign").folded.effects == ()


def test_the_finds_go_over() -> None:
    story = a_hazard("join", "merge_into")
    assert said(story) == [
        ("take_over", "server", "server"),
        ("join", "grid", "server"),
        ("join", "grid", "server"),
    ]
    assert all(one["subject"] == ELSEWHERE for one in passed_on(story))


def test_a_find_goes_over_as_a_further_finder() -> None:
    story = a_school_hazard("merge_into")
    assert story.folded.effects[1][0] == SCHOOL_DB
    assert passed_on(story)[1]["payload"] == {"text": None, "attach": story.state["before_att"]}


def test_what_comes_later_goes_over_once() -> None:
    story = a_hazard("assign", "receive", "merge_into")
    before = passed_on(story)
    late = story.does("rectify")
    assert story.told(late) == ("merged", "absorbed", "forwarded")
    (added,) = [one for one in passed_on(story) if one not in before]
    assert (added["action"], added["wrote"]["by"], added["payload"]["text"]) == (
        "rectify",
        "officer",
        "已清理",
    )
    assert passed_on(story) == passed_on(story)


def test_the_target_takes_it_in() -> None:
    target = a_hazard("assign", "receive")
    story = SchoolStory(HAZARDS_MACHINE, ELSEWHERE, STAFF, reference=REFERENCE)
    story.head("hazard", "insp-urb", **{name: target.entries[0].body[name] for name in FIELDS})
    story.does("merge_into", target=REPORTED)
    for document in passed_on(story):
        target.add(document, document["wrote"]["by"])
    assert target.state["finders"] == ["grid", "insp-urb"]
    assert target.state["merged_from"] == [ELSEWHERE]


FIELDS = ("category", "severity", "place", "point", "school", "site", "text", "attach")


def test_two_that_are_merged_into_each_other_leave_one_open() -> None:
    pair = {
        subject: SchoolStory(HAZARDS_MACHINE, subject, STAFF, reference=REFERENCE)
        for subject in (REPORTED, ELSEWHERE)
    }
    for story in pair.values():
        fields = a_hazard().entries[0].body
        story.head("hazard", "grid", **{name: fields[name] for name in FIELDS})
    pair[REPORTED].does("merge_into", target=ELSEWHERE)
    pair[ELSEWHERE].does("merge_into", target=REPORTED)
    known: set[str] = set()
    for _ in range(5):
        fresh = [one for story in pair.values() for one in passed_on(story) if one["_id"] not in known]
        for document in fresh:
            known.add(document["_id"])
            pair[document["subject"]].add(document, document["wrote"]["by"])
    assert not [one for story in pair.values() for one in passed_on(story) if one["_id"] not in known]
    states = {subject: story.state["state"] for subject, story in pair.items()}
    assert states == {min(pair): "found", max(pair): "merged"}
    assert pair[min(pair)].state["merged_into"] is None


def test_it_is_at_home_where_it_was_found() -> None:
    assert HAZARDS_MACHINE.home(a_hazard().entries[0].body) == "work_421102001001"
    assert HAZARDS_MACHINE.home(a_hazard(school="s001").entries[0].body) == SCHOOL_DB
    assert HAZARDS_MACHINE.home(a_school_hazard().entries[0].body) == SCHOOL_DB
    assert FROM_CHECKLIST.startswith("hz:s001")
