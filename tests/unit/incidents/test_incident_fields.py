"""What becomes of each field of an incident, and what its columns say."""

from typing import Any

import pytest

from server.incidents.capability import INCIDENT
from server.incidents.telling import incident_registers
from server.records.telling import folded
from sync.domain import Subject
from tests.support.records import Story, a_ulid
from tests.support.rows import UNAWARE, play
from tests.unit.incidents.stories import INC, POINT, an_incident, unit
from tests.unit.incidents.test_incident_states import DOWN, PATHS, REPORTED, REVIEW, VERIFY

ATT = [f"att:{a_ulid(n)}" for n in range(3)]
NEAR, FAR = {**POINT, "acc": 8}, {**POINT, "acc": 900}


def edits(story: Story, by: str, field: str, value: Any, seen: int | None = None) -> str:
    return story.event("edit", by, {"field": field, "value": value}, seen)


def reported(story: Story, **said: Any) -> None:
    story.event("also_reported", "server", {**REPORTED.payload, **said})


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [("kind", "fight", "gathering"), ("place", "西门", "南门"), ("text", "冒烟", "明火")],
)
def test_the_last_to_arrive_stands_and_the_other_is_kept(field: str, one: str, other: str) -> None:
    story = an_incident()
    edits(story, "grid-a", field, one, UNAWARE)
    edits(story, "lead-a", field, other, UNAWARE)
    assert story.state[field] == other
    lost = [entry for entry in story.state["superseded"] if entry["field"] == field]
    assert [entry["value"] for entry in lost][-1] == one
    assert lost[-1]["concurrent"]


@pytest.mark.parametrize("order", [(NEAR, FAR), (FAR, NEAR)], ids=["near first", "far first"])
def test_the_most_precise_place_stands(order: tuple[dict[str, Any], dict[str, Any]]) -> None:
    story = an_incident()
    for point in order:
        story.event("sitrep", "lead-a", {"text": "现场", "point": point}, UNAWARE)
    assert story.state["point"] == NEAR


@pytest.mark.parametrize("how", ["verify", "edit", "also_reported"])
def test_every_precise_place_counts(how: str) -> None:
    story = an_incident(point=None)
    if how == "verify":
        story.event("verify", "lead-a", {"on_site": True, "point": NEAR})
    elif how == "edit":
        edits(story, "grid-a", "point", NEAR)
    else:
        reported(story, point=NEAR)
    edits(story, "grid-a", "point", FAR)
    assert story.state["point"] == NEAR


@pytest.mark.parametrize("field", ["people_count", "injured_count"])
@pytest.mark.parametrize("order", [(12, 30), (30, 12)])
def test_the_most_people_count_until_the_stand_down(field: str, order: tuple[int, int]) -> None:
    story = an_incident()
    edits(story, "grid-a", field, order[0], UNAWARE)
    story.event("sitrep", "lead-a", {"text": "清点", field: order[1]}, UNAWARE)
    assert story.state[field] == 30


@pytest.mark.parametrize("name", ["people", "injured"])
@pytest.mark.parametrize("order", [("dispatch", "grid-a"), ("grid-a", "dispatch")])
def test_after_the_stand_down_the_dispatcher_settles_the_numbers(name: str, order: tuple[str, str]) -> None:
    story = an_incident(people_count=9, injured_count=9)
    play(story, [VERIFY, DOWN])
    seen = story.rseq
    assert story.state[f"{name}_count"] == 9
    for by in order:
        edits(story, by, f"{name}_settled", 4 if by == "dispatch" else 7, seen)
    assert story.state[f"{name}_count"] == 4
    story.event("sitrep", "lead-a", {"text": "医院回报", f"{name}_count": 11})
    assert story.state[f"{name}_count"] == 4


def test_a_correction_lowers_a_number_and_later_reports_raise_it_again() -> None:
    story = an_incident()
    story.event("sitrep", "lead-a", {"text": "多人", "people_count": 50})
    seen = story.rseq
    fixed = {"field": "people_count", "value": 5, "reason": "重复计数"}
    story.event("correct", "dispatch", fixed)
    assert story.state["people_count"] == 5
    story.event("sitrep", "mem-a", {"text": "多人", "people_count": 40}, seen)
    assert story.state["people_count"] == 5
    story.event("sitrep", "mem-a", {"text": "又来人", "people_count": 8})
    assert story.state["people_count"] == 8


@pytest.mark.parametrize("order", [("IV", "II"), ("II", "IV")])
def test_the_gravest_suggestion_stands_and_grades_nothing(order: tuple[str, str]) -> None:
    story = an_incident(level_suggested=order[0])
    story.event("sitrep", "lead-a", {"text": "现场", "level_suggested": order[1]}, UNAWARE)
    assert (story.state["level_suggested"], story.state["level"]) == ("II", None)


