"""Every field of a case: how the words of several people go together, and what the server adds."""

from datetime import timedelta
from typing import Any

import pytest

from server.cases.capability import CASES
from server.cases.codes import EFFECTIVE, OUTCOMES
from server.cases.states import CASE
from sync import times
from tests.support.cases import CaseStory, a_case, a_case_at

PHOTOS = ["att:01DRSW00000000000000000001", "att:01DRSW00000000000000000002"]


def edited(field: str, *said: tuple[str, Any], state: str = "reported", seen: int = 1) -> CaseStory:
    """A case whose field several people edited without knowing of each other."""
    case = a_case_at(state)
    for by, value in said:
        event = case.event("edit", by, {"field": field, "value": value}, seen=seen)
        assert case.result(event) == "applied", case.reason(event)
    return case


@pytest.mark.parametrize(
    ("field", "said", "expected"),
    [
        ("title", [("grid-a", "甲"), ("operator", "乙")], "乙"),
        ("place", [("grid-a", "四组"), ("operator", "五组")], "五组"),
        ("happened_on", [("grid-a", "2019-11-02"), ("operator", "2019-11-01")], "2019-11-01"),
        ("grid", [("grid-a", "g1"), ("operator", "g2")], "g2"),
        ("group", [("grid-a", "z1"), ("operator", "z2")], "z2"),
        ("div", [("grid-a", "421102001003"), ("operator", "421102001002")], "421102001002"),
        ("resolve_method", [("grid-a", "self"), ("operator", "mediate")], "mediate"),
        ("found_on", [("grid-b", "2019-11-01"), ("patrol", "2019-11-03")], "2019-11-01"),
        ("people_count", [("grid-a", 12), ("patrol", 30), ("grid-b", 5)], 30),
        ("related_orgs", [("grid-a", ["甲厂"]), ("patrol", ["乙厂", "甲厂"])], ["甲厂", "乙厂"]),
        ("signs", [("grid-a", ["threats"]), ("patrol", ["gathering"])], ["threats", "gathering"]),
        ("attach", [("grid-a", PHOTOS[:1]), ("patrol", PHOTOS)], PHOTOS),
        ("secrecy", [("grid-b", True), ("patrol", False)], True),
        ("may_escalate", [("med-a", True), ("operator", False)], True),
        ("kind", [("operator", "petition")], "petition"),
    ],
)
def test_each_field_that_people_edit(field: str, said: list[tuple[str, Any]], expected: Any) -> None:
    assert edited(field, *said).state[field] == expected


def test_the_most_accurate_place_stands() -> None:
    far, near = {"lat": 30.4, "lon": 114.8, "acc": 80}, {"lat": 30.5, "lon": 114.9, "acc": 8}
    for order in ((far, near), (near, far)):
        assert edited("point", *(("grid-a", one) for one in order)).state["point"] == near


def test_the_handlers_category_stands_against_others() -> None:
    case = edited("category", ("med-a", "D03"), ("operator", "D02"), state="handling")
    assert case.state["category"] == "D03"
    (lost,) = [one for one in case.state["superseded"] if one["value"] == "D02" and one["by"] == "operator"]
    assert lost["won"]["by"] == "med-a"


def test_acceptance_and_triage_may_bring_the_category() -> None:
    case = a_case(category=None)
    case.does("accept", "operator", category="D05")
    assert case.state["category"] == "D05"
    case.does("triage", "operator", category="D06")
    assert case.state["category"] == "D06"


def test_source_and_first_receiver_never_change() -> None:
    state = a_case_at("handling").state
    assert (state["source"], state["first_receiver"]) == ("screening", "grid-a")


def test_two_summaries_are_both_kept_until_the_handler_picks() -> None:
    case = edited("summary", ("grid-a", "甲说"), ("med-a", "乙说"), state="handling")
    both = case.state["kept_both"]["summary"]
    assert [(one["value"], one["by"]) for one in both] == [("甲说", "grid-a"), ("乙说", "med-a")]
    case.event("pick", "med-a", {"field": "summary", "value": "乙说"})
    assert (case.state["summary"], case.state["kept_both"]) == ("乙说", {})


def test_a_summary_whose_writer_had_read_the_other_replaces_it() -> None:
    case = edited("summary", ("grid-a", "甲说"))
    case.event("edit", "operator", {"field": "summary", "value": "改写"})
    assert (case.state["summary"], case.state["kept_both"]) == ("改写", {})


def test_a_correction_is_the_only_way_down() -> None:
    case = edited("people_count", ("grid-a", 40))
    case.does("correct", "operator", value=3)
    assert case.state["people_count"] == 3
    case.event("edit", "grid-b", {"field": "people_count", "value": 20}, seen=1)
    assert case.state["people_count"] == 3, "it had not seen the correction"
    case.event("edit", "grid-b", {"field": "people_count", "value": 4})
    assert case.state["people_count"] == 4


