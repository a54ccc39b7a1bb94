"""What the states of actions, inspections and lessons tell, and what follows from an inspection."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.checklists.xlsform import convert
from server.hazards.capability import HAZARDS_MACHINE
from server.records.capability import check
from server.schools.capability import SCHOOL_ACTIONS
from server.schools.checklist import CHECKLIST, ITEMS, worst
from server.schools.planning import plan
from server.schools.states import ACTION_FIELDS, INSPECTION_FIELDS, LESSON_FIELDS
from server.tasks.capability import NOTICE
from server.tasks.words import NOTICE_KINDS
from tests.support.records import TOWNSHIP, VILLAGE
from tests.support.schools import (
    FROM_CHECKLIST,
    MONTH,
    PHOTO,
    SCHOOL,
    SCHOOL_DB,
    SchoolStory,
    a_lesson,
    a_school_hazard,
    an_action,
    an_inspection,
    inspected,
    submitted,
)
from tests.support.workbooks import a_whole_one


@pytest.mark.parametrize(
    ("answers", "result"),
    [(["ok", "no"], "no"), (["no", "ok"], "no"), (["na", "ok"], "ok"), (["na"], "na"), ([], None)],
)
def test_the_worst_answer_is_the_schools(answers: list[str], result: str | None) -> None:
    assert worst(answers) == result


def test_the_checklist_has_its_twenty_items() -> None:
    assert list(ITEMS) == [f"SC{number:02d}" for number in range(1, 21)]
    assert all(item.days > 0 and item.owners for item in CHECKLIST)


@pytest.mark.parametrize("order", [("insp-psb", "insp-urb"), ("insp-urb", "insp-psb")])
def test_two_inspectors_who_differ(order: tuple[str, str]) -> None:
    said = {"insp-psb": "ok", "insp-urb": "no"}
    story = an_action()
    for by in order:
        story.does("inspected", **inspected(by=by, SC04=said[by], SC19="na"))
    school = story.state["schools"][SCHOOL]
    assert school == {
        "inspectors": ["insp-psb", "insp-urb"],
        "on": "2019-11-04",
        "items": {"SC04": "no", "SC19": "na"},
    }


def test_the_inspectors_next_visit_stands_for_the_first() -> None:
    story = an_action()
    story.does("inspected", **inspected(SC04="no"))
    story.does("inspected", **inspected(visit=2, SC04="ok"))
    assert story.state["schools"][SCHOOL]["items"] == {"SC04": "ok"}


def test_the_second_visit_stands_though_it_arrives_first() -> None:
    story = an_action()
    story.does("inspected", **inspected(visit=10, SC04="ok"))
    story.does("inspected", **inspected(visit=2, SC04="no"))
    assert story.state["schools"][SCHOOL]["items"] == {"SC04": "ok"}


def test_a_returned_inspection_does_not_count() -> None:
    story = an_action()
    story.does("inspected", **inspected())
    story.does("inspection_returned", inspection=inspected()["inspection"])
    assert story.state["uninspected"] == [SCHOOL]
    assert story.state["schools"][SCHOOL]["inspectors"] == []
    story.does("inspected", **inspected(visit=2))
    assert story.state["uninspected"] == []


def test_what_is_missing_is_told() -> None:
    story = an_action("sign")
    assert story.state["unsigned"] == ["lead", "jus", "city", "msa"]
    assert story.state["participants"] == [
        {"unit": "psb", "party": "psb", "by": "insp-psb", "at": "2019-11-04T01:02:00.000Z"}
    ]


def test_the_month_ends_once() -> None:
    (timer,) = an_action().folded.timers
    assert (timer.name, timer.due_at) == ("close_month", "2019-12-01T00:00:00.000+08:00")
    assert an_action("close_month").folded.timers == ()


def test_the_summary_is_the_last_word() -> None:
    story = an_action("close_month", "summarise")
    story.does("correct", field="summary", value="重写", reason="笔误")
    assert story.state["summary"] == "重写"
    assert story.state["superseded"][0]["value"] == "全部查完"


def test_an_inspection_is_kept_as_it_was_submitted() -> None:
    story = an_inspection()
    state, said = story.state, submitted()
    assert {name: state[name] for name in said} == said
    assert (state["inspector"], state["wanting"], state["not_counted"]) == ("insp-psb", ["SC04"], None)
    assert len(state["unanswered"]) == 18


def with_own_list(*, answered: str = "no", version: str = "school-2", **more: Any) -> SchoolStory:
    """An inspection by the office's own version of the checklist."""
    story = an_inspection(**submitted(exits=answered), list=version, more=more)
    story.references["checklist:school-2"] = {"questions": convert(a_whole_one()).questions}
    return story


