"""Who found a hazard that was rejected is told so."""

from collections.abc import Mapping
from typing import Any

from server.records.capability import check
from server.tasks.capability import NOTICE
from server.tasks.words import NOTICE_KINDS
from tests.support.schools import SchoolStory, a_hazard, a_school_hazard


def notices(story: SchoolStory) -> dict[str, Mapping[str, Any]]:
    """{database: notice}, each fit to be journalled."""
    found = {
        database: document for database, document in story.folded.effects if document["type"] == "notice"
    }
    assert all(check(NOTICE, one) == {} for one in found.values()), found
    return found


def test_who_reported_it_learns_why_it_was_rejected() -> None:
    story = a_hazard()
    assert notices(story) == {}
    rejected = story.does("reject", "op")
    ((database, told),) = notices(story).items()
    assert (database, told["staff"]) == (f"own_{told['staff']}", "grid")
    assert (told["kind"], told["about"], told["cause"]) == ("hazard_rejected", story.subject_id, rejected)
    assert told["text"] == "不是隐患"
    assert told["kind"] in NOTICE_KINDS


def test_everybody_who_had_found_it_by_then_is_told_once() -> None:
    story = a_school_hazard()
    story.does("join", "grid")
    story.does("join", "grid")
    story.does("reject", "op")
    assert set(notices(story)) == {"own_insp-psb", "own_grid"}