def test_risk_is_raised_by_anybody_and_lowered_by_few() -> None:
    case = a_case(risk_level="medium")
    case.does("risk_raise", "patrol", risk_level="severe")
    assert case.state["risk_level"] == "severe"
    case.does("risk_raise", "grid-b", risk_level="low")
    assert case.state["risk_level"] == "severe"
    assert case.reason(case.does("risk_lower", "grid-b")) == "not_handler"
    case.does("risk_lower", "deputy", risk_level="low")
    assert case.state["risk_level"] == "low"
    case.does("risk_raise", "patrol", risk_level="medium")
    assert case.state["risk_level"] == "medium"


@pytest.mark.parametrize(
    ("people", "scale"), [(49, "S1"), (50, "S2"), (99, "S2"), (100, "S3"), (499, "S3"), (500, "S4")]
)
def test_scale_follows_from_the_people(people: int, scale: str) -> None:
    assert a_case(people_count=people).state["scale"] == scale


def test_notes_feedback_visits_and_papers_add_up() -> None:
    case = a_case_at("followed")
    case.does("note", "med-a")
    case.does("feedback", "med-a")
    case.visits("grid-b", performed="partly")
    state = case.state
    assert [one["text"] for one in state["notes"]] == ["已电话联系"]
    assert [(one["way"], one["by"]) for one in state["party_feedback"]] == [("visit", "med-a")]
    assert [one["performed"] for one in state["follow_ups"]] == ["performed", "partly"]
    for said in ("双方陈述", "老墙"):
        assert said not in str(state), "what papers say stays with the handlers"


def test_the_numbers_follow_from_the_journal() -> None:
    case = a_case_at("agreed")
    assert case.state["case_no"] == "2019-001-2"
    assert case.state["agreement_no"] == "2019-001-X5"
    assert a_case().state["case_no"] is None


def test_days_are_those_of_the_district() -> None:
    case = a_case()
    case.event("accept", "operator", after=timedelta(hours=15))
    assert case.state["accepted_at"].startswith("2019-11-04T16")
    assert case.state["accepted_on"] == "2019-11-05"


@pytest.mark.parametrize(
    ("kind", "due", "longer"), [("dispute", 30, 30), ("petition", 60, 30), ("opinion", 30, 30)]
)
def test_the_limits_of_each_kind(kind: str, due: int, longer: int) -> None:
    case = a_case_at("handling", kind=kind)
    first = case.state["due_at"]
    case.does("extend_req", "med-a")
    case.does("extend_ok", "deputy")
    began = case.state["accepted_at"]
    assert (days(began, first), days(began, case.state["due_at"])) == (due, due + longer)
    assert case.state["extended"] is True


def days(start: str, end: str) -> int:
    return (times.parse(end) - times.parse(start)).days


def test_the_clock_stands_still_while_suspended() -> None:
    case = a_case_at("suspended")
    before = case.state["due_at"]
    case.event("resume", "med-a", after=timedelta(days=4))
    assert days(before, case.state["due_at"]) == 4


def test_each_step_has_its_own_due_date() -> None:
    assert a_case().state["step_due_at"] == "2019-11-05T01:01:00.000Z"
    assert a_case(kind="petition").state["step_due_at"] == "2019-11-19T01:01:00.000Z"
    assert a_case_at("assigned").state["step_due_at"] == "2019-11-05T01:04:00.000Z"
    assert a_case_at("agreed").state["step_due_at"] == "2019-12-04T01:06:00.000Z"
    assert a_case_at("handling").state["step_due_at"] is None


def test_escalation_goes_up_and_never_down() -> None:
    case = a_case_at("handling")
    case.does("escalate", "med-a")
    assert (case.state["level"], case.state["lead_officer"], case.state["handlers"]) == (
        "township",
        None,
        ["med-a"],
    )
    case.does("assign", "operator")
    case.does("take", "officer")
    case.does("escalate", "officer")
    assert (case.state["level"], case.state["state"]) == ("district", "accepted")


def test_a_key_case() -> None:
    assert a_case(people_count=30).state["key"] is True
    assert a_case(risk_level="high").state["key"] is True
    assert a_case(people_count=29, risk_level="medium").state["key"] is False


def test_long_standing_by_time_or_by_failed_sessions() -> None:
    case = a_case_at("handling")
    assert case.state["long_standing"] is False
    for hour in (9, 11, 13):
        case.holds_session("med-a", hour=hour, result="failed")
    assert (case.state["long_standing"], case.state["key"]) == (True, True)
    waiting = a_case_at("handling")
    waiting.event("mark_long_standing", "server")
    assert waiting.state["long_standing"] is True


def test_what_the_clock_has_to_do() -> None:
    def due(state: str) -> dict[str, str]:
        return {timer.name: timer.due_at[:10] for timer in a_case_at(state).folded.timers}

    assert due("reported") == {}
    assert due("handling") == {"mark_long_standing": "2020-01-03"}
    assert due("closed") == {"archive": "2019-12-04", "wipe_parties": "2019-11-11"}
    assert due("archived") == {"wipe_parties": "2019-11-11"}
    assert due("void") == {}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_counts_as_effective(outcome: str) -> None:
    case = with_outcome(outcome)
    assert case.state["outcome"] == outcome
    assert case.state["effective"] is (outcome in EFFECTIVE)
    assert case.state["outcome_on"] == "2019-11-04"


