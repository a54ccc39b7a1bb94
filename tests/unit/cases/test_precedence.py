"""The precedence table of a case, pair by pair and both ways round: done without knowing of each other."""

import pytest

from tests.support.cases import ASSIGNMENT, OTHER_CASE, CaseStory, a_case, a_case_at


def results(case: CaseStory, *events: str) -> list[tuple[str, str | None]]:
    return [(case.result(event), case.reason(event)) for event in events]


def test_take_and_take() -> None:
    for first, second in (("med-a", "med-b"), ("med-b", "med-a")):
        case = a_case_at("accepted")
        took, tried = case.does("take", first, seen=2), case.does("take", second, seen=2)
        assert results(case, took, tried) == [("applied", None), ("absorbed", "already_taken")]
        assert (case.state["lead_officer"], case.state["handlers"]) == (first, [first, second])


def test_a_village_takes_it_while_the_office_assigns_it() -> None:
    first = a_case_at("accepted")
    took = first.does("take", "med-a", seen=2)
    held = first.holds_session("med-a", seen=3)
    first.does("assign", "operator", seen=2)
    second = a_case_at("accepted")
    second.does("assign", "operator", seen=2)
    late = second.does("take", "med-a", seen=2)
    kept = second.holds_session("med-a", seen=2)
    assert results(first, took, held) == [("applied", None), ("applied", None)]
    assert results(second, late, kept) == [("absorbed", "assigned_meanwhile"), ("applied", None)]
    for case in (first, second):
        state = case.state
        assert (state["state"], state["lead_officer"], state["lead_unit"]) == ("assigned", "officer", "psb")
        assert state["handlers"] == ["officer", "med-a"]
        assert len(state["sessions"]) == 1, "the village's session stays"
    assert "assigned_over_take" in first.state["flags"]


def test_the_office_assigns_it_to_the_very_mediator_who_took_it() -> None:
    case = a_case_at("accepted")
    case.does("take", "med-a", seen=2)
    event = case.event("assign", "operator", {**ASSIGNMENT, "lead_officer": "med-a"}, seen=2)
    assert results(case, event) == [("absorbed", "already_taken")]
    assert (case.state["state"], case.state["handlers"]) == ("handling", ["med-a"])


def test_return_and_take_in_one_unit() -> None:
    taken_first = a_case_at("assigned")
    seen = taken_first.rseq
    taken_first.does("take", "officer", seen=seen)
    event = taken_first.does("return", "colleague", seen=seen)
    assert results(taken_first, event) == [("absorbed", "take_won")]
    returned_first = a_case_at("assigned")
    returned_first.does("return", "officer", seen=seen)
    took = returned_first.does("take", "colleague", seen=seen)
    assert results(returned_first, took) == [("applied", None)]
    assert (taken_first.state["state"], taken_first.state["lead_officer"]) == ("handling", "officer")
    state = returned_first.state
    assert (state["state"], state["lead_officer"], state["lead_unit"]) == ("handling", "colleague", "psb")


def ready_for_two() -> CaseStory:
    """Two mediators handle it; there are a session and an agreement."""
    case = a_case_at("accepted")
    case.does("take", "med-a", seen=2)
    case.does("take", "med-b", seen=2)
    case.holds_session("med-a")
    case.signs("med-a")
    return case


def test_agree_and_fail() -> None:
    for first, second, state in (("agree", "fail", "agreed"), ("fail", "agree", "failed")):
        case = ready_for_two()
        seen = case.rseq
        held, parked = case.does(first, "med-a", seen=seen), case.does(second, "med-b", seen=seen)
        assert results(case, held, parked) == [("applied", None), ("parked", "outcome_disputed")]
        assert case.state["state"] == state
        assert "disputed_outcome" in case.state["flags"]
        assert case.state["disputes"] == [parked]


def test_a_disputed_outcome_is_decided_by_force_or_dismissal() -> None:
    for decision, state, outcome in (
        ("dismiss", "agreed", "agreement_written"),
        ("force", "failed", "no_agreement"),
    ):
        case = ready_for_two()
        seen = case.rseq
        case.does("agree", "med-a", seen=seen)
        parked = case.does("fail", "med-b", seen=seen)
        decided = case.event(decision, "head", {"event": parked, "reason": "核实"})
        assert results(case, decided) == [("applied", None)]
        assert (case.state["state"], case.state["outcome"]) == (state, outcome)
        assert "disputed_outcome" not in case.state["flags"]
        assert case.state["parked"] == []