def test_an_inspection_is_judged_by_the_version_that_it_names() -> None:
    state = with_own_list(blocked=0, since="2019-11-04").state
    assert (state["list"], state["more"]["blocked"]) == ("school-2", 0)
    assert (state["wanting"], state["unanswered"], state["unfit"]) == (["exits"], [], ["blocked"])
    assert with_own_list().state["unanswered"] == ["blocked"]
    assert with_own_list(answered="ok").state["unanswered"] == [], "what is not asked is not missed"
    assert not state["checklist_unknown"]
    assert with_own_list(version="school-9").state["checklist_unknown"]


def test_a_no_of_an_own_list_becomes_a_hazard_by_that_lists_line() -> None:
    find, told = effects(with_own_list(blocked=2))
    assert (find["subject"], find["payload"]["list"]) == (f"hz:{SCHOOL}:{MONTH}:exits", "school-2")
    assert told["payload"]["answers"] == {"exits": "no"}
    hazard = a_school_hazard(subject=find["subject"], list="school-2")
    hazard.references["checklist:school-2"] = {"questions": convert(a_whole_one()).questions}
    hazard.does("auto_assign")
    state = hazard.state
    assert (state["category"], state["item"], state["owners"]) == ("fire", "exits", ["SAF", "PSB"])
    assert state["item_name"] == {"zh-CN": "出口畅通", "en": "Exits free"}
    assert state["due_at"].startswith("2019-11-07"), "three days, as its line says"


def test_a_hazard_of_a_version_that_nobody_knows_has_the_usual_limit() -> None:
    hazard = a_school_hazard("auto_assign", subject=f"hz:{SCHOOL}:{MONTH}:exits", list="school-9")
    state = hazard.state
    assert (state["category"], state["owners"], state["item_name"]) == ("other", [], None)
    assert state["due_at"].startswith("2019-11-11")


def test_who_looked_at_an_inspection_is_kept() -> None:
    story = an_inspection()
    story.does("return")
    assert (story.state["returned_by"], story.state["return_reason"]) == ("op", "漏查")
    story = an_inspection()
    story.does("check")
    assert story.state["checked_by"] == "op"


def test_a_lesson_is_kept_as_it_was_recorded() -> None:
    story = a_lesson()
    state = story.state
    assert (state["school"], state["kind"], state["on"]) == (SCHOOL, "law_in_class", "2019-11-04")
    assert (state["classes"], state["people"], state["lecturer_role"]) == (2, 90, "police")
    story.does("void", "contact")
    assert (story.state["voided_by"], story.state["void_reason"]) == ("contact", "重复")


def test_every_field_is_looked_at_here() -> None:
    looked_at = {
        "participants",
        "inspections",
        "returned",
        "summary",
        *submitted(),
        "list",
        "more",
        "voided_by",
        "void_reason",
    }
    looked_at |= {"checked_by", "returned_by", "return_reason", "kind", "classes", "people", "lecturer_role"}
    assert {rule.name for rule in (*ACTION_FIELDS, *INSPECTION_FIELDS, *LESSON_FIELDS)} == looked_at


