"""Every row of the incident's table, every guard of it, and each pair of contradicting events both ways."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from server.incidents.capability import INCIDENT
from server.incidents.incident_documents import INCIDENT_PAYLOADS
from server.incidents.incident_states import FORWARDED
from sync.transitions import Transition
from tests.support.rows import (
    UNAWARE,
    Step,
    does,
    has_words,
    play,
    sources_of,
    speaks_of_known_names,
    without_row,
)
from tests.unit.incidents.stories import INC, OTHER, an_incident, unit

TABLE = INCIDENT.table
SENT = {"units": [unit()]}
VERIFY = does("dispatch", "verify")
GRADE = does("dispatch", "grade", level="IV")
PLAN = does("deputy", "start_plan", plan="fire-plan", version=3)
DISPATCH = does("dispatch", "dispatch", **SENT)
ARRIVED = does("server", "arrived", unit="team-a", by="lead-a", at="2019-11-04T01:20:00.000Z")
ASK = does("lead-a", "ask_controlled")
CONTROL = does("dispatch", "controlled")
DOWN = does("deputy", "stand_down")
REVIEW = does("operator", "review", summary="及时")
CLOSE = does("director", "close")
FALSE = does("dispatch", "false_alarm", reason="误触")
MERGE = does("dispatch", "merge_into", target=OTHER)
VOID = does("grid-a", "void", reason="报错")
SITREP = does("lead-a", "sitrep", text="火势稳定")
WORSE = does("lead-a", "sitrep", text="火势蔓延", injured_count=2)
REPORTED = does(
    "server",
    "also_reported",
    incident=OTHER,
    sources=[OTHER],
    reporters=["mem-a"],
    reported_at="2019-11-04T00:50:00.000Z",
    text="冒烟",
    people_count=1,
    injured_count=None,
    level_suggested=None,
    point=None,
    attach=[],
)
EDIT = does("grid-a", "edit", field="place", value="东门市场北侧")
CORRECT = does("dispatch", "correct", field="people_count", value=1, reason="重复计数")

PATHS: dict[str, list[Step]] = {"reported": []}
PATHS["verified"] = [VERIFY]
PATHS["graded"] = [*PATHS["verified"], GRADE]
PATHS["plan_started"] = [*PATHS["graded"], PLAN]
PATHS["dispatched"] = [*PATHS["plan_started"], DISPATCH]
PATHS["on_scene"] = [*PATHS["dispatched"], ARRIVED]
PATHS["controlled"] = [*PATHS["on_scene"], ASK, CONTROL]
PATHS["stood_down"] = [*PATHS["controlled"], DOWN]
PATHS["reviewed"] = [*PATHS["stood_down"], REVIEW]
PATHS["closed"] = [*PATHS["reviewed"], CLOSE]
PATHS["false_alarm"] = [FALSE]
PATHS["merged"] = [MERGE]
PATHS["void"] = [VOID]

SAMPLES: dict[str, Step] = {
    one.action: one
    for one in (
        VERIFY, GRADE, PLAN, DISPATCH, ARRIVED, ASK, CONTROL, DOWN, REVIEW, CLOSE, FALSE, MERGE, VOID,
        SITREP, REPORTED, EDIT, CORRECT,
    )
} | {
    "retask": does("dispatch", "retask", **SENT),
    "not_controlled": does("dispatch", "not_controlled", reason="复燃"),
    "decide_accountability": does("director", "decide_accountability", decision="not_needed", reason="天灾"),
    "force": does("operator", "force", event="iev:x", reason="核实"),
    "dismiss": does("operator", "dismiss", event="iev:x", reason="核实"),
    "wait_over": does("server", "wait_over"),
}  # fmt: skip


def unaware(step: Step) -> Step:
    """The same by somebody who knows nothing of what happened meanwhile."""
    return Step(step.by, step.action, step.payload, UNAWARE)


def regrade(level: str, by: str = "dispatch", seen: int | None = None, **more: Any) -> Step:
    return does(by, "grade", seen, level=level, **more)


ON_SITE = does("lead-a", "verify", on_site=True)
SCRIPTS: dict[str, Sequence[Step]] = {
    "I2": [VERIFY],
    "I2v": [FALSE, Step("lead-a", "verify", {"on_site": True}, UNAWARE)],
    "I2r": [FALSE, VERIFY],
    "I2o": [DISPATCH, ON_SITE],
    "I2a": [VERIFY, does("lead-a", "verify")],
    "I2n": [VERIFY, unaware(FALSE)],
    "I2s": [SITREP, unaware(FALSE)],
    "I2f": [FALSE],
    "I2b": [FALSE, FALSE],
    "I3a": [*PATHS["graded"], GRADE],
    "I3g": [VERIFY, regrade("II"), regrade("III", "dispatch-b", 2)],
    "I3s": [VERIFY, regrade("III")],
    "I3": [VERIFY, GRADE],
    "I3os": [*PATHS["dispatched"], regrade("II")],
    "I3o": [DISPATCH, ON_SITE, GRADE],
    "I3cs": [*PATHS["stood_down"], regrade("III", "deputy", reason="伤亡核定")],
    "I3c": [VERIFY, regrade("III"), DOWN, regrade("IV", "deputy", reason="伤亡核定")],
    "I4a": [*PATHS["dispatched"], PLAN],
    "I4": [*PATHS["graded"], PLAN],
    "I4o": [VERIFY, GRADE, DISPATCH, PLAN],
    "I5": [DISPATCH],
    "I5o": [DISPATCH, DISPATCH],
    "I5r": [DISPATCH, SAMPLES["retask"]],
    "I6": [DISPATCH, ARRIVED],
    "I6a": [*PATHS["closed"], ARRIVED],
    "I7w": [*PATHS["stood_down"], unaware(WORSE)],
    "I7v": [VERIFY, DOWN, unaware(WORSE)],
    "I7r": [WORSE],
    "I7f": [FALSE, unaware(SITREP)],
    "I7l": [*PATHS["stood_down"], SITREP],
    "I7u": [VOID, unaware(SITREP)],
    "I7": [SITREP],
    "I8q": [*PATHS["on_scene"], ASK],
    "I8a": [*PATHS["controlled"], ASK],
    "I8": [*PATHS["on_scene"], ASK, CONTROL],
    "I8b": [*PATHS["controlled"], CONTROL],
    "I8n": [*PATHS["on_scene"], ASK, SAMPLES["not_controlled"]],
    "I8u": [*PATHS["controlled"], SAMPLES["not_controlled"]],
    "I9w": [*PATHS["on_scene"], WORSE, unaware(DOWN)],
    "I9v": [VERIFY, WORSE, unaware(DOWN)],
    "I9": [*PATHS["controlled"], DOWN],
    "I9a": [*PATHS["stood_down"], DOWN],
    "I10": [*PATHS["stood_down"], REVIEW],
    "I10a": [*PATHS["reviewed"], REVIEW],
    "I11d": [*PATHS["reviewed"], SAMPLES["decide_accountability"]],
    "I11": [*PATHS["reviewed"], CLOSE],
    "I11f": [FALSE, CLOSE],
    "I11a": [*PATHS["closed"], CLOSE],
    "I12": [MERGE],
    "I12a": [MERGE, MERGE],
    "I12u": [MERGE, REPORTED],
    **{
        f"I12{n}": [MERGE, SAMPLES[action]] for n, action in enumerate(FORWARDED) if action != "also_reported"
    },
    f"I12{FORWARDED.index('also_reported')}": [
        MERGE,
        does("server", "also_reported", **{**REPORTED.payload, "sources": [INC]}),
    ],
    "I1f": [FALSE, REPORTED],
    "I1u": [VOID, REPORTED],
    "I1m": [REPORTED],
    "I13": [EDIT],
    "I13a": [*PATHS["stood_down"], EDIT],
    "I13f": [FALSE, EDIT],
    "I13c": [CORRECT],
    "I14": [VOID],
    "I14a": [VOID, VOID],
    "I16": [SAMPLES["wait_over"]],
}
DECISIONS = {"I15": "force", "I15d": "dismiss"}


WALKED = [row for row in TABLE.transitions if row.id not in DECISIONS]


@pytest.mark.parametrize("row", WALKED, ids=lambda row: row.id)
def test_each_row(row: Transition) -> None:
    told = play(an_incident(), SCRIPTS[row.id])
    assert told.row is row
    assert told.before in sources_of(TABLE, row)
    assert told.state["state"] == (row.target or told.before)
    assert (told.outcome.result, told.outcome.reason) == (row.result, row.reason)
    assert set(row.sets) <= set(told.state["flags"])
    assert not set(row.clears) & set(told.state["flags"])


@pytest.mark.parametrize("row", [row for row in TABLE.transitions if row.actors], ids=lambda row: row.id)
def test_each_row_is_refused_to_those_without_its_role(row: Transition) -> None:
    *before, last = SCRIPTS.get(row.id) or [SAMPLES[DECISIONS[row.id]]]
    told = play(an_incident(), [*before, Step("nobody", last.action, last.payload, last.seen)])
    assert (told.outcome.result, told.outcome.reason) == ("refused", "role_missing")


BY_HEARSAY = Step("lead-a", "verify", {}, UNAWARE)
GUARDS: dict[str, tuple[Sequence[Step], str, str]] = {
    "I2": ([does("lead-a", "verify")], "parked", "not_on_site"),
    "I2v": ([FALSE, BY_HEARSAY], "parked", "not_on_site"),
    "I2o": ([DISPATCH, does("lead-a", "verify")], "parked", "not_on_site"),
    "I3s": ([VERIFY, regrade("II"), FALSE, VERIFY, regrade("III")], "parked", "grade_only_up"),
    "I3": ([VERIFY, regrade("II"), FALSE, VERIFY, GRADE], "parked", "grade_only_up"),
    "I3os": ([VERIFY, regrade("II"), regrade("III")], "parked", "grade_only_up"),
    "I3os unverified": ([DISPATCH, regrade("III")], "parked", "not_verified"),
    "I3o": ([VERIFY, regrade("I"), GRADE], "parked", "grade_only_up"),
    "I3o unverified": ([DISPATCH, GRADE], "parked", "not_verified"),
    "I3cs": ([*PATHS["stood_down"], regrade("III", "deputy")], "parked", "reason_missing"),
    "I3c": ([*PATHS["stood_down"], regrade("IV", "deputy")], "parked", "reason_missing"),
    "I4o": ([VERIFY, DISPATCH, PLAN], "parked", "not_graded"),
    "I8q": ([*PATHS["on_scene"], does("lead-b", "ask_controlled")], "parked", "not_on_scene"),
    "I8": ([*PATHS["on_scene"], CONTROL], "parked", "control_not_asked"),
    "I8n": ([*PATHS["on_scene"], SAMPLES["not_controlled"]], "parked", "control_not_asked"),
    "I11": ([VERIFY, regrade("II"), DOWN, REVIEW, CLOSE], "parked", "accountability_undecided"),
    "I12": ([does("dispatch", "merge_into", target=INC)], "parked", "merged_into_itself"),
    "I12 in a circle": ([REPORTED, MERGE], "parked", "merged_in_a_circle"),
    "I13": ([does("dispatch", "edit", field="people_settled", value=3)], "parked", "not_settled_yet"),
    "I13f": (
        [FALSE, does("dispatch", "edit", field="injured_settled", value=3)],
        "parked",
        "not_settled_yet",
    ),
    "I13a": (
        [*PATHS["stood_down"], does("grid-a", "edit", field="people_count", value=3)],
        "parked",
        "counts_are_settled",
    ),
    "I14": ([does("mem-a", "void", reason="错")], "refused", "not_your_report"),
    "I14 after others": ([SITREP, VOID], "refused", "others_have_acted"),
}


@pytest.mark.parametrize("script", GUARDS.values(), ids=GUARDS.keys())
def test_each_guard(script: tuple[Sequence[Step], str, str]) -> None:
    steps, result, reason = script
    told = play(an_incident(), steps)
    assert (told.outcome.result, told.outcome.reason) == (result, reason)
    assert told.outcome.needs_person
    assert told.state["state"] == told.before


def test_each_guard_has_its_test() -> None:
    given = {(row.id, guard.reason) for row in TABLE.transitions for guard in row.guards}
    assert given - {("I14", "too_late_to_void")} == {
        (name.partition(" ")[0], reason) for name, (_, _, reason) in GUARDS.items()
    }


def test_a_report_is_voided_within_a_day_by_its_author_and_later_by_the_office() -> None:
    story = an_incident()
    late = story.event("void", "grid-a", {"reason": "报错"}, after=timedelta(hours=25))
    assert (story.result(late), story.reason(late)) == ("parked", "too_late_to_void")
    assert story.result(story.event("void", "dispatch", {"reason": "报错"})) == "applied"


@pytest.mark.parametrize(("action", "state"), without_row(TABLE))
def test_what_no_row_allows_is_parked_with_words(action: str, state: str) -> None:
    told = play(an_incident(), [*PATHS[state], SAMPLES[action]])
    assert (told.outcome.result, told.outcome.reason) == ("parked", f"not_while_{state}")
    assert told.outcome.reason in INCIDENT.words


def test_the_table_speaks_of_known_names_and_all_have_words() -> None:
    speaks_of_known_names(TABLE, INCIDENT_PAYLOADS)
    has_words(INCIDENT)


def test_the_office_decides_on_a_parked_event() -> None:
    story = an_incident()
    early = story.event("grade", "dispatch", {"level": "III"})
    assert story.result(early) == "parked"
    story.event("force", "operator", {"event": early, "reason": "现场确认"})
    assert story.result(early) == "applied"
    assert (story.state["level"], story.state["parked"]) == ("III", [])
    other = story.event("review", "operator", {"summary": "x"})
    story.event("dismiss", "operator", {"event": other, "reason": "太早"})
    assert (story.result(other), story.reason(other)) == ("refused", "dismissed")


# Pairs of events of which neither writer knew the other's.


@pytest.mark.parametrize("order", [(FALSE, SITREP), (SITREP, FALSE)], ids=["false first", "sitrep first"])
def test_a_report_from_the_scene_contests_a_false_alarm(order: tuple[Step, Step]) -> None:
    told = play(an_incident(), [unaware(one) for one in order])
    assert (told.state["state"], told.state["flags"]) == ("false_alarm", ["contested"])


@pytest.mark.parametrize("order", [(FALSE, ON_SITE), (ON_SITE, FALSE)], ids=["false first", "verify first"])
def test_verify_wins_against_false_alarm(order: tuple[Step, Step]) -> None:
    told = play(an_incident(), [unaware(one) for one in order])
    assert told.state["state"] == "verified"
    assert told.state["flags"] == ["contested"]
    assert told.state["verified_by"] == "lead-a"


@pytest.mark.parametrize("order", [(DOWN, WORSE), (WORSE, DOWN)], ids=["stand-down first", "sitrep first"])
def test_worse_news_win_against_a_stand_down(order: tuple[Step, Step]) -> None:
    story = an_incident()
    play(story, PATHS["on_scene"])
    seen = story.rseq
    for one in order:
        story.event(one.action, one.by, one.payload, seen)
    assert story.state["state"] == "dispatched"
    assert "re_raised" in story.state["flags"]
    assert story.state["injured_count"] == 2
    assert story.state["ended_at"] is None
    notices = [body for _, body in story.folded.effects if body["type"] == "notice"]
    assert [body["kind"] for body in notices] == ["re_raised"]
    play(story, [DISPATCH])
    assert "re_raised" not in story.state["flags"]


def test_a_stand_down_that_knows_the_worst_news_holds() -> None:
    story = an_incident()
    play(story, [*PATHS["on_scene"], WORSE, SITREP])
    seen = story.rseq - 1  # knows the worse one, not the last
    assert story.result(story.event("stand_down", "deputy", seen=seen)) == "applied"
    assert story.state["state"] == "stood_down"


@pytest.mark.parametrize("fact", ["people_count", "injured_count"])
def test_only_more_is_worse(fact: str) -> None:
    story = an_incident(people_count=5, injured_count=5)
    play(story, [VERIFY, DOWN])
    same = story.event("sitrep", "lead-a", {"text": "如前", fact: 5}, UNAWARE)
    assert story.result(same) == "applied"
    assert story.state["state"] == "stood_down"
    story.event("sitrep", "lead-a", {"text": "更多", fact: 6}, UNAWARE)
    assert story.state["state"] == "verified"


@pytest.mark.parametrize("said", [{"level_suggested": "III"}, {"worse": True}], ids=["level", "in words"])
def test_a_graver_level_or_a_word_is_worse(said: dict[str, Any]) -> None:
    story = an_incident()
    play(story, [VERIFY, DOWN])
    story.event("sitrep", "lead-a", {"text": "蔓延", **said}, UNAWARE)
    assert story.state["state"] == "verified"


@pytest.mark.parametrize("order", [("II", "III"), ("III", "II")])
def test_of_two_grades_the_higher_stands(order: tuple[str, str]) -> None:
    story = an_incident()
    play(story, [VERIFY])
    for level, by in zip(order, ("dispatch", "dispatch-b"), strict=True):
        assert story.result(story.event("grade", by, {"level": level}, seen=2)) in ("applied", "absorbed")
    assert story.state["level"] == "II"
    assert "serious" in story.state["flags"]


@pytest.mark.parametrize("order", [(VOID, SITREP), (SITREP, VOID)], ids=["void first", "sitrep first"])
def test_a_void_does_not_stand_against_what_others_report(order: tuple[Step, Step]) -> None:
    told = play(an_incident(), [unaware(one) for one in order])
    assert told.state["state"] == "reported"


def test_who_is_on_scene_is_known_a_moment_later() -> None:
    story = an_incident()
    play(story, [VERIFY, DISPATCH])
    asked = story.event("ask_controlled", "lead-a")
    assert story.reason(asked) == "not_while_dispatched"
    play(story, [ARRIVED])
    assert story.result(asked) == "applied"
    assert "control_asked" in story.state["flags"]