def test_of_two_disputes_both_have_to_be_decided() -> None:
    case = ready_for_two()
    case.does("take", "head", seen=2)
    seen = case.rseq
    case.does("agree", "med-a", seen=seen)
    parked = [case.does("fail", by, seen=seen) for by in ("med-b", "head")]
    case.event("dismiss", "operator", {"event": parked[0], "reason": "核实"})
    assert "disputed_outcome" in case.state["flags"]
    case.event("dismiss", "operator", {"event": parked[1], "reason": "核实"})
    assert "disputed_outcome" not in case.state["flags"]


def test_agree_and_escalate() -> None:
    for first, second in (("agree", "escalate"), ("escalate", "agree")):
        case = ready_for_two()
        seen = case.rseq
        case.does(first, "med-a", seen=seen)
        event = case.does(second, "med-b", seen=seen)
        expected = ("applied", None) if second == "escalate" else ("absorbed", "escalated_meanwhile")
        assert results(case, event) == [expected]
        state = case.state
        assert (state["state"], state["level"], state["outcome"]) == ("accepted", "township", None)
        assert len(state["agreements"]) == 1, "kept as evidence"
        assert "agreement_kept" in state["flags"]


def test_close_request_and_a_new_session_or_note() -> None:
    for news in ("session", "note"):
        asked = a_case_at("close_requested")
        before = asked.rseq - 1
        event = asked.does(news, "med-a", seen=before)
        noted = a_case_at("agreed")
        noted.does("feedback", "med-a")
        for part in ("rights_notice", "identity_paper", "back_cover"):
            noted.does("file_part", "med-a", part=part)
        before = noted.rseq
        noted.does(news, "med-a", seen=before)
        late = noted.does("close_req", "med-a", seen=before)
        assert results(asked, event) == results(noted, late) == [("applied", None)]
        for case in (asked, noted):
            assert case.state["state"] == "close_requested"
            assert "new_facts" in case.state["flags"]


def test_close_out_and_a_session_from_before() -> None:
    closed = a_case_at("closed")
    late = closed.holds_session("med-a", seen=closed.rseq - 1)
    assert results(closed, late) == [("applied", None)]
    assert "late_sync" in closed.state["flags"]
    held = a_case_at("close_requested")
    seen = held.rseq
    held.holds_session("med-a", seen=seen)
    event = held.does("close_ok", "operator", seen=seen)
    assert results(held, event) == [("applied", None)]
    for case in (closed, held):
        assert (case.state["state"], len(case.state["sessions"])) == ("closed", 2)


def test_a_session_that_knew_of_the_close_out_is_parked() -> None:
    case = a_case_at("closed")
    assert results(case, case.holds_session("med-a")) == [("parked", "not_while_closed")]


def test_close_out_and_a_broken_agreement() -> None:
    visited_late = a_case_at("closed")
    visited_late.visits("grid-a", performed="broken", seen=visited_late.rseq - 1)
    visited_first = a_case_at("close_requested")
    seen = visited_first.rseq
    visited_first.visits("grid-a", performed="broken", seen=seen)
    event = visited_first.does("close_ok", "operator", seen=seen)
    assert results(visited_first, event) == [("applied", None)]
    for case in (visited_late, visited_first):
        assert case.state["state"] == "closed"
        assert "reopen_requested" in case.state["flags"]


def test_more_time_after_the_red_light() -> None:
    late = a_case_at("handling")
    late.does("extend_req", "med-a")
    late.now = late.now.replace(month=12, day=20)
    event = late.does("extend_ok", "deputy")
    in_time = a_case_at("handling")
    in_time.does("extend_req", "med-a")
    in_time.does("extend_ok", "deputy")
    assert results(late, event) == [("applied", None)]
    assert late.state["due_on"] == in_time.state["due_on"] == "2020-01-03", "the light follows the due date"


def test_risk_raised_and_lowered() -> None:
    raised_late = a_case(risk_level="medium")
    lowered = raised_late.does("risk_lower", "deputy", seen=1)
    raised_late.does("risk_raise", "grid-b", seen=1)
    raised_first = a_case(risk_level="medium")
    raised_first.does("risk_raise", "grid-b", seen=1)
    event = raised_first.does("risk_lower", "deputy", seen=1)
    assert results(raised_late, lowered) == [("applied", None)]
    assert results(raised_first, event) == [("parked", "raised_meanwhile")]
    assert raised_late.state["risk_level"] == raised_first.state["risk_level"] == "high"


def test_reject_and_on_the_spot() -> None:
    rejected = a_case()
    rejected.does("reject", "operator", seen=1)
    event = rejected.does("on_spot", "med-a", seen=1)
    assert results(rejected, event) == [("parked", "rejected_meanwhile")]
    settled = a_case()
    settled.does("on_spot", "med-a", seen=1)
    refused = settled.does("reject", "operator", seen=1)
    assert results(settled, refused) == [("parked", "settled_meanwhile")]
    rejected.event("force", "operator", {"event": event, "reason": "确已调解"})
    settled.event("dismiss", "operator", {"event": refused, "reason": "确已调解"})
    for case in (rejected, settled):
        assert (case.state["state"], case.state["outcome"]) == ("close_requested", "reconciled_on_spot")


