"""What a case's documents may say, and what they may not: above all no names."""

from typing import Any

import pytest

from server.cases.capability import CASES, PARTIES
from server.cases.case_events import BY_SERVER, PAYLOADS
from server.records.capability import check
from server.rules import RULES
from sync.access import Caller
from sync.guard import Guard
from tests.support.cases import CASE_ID, OTHER_CASE, REPORT, SAID, a_case_at, a_party
from tests.support.records import TOWNSHIP, VILLAGE, a_ulid

KEY = CASE_ID.partition(":")[2]
ENVELOPE = {
    "v": 1,
    "div": VILLAGE,
    "wrote": {"by": "med-a", "dev": "dev-1", "dseq": 1},
    "at_dev": "2019-11-04T09:00:00.000+08:00",
    "tz": "Asia/Shanghai",
}
ABOUT = {"subject": CASE_ID, "seen": 0, "seen_ids": [], "prev": None}


def a_report(**more: Any) -> dict[str, Any]:
    return {**ENVELOPE, "_id": CASE_ID, "type": "case", **REPORT, **more}


def an_event(action: str, **more: Any) -> dict[str, Any]:
    said = {"payload": dict(SAID.get(action, {})), "action": action, **more}
    return {**ENVELOPE, **ABOUT, "_id": f"cev:{KEY}:{a_ulid(5)}", "type": "case_ev", **said}


def a_session(**more: Any) -> dict[str, Any]:
    story = a_case_at("handling")
    story.holds_session("med-a")
    return {**story.entries[-1].body, **more}


def an_agreement(**more: Any) -> dict[str, Any]:
    story = a_case_at("handling")
    story.signs("med-a")
    return {**story.entries[-1].body, **more}


def a_party_document(**more: Any) -> dict[str, Any]:
    return {**a_party().entries[0].body, **more}


def wrong(document: dict[str, Any]) -> dict[str, Any]:
    machine = PARTIES if document["type"].startswith("party") else CASES
    return check(machine, document)


def test_what_fits() -> None:
    assert wrong(a_report()) == {}
    assert wrong(a_session()) == {}
    assert wrong(an_agreement()) == {}
    assert wrong(a_party_document()) == {}


@pytest.mark.parametrize("action", [one for one in PAYLOADS if one not in (*BY_SERVER, "force", "dismiss")])
def test_each_event_that_people_write(action: str) -> None:
    assert wrong(an_event(action)) == {}


@pytest.mark.parametrize("extra", ["name", "phone", "id_number", "applicant", "party"])
def test_a_name_on_a_case_is_no_case(extra: str) -> None:
    assert wrong(a_report(**{extra: "某人"})) == {extra: ["Unknown field."]}
    assert extra in wrong(an_event("feedback", **{extra: "某人"}))
    assert extra in wrong(an_event("feedback", payload={**SAID["feedback"], extra: "某人"}))["payload"]
    assert extra in wrong(a_session(**{extra: "某人"}))
    assert extra in wrong(an_agreement(**{extra: "某人"}))


def test_attendees_are_counted_by_their_part_and_never_named() -> None:
    assert "attendee_roles" in wrong(a_session(attendee_roles={"某人": 1}))
    assert "attendee_roles" in wrong(a_session(attendee_roles={"applicant": "某人"}))


def test_no_number_of_an_identity_paper_has_a_place() -> None:
    assert "id_number" in wrong(a_party_document(id_number="420000"))
    assert "phone" in wrong(a_party_document(phone="某人的手机"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people_count", 0),
        ("people_count", "12"),
        ("found_on", "2019-13-01"),
        ("category", "D18"),
        ("risk_level", "extreme"),
        ("source", "rumour"),
        ("point", {"lat": 30.0, "lon": 114.0}),
        ("signs", ["zodiac"]),
        ("title", "长" * 61),
        ("summary", "长" * 2001),
        ("div", "421"),
        ("attach", ["photo.jpg"]),
    ],
)
def test_what_a_report_may_not_say(field: str, value: Any) -> None:
    assert field in wrong(a_report(**{field: value}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("risk_level", "low"),
        ("people_count", "x"),
        ("state", "closed"),
        ("case_no", "1"),
        ("point", {"lat": 1}),
    ],
)
def test_what_an_edit_may_not_say(field: str, value: Any) -> None:
    assert "payload" in wrong(an_event("edit", payload={"field": field, "value": value}))
    correction = {"field": field, "value": value, "reason": "错"}
    assert "payload" in wrong(an_event("correct", payload=correction))


def test_the_old_value_of_an_edit_has_to_be_one_too() -> None:
    edit = {"field": "people_count", "value": 3, "old": "三"}
    assert "payload" in wrong(an_event("edit", payload=edit))
    assert wrong(an_event("edit", payload={**edit, "old": 2})) == {}


def test_only_the_server_forwards() -> None:
    assert "passed_on" in wrong(an_event("note", passed_on=[OTHER_CASE]))
    assert "passed_on" in wrong(a_session(passed_on=[OTHER_CASE]))


def test_a_case_stays_in_its_township() -> None:
    elsewhere = {"target": OTHER_CASE, "target_div": "421102002001"}
    assert "payload" in wrong(an_event("merge_into", payload=elsewhere))
    assert "payload" in wrong(an_event("edit", payload={"field": "div", "value": "421102002001"}))


def test_a_draft_may_have_gaps_and_a_signed_paper_may_not() -> None:
    gaps = {"started_at": None, "ended_at": None, "content": "", "result": None}
    assert wrong(a_session(signed_at=None, **gaps)) == {}
    assert set(wrong(a_session(**gaps))) == {"started_at", "ended_at", "content", "result"}
    assert wrong(an_agreement(signed_at=None, terms=[], signed_on=None)) == {}
    assert set(wrong(an_agreement(terms=[], signed_on=None))) == {"terms", "signed_on"}


def test_a_session_ends_after_its_start() -> None:
    assert "ended_at" in wrong(a_session(ended_at="2019-11-05T08:00:00.000+08:00"))


def test_an_id_carries_the_case() -> None:
    assert wrong({**an_event("note"), "subject": OTHER_CASE}) == {"_id": ["the id must carry the subject's"]}
    assert "_id" in wrong({**a_report(), "_id": "case:某人"})


def test_parties_and_papers_have_no_place_in_a_village() -> None:
    guard = Guard(RULES)
    caller = Caller("med-a", frozenset({"staff:med-a", "dev:dev-1", f"mediator@{VILLAGE}"}))
    for document in (a_party_document(), a_session(), an_agreement()):
        own = {**document, "wrote": {**document["wrote"], "dev": "dev-1"}}
        there, here, foreign = (
            guard.judge(f"{database}", own, caller)
            for database in (f"work_{VILLAGE}", "own_med-a", "own_med-b")
        )
        assert there is not None and there.code == "wrong_place"  # noqa: PT018
        assert here is None
        assert foreign is not None and foreign.code == "denied"  # noqa: PT018


def test_nobody_reads_what_is_anothers_own() -> None:
    guard = Guard(RULES)
    roles = frozenset(
        {"staff:med-b", f"mediator@{VILLAGE}", f"village_lead@{VILLAGE}", f"twp_director@{TOWNSHIP}"}
    )
    assert guard.readable("own_med-b", roles)
    assert not guard.readable("own_med-a", roles)
