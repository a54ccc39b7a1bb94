"""What the schemas take of the schools, and what they do not: extra keys, other names, half an inspection."""

from typing import Any

import pytest

from server.records.capability import check
from server.records.machine import Machine
from server.schools.capability import INSPECTIONS, LESSONS, SCHOOL_ACTIONS
from server.schools.documents import InspectionSchema, parts_of
from tests.support.schools import MONTH, SCHOOL, a_lesson, an_action, an_inspection, submitted

MADE = {"sact": an_action, "insp": an_inspection, "les": a_lesson}


def errors(machine: Machine, change: dict[str, Any]) -> set[str]:
    document = {**MADE[machine.prefix]().entries[0].body, **change}
    return set(check(machine, {name: value for name, value in document.items() if value is not ...}))


def answered(item: str, **answer: Any) -> dict[str, Any]:
    return {"answers": {item: answer}}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pupil": "张三"}, "pupil"),
        (answered("SC04", ans="no", suspect="张三"), "answers"),
        (answered("SC99", ans="no"), "answers"),
        (answered("two words", ans="no") | {"list": "school-2"}, "answers"),
        ({"list": "Schule 2"}, "list"),
        ({"more": {"n": {"deep": 1}}}, "more"),
        ({"more": {"n": True}}, "more"),
        ({"more": {"n": ["x"] * 61}}, "more"),
        ({"more": {"n": "x" * 1001}}, "more"),
        (answered("SC04", ans="maybe"), "answers"),
        (answered("SC04", ans="no", att=["x"]), "answers"),
        ({"answers": {}}, "answers"),
        ({"on": "2019-12-01"}, "on"),
        ({"school": "s002"}, "_id"),
        ({"month": "2019-10", "on": "2019-10-04"}, "_id"),
        ({"_id": f"insp:{SCHOOL}:{MONTH}:insp-urb"}, "_id"),
        ({"wrote": {"by": "insp-urb", "dev": "d", "dseq": 1}}, "_id"),
        ({"submitted_at": ...}, "submitted_at"),
    ],
)
def test_an_inspection_with_something_wrong(change: dict[str, Any], field: str) -> None:
    assert errors(INSPECTIONS, change) == {field}


def test_an_inspection_by_an_own_list() -> None:
    more = {"n": 2, "words": "堵", "seen": ["bikes"], "high": 2.5}
    assert errors(INSPECTIONS, answered("exits", ans="no") | {"list": "school-2", "more": more}) == set()


def test_a_draft_may_be_half_done() -> None:
    assert errors(INSPECTIONS, {"submitted_at": None, "answers": {}, "on": "2019-12-01"}) == set()


def test_a_draft_is_its_writers_too() -> None:
    change = {"submitted_at": None, "wrote": {"by": "insp-urb", "dev": "d", "dseq": 1}}
    assert errors(INSPECTIONS, change) == {"_id"}


def test_a_draft_is_finished_when_it_is_submitted() -> None:
    final = INSPECTIONS.finals["inspection"]
    assert final(an_inspection().entries[0].body)
    assert not final({**an_inspection().entries[0].body, "submitted_at": None})


def test_what_a_draft_says_is_merged_as_a_draft() -> None:
    declared = InspectionSchema().fields
    assert {declared[name].metadata["x-merge"] for name in submitted()} == {"LWW-D"}
    assert declared["type"].metadata["x-merge"] == "IMM"


@pytest.mark.parametrize(
    ("inspection", "parts"),
    [
        ("insp:s001:2019-11:insp-psb", ("s001", "2019-11", "insp-psb", 1)),
        ("insp:s001:2019-11:insp-psb:2", ("s001", "2019-11", "insp-psb", 2)),
    ],
)
def test_the_parts_of_an_id(inspection: str, parts: tuple[str, str, str, int]) -> None:
    assert parts_of(inspection) == parts


def test_what_is_no_id_of_an_inspection() -> None:
    with pytest.raises(ValueError, match="no inspection"):
        parts_of("insp:s001:insp-psb")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"wrote": {"by": "op", "dev": "office", "dseq": 0}}, "wrote"),
        ({"month": "2019-12"}, "_id"),
        ({"div": "421102002"}, "_id"),
        ({"note": "x"}, "note"),
    ],
)
def test_an_action_is_the_clocks(change: dict[str, Any], field: str) -> None:
    assert errors(SCHOOL_ACTIONS, change) == {field}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lecturer": "张三"}, "lecturer"),
        ({"pupils": ["张三"]}, "pupils"),
        ({"kind": "maths"}, "kind"),
        ({"people": 0}, "people"),
        ({"people": "90"}, "people"),
        ({"classes": 301}, "classes"),
        ({"lecturer_role": "王老师"}, "lecturer_role"),
    ],
)
def test_a_lesson_names_nobody(change: dict[str, Any], field: str) -> None:
    assert errors(LESSONS, change) == {field}


@pytest.mark.parametrize(
    ("machine", "action", "payload"),
    [
        (SCHOOL_ACTIONS, "sign", {"unit": "psb", "party": "king"}),
        (SCHOOL_ACTIONS, "sign", {"unit": "psb", "party": "psb", "name": "张三"}),
        (SCHOOL_ACTIONS, "summarise", {"text": ""}),
        (INSPECTIONS, "return", {}),
        (LESSONS, "void", {"reason": ""}),
    ],
)
def test_an_event_with_something_wrong(machine: Machine, action: str, payload: dict[str, Any]) -> None:
    story = MADE[machine.prefix]()
    event = story.does("wait_over")
    body = next(one.body for one in story.entries if one.doc_id == event)
    assert set(check(machine, {**body, "action": action, "payload": payload})) == {"payload"}
