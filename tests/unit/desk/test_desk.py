"""The desk over the whole server: documents in, what waits for a person out, decisions back in."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from server.desk import waiting
from server.records import actions
from tests.support.cases import REPORT
from tests.support.centre import follow
from tests.support.office import DISTRICT, OTHER_TOWNSHIP, TOWNSHIP
from tests.support.patrols import PATROL, PLANNED, ulid
from tests.unit.desk.conftest import WORK, Village

SESSION = {
    "kind": "mediation",
    "place": "调解室",
    "started_at": "2026-03-02T09:00:00.000+08:00",
    "ended_at": "2026-03-02T10:00:00.000+08:00",
    "mediators": ["med-a"],
    "attendee_roles": {"applicant": 1, "respondent": 1},
    "content": "双方陈述",
    "result": "continue",
    "signed_at": "2026-03-02T10:00:00.000+08:00",
}
AGREEMENT = {
    "form": "written",
    "terms": ["界线以老墙为准"],
    "signed_on": "2026-03-02",
    "signed_at": "2026-03-02T10:00:00.000+08:00",
}
LISTS = ("parked", "kept_both", "duplicates", "copies", "quarantined", "headless", "dead_letters")


def a_disputed_case(village: Village) -> tuple[str, str]:
    """Two mediators, neither knowing of the other, settle and fail a case; returns it and the failure."""
    case = village.reports()
    village.does(case, "accept", "operator")
    accepted = village.rseq
    village.does(case, "take", "med-a", accepted)
    village.does(case, "take", "med-b", accepted)
    seen = village.rseq
    for prefix, kind, said in (("ses", "session", SESSION), ("agr", "agreement", AGREEMENT)):
        paper = village.envelope(f"{prefix}:{case[5:]}:{ulid(kind)}", kind, "med-a")
        village.arrives(WORK, {**paper, "subject": case, "seen": seen, "seen_ids": [], "prev": None, **said})
    village.does(case, "agree", "med-a")
    return case, village.does(case, "fail", "med-b", seen=seen)


def allowed(choices: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    return {one["action"]: one["allowed"] for one in choices}


def decide(village: Village, staff_id: str, record: Mapping[str, Any], action: str, **payload: Any) -> int:
    """Decide as the console does; the follower looks at it afterwards."""
    path = f"/api/{record['plural']}/{record['id']}/actions"
    body = {"action": action, "seen": record["rseq"], "payload": payload, "note": None}
    answer = village.office.post(path, village.session(staff_id), body)
    follow(village.office.app)
    return answer.status_code


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.0)


def test_nothing_waits(village: Village) -> None:
    village.reports()
    found = village.desk()
    assert {name: found[name] for name in (*LISTS, "more")} == {name: [] for name in (*LISTS, "more")}


def test_an_outcome_that_another_contradicts_waits_with_both_sides(village: Village) -> None:
    case, failed = a_disputed_case(village)
    (item,) = village.desk()["parked"]
    assert (item["record"]["id"], item["record"]["plural"], item["record"]["state"]) == (
        case,
        "cases",
        "agreed",
    )
    assert item["record"]["title"] == "两户宅基地界线"
    assert (item["event"]["id"], item["event"]["action"]) == (failed, "fail")
    assert item["event"]["by"] == {"id": "med-b", "name": "人员med-b"}
    assert (item["reason"], item["disputed"]) == ("outcome_disputed", True)
    assert set(item["words"]) == {"zh-CN", "en"}
    beside = [(one["action"], one["by"]["id"]) for one in item["beside"]]
    assert beside == [("agree", "med-a"), ("agreement", "med-a"), ("session", "med-a")]
    assert allowed(item["choices"]) == {"force": True, "dismiss": True}


def test_what_is_sealed_in_a_paper_is_not_on_the_desk(village: Village) -> None:
    """Also of a paper that waits: somebody who does not handle the case signed a session."""
    case, _ = a_disputed_case(village)
    paper = village.envelope(f"ses:{case[5:]}:{ulid('stranger')}", "session", "grid-a")
    chain = {"subject": case, "seen": village.rseq, "seen_ids": [], "prev": None}
    village.arrives(WORK, {**paper, **chain, **SESSION})
    told = json.dumps(village.desk(), ensure_ascii=False)
    assert '"session"' in told
    assert str(SESSION["content"]) not in told
    assert AGREEMENT["terms"][0] not in told


def test_a_decision_is_an_event_and_clears_the_desk(village: Village) -> None:
    case, failed = a_disputed_case(village)
    (item,) = village.desk()["parked"]
    assert decide(village, "operator", item["record"], "dismiss", event=failed, reason="双方确认和解") == 202
    assert village.desk()["parked"] == []
    detail = village.office.get(f"/api/cases/{case}", village.session("operator")).get_json()
    last = next(one for one in detail["timeline"] if one["action"] == "dismiss")
    assert (last["by"]["id"], last["payload"]["reason"]) == ("operator", "双方确认和解")


def test_who_may_not_decide_is_told_why(village: Village) -> None:
    _, failed = a_disputed_case(village)
    (item,) = village.desk("director")["parked"]
    assert allowed(item["choices"]) == {"force": False, "dismiss": False}
    assert {one["reason"] for one in item["choices"]} == {"role_missing"}
    assert all(one["words"]["en"] for one in item["choices"])
    assert decide(village, "director", item["record"], "force", event=failed, reason="x") == 403


def test_two_values_stand_until_somebody_picks(village: Village) -> None:
    case = village.reports()
    village.does(case, "accept", "operator")
    village.does(case, "take", "med-a")
    seen = village.rseq
    village.does(case, "edit", "grid-a", seen, field="summary", value="网格员的说法")
    village.does(case, "edit", "med-a", seen, field="summary", value="调解员的说法")
    (item,) = village.desk()["kept_both"]
    assert item["field"] == "summary"
    told = [(one["value"], one["by"]["name"]) for one in item["values"]]
    assert told == [("网格员的说法", "人员grid-a"), ("调解员的说法", "人员med-a")]
    assert [one["action"] for one in item["choices"]] == ["pick"]


def test_a_shift_waits_like_every_record(village: Village) -> None:
    key = PLANNED.removeprefix("shift:")
    early = {
        **village.envelope(f"sev:{key}:{ulid('end')}", "shift_ev", "lead"),
        "div": TOWNSHIP,
        "subject": PLANNED,
        "action": "end",
        "payload": {"km_end": 88},
        "note": "忘记点开始",
        "seen": 1,
        "seen_ids": [],
        "prev": None,
    }
    village.arrives(PATROL, early)
    (item,) = village.desk("dispatch")["parked"]
    assert (item["record"]["plural"], item["record"]["kind"], item["reason"]) == (
        "shifts",
        "day",
        "not_while_planned",
    )
    assert (item["event"]["payload"], item["event"]["note"]) == ({"km_end": 88}, "忘记点开始")
    assert decide(village, "dispatch", item["record"], "force", event=early["_id"], reason="已核实") == 202
    assert village.desk("dispatch")["parked"] == []
    shift = village.office.get(f"/api/shifts/{PLANNED}", village.session("dispatch")).get_json()["shift"]
    assert shift["state"] == "ended"


def test_a_second_document_under_the_same_id_is_shown_with_its_differences(village: Village) -> None:
    case = village.reports()
    other = {
        **village.envelope(case, "case", "grid-a"),
        **REPORT,
        "found_on": "2026-03-02",
        "title": "另一个标题",
    }
    village.arrives(WORK, other)
    found = village.desk()
    (item,) = found["copies"]
    assert found["quarantined"] == []
    assert item["differences"] == [{"field": "title", "kept": "两户宅基地界线", "other": "另一个标题"}]
    assert (item["record"]["id"], item["reason"]) == (case, "second_revision")
    assert [one["action"] for one in item["choices"]] == ["correct"]


def test_what_does_not_fit_is_on_the_same_desk(village: Village) -> None:
    village.arrives(WORK, {**village.envelope(f"case:{ulid('x')}", "case", "grid-a"), "kind": "nonsense"})
    (item,) = village.desk()["quarantined"]
    assert (item["type"], item["reason"], item["author"]["id"]) == ("case", "schema", "grid-a")


@pytest.mark.parametrize(
    ("staff", "township", "status"),
    [
        ("operator", TOWNSHIP, 200),
        ("officer", TOWNSHIP, 403),
        ("special", TOWNSHIP, 200),
        ("special", DISTRICT, 200),
        ("special", "nowhere", 403),
        ("district", TOWNSHIP, 200),
        ("district", DISTRICT, 200),
        ("district", "nowhere", 200),
        ("operator", OTHER_TOWNSHIP, 403),
        ("operator", DISTRICT, 403),
        ("operator", "nowhere", 403),
        ("neighbour", TOWNSHIP, 403),
        ("lead", TOWNSHIP, 403),
        ("admin", TOWNSHIP, 403),
        ("operator", "42", 422),
    ],
)
def test_who_sees_which_desk(village: Village, staff: str, township: str, status: int) -> None:
    answer = village.office.get("/api/desk", village.session(staff), query_string={"township": township})
    assert answer.status_code == status
    if status != 200:
        assert answer.content_type == "application/problem+json"


def test_nobody_sees_it_without_signing_in(village: Village) -> None:
    answer = village.office.client.get(f"/api/desk?township={TOWNSHIP}")
    assert answer.status_code == 401


def test_no_more_is_told_than_a_desk_holds(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST", 1)
    a_disputed_case(village)
    assert village.desk()["more"] == []
    a_disputed_case(village)
    found = village.desk()
    assert (len(found["parked"]), found["more"]) == (1, ["parked"])
