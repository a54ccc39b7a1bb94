"""Parties: what may become of their records, and who is shown them."""

from datetime import timedelta
from typing import Any

import pytest

from server.cases.capability import CASES, PARTIES
from server.cases.party_states import PARTY, TRANSITIONS
from server.records.capability import types_of
from sync.domain import Document, Timer
from sync.transitions import Transition
from tests.support.cases import CASE_ID, CaseStory, a_case_at, a_party
from tests.support.records import VILLAGE, Story

HANDLERS = {"handlers": ["med-a", "officer"], "purge_on": None}
NAME = "甲乙丙"
SAID: dict[str, Any] = {
    "edit": {"field": "role", "value": "third"},
    "correct": {"field": "id_checked_on_paper", "value": False, "reason": "点错"},
    "pick": {"field": "name", "value": NAME},
    "void": {"reason": "重复"},
    "handlers": HANDLERS,
    "wait_over": {},
    "erase": {},
}


def two_names() -> Story:
    party = a_party()
    party.event("handlers", "server", HANDLERS)
    party.event("edit", "med-a", {"field": "name", "value": "甲乙丁"}, seen=1)
    party.event("edit", "officer", {"field": "name", "value": "甲乙戊"}, seen=1)
    return party


BY = {"handlers": "server", "wait_over": "server", "erase": "server"}


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: row.id)
def test_each_row(row: Transition) -> None:
    party = two_names()
    if row.id == "PA4a":
        party.event("void", "med-a", SAID["void"])
    if row.action in ("force", "dismiss"):
        parked = party.event("pick", "med-a", {"field": "phone", "value": "0713-1"})
        assert party.reason(parked) == "nothing_to_pick"
        event = party.event(row.action, "operator", {"event": parked, "reason": "核实"})
    else:
        event = party.event(row.action, BY.get(row.action, "med-a"), SAID[row.action])
    assert (party.result(event), party.reason(event)) == (row.result, row.reason)
    assert party.state["state"] == (row.target or party.state["state"])


@pytest.mark.parametrize("action", ["edit", "correct", "pick", "void"])
def test_others_may_not_touch_it(action: str) -> None:
    party = two_names()
    event = party.event(action, "med-b", SAID[action])
    assert (party.result(event), party.reason(event)) == ("refused", "not_handler")
    assert "not_handler" in PARTIES.words


@pytest.mark.parametrize("action", ["force", "dismiss"])
def test_the_office_alone_decides(action: str) -> None:
    party = two_names()
    event = party.event(action, "med-a", {"event": party.entries[-1].doc_id, "reason": "x"})
    assert party.reason(event) == "role_missing"


@pytest.mark.parametrize(
    ("field", "first", "second", "shown"),
    [
        ("role", "respondent", "third", "third"),
        ("org_name", "甲厂", "乙厂", "乙厂"),
        ("id_checked_on_paper", True, False, True),
        ("name", "甲乙丁", "甲乙戊", "甲乙丁"),
        ("phone", "0713-0000001", "0713-0000002", "0713-0000001"),
    ],
)
def test_each_field(field: str, first: Any, second: Any, shown: Any) -> None:
    party = a_party()
    party.event("handlers", "server", HANDLERS)
    for by, value in (("med-a", first), ("officer", second)):
        party.event("edit", by, {"field": field, "value": value}, seen=1)
    state = party.state
    assert (state[field], state["alias"]) == (shown, "张某甲")
    if field in ("name", "phone"):
        assert [one["value"] for one in state["kept_both"][field]] == [first, second]


@pytest.mark.parametrize("action", ["handlers", "wait_over", "erase"])
def test_the_server_alone_says_who_handles_it(action: str) -> None:
    party = a_party()
    event = party.event(action, "med-a", SAID[action])
    assert (party.result(event), party.reason(event)) == ("refused", "role_missing")
    assert party.state.get("handlers") is None


def test_names_are_due_to_be_erased_when_their_day_begins_and_once() -> None:
    party = a_party()
    party.event("handlers", "server", HANDLERS)
    assert party.folded.timers == ()
    party.event("handlers", "server", {**HANDLERS, "purge_on": "2020-05-02"})
    assert party.folded.timers == (Timer("erase", "2020-05-01T16:00:00.000Z"),)
    party.event("erase", "server", {})
    assert party.folded.timers == ()
    assert party.state["erased_at"] is not None


def test_what_of_a_party_can_be_erased_is_marked_in_its_schemas() -> None:
    types = {one.name: {(mark.path, mark.of) for mark in one.erasable} for one in types_of(PARTIES)}
    assert types == {
        "party": {(("name",), ()), (("phone",), ())},
        "party_ev": {
            (("note",), ()),
            (("payload", "value"), ("name", "phone")),
            (("payload", "reason"), ()),
        },
    }


def test_every_code_has_words() -> None:
    reasons = {row.reason for row in TRANSITIONS if row.reason}
    reasons |= {guard.reason for row in TRANSITIONS for guard in row.guards}
    assert reasons <= set(PARTIES.words)
    assert {row.action for row in TRANSITIONS} <= set(PARTIES.dictionaries["party_action"])
    assert set(PARTY.states) == set(PARTIES.dictionaries["party_state"])