def test_merge_and_whatever_else() -> None:
    later = a_case_at("handling")
    seen = later.rseq
    later.does("merge_into", "operator", seen=seen)
    note = later.does("note", "med-a", seen=seen)
    assert results(later, note) == [("absorbed", "forwarded")]
    earlier = a_case_at("handling")
    earlier.does("note", "med-a", seen=seen)
    earlier.does("merge_into", "operator", seen=seen)
    for case in (later, earlier):
        forwarded = [one for _, one in case.folded.effects if one.get("subject") == OTHER_CASE]
        assert [(one["subject"], one["action"], one["wrote"]["by"]) for one in forwarded] == [
            (OTHER_CASE, "note", "med-a")
        ]


def test_reopening_and_archiving() -> None:
    for by in ("operator", "server"):
        archived = a_case_at("closed")
        archived.does("reopen_req", "grid-a")
        seen = archived.rseq
        archived.does("archive", by, seen=seen)
        event = archived.does("reopen_ok", "operator", seen=seen)
        assert results(archived, event) == [("applied", None)]
        reopened = a_case_at("closed")
        reopened.does("reopen_req", "grid-a")
        reopened.does("reopen_ok", "operator", seen=seen)
        late = reopened.does("archive", by, seen=seen)
        assert results(reopened, late) == [("absorbed", "reopened_meanwhile")]
        for case in (archived, reopened):
            assert (case.state["state"], case.state["cycle"]) == ("handling", 2)


def test_void_and_what_others_did() -> None:
    acted = a_case()
    acted.does("add_org", "patrol", seen=1)
    event = acted.does("void", "grid-a", seen=1)
    assert results(acted, event) == [("refused", "others_have_acted")]
    void = a_case()
    overturned = void.does("void", "grid-a", seen=1)
    assert results(void, overturned) == [("applied", None)]
    void.does("add_org", "patrol", seen=1)
    assert results(void, overturned) == [("refused", "others_have_acted")], "whichever came first"
    assert void.state["void_reason"] is None
    assert void.folded.outcomes[overturned].needs_person, "and its author is told"
    for case in (acted, void):
        assert (case.state["state"], case.state["related_orgs"]) == ("reported", ["某物业公司"])
    assert "void_undone" in void.state["flags"]


@pytest.mark.parametrize(
    "action", ["accept", "reject", "correct", "edit", "merge_into", "on_spot", "risk_lower", "risk_raise"]
)
def test_void_is_refused_once_somebody_else_has_acted(action: str) -> None:
    case = a_case(risk_level="low")
    by = "med-a" if action == "on_spot" else "operator"
    acted = case.does(action, by, seen=1)
    event = case.does("void", "grid-a", seen=1)
    assert case.result(acted) == "applied"
    expected = ("absorbed", "forwarded") if action == "merge_into" else ("refused", "others_have_acted")
    assert results(case, event) == [expected]


@pytest.mark.parametrize("news", ["agreement", "note"])
def test_close_out_and_other_papers_from_before(news: str) -> None:
    closed = a_case_at("closed")
    late = closed.does(news, "med-a", seen=closed.rseq - 1)
    first = a_case_at("close_requested")
    seen = first.rseq
    noted = first.does(news, "med-a", seen=seen)
    event = first.does("close_ok", "operator", seen=seen)
    assert results(closed, late) == [("applied", None)]
    assert results(first, noted, event) == [("applied", None), ("applied", None)]


def test_void_stands_against_what_its_own_author_wrote() -> None:
    case = a_case()
    case.does("void", "grid-a", seen=1)
    event = case.does("add_org", "grid-a", seen=1)
    assert results(case, event) == [("parked", "not_while_void")]


def test_acceptance_and_on_the_spot() -> None:
    accepted = a_case()
    accepted.does("accept", "operator", seen=1)
    accepted.does("on_spot", "med-a", seen=1)
    settled = a_case()
    settled.does("on_spot", "med-a", seen=1)
    event = settled.does("accept", "operator", seen=1)
    assert results(settled, event) == [("absorbed", "already_accepted")]
    for case in (accepted, settled):
        assert (case.state["state"], case.state["case_no"]) == ("close_requested", "2019-001-2")


def test_two_who_settle_it_on_the_spot() -> None:
    case = a_case()
    case.does("on_spot", "med-a", seen=1)
    event = case.does("on_spot", "med-b", seen=1)
    assert results(case, event) == [("absorbed", "already_settled")]
    assert case.state["handlers"] == ["med-a", "med-b"]