def test_two_reports_of_one_incident_come_together() -> None:
    story = an_incident(attach=ATT[:1])
    reported(story, people_count=6, attach=ATT[1:2], level_suggested="III")
    story.event("sitrep", "lead-a", {"text": "现场", "attach": ATT[1:]})
    state = story.state
    assert state["reporters"] == ["grid-a", "mem-a"]
    assert [one["text"] for one in state["texts"]] == ["摊位起火", "冒烟"]
    assert state["reported_at"] == "2019-11-04T00:50:00.000Z"
    assert state["attach"] == ATT
    assert (state["people_count"], state["injured_count"], state["level_suggested"]) == (6, 0, "III")
    assert state["merged_from"] == REPORTED.payload["sources"]
    assert [one["text"] for one in state["sitreps"]] == ["现场"]


def test_once_called_stays_called() -> None:
    assert an_incident(called=True).state["called"] is True
    assert an_incident().state["called"] is False


def test_the_first_verifier_and_the_first_plan_stand() -> None:
    story = an_incident()
    play(story, PATHS["plan_started"])
    seen = story.rseq
    story.event("verify", "lead-a", {"on_site": True}, seen)
    story.event("start_plan", "director", {"plan": "fire-plan", "version": 4}, seen)
    state = story.state
    assert (state["verified_by"], state["plan"], state["plan_version"]) == ("dispatch", "fire-plan", 3)
    assert state["verified_at"] < state["plan_started_at"]
    lost = {one["field"]: one["value"] for one in state["superseded"]}
    assert (lost["verified_by"], lost["plan_version"]) == ("lead-a", 4)


def test_orders_arrivals_and_the_end_are_told() -> None:
    story = an_incident()
    play(story, PATHS["dispatched"])
    story.event("retask", "dispatch", {"units": [unit(), unit("fire-unit", "unit")], "text": "转北门"})
    for code, at in (("fire-unit", "2019-11-04T01:30:00.000Z"), ("team-a", "2019-11-04T01:20:00.000Z")):
        story.event("arrived", "server", {"unit": code, "by": "lead-a", "at": at})
    play(story, [*PATHS["controlled"][-2:], DOWN, REVIEW])
    accountability = {"decision": "not_needed", "reason": "天灾"}
    story.event("decide_accountability", "director", accountability)
    story.event("close", "director")
    state = story.state
    assert state["units"] == ["team-a", "fire-unit"]
    assert state["responders"] == [f"rsp:{a_ulid(901)}:team-a", f"rsp:{a_ulid(901)}:fire-unit"]
    assert [order["units"] for order in state["orders"]] == [["team-a"], ["team-a", "fire-unit"]]
    assert state["arrived_units"] == ["fire-unit", "team-a"]
    assert state["arrived_staff"] == ["lead-a"]
    assert state["arrived_at"] == "2019-11-04T01:20:00.000Z"
    assert (state["control_asked_by"], state["stood_down_by"]) == ("lead-a", "deputy")
    assert state["dispatched_at"] < state["controlled_at"] < state["stood_down_at"]
    assert state["review"]["summary"] == "及时"
    assert state["accountability"]["decision"] == "not_needed"


def test_reasons_are_kept() -> None:
    wrong, void = an_incident(), an_incident()
    wrong.event("false_alarm", "dispatch", {"reason": "误触"})
    void.event("void", "grid-a", {"reason": "报错"})
    assert wrong.state["false_alarm_reason"] == "误触"
    assert void.state["void_reason"] == "报错"


def test_every_field_has_a_test() -> None:
    """The walk of this file: a field without a line above would be missing here."""
    story = an_incident(called=True, attach=ATT)
    assert {rule.name for rule in INCIDENT.table.fields} <= set(story.state)
    with open(__file__, encoding="utf-8") as source:
        text = source.read()
    derived = {"people_settled", "injured_settled"}  # by their stem
    assert [
        rule.name for rule in INCIDENT.table.fields if rule.name not in text and rule.name not in derived
    ] == []


def test_the_columns_of_the_register() -> None:
    story = an_incident(source="pf:x:1")
    reported(story, reported_at="2019-11-03T15:59:00.000Z")
    play(story, PATHS["closed"])
    subject = Subject(story.partition, INC, tuple(story.entries))
    columns = incident_registers(folded(INCIDENT, subject, lambda one, _rseq: story.references.get(one)))
    assert columns == {
        "level": "IV",
        "ref": "pf:x:1",
        "on": "2019-11-03",
        "closed_on": "2019-11-04",
        "title": "东门市场",
    }