def known(case: CaseStory) -> Story:
    """The case learns of a party, and the party of its handlers, as the engine carries it."""
    party = a_party()
    ((database, told),) = party.folded.effects
    assert database == f"work_{VILLAGE}"
    case.add(told, "server")
    carry(case, party)
    return party


def carry(case: CaseStory, party: Story) -> None:
    """Journal what follows from the case for the party, each once."""
    for database, document in case.folded.effects:
        ids = {entry.doc_id for entry in party.entries}
        if document.get("subject") == party.subject_id and document["_id"] not in ids:
            assert database == "own_med-a"
            party.add(document, "server")


def copies(story: Story) -> dict[tuple[str, str], Document]:
    return dict(story.folded.copies)


def test_the_case_knows_that_there_is_a_party_and_nothing_of_it() -> None:
    case = a_case_at("handling")
    party = known(case)
    assert case.state["parties"] == [{"id": party.subject_id, "by": "med-a"}]
    assert NAME not in str(case.state)
    assert "张某甲" not in str(case.state)


def test_a_party_is_shown_to_the_handlers_of_its_case_as_long_as_they_are() -> None:
    case = a_case_at("handling")
    party = known(case)
    assert copies(party) == {}, "who wrote it has it"
    case.does("reassign", "operator", lead_officer="officer")
    carry(case, party)
    ((place, view),) = copies(party).items()
    assert place == ("own_officer", f"view:{party.subject_id}")
    assert view["state"]["name"] == NAME
    case.does("reassign", "operator", lead_officer="colleague")
    carry(case, party)
    assert {database for database, _ in copies(party)} == {"own_colleague"}
    party.event("void", "med-a", {"reason": "重复"})
    assert copies(party) == {}


def test_everything_is_withdrawn_some_days_after_the_close() -> None:
    case = a_case_at("close_requested")
    party = known(case)
    case.does("reassign", "operator", lead_officer="officer")
    carry(case, party)
    case.does("close_ok", "operator")
    assert len(copies(party)) == 1
    assert {doc_id.split(":")[1] for _, doc_id in copies(case)} == {"case", "ses", "agr"}
    case.event("wipe_parties", "server", after=timedelta(days=7))
    carry(case, party)
    assert copies(party) == copies(case) == {}
    case.does("archive", "operator")
    carry(case, party)
    assert party.state["purge_on"] == "2020-05-09"


def test_the_case_is_shown_to_handlers_who_do_not_replicate_its_home() -> None:
    case = a_case_at("agreed")
    assert copies(case) == {}, "a mediator of the village has the case, and wrote the papers"
    case.does("reassign", "operator", lead_officer="officer")
    shown = copies(case)
    assert {database for database, _ in shown} == {"own_officer"}
    view = shown["own_officer", f"view:{CASE_ID}"]
    assert view["head"]["title"] == "两户宅基地界线"
    assert [(one["action"], one["result"]) for one in view["events"]][:2] == [
        ("accept", "applied"),
        ("take", "applied"),
    ]
    assert "双方陈述" not in str(view)
    (session,) = [body for (_, doc_id), body in shown.items() if doc_id.startswith("view:ses:")]
    assert session["document"]["content"] == "双方陈述"
    case.does("note", "officer")
    again = [body for (_, doc_id), body in copies(case).items() if doc_id.startswith("view:ses:")]
    assert again == [session], "a signed paper is not sent again"


def test_a_co_handler_of_the_village_gets_the_papers_alone() -> None:
    case = a_case_at("agreed")
    case.does("take", "med-b", seen=2)
    assert {doc_id.split(":")[1] for _, doc_id in copies(case)} == {"ses", "agr"}


def test_its_state_lives_where_nobody_else_reads_it() -> None:
    party = a_party()
    assert PARTIES.home(party.entries[0].body) == "own_med-a"
    assert PARTIES.readers == ()


def test_parties_of_a_merged_case_go_with_it() -> None:
    case = a_case_at("handling")
    party = known(case)
    case.does("merge_into", "operator")
    told = [document for _, document in case.folded.effects if document.get("action") == "party_added"]
    assert [(one["payload"]["party"], one["subject"] == CASE_ID) for one in told] == [
        (party.subject_id, False)
    ]
    carry(case, party)
    assert party.state["handlers"] == []


def test_what_is_forwarded_is_forwarded_once_and_never_back() -> None:
    case = a_case_at("merged")
    other = case.state["merged_into"]
    case.does("note", "grid-a")
    (first,) = [document for _, document in case.folded.effects if document.get("action") == "note"]
    assert first["passed_on"] == [CASE_ID]
    back = {
        **first,
        "_id": f"cev:{CASE_ID.partition(':')[2]}:{case.ulid()}",
        "subject": CASE_ID,
        "passed_on": [other],
    }
    case.add(back, "grid-a")
    forwarded = [document for _, document in case.folded.effects if document.get("action") == "note"]
    assert forwarded == [first], "it came from there"


def test_papers_are_forwarded_with_what_they_say() -> None:
    case = a_case_at("merged")
    case.holds_session("med-a")
    case.visits("grid-a")
    other = case.state["merged_into"]
    effects = [document for _, document in case.folded.effects if document.get("subject") == other]
    sent = {document["type"]: document for document in effects}
    assert sent["session"]["content"] == "双方陈述"
    assert sent["follow_up"]["performed"] == "performed"
    for document in sent.values():
        assert CASES.schemas[document["type"]]().validate(document) == {}
