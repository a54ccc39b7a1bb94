"""What follows from an incident on other subjects, and that it follows the same at every fold."""

from collections.abc import Mapping
from typing import Any

import pytest

from server.incidents.capability import INCIDENT, RESPONDER
from server.tasks.capability import NOTICE
from tests.support.records import TOWNSHIP, VILLAGE, Story
from tests.support.rows import UNAWARE, Step, does, play
from tests.unit.incidents.stories import CENTRE, INC, OTHER, RSP, a_responder, an_incident, unit
from tests.unit.incidents.test_incident_states import (
    CORRECT,
    DISPATCH,
    DOWN,
    FALSE,
    MERGE,
    REPORTED,
    SITREP,
    VERIFY,
    WORSE,
)

SCHEMAS = {**INCIDENT.schemas, **RESPONDER.schemas, **NOTICE.schemas}


def effects(story: Story, type_: str | None = None) -> list[tuple[str, Mapping[str, Any]]]:
    """The effects, which are valid documents with ids of their own."""
    found = list(story.folded.effects)
    assert len({body["_id"] for _, body in found}) == len(found)
    for _, body in found:
        assert SCHEMAS[body["type"]]().validate(dict(body)) == {}, body
    return [(database, body) for database, body in found if type_ in (None, body["type"])]


def test_a_dispatch_makes_a_responder_and_a_new_order_an_event_on_it() -> None:
    story = an_incident()
    first = story.event("dispatch", "dispatch", {"units": [unit(), unit("officer", "staff")], "text": "速往"})
    again = story.event("retask", "dispatch", {"units": [unit(seen=9)], "text": "转北门"})
    (team, person, order) = effects(story)
    assert (team[0], team[1]["_id"], team[1]["type"]) == (CENTRE, RSP, "responder")
    assert (team[1]["staff"], team[1]["cause"], team[1]["text"]) == (["lead-a", "mem-a"], first, "速往")
    assert (team[1]["div"], team[1]["wrote"]["by"]) == (VILLAGE, "server")
    assert person[1]["staff"] == ["officer"]
    assert (order[1]["subject"], order[1]["action"], order[1]["seen"]) == (RSP, "retask", 9)
    assert order[1]["payload"] == {"staff": ["lead-a", "mem-a"], "text": "转北门", "cause": again}


def test_those_named_are_told_and_the_unknown_are_nobody() -> None:
    story = an_incident()
    units = [unit(staff=["mem-a", "mistyped"]), unit("fire-unit", "unit"), unit("mistyped", "staff")]
    story.event("dispatch", "dispatch", {"units": units})
    assert [body["staff"] for _, body in effects(story)] == [["mem-a"], [], []]


@pytest.mark.parametrize("end", [DOWN, FALSE, MERGE], ids=lambda step: step.action)
def test_the_end_stands_down_all_who_were_sent(end: Step) -> None:
    story = an_incident()
    play(story, [VERIFY, DISPATCH, does("dispatch", "dispatch", units=[unit("officer", "staff")]), end])
    ended = [body for _, body in effects(story, "responder_ev") if body["action"] == "stand_down"]
    assert [body["subject"].rpartition(":")[2] for body in ended] == ["team-a", "officer"]


@pytest.mark.parametrize("level", ["III", "II", "I"])
def test_a_serious_one_is_told_to_the_director_and_the_district(level: str) -> None:
    story = an_incident()
    play(story, [VERIFY, does("dispatch", "grade", level=level)])
    (director, district) = effects(story, "notice")
    assert (director[0], director[1]["roles"]) == (CENTRE, ["twp_director"])
    assert (district[0], district[1]["div"]) == (f"centre_{TOWNSHIP[:6]}", TOWNSHIP[:6])
    assert district[1]["roles"] == ["dist_operator", "dist_lead"]
    assert {body["kind"] for _, body in (director, district)} == {"serious_incident"}


def test_an_ordinary_one_is_told_to_nobody() -> None:
    story = an_incident()
    play(story, [VERIFY, does("dispatch", "grade", level="IV")])
    assert effects(story) == []


def test_merging_hands_over_the_report_and_whatever_comes_later() -> None:
    story = an_incident(people_count=7)
    play(story, [MERGE])
    late = story.event("sitrep", "lead-a", {"text": "仍有烟"}, note="北侧")
    (report, passed) = effects(story)
    assert (report[1]["subject"], report[1]["action"]) == (OTHER, "also_reported")
    assert (report[1]["payload"]["sources"], report[1]["payload"]["people_count"]) == ([INC], 7)
    assert report[1]["payload"]["reporters"] == ["grid-a"]
    assert story.reason(late) == "forwarded"
    assert (passed[1]["subject"], passed[1]["action"], passed[1]["note"]) == (OTHER, "sitrep", "北侧")
    assert (passed[1]["wrote"]["by"], passed[1]["wrote"]["dev"]) == ("lead-a", "server")
    assert passed[1]["passed_on"] == [INC]
    assert passed[1]["payload"] == {"text": "仍有烟"}


def test_what_was_merged_in_before_is_named_too() -> None:
    story = an_incident()
    third = OTHER[:-1] + "9"
    play(story, [REPORTED, does("dispatch", "merge_into", target=third)])
    (report,) = effects(story)
    assert report[1]["payload"]["sources"] == [INC, OTHER]


def test_nothing_goes_round_in_a_circle() -> None:
    story = an_incident()
    play(story, [MERGE])
    wrote = {"by": "lead-a", "dev": "server", "dseq": 0}
    story.event("sitrep", "lead-a", {"text": "仍有烟"}, passed_on=[OTHER], wrote=wrote)
    assert [body["action"] for _, body in effects(story)] == ["also_reported"]


def test_a_phone_cannot_claim_that_its_event_went_round() -> None:
    story = an_incident()
    play(story, [MERGE])
    story.event("sitrep", "lead-a", {"text": "仍有烟"}, passed_on=[OTHER])
    assert [body["action"] for _, body in effects(story)] == ["also_reported", "sitrep"]


def test_two_merged_into_each_other_are_both_open_again() -> None:
    told = play(an_incident(), [MERGE, REPORTED])
    assert (told.state["state"], told.state["merged_into"]) == ("reported", None)
    assert "circle_undone" in told.state["flags"]


def test_what_was_stated_stays_whatever_comes_later() -> None:
    story = an_incident()
    script = [VERIFY, does("dispatch", "grade", level="III"), DISPATCH, WORSE, CORRECT]
    script += [Step("deputy", "stand_down", {}, UNAWARE), DISPATCH, MERGE, SITREP]
    stated: list[Any] = []
    for step in script:
        play(story, [step])
        now = effects(story)
        assert now[: len(stated)] == stated
        stated = now
    assert len(stated) == 8


def test_a_responder_of_an_effect_is_one() -> None:
    story = an_incident()
    play(story, [DISPATCH])
    ((_, head),) = effects(story)
    responder = a_responder()
    responder.entries.clear()
    responder.add(head, "server")
    assert responder.state["state"] == "notified"
