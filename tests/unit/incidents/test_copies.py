"""What those who take part are shown on their phones."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from sync.json_text import canonical
from tests.support.records import Story
from tests.support.rows import does, play
from tests.unit.incidents.stories import DRL, INC, RSP, a_drill, a_responder, an_incident, unit
from tests.unit.incidents.test_drill import NOTIFY
from tests.unit.incidents.test_incident_states import DISPATCH, DOWN, MERGE, PATHS, REVIEW, VERIFY


def views(story: Story) -> Mapping[str, Any]:
    """{database: body}; each is JSON and of this subject."""
    found = story.folded.copies
    assert {doc_id for _, doc_id in found} <= {f"view:{story.subject_id}"}
    return {database: json.loads(canonical(body)) for (database, _), body in found.items()}


def test_who_is_sent_sees_the_incident() -> None:
    story = an_incident()
    assert views(story) == {}
    play(story, [DISPATCH])
    shown = views(story)
    assert set(shown) == {"own_lead-a", "own_mem-a"}
    body = shown["own_lead-a"]
    assert (body["subject"], body["rseq"], body["head"]["place"]) == (INC, story.rseq, "东门市场")
    assert body["state"]["state"] == "dispatched"
    play(story, [does("dispatch", "retask", units=[unit(staff=["lead-b"])])])
    assert set(views(story)) == {"own_lead-a", "own_mem-a", "own_lead-b"}


def test_the_review_is_the_offices() -> None:
    story = an_incident()
    play(story, [VERIFY, DISPATCH, DOWN, REVIEW])
    shown = views(story)["own_lead-a"]
    assert not {"review", "accountability"} & set(shown["state"])
    assert [event["action"] for event in shown["events"]] == ["verify", "dispatch", "stand_down"]


@pytest.mark.parametrize("end", [PATHS["closed"], [DISPATCH, MERGE]], ids=["closed", "merged"])
def test_it_leaves_the_phones_at_the_end(end: Any) -> None:
    story = an_incident()
    play(story, end)
    assert views(story) == {}


def test_who_is_called_sees_the_order() -> None:
    story = a_responder()
    assert set(views(story)) == {"own_lead-a", "own_mem-a"}
    assert views(story)["own_mem-a"]["head"]["_id"] == RSP


def test_who_takes_part_sees_the_drill_once_it_is_announced() -> None:
    story = a_drill(staff=["mem-a", "mistyped"])
    assert views(story) == {}
    play(story, [NOTIFY])
    assert set(views(story)) == {"own_mem-a", "own_lead-a", "own_officer"}
    assert views(story)["own_mem-a"]["subject"] == DRL
