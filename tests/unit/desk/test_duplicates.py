"""Cases that may be the same matter, and who else than an office may look at the desk."""

from typing import Any

import pytest

from server.records import actions
from tests.support.office import DISTRICT
from tests.support.patrols import ulid
from tests.unit.desk.conftest import WORK, Village
from tests.unit.desk.test_desk import AGREEMENT, allowed, decide


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.0)


def a_suspected(village: Village, **said: Any) -> str:
    """A case with two agreements, by mediators who did not know of each other: perhaps two matters in one."""
    case = village.reports(**said)
    village.does(case, "accept", "operator")
    village.does(case, "take", "med-a")
    for number in (1, 2):
        paper = village.envelope(f"agr:{case[5:]}:{ulid(case, number)}", "agreement", "med-a")
        chain = {"subject": case, "seen": village.rseq, "seen_ids": [], "prev": None}
        village.arrives(WORK, {**paper, **chain, **AGREEMENT})
    return case


def test_a_suspected_case_is_merged_into_another_of_its_kind(village: Village) -> None:
    other = village.reports("grid-a", title="两户宅基地界线（再报）", found_on="2026-02-01")
    case = a_suspected(village)
    (item,) = village.desk()["duplicates"]
    assert (item["record"]["id"], allowed(item["choices"])) == (case, {"merge_into": True, "distinct": True})
    (candidate,) = item["candidates"]
    assert (candidate["id"], candidate["title"]) == (other, "两户宅基地界线（再报）")
    assert set(candidate) == set(item["record"])
    target = {"target": candidate["id"], "target_div": candidate["div"]["code"]}
    assert decide(village, "operator", item["record"], "merge_into", **target) == 202
    assert village.state(case)["merged_into"] == other


def test_what_two_people_report_within_days_is_suspected_by_itself(village: Village) -> None:
    first = village.reports("grid-a")
    second = village.reports("med-a", found_on="2026-03-04")
    for alike_no_more in ({"category": "D01"}, {"found_on": "2026-02-20"}):
        village.reports("med-b", **alike_no_more)
    village.clock_ticks()
    (item,) = village.desk()["duplicates"]
    assert item["record"]["id"] == second
    assert village.state(second)["suspects"] == [first]
    assert allowed(item["choices"]) == {"merge_into": True, "distinct": True}
    assert decide(village, "operator", item["record"], "distinct", reason="两家不同的事") == 202
    village.clock_ticks()
    assert village.desk()["duplicates"] == [], "and it is not said again"


@pytest.mark.parametrize(
    "said",
    [
        {"category": "D01"},
        {"kind": "petition"},
        {"found_on": "2025-11-01"},
    ],
    ids=["another category", "another kind", "long before"],
)
def test_what_is_not_alike_is_no_candidate(village: Village, said: dict[str, Any]) -> None:
    village.reports(**said)
    a_suspected(village)
    assert village.desk()["duplicates"][0]["candidates"] == []


def test_what_has_ended_is_no_candidate(village: Village) -> None:
    other = village.reports()
    village.does(other, "void", "grid-a", reason="重复登记")
    a_suspected(village)
    assert village.desk()["duplicates"][0]["candidates"] == []


def test_a_category_that_nobody_gave_is_like_no_other(village: Village) -> None:
    village.reports(kind="consult", category=None)
    a_suspected(village, kind="consult", category=None)
    assert [one["candidates"] for one in village.desk()["duplicates"]] == [[]]


def test_who_is_no_office_sees_only_what_is_held_of_the_kinds_that_they_read(village: Village) -> None:
    for kind in ("clue_drop", "case"):
        unfit = village.envelope(f"{kind}:{ulid(kind)}", kind, "special")
        village.publishes(f"clue_{DISTRICT}", {**unfit, "kind": "nonsense"})
    told = {who: village.desk(who, township=DISTRICT)["quarantined"] for who in ("special", "district")}
    assert [one["type"] for one in told["special"]] == ["clue_drop"]
    assert [one["type"] for one in told["district"]] == ["case", "clue_drop"]


def test_who_dispatches_is_shown_no_case(village: Village) -> None:
    a_suspected(village)
    assert len(village.desk("operator")["duplicates"]) == 1
    assert village.desk("dispatch")["duplicates"] == []


def test_the_special_office_sees_what_waits_on_clues(village: Village) -> None:
    """And nobody else of the district does; what it may not decide is greyed out with the reason."""
    clue = f"cd:{ulid('clue')}"
    head = {
        **village.envelope(clue, "clue_drop", "grid-a"),
        "envelope_no": "HZ-7",
        "channel": "mailbox",
        "category": "CL06",
        "received_on": "2026-03-02",
        "count": 2,
    }
    village.publishes(f"clue_{DISTRICT}", {**head, "wrote": {**head["wrote"], "by": "special"}})
    early = village.envelope(f"ev:{clue}:{ulid('close')}", "clue_ev", "special")
    event = {"subject": clue, "action": "close", "payload": {}, "note": None, "seen": 1, "seen_ids": []}
    village.publishes(f"clue_{DISTRICT}", {**early, **event, "prev": None})
    (item,) = village.desk("special", township=DISTRICT)["parked"]
    assert (item["record"]["id"], item["reason"]) == (clue, "not_while_dropped")
    assert allowed(item["choices"]) == {"force": True, "dismiss": True}
    assert village.desk("district", township=DISTRICT)["parked"] == []
    assert village.desk("special", township=DISTRICT)["may_settle"] is False
