"""One visit, one entry: what a patrol found and is a hazard is in the hazards' register by itself, once."""

from pathlib import Path
from typing import Any

from tests.support.patrols import ulid
from tests.support.records import TOWNSHIP
from tests.support.road import Phone, Road, a_road, a_unit

PEOPLE = {"lead": ("patrol", ["patrol_lead"]), "operator": ("patrol", ["twp_operator"])}
PATROL, OFFICE = f"patrol_{TOWNSHIP}", f"centre_{TOWNSHIP}"
PHOTO = f"att:{ulid('photo', 1)}"
SHIFT = f"shift:{ulid('shift', 1)}"
HEAD: dict[str, Any] = {
    "team": "t1",
    "date": "2019-11-04",
    "slot": "adhoc",
    "planned": False,
    "starts_at": "2019-11-04T01:00:00.000Z",
    "ends_at": None,
    "members": ["lead"],
    "vehicle": None,
    "must_points": [],
}


def finds(phone: Phone, kind: str, text: str = "码头路灯不亮") -> str:
    """Report a find of this kind on the shift."""
    said: dict[str, Any] = {"kind": kind, "place": "一号码头", "point": None, "text": text, "attach": [PHOTO]}
    doc_id = f"pf:{SHIFT.removeprefix('shift:')}:{ulid(phone.device, phone.dseq)}"
    return phone.saves(PATROL, doc_id, "patrol_find", subject=SHIFT, seen=0, seen_ids=[], prev=None, **said)


def a_night(road: Road, *kinds: str) -> Phone:
    """A shift with finds of these kinds, arrived."""
    lead = road.phone("lead")
    lead.saves(PATROL, SHIFT, "shift", **HEAD)
    for kind in kinds:
        finds(lead, kind)
    lead.comes_online()
    return lead


def test_a_find_that_is_a_hazard_fills_the_register(tmp_path: Path) -> None:
    with a_road(tmp_path, PEOPLE, [a_unit("patrol", "GOV")], databases=[PATROL]) as road:
        a_night(road, "hazard", "lost_property", "fire", "dispute_sign")
        found = [road.state(one) for one in road.subjects("hz:")]
        assert sorted(one["category"] for one in found) == ["fire", "other"]
        (lamp,) = (one for one in found if one["category"] == "other")
        assert (lamp["state"], lamp["text"], lamp["place"]) == ("found", "码头路灯不亮", "一号码头")
        assert (lamp["finders"], lamp["before_att"]) == (["lead"], [PHOTO])
        assert sorted(road.state(SHIFT)["hazards"].values()) == road.subjects("hz:")
        assert road.quarantined() == {}


def test_what_comes_later_to_the_shift_makes_no_second_hazard(tmp_path: Path) -> None:
    with a_road(tmp_path, PEOPLE, [a_unit("patrol", "GOV")], databases=[PATROL]) as road:
        lead = a_night(road, "hazard")
        (hazard,) = road.subjects("hz:")
        road.does("operator", hazard, OFFICE, "reject", reason="已由路灯所处理")
        later = finds(lead, "lost_property")
        lead.comes_online()
        assert road.result(later) == ("applied", None)
        assert road.subjects("hz:") == [hazard]
        assert road.state(hazard)["state"] == "rejected"


def test_a_find_without_words_is_called_by_its_kind(tmp_path: Path) -> None:
    with a_road(tmp_path, PEOPLE, [a_unit("patrol", "GOV")], databases=[PATROL]) as road:
        lead = a_night(road)
        finds(lead, "hazard", text="")
        lead.comes_online()
        (hazard,) = road.subjects("hz:")
        assert road.state(hazard)["text"] == "安全隐患"
