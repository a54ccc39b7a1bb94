"""What a case asks of people, and when that is over."""

from tests.support.cases import CASE_ID, CaseStory, a_case_at


def asked(case: CaseStory) -> list[tuple[str, str, str | None]]:
    """(database, kind, due day) of every task that the case led to."""
    tasks = [(database, document) for database, document in case.folded.effects if document["type"] == "task"]
    assert {document["about"] for _, document in tasks} <= {CASE_ID}
    return [(database, one["kind"], one["due_at"] and one["due_at"][:10]) for database, one in tasks]


def over(case: CaseStory) -> list[str]:
    """The kinds of those that are over."""
    effects = [document for _, document in case.folded.effects]
    kinds = {document["_id"]: document["kind"] for document in effects if document["type"] == "task"}
    return [kinds[document["subject"]] for document in effects if document["type"] == "task_ev"]


def test_the_first_receiver_tells_whom_it_was_rejected() -> None:
    case = a_case_at("rejected")
    assert asked(case) == [("own_grid-a", "inform_reporter", None)]
    ((_, task),) = case.folded.effects
    assert (task["text"], task["staff"]) == ("法院", "grid-a")


def test_the_officer_is_asked_until_he_acts() -> None:
    case = a_case_at("assigned")
    assert (asked(case), over(case)) == ([("own_officer", "handle_case", "2019-11-05")], [])
    case.does("take", "officer")
    assert over(case) == ["handle_case"]


def test_who_is_given_it_instead_is_asked_instead() -> None:
    case = a_case_at("assigned")
    case.does("reassign", "operator")
    assert [database for database, _, _ in asked(case)] == ["own_officer", "own_colleague"]
    assert over(case) == ["handle_case"]


def test_an_agreement_is_visited_again() -> None:
    case = a_case_at("agreed")
    assert (asked(case), over(case)) == ([("own_med-a", "follow_up", "2019-12-04")], [])
    case.visits("grid-a")
    assert over(case) == ["follow_up"]


def test_nothing_is_asked_of_a_merged_case() -> None:
    case = a_case_at("assigned")
    case.does("merge_into", "operator")
    assert over(case) == ["handle_case"]


def test_the_office_decides_between_two_outcomes() -> None:
    case = a_case_at("agreed")
    case.does("fail", "med-a", seen=3)
    (parked,) = case.state["disputes"]
    assert ("centre_421102001", "decide_outcome", None) in asked(case)
    assert over(case) == []
    case.event("dismiss", "operator", {"event": parked, "reason": "核实"})
    assert "decide_outcome" in over(case)


def test_the_same_documents_at_every_fold() -> None:
    case = a_case_at("agreed")
    before = case.folded.effects
    case.does("note", "med-a")
    assert case.folded.effects == before
