"""The flags of check-ins: what earns each, and what just does not."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.parameters import DEFAULTS
from server.patrols.checks import Checkin, Place, distance_m, examine, visited
from sync import times
from sync.acts import Act

HERE = {"lat": 30.45, "lon": 114.87}
TOKEN = hashlib.sha256(b"right").hexdigest()
PLACE = Place(HERE, 60, TOKEN)
BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def north(metres: float) -> dict[str, float]:
    return {"lat": 30.45 + metres / 111_195, "lon": 114.87}


def a_checkin(number: int = 1, minutes: float = 0, place: Place | None = PLACE, **said: Any) -> Checkin:
    view = {
        "by": "lead",
        "at": times.utc(BEGIN + timedelta(minutes=minutes)),
        "at_from": "device",
        "skewed": False,
        "too_late": False,
        "checkpoint": "c001",
        "method": "gps",
        "qr_token": None,
        "point": None,
        "acc": None,
        **said,
    }
    act = Act(number, f"ck{number}", "ckin", False, True, times.utc(BEGIN), view)
    return Checkin(act, place, DEFAULTS)


def flags(*checkins: Checkin) -> list[list[str]]:
    found = examine(checkins)
    return [found[one.act.doc_id] for one in checkins]


def test_distance() -> None:
    assert distance_m(HERE, north(1000)) == pytest.approx(1000, rel=0.001)
    assert distance_m({"lat": 0, "lon": 179.9}, {"lat": 0, "lon": -179.9}) == pytest.approx(22_239, rel=0.001)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"point": north(59)}, []),
        ({"point": north(61)}, ["far_from_point"]),
        ({"point": HERE, "acc": 50}, []),
        ({"point": HERE, "acc": 50.5}, ["low_accuracy"]),
        ({"method": "qr", "qr_token": "right"}, []),
        ({"method": "qr", "qr_token": "wrong"}, ["bad_token"]),
        ({"method": "qr", "qr_token": "\ud800"}, ["bad_token"]),
        ({"method": "nfc", "qr_token": "right"}, []),
        ({"method": "nfc", "qr_token": "wrong"}, ["bad_token"]),
        ({"method": "hand", "reason": "贴纸损坏"}, []),
        ({"place": None}, ["unknown_point"]),
        ({"place": None, "checkpoint": None, "point": HERE}, []),
        ({"skewed": True}, ["clock_skew"]),
        ({"too_late": True}, ["too_late"]),
    ],
)
def test_one_check_in(said: dict[str, Any], expected: list[str]) -> None:
    assert flags(a_checkin(**said)) == [expected]


def test_faster_than_a_patrol_drives() -> None:
    first = a_checkin(1, 0, point=HERE)
    assert flags(first, a_checkin(2, 1, checkpoint="c2", point=north(1300)))[1] == ["far_from_point"]
    fast = flags(first, a_checkin(2, 1, checkpoint="c2", point=north(1400)))
    assert fast[1] == ["far_from_point", "fast_move"]


def test_what_both_positions_may_be_wrong_by_is_no_speed() -> None:
    near = Place(north(100), 60, TOKEN)
    jump = flags(
        a_checkin(1, 0, point=HERE, acc=45),
        a_checkin(2, 1 / 60, near, checkpoint="c2", point=north(100), acc=45),
    )
    assert jump[1] == []


def test_two_people_may_be_far_apart() -> None:
    assert (
        "fast_move"
        not in flags(a_checkin(1), a_checkin(2, 1, by="p02", checkpoint="c2", point=north(9000)))[1]
    )


def test_the_same_checkpoint_again_within_five_minutes_counts_once() -> None:
    assert flags(a_checkin(1), a_checkin(2, 5), a_checkin(3, 5.1)) == [[], ["duplicate"], []]
    assert flags(a_checkin(1), a_checkin(2, 2, checkpoint="c2")) == [[], []]


def test_order_is_that_of_the_moments_not_of_arrival() -> None:
    assert flags(a_checkin(1, 3), a_checkin(2, 0)) == [["duplicate"], []]


def test_a_wrong_token_is_no_visit_but_a_far_position_is() -> None:
    checkins = [
        a_checkin(1, method="qr", qr_token="wrong"),
        a_checkin(2, 9, checkpoint="c2", point=north(500)),
    ]
    assert visited(checkins, examine(checkins)) == {"c2"}
