"""T6: what two inspectors find at one school meets in one hazard; and what follows from an inspection."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from server.divisions.queries import in_area
from server.hazards.planning import planned_events
from server.schools.planning import plan
from sync.domain import Document
from tests.support.patrols import ZONE
from tests.support.records import TOWNSHIP, VILLAGE
from tests.support.road import Phone, Road, a_reference, a_road, a_unit
from tests.support.schools import AFTER, MONTH, PHOTO, SCHOOL, SCHOOL_DB, UNITS, WORK, submitted

PEOPLE = {
    "insp-psb": ("psb", ["inspector"]),
    "insp-urb": ("urb", ["inspector"]),
    "insp-jus": ("jus", ["inspector"]),
    "insp-msa": ("msa", ["inspector"]),
    "officer": ("urb", ["unit_officer"]),
    "both": ("urb", ["unit_officer", "inspector"]),
    "op": ("plo", ["twp_operator"]),
}
SC04 = f"hz:{SCHOOL}:{MONTH}:SC04"
ACTION = f"sact:{TOWNSHIP}:{MONTH}"


def _planned(connection: Connection, now: datetime) -> list[tuple[str, Document]]:
    actions = plan(in_area(connection, "school", ""), now.astimezone(ZONE), ZONE)
    return [*actions, *planned_events(connection, now)]


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    """A township with one school, its inspectors and the office of the units."""
    references = [
        a_reference(f"division:{TOWNSHIP}", level="township", parent=None),
        *(a_unit(code, kind) for code, kind in UNITS.items()),
        a_reference(f"school:{SCHOOL}", VILLAGE, point=None, stage="primary", class_count=None, site=None),
    ]
    with a_road(tmp_path, PEOPLE, references, [SCHOOL_DB], _planned) as found:
        yield found


def inspects(phone: Phone, visit: str = "", **answers: str) -> str:
    """A visit of the school, written down and submitted."""
    inspection = f"insp:{SCHOOL}:{MONTH}:{phone.staff_id}{visit}"
    return phone.saves(f"own_{phone.staff_id}", inspection, "inspection", **submitted(**answers))


@pytest.mark.parametrize("order", [("insp-psb", "insp-urb"), ("insp-urb", "insp-psb")])
def test_one_says_ok_and_one_no(road: Road, order: tuple[str, str]) -> None:
    said = {"insp-psb": "ok", "insp-urb": "no"}
    for one in order:
        inspects(road.phone(one), SC04=said[one])
    for one in order:
        road.phone(one).comes_online()
    assert road.state(ACTION)["schools"][SCHOOL]["items"] == {"SC04": "no"}
    assert road.subjects("hz:") == [SC04]
    assert road.state(SC04)["finders"] == ["insp-urb"]
    assert not road.replayed()


def test_both_say_no(road: Road) -> None:
    for one in ("insp-psb", "insp-urb"):
        inspects(road.phone(one), SC04="no")
    for one in ("insp-psb", "insp-urb"):
        road.phone(one).comes_online()
    assert road.subjects("hz:") == [SC04]
    state = road.state(SC04)
    assert (state["finders"], state["before_att"]) == (["insp-psb", "insp-urb"], [PHOTO])
    assert road.registered(SC04)["ref"] == SCHOOL
    assert not road.replayed()


def test_the_same_inspection_sent_again_finds_nothing_new(road: Road) -> None:
    phone = road.phone("insp-psb")
    inspects(phone, SC04="no")
    again = list(phone.unsent)
    phone.comes_online()
    before = road.journalled(SC04)
    phone.unsent = again
    phone.comes_online()
    assert road.journalled(SC04) == before
    assert [author for _, author in before].count("insp-psb") == 1


def test_a_draft_finds_nothing_until_it_is_submitted(road: Road) -> None:
    phone = road.phone("insp-psb")
    inspection = f"insp:{SCHOOL}:{MONTH}:insp-psb"
    phone.saves("own_insp-psb", inspection, "inspection", **{**submitted(), "submitted_at": None})
    phone.comes_online()
    assert road.subjects("hz:") == []
    inspects(phone, SC04="no")
    phone.comes_online()
    assert road.subjects("hz:") == [SC04]
    assert road.state(inspection)["state"] == "submitted"


def test_the_owner_of_the_item_gets_the_hazard_and_another_verifies_it(road: Road) -> None:
    inspects(road.phone("insp-psb"), SC04="no")
    road.phone("insp-psb").comes_online()
    assert road.state(SC04)["state"] == "assigned"
    assert (road.state(SC04)["lead_unit"], road.state(SC04)["officers"]) == ("urb", ["both", "officer"])
    own = on_phone(road, "both", "rectify")
    seen = road.state(SC04)["rseq"]
    forbidden = on_phone(road, "both", "verify", seen=seen)
    assert road.result(own) == ("applied", None)
    assert road.result(forbidden) == ("parked", "rectifier_may_not_verify")
    assert road.state(SC04)["state"] == "rectified"
    verified = on_phone(road, "insp-psb", "verify", seen=seen)
    assert road.result(verified) == ("applied", None)
    assert road.registered(SC04)["state"] == "closed"
    assert not road.replayed()


def test_the_unit_is_shown_its_hazard_and_the_others_the_inspection(road: Road) -> None:
    inspection = inspects(road.phone("insp-psb"), SC04="no")
    road.phone("insp-psb").comes_online()
    view = road.stored("own_officer", f"view:{SC04}")
    assert view is not None
    assert (view["state"]["state"], [one["action"] for one in view["events"]]) == (
        "assigned",
        ["find", "auto_assign"],
    )
    assert road.stored("own_both", f"view:{SC04}") is None
    received = road.phone("officer").acts("own_officer", SC04, "hazard_ev", "hev", "receive")
    road.phone("officer").comes_online()
    assert road.result(received) == ("applied", None)
    road.does("op", SC04, SCHOOL_DB, "assign", unit="psb", officers=[], due_at=None)
    assert road.stored("own_officer", f"view:{SC04}") is None
    shown = road.stored(SCHOOL_DB, f"view:{inspection}")
    assert shown is not None
    assert shown["head"]["answers"]["SC04"]["ans"] == "no"


SAYS: dict[str, dict[str, Any]] = {
    "rectify": WORK,
    "verify": {"visited_on": "2019-11-06", "text": None, "attach": [AFTER]},
}


def on_phone(road: Road, staff_id: str, action: str, seen: int = 0) -> str:
    """Somebody acts on the hazard and has a network."""
    database = SCHOOL_DB if staff_id != "officer" else "own_officer"
    event = road.phone(staff_id).acts(database, SC04, "hazard_ev", "hev", action, seen, **SAYS[action])
    road.phone(staff_id).comes_online()
    return event


def test_a_returned_inspection_is_followed_by_a_new_one(road: Road) -> None:
    phone = road.phone("insp-psb")
    first = inspects(phone, SC04="no")
    phone.comes_online()
    returned = road.does("op", first, "own_insp-psb", "return", reason="地点写错")
    assert road.result(returned) == ("applied", None)
    assert road.state(ACTION)["uninspected"] == [SCHOOL]
    second = inspects(phone, ":2", SC04="ok")
    phone.comes_online()
    assert road.state(second)["state"] == "submitted"
    action = road.state(ACTION)
    assert (action["uninspected"], action["schools"][SCHOOL]["items"]) == ([], {"SC04": "ok"})
    assert road.state(SC04)["finders"] == ["insp-psb"]
    assert not road.replayed()


def test_the_action_is_complete_with_all_signatures_and_schools(road: Road) -> None:
    road.settle()
    for unit, party in {"psb": "psb", "jus": "jus", "urb": "city", "msa": "msa"}.items():
        phone = road.phone(f"insp-{unit}")
        phone.acts(SCHOOL_DB, ACTION, "school_action_ev", "ev", "sign", unit=unit, party=party)
        phone.comes_online()
    road.does("op", ACTION, SCHOOL_DB, "sign", unit="plo", party="lead")
    assert road.state(ACTION)["state"] == "running"
    inspects(road.phone("insp-psb"), SC01="ok")
    road.phone("insp-psb").comes_online()
    assert road.state(ACTION)["state"] == "complete"


def test_an_action_that_lacks_something_is_incomplete_at_the_months_end(road: Road) -> None:
    road.settle()
    road.passes(days=27)
    assert road.state(ACTION)["state"] == "incomplete"
    assert road.subjects("sact:") == [ACTION, f"sact:{TOWNSHIP}:2019-12"]


def test_what_is_found_again_next_month_may_be_the_same(road: Road) -> None:
    inspects(road.phone("insp-psb"), SC04="no")
    road.phone("insp-psb").comes_online()
    road.passes(days=28)
    fields = {**submitted(SC04="no"), "month": "2019-12", "on": "2019-12-02"}
    phone = road.phone("insp-urb")
    phone.saves("own_insp-urb", f"insp:{SCHOOL}:2019-12:insp-urb", "inspection", **fields)
    phone.comes_online()
    newer = f"hz:{SCHOOL}:2019-12:SC04"
    assert (road.state(newer)["suspects"], "dup_suspect" in road.state(newer)["flags"]) == ([SC04], True)
    assert "overdue" in road.state(SC04)["flags"]
    road.does("op", newer, SCHOOL_DB, "merge_into", target=SC04, reason="同一处")
    assert road.state(newer)["state"] == "merged"
    assert road.state(SC04)["finders"] == ["insp-psb", "insp-urb"]
    late = phone.acts(SCHOOL_DB, newer, "hazard_ev", "hev", "verify_fail", **FAIL)
    phone.comes_online()
    assert road.result(late) == ("absorbed", "forwarded")
    assert road.state(SC04)["parked"] != []
    assert not road.replayed()


FAIL = {"visited_on": "2019-12-03", "reason": "还在", "attach": []}


def test_an_inspection_with_something_extra_is_set_aside(road: Road) -> None:
    phone = road.phone("insp-psb")
    inspection = f"insp:{SCHOOL}:{MONTH}:insp-psb"
    phone.saves("own_insp-psb", inspection, "inspection", **submitted(), pupil="张三")
    phone.comes_online()
    assert road.quarantined() == {inspection: "schema"}
    assert road.subjects("hz:") == []


def test_an_inspection_in_anothers_name_is_set_aside(road: Road) -> None:
    phone = road.phone("insp-psb")
    inspection = f"insp:{SCHOOL}:{MONTH}:insp-urb"
    phone.saves("own_insp-psb", inspection, "inspection", **submitted())
    phone.comes_online()
    assert road.quarantined() == {inspection: "schema"}
    assert road.subjects("hz:") == []


def test_an_inspection_signed_as_another_is_denied(road: Road) -> None:
    phone = road.phone("insp-psb")
    inspection = f"insp:{SCHOOL}:{MONTH}:insp-urb"
    wrote = {"by": "insp-urb", "dev": "dev-insp-urb", "dseq": 1}
    phone.saves("own_insp-urb", inspection, "inspection", **submitted(), wrote=wrote)
    phone.comes_online()
    assert phone.denied == [inspection]


def test_a_phone_does_not_tell_the_action_of_an_inspection(road: Road) -> None:
    road.settle()
    phone = road.phone("insp-psb")
    told = {
        "inspection": f"insp:{SCHOOL}:{MONTH}:insp-psb",
        "school": SCHOOL,
        "inspector": "insp-psb",
        "on": "2019-11-04",
        "answers": {"SC01": "ok"},
    }
    event = phone.acts(SCHOOL_DB, ACTION, "school_action_ev", "ev", "inspected", **told)
    phone.comes_online()
    assert road.result(event) == ("refused", "role_missing")
    assert road.state(ACTION)["uninspected"] == [SCHOOL]