def effects(story: SchoolStory) -> list[Mapping[str, Any]]:
    """What follows, each fit to be journalled."""
    found = story.folded.effects
    places = {"hazard_ev": SCHOOL_DB, "school_action_ev": SCHOOL_DB, "notice": "own_op"}
    assert all(database == places[document["type"]] for database, document in found)
    machines = {"hazard_ev": HAZARDS_MACHINE, "school_action_ev": SCHOOL_ACTIONS, "notice": NOTICE}
    assert all(check(machines[one["type"]], one) == {} for _, one in found), found
    return [one for _, one in found]


def test_each_no_becomes_a_find_in_the_inspectors_name() -> None:
    find, told = effects(an_inspection())
    assert (find["subject"], find["action"]) == (FROM_CHECKLIST, "find")
    assert (find["wrote"]["by"], find["wrote"]["dev"], find["div"]) == ("insp-psb", "server", VILLAGE)
    assert find["payload"] == {
        "text": "占道",
        "attach": [PHOTO],
        "inspection": f"insp:{SCHOOL}:{MONTH}:insp-psb",
    }
    assert (told["subject"], told["action"]) == (f"sact:{TOWNSHIP}:{MONTH}", "inspected")
    assert told["payload"] == inspected(SC01="ok", SC04="no")


def test_the_same_inspection_brings_about_the_same() -> None:
    story = an_inspection()
    before = effects(story)
    story.does("check")
    assert effects(story) == before


def test_two_inspectors_write_two_finds_on_one_hazard() -> None:
    finds = [effects(an_inspection(by))[0] for by in ("insp-psb", "insp-urb")]
    assert finds[0]["subject"] == finds[1]["subject"]
    assert finds[0]["_id"] != finds[1]["_id"]


def test_a_return_is_told_to_the_action() -> None:
    story = an_inspection()
    story.does("return")
    *told, notice = effects(story)
    assert [one["action"] for one in told] == [
        "find",
        "inspected",
        "inspection_returned",
        "inspection_returned",
    ]
    assert told[-1]["subject"].startswith("hz:"), "the hazard learns it"
    assert (notice["kind"], notice["staff"]) == ("finds_stand", "op"), "and who returned it, that it stands"
    assert notice["kind"] in NOTICE_KINDS


def test_an_inspection_of_an_unknown_school_has_no_effect() -> None:
    story = an_inspection()
    del story.references[f"school:{SCHOOL}"]
    assert (effects(story), story.state["not_counted"]) == ([], "unknown_school")


def test_an_inspection_by_somebody_who_is_no_inspector_has_no_effect() -> None:
    story = an_inspection("grid")
    assert (effects(story), story.state["not_counted"]) == ([], "role_missing")


def test_the_month_is_planned_where_there_are_schools() -> None:
    schools = [
        {"code": "s002", "div": VILLAGE},
        {"code": "s001", "div": VILLAGE},
        {"code": "t001", "div": "421102002001"},
    ]
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime(2019, 11, 30, 16, 30, tzinfo=UTC).astimezone(zone)  # half past midnight there
    found = dict(plan(schools, now, zone))
    assert list(found) == ["school_421102001", "school_421102002"]
    document = found["school_421102001"]
    assert check(SCHOOL_ACTIONS, document) == {}
    assert (document["_id"], document["schools"]) == ("sact:421102001:2019-12", ["s001", "s002"])
    assert document["ends_at"] == "2020-01-01T00:00:00.000+08:00"
    assert found == dict(plan(reversed(schools), now, zone))


def test_the_registers() -> None:
    columns = [
        story.folded.columns  # type: ignore[attr-defined]
        for story in (an_action(), an_inspection(), a_lesson())
    ]
    assert columns == [
        {"on": "2019-11-01", "due_at": "2019-11-30T16:00:00.000Z", "closed_on": None, "title": None},
        {"ref": SCHOOL, "on": "2019-11-04", "owner": "insp-psb", "unit": "psb", "title": None},
        {"ref": SCHOOL, "on": "2019-11-04", "owner": "contact"},
    ]