def with_outcome(outcome: str) -> CaseStory:
    if outcome == "reconciled_on_spot":
        case = a_case()
        case.does("on_spot", "med-a")
    elif outcome == "settled_by_referred_body":
        case = a_case_at("referred")
        case.does("refer_outcome", "med-a", outcome=outcome)
    elif outcome in EFFECTIVE:
        case = a_case_at("handling")
        case.holds_session("med-a")
        case.signs("med-a")
        case.does("agree", "med-a", outcome=outcome)
    else:
        case = a_case_at("handling")
        case.does("fail", "med-a", outcome=outcome)
    return case


def test_reopening_begins_a_cycle_without_outcome() -> None:
    case = a_case_at("closed")
    case.does("reopen_req", "grid-a")
    case.event("reopen_ok", "operator", after=timedelta(days=10))
    state = case.state
    assert (state["state"], state["cycle"], state["outcome"], state["effective"]) == (
        "handling",
        2,
        None,
        None,
    )
    assert (state["closed_on"], state["due_on"]) == (None, "2019-12-14")
    assert (state["sessions_now"], len(state["sessions"])) == ([], 1)
    assert case.reason(case.does("agree", "med-a")) == "session_missing"


def test_the_file_fills_itself_and_is_measured() -> None:
    case = a_case_at("handling")
    assert case.state["file_complete"] == 20
    case.does("file_part", "med-a", part="identity_paper", attach=PHOTOS[:1])
    case.does("file_part", "med-a", part="identity_paper", attach=PHOTOS)
    assert case.state["file_parts"]["identity_paper"] == {"done": True, "attach": PHOTOS}
    case.holds_session("med-a", kind="inquiry")
    parts = case.state["file_parts"]
    assert (parts["inquiry_record"]["done"], parts["mediation_record"]["done"]) == (True, False)
    case.holds_session("med-a", hour=11)
    assert case.state["file_missing"] == ["rights_notice", "back_cover"]
    assert a_case(kind="consult").state["file_complete"] is None


def test_sessions_of_two_authors_at_one_time_may_be_the_same() -> None:
    case = a_case_at("handling")
    case.does("take", "med-b", seen=2)
    case.holds_session("med-a", hour=9)
    case.holds_session("med-b", hour=10)
    assert "dup_suspect" not in case.state["flags"], "one begins where the other ends"
    case.holds_session("med-b", hour=9)
    assert "dup_suspect" in case.state["flags"]
    assert len(case.state["sessions"]) == 3


def test_one_author_may_overlap_with_himself() -> None:
    case = a_case_at("handling")
    for _ in range(2):
        case.holds_session("med-a", hour=9)
    assert "dup_suspect" not in case.state["flags"]


def test_of_two_signed_agreements_the_one_signed_first_is_the_main_one() -> None:
    case = a_case_at("handling")
    case.does("take", "med-b", seen=2)
    seen = case.rseq
    later = case.signs("med-a", seen=seen, signed_on="2019-11-08")
    first = case.signs("med-b", seen=seen, signed_on="2019-11-07")
    assert case.state["agreement"] == first
    assert "dup_suspect" in case.state["flags"]
    assert [one["value"] for one in case.state["kept_both"]["agreement"]] == [later, first]
    case.event("pick", "head", {"field": "agreement", "value": later})
    assert (case.state["agreement"], case.state["kept_both"]) == (later, {})


def test_papers_wait_for_what_they_need_whatever_came_first() -> None:
    case = a_case_at("handling")
    agreed = case.does("agree", "med-a", seen=3)
    assert case.reason(agreed) == "session_missing"
    case.holds_session("med-a", seen=3)
    assert case.reason(agreed) == "agreement_missing"
    case.signs("med-a", seen=3)
    assert (case.result(agreed), case.state["state"]) == ("applied", "agreed")


def test_the_register_shows_it() -> None:
    columns = a_case_at("agreed").folded.columns  # type: ignore[attr-defined]  # a machine's fold has them
    assert columns == {
        "kind": "dispute",
        "level": "village",
        "owner": "med-a",
        "unit": "v1",
        "on": "2019-11-04",
        "due_at": "2019-12-04T01:02:00.000Z",
        "closed_on": None,
        "title": "两户宅基地界线",
        "number": "2019-001-2",
    }
    closed = a_case_at("closed").folded.columns  # type: ignore[attr-defined]
    assert (closed["due_at"], closed["closed_on"]) == (None, "2019-11-04")


def test_every_field_of_a_report_has_a_rule() -> None:
    envelope = {"id", "type", "v", "wrote", "at_dev", "tz"}
    fields = set(CASES.schemas["case"]().fields) - envelope
    assert fields <= {rule.name for rule in CASE.fields}
