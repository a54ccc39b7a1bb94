"""Every guard of a case's table: what it stops, and with which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from server.cases.capability import CASES
from server.cases.states import TRANSITIONS
from tests.support.cases import CASE_ID, SAID, CaseStory, Step, a_case, a_case_at
from tests.support.records import VILLAGE

Prepared = Callable[[], CaseStory]


@dataclass(frozen=True)
class Stop:
    """An action that a guard stops."""

    action: str
    reason: str
    case: Prepared
    by: str
    said: Mapping[str, Any] = field(default_factory=dict)
    seen: Callable[[CaseStory], int | None] = lambda _case: None
    result: str = "parked"


def at(state: str, **said: Any) -> Prepared:
    return lambda: a_case_at(state, **said)


def after(state: str, *steps: tuple[str, str, Mapping[str, Any]], **said: Any) -> Prepared:
    """A case at a state, and what then happened."""

    def made() -> CaseStory:
        case = a_case_at(state, **said)
        for action, by, payload in steps:
            case.does(action, by, **payload)
        return case

    return made


def unseen(rows: int) -> Callable[[CaseStory], int]:
    return lambda case: case.rseq - rows


TO_DISTRICT = tuple(
    step
    for office in ("operator", "district")
    for step in (
        ("escalate", "med-a", {}),
        ("assign", office, {"lead_officer": "med-a"}),
        ("take", "med-a", {}),
    )
)
AT_DISTRICT = after("handling", *TO_DISTRICT[:3], ("escalate", "med-a", {}))
FILE = ("rights_notice", "identity_paper", "back_cover", "mediation_record")
READY: tuple[Step, ...] = (
    ("feedback", "med-a", {}),
    *(("file_part", "med-a", {"part": part}) for part in FILE),
)
REOPENED = after("closed", ("reopen_req", "grid-a", {}), ("reopen_ok", "operator", {}))
PAPERS: tuple[Step, ...] = (("session", "med-a", {}), ("agreement", "med-a", {}))


def key_at_close() -> CaseStory:
    case = after("agreed", *READY, people_count=40)()
    case.visits("grid-a")
    case.does("close_req", "med-a")
    assert case.state["state"] == "close_requested"
    return case


def disputed_at_close() -> CaseStory:
    case = a_case_at("close_requested")
    case.does("fail", "med-a", seen=5)
    assert "disputed_outcome" in case.state["flags"]
    return case


def district_at_close() -> CaseStory:
    case = after("handling", *TO_DISTRICT, *PAPERS, ("agree", "med-a", {}), *READY)()
    assert case.state["level"] == "district"
    case.does("close_req", "med-a")
    return case


def two_summaries_at_close() -> CaseStory:
    case = a_case_at("close_requested")
    for by in ("grid-a", "operator"):
        case.does("edit", by, seen=1, field="summary", value=f"{by}说")
    return case


STOPS = (
    Stop("accept", "not_village_level", at("reported", div="421102001"), "head"),
    Stop("accept", "risk_too_high", at("reported", risk_level="high"), "head"),
    Stop("accept", "other_area", at("reported"), "far-head"),
    Stop("triage", "category_missing", at("accepted", category=None), "operator"),
    Stop("triage", "district_decides", AT_DISTRICT, "operator", result="refused"),
    Stop("assign", "district_decides", AT_DISTRICT, "operator", result="refused"),
    Stop(
        "assign",
        "district_decides",
        after("handling", *TO_DISTRICT),
        "operator",
        seen=unseen(1),
        result="refused",
    ),
    Stop("reassign", "district_decides", after("handling", *TO_DISTRICT), "operator", result="refused"),
    Stop("take", "not_assignee", at("assigned"), "stranger"),
    Stop("take", "not_assignee", after("assigned", ("return", "officer", {})), "stranger", seen=unseen(1)),
    Stop("take", "not_village_level", at("accepted", div="421102001"), "med-a"),
    Stop("take", "other_area", at("accepted"), "far-med"),
    Stop("take", "other_area", at("assigned"), "far-med", seen=unseen(1)),
    Stop("take", "other_area", at("handling"), "far-med", seen=unseen(1)),
    Stop("return", "not_assignee", at("assigned"), "stranger"),
    Stop("return", "not_assignee", after("assigned", ("take", "officer", {})), "stranger", seen=unseen(1)),
    Stop(
        "return",
        "returned_before",
        after("assigned", ("return", "officer", {}), ("assign", "operator", {})),
        "officer",
    ),
    *(
        Stop(action, "not_handler", at("handling"), "med-b")
        for action in ("session", "agreement", "note", "risk_lower", "file_part", "feedback")
    ),
    Stop("session", "not_handler", at("close_requested"), "med-b", seen=unseen(1)),
    Stop("session", "not_handler", at("closed"), "med-b", seen=unseen(1)),
    Stop("note", "not_handler", at("close_requested"), "med-b", seen=unseen(1)),
    Stop("note", "not_handler", at("closed"), "med-b", seen=unseen(1)),
    Stop("agreement", "not_handler", at("closed"), "med-b", seen=unseen(1)),
    Stop("agreement", "not_handler", at("agreed"), "med-b"),
    *(
        Stop(action, "not_handler", at("handling"), "med-b")
        for action in ("extend_req", "suspend_req", "escalate", "agree", "fail", "refer")
    ),
    *(
        Stop(action, "earlier_cycle", REOPENED, "med-a", {"cycle_seen": 1})
        for action in ("extend_req", "suspend_req", "escalate", "agree", "fail", "refer")
    ),
    Stop("close_req", "earlier_cycle", lambda: in_second_cycle(), "med-a", {"cycle_seen": 1}),
    Stop("extend_req", "both_must_agree", at("handling"), "med-a", {"both_agree": False}),
    Stop(
        "extend_req",
        "extended_before",
        after("handling", ("extend_req", "med-a", {}), ("extend_ok", "deputy", {})),
        "med-a",
    ),
    Stop("extend_ok", "nothing_requested", at("handling"), "deputy"),
    Stop("extend_no", "nothing_requested", at("handling"), "deputy"),
    Stop(
        "extend_ok",
        "nothing_requested",
        after("handling", ("extend_req", "med-a", {}), ("extend_ok", "deputy", {})),
        "deputy",
    ),
    Stop("suspend_ok", "nothing_requested", at("handling"), "deputy"),
    Stop("suspend_no", "nothing_requested", at("handling"), "deputy"),
    Stop("resume", "not_handler", at("suspended"), "med-b"),
    Stop("escalate", "already_highest", after("handling", *TO_DISTRICT), "med-a"),
    Stop("escalate", "not_handler", at("agreed"), "med-b", seen=unseen(1)),
    Stop(
        "escalate",
        "already_highest",
        after("handling", *TO_DISTRICT, *PAPERS, ("agree", "med-a", {})),
        "med-a",
        seen=unseen(1),
    ),
    Stop("agree", "session_missing", at("handling"), "med-a"),
    Stop("agree", "agreement_missing", after("handling", PAPERS[0]), "med-a"),
    Stop("agree", "not_handler", after("handling", ("escalate", "med-a", {})), "med-b", seen=unseen(1)),
    Stop("agree", "not_handler", at("failed"), "med-b", seen=unseen(1)),
    Stop("agree", "not_handler", at("agreed"), "med-b"),
    Stop("fail", "not_handler", at("agreed"), "med-b", seen=unseen(1)),
    Stop("fail", "not_handler", at("failed"), "med-b"),
    Stop("fail", "court_not_told", at("handling"), "med-a", {"told": False}),
    Stop("refer", "not_handler", at("referred"), "med-b"),
    Stop("refer_outcome", "not_handler", at("referred"), "med-b"),
    Stop("close_req", "not_handler", at("agreed"), "med-b"),
    Stop("close_req", "not_handler", at("close_requested"), "med-b"),
    Stop("close_req", "outcome_missing", at("referred"), "med-a"),
    Stop("close_req", "feedback_missing", at("agreed"), "med-a"),
    Stop("close_req", "file_parts_missing", after("agreed", READY[0]), "med-a"),
    Stop("close_req", "follow_up_missing", after("agreed", *READY, people_count=30), "med-a"),
    Stop("close_ok", "director_needed", key_at_close, "operator", result="refused"),
    Stop("close_no", "director_needed", key_at_close, "operator", result="refused"),
    Stop("close_ok", "district_decides", district_at_close, "operator", result="refused"),
    Stop("close_no", "district_decides", district_at_close, "operator", result="refused"),
    Stop("close_ok", "disputed_outcome", disputed_at_close, "operator"),
    Stop("close_ok", "values_undecided", two_summaries_at_close, "operator"),
    Stop(
        "close_ok",
        "reopening_undecided",
        after("close_requested", ("follow_up", "grid-a", {"performed": "broken"})),
        "operator",
    ),
    Stop("reopen_ok", "nothing_requested", at("closed"), "operator"),
    Stop("distinct", "nothing_suspected", at("handling"), "operator"),
    Stop("reopen_no", "nothing_requested", at("closed"), "operator"),
    Stop(
        "reopen_ok",
        "district_decides",
        lambda: after_district_close(),
        "operator",
        result="refused",
    ),
    Stop("merge_into", "same_case", at("reported"), "operator", {"target": CASE_ID, "target_div": VILLAGE}),
    Stop("on_spot", "not_village_level", at("reported", div="421102001"), "med-a"),
    Stop("on_spot", "other_area", at("reported"), "far-med"),
    Stop("on_spot", "too_many_people", at("reported", people_count=6), "med-a"),
    Stop("on_spot", "risk_too_high", at("reported", risk_level="medium"), "med-a"),
    Stop("on_spot", "somebody_hurt", at("reported"), "med-a", {"injury": True}),
    Stop("on_spot", "somebody_hurt", at("reported", signs=["injury"]), "med-a"),
    Stop("on_spot", "not_oral", at("reported"), "med-a", {"form": "written"}),
    Stop("void", "not_yours", at("reported"), "grid-b", result="refused"),
    Stop("void", "not_yours", at("void"), "grid-b", result="refused"),
    Stop(
        "void", "others_have_acted", after("reported", ("add_org", "patrol", {})), "grid-a", result="refused"
    ),
    Stop("edit", "not_yours_to_edit", at("handling"), "med-b", {"field": "title", "value": "另题"}),
    Stop("edit", "kind_fixed", at("triaged"), "operator", {"field": "kind", "value": "petition"}),
    Stop("edit", "kind_fixed", at("reported"), "grid-a", {"field": "kind", "value": "petition"}),
    Stop("edit", "place_fixed", at("accepted"), "grid-a", {"field": "grid", "value": "g2"}),
    Stop("edit", "mediators_judge", at("reported"), "grid-a", {"field": "may_escalate", "value": True}),
    Stop("pick", "not_handler", at("reported"), "grid-b"),
    Stop("pick", "nothing_to_pick", at("reported"), "operator"),
    Stop(
        "pick",
        "no_such_agreement",
        lambda: two_agreements(),
        "operator",
        {"field": "agreement", "value": "agr:x"},
    ),
    Stop("force", "operator_decides", lambda: something_parked(), "head", result="refused"),
    Stop("dismiss", "operator_decides", lambda: something_parked(), "head", result="refused"),
)


def accepted_meanwhile(**said: Any) -> Prepared:
    return at("accepted", **said)


def void_meanwhile(**said: Any) -> Prepared:
    return at("void", **said)


def noted(case: Prepared) -> Prepared:
    """The case, and then a note that the next writer has not seen."""

    def made() -> CaseStory:
        found = case()
        found.does("note", "operator")
        return found

    return made


def broken_meanwhile(case: Prepared) -> Prepared:
    """The case, and then a visit of which the next writer does not know."""

    def made() -> CaseStory:
        found = case()
        found.visits("grid-a", performed="broken")
        return found

    return made


def overlapping() -> CaseStory:
    case = a_case_at("handling")
    case.holds_session("med-a")
    return case


ON_SPOT: tuple[tuple[str, str, Mapping[str, Any], Mapping[str, Any]], ...] = (
    ("not_village_level", "med-a", {"div": "421102001"}, {}),
    ("other_area", "far-med", {}, {}),
    ("too_many_people", "med-a", {"people_count": 6}, {}),
    ("risk_too_high", "med-a", {"risk_level": "medium"}, {}),
    ("somebody_hurt", "med-a", {}, {"injury": True}),
    ("not_oral", "med-a", {}, {"form": "written"}),
)
EDITS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("not_yours_to_edit", "grid-b", {"field": "title", "value": "另题"}),
    ("kind_fixed", "deputy", {"field": "kind", "value": "petition"}),
    ("place_fixed", "deputy", {"field": "grid", "value": "g2"}),
    ("mediators_judge", "grid-b", {"field": "may_escalate", "value": True}),
)
BEFORE = unseen(1)
MEANWHILE = (
    *(
        Stop("on_spot", reason, accepted_meanwhile(**head), by, said, BEFORE)
        for reason, by, head, said in ON_SPOT
    ),
    *(
        Stop("on_spot", reason, void_meanwhile(**head), by, said, BEFORE)
        for reason, by, head, said in ON_SPOT
    ),
    *(Stop("edit", reason, void_meanwhile(), by, said, BEFORE) for reason, by, said in EDITS),
    Stop("accept", "not_village_level", void_meanwhile(div="421102001"), "head", seen=BEFORE),
    Stop("accept", "risk_too_high", void_meanwhile(risk_level="high"), "head", seen=BEFORE),
    Stop("accept", "other_area", void_meanwhile(), "far-head", seen=BEFORE),
    Stop("risk_lower", "not_handler", void_meanwhile(), "med-b", seen=BEFORE),
    Stop(
        "merge_into",
        "same_case",
        void_meanwhile(),
        "operator",
        {"target": CASE_ID, "target_div": VILLAGE},
        BEFORE,
    ),
    Stop("session", "not_handler", overlapping, "med-b"),
    Stop("close_req", "not_handler", noted(at("agreed")), "med-b", seen=BEFORE),
    Stop("close_req", "earlier_cycle", noted(lambda: in_second_cycle()), "med-a", {"cycle_seen": 1}, BEFORE),
    Stop("close_req", "outcome_missing", noted(at("referred")), "med-a", seen=BEFORE),
    Stop("close_req", "feedback_missing", noted(at("agreed")), "med-a", seen=BEFORE),
    Stop("close_req", "file_parts_missing", noted(after("agreed", READY[0])), "med-a", seen=BEFORE),
    Stop(
        "close_req",
        "follow_up_missing",
        noted(after("agreed", *READY, people_count=30)),
        "med-a",
        seen=BEFORE,
    ),
    Stop(
        "close_ok",
        "director_needed",
        broken_meanwhile(key_at_close),
        "operator",
        seen=BEFORE,
        result="refused",
    ),
    Stop(
        "close_ok",
        "district_decides",
        broken_meanwhile(district_at_close),
        "operator",
        seen=BEFORE,
        result="refused",
    ),
    Stop("close_ok", "disputed_outcome", broken_meanwhile(disputed_at_close), "operator", seen=BEFORE),
    Stop("close_ok", "values_undecided", broken_meanwhile(two_summaries_at_close), "operator", seen=BEFORE),
    Stop("force", "operator_decides", disputed_at_close, "far-head", result="refused"),
    Stop("dismiss", "operator_decides", disputed_at_close, "far-head", result="refused"),
)


def after_district_close() -> CaseStory:
    case = district_at_close()
    case.does("close_ok", "district")
    case.does("reopen_req", "grid-a")
    assert case.state["state"] == "closed"
    return case


def two_agreements() -> CaseStory:
    case = a_case_at("agreed")
    case.signs("med-a", seen=3)
    return case


def something_parked() -> CaseStory:
    case = a_case()
    case.does("feedback", "med-a")
    return case


@pytest.mark.parametrize("stop", [*STOPS, *MEANWHILE], ids=lambda stop: f"{stop.action}-{stop.reason}")
def test_each_guard(stop: Stop) -> None:
    case = stop.case()
    before = case.state["state"]
    said: dict[str, Any] = dict(stop.said)
    if stop.action in ("force", "dismiss") and not said:
        said |= {"event": case.state["parked"][0], "reason": "核实"}
    cycle = said.pop("cycle_seen", None)
    if cycle is None:
        event = case.does(stop.action, stop.by, stop.seen(case), **said)
    else:
        event = case.event(
            stop.action, stop.by, {**SAID.get(stop.action, {}), **said}, stop.seen(case), cycle_seen=cycle
        )
    assert (case.result(event), case.reason(event)) == (stop.result, stop.reason)
    assert case.state["state"] == before
    assert set(CASES.words[stop.reason]) == {"zh-CN", "en"}


def in_second_cycle() -> CaseStory:
    """Ready to be closed out, after it was reopened."""
    case = REOPENED()
    case.does("fail", "med-a")
    for action, by, payload in READY:
        case.does(action, by, **payload)
    return case


def test_a_return_has_to_come_within_a_working_day() -> None:
    case = a_case_at("assigned")
    event = case.event("return", "officer", {"reason": "不属本单位"}, after=timedelta(days=2))
    assert case.reason(event) == "return_too_late"
    assert case.state["state"] == "assigned"


def test_a_report_can_be_void_for_a_day_and_by_the_office_for_ever() -> None:
    case = a_case()
    late = case.event("void", "grid-a", {"reason": "录错"}, after=timedelta(hours=25))
    assert case.reason(late) == "void_too_late"
    by_office = case.does("void", "operator")
    assert (case.result(by_office), case.state["state"]) == ("applied", "void")


def test_the_parameters_of_that_moment_hold() -> None:
    case = a_case(people_count=6, parameters={"on_spot.people": 6})
    assert case.result(case.does("on_spot", "med-a")) == "applied"


def test_every_guard_is_tested() -> None:
    tested = {(stop.action, stop.reason) for stop in STOPS}
    tested |= {("return", "return_too_late"), ("void", "void_too_late")}
    guards = {(row.action, guard.reason) for row in TRANSITIONS for guard in row.guards}
    assert guards <= tested
