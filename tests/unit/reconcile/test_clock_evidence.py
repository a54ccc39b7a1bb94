"""The time that counts: the device's, the corrected one or that of receiving, and how sure it is."""

from datetime import timedelta
from typing import Any

import pytest

from sync.clock_evidence import Evidence, Limits, evidence_of, judged_time, stands

LIMITS = Limits(5, 72)
NOON = "2026-01-05T12:00:00.000Z"
HOUR_MS = 3_600_000


def judged(
    at_dev: str, received_at: str = NOON, off: int | None = None, age_s: int | None = None
) -> tuple[str, bool, bool]:
    told = full(at_dev, received_at, off, age_s)
    return told["at"], told["skewed"], told["too_late"]


def full(
    at_dev: str, received_at: str = NOON, off: int | None = None, age_s: int | None = None
) -> dict[str, Any]:
    return judged_time(at_dev, received_at, LIMITS, evidence_of({"off": off, "off_age_s": age_s}))


def test_a_time_before_the_receiving_stands_and_one_after_it_does_not() -> None:
    assert judged("2026-01-05T18:00:00.000+08:00") == ("2026-01-05T10:00:00.000Z", False, False)
    assert judged("2026-01-05T12:05:00.000Z") == ("2026-01-05T12:05:00.000Z", False, False)
    assert judged("2026-01-05T12:05:00.001Z") == (NOON, True, False)


def test_a_time_before_the_grace_is_judged_by_the_receiving_unless_it_is_the_servers() -> None:
    assert judged("2026-01-02T12:00:00.000Z") == ("2026-01-02T12:00:00.000Z", False, False)
    assert judged("2026-01-02T11:59:59.999Z") == (NOON, False, True)
    own = judged_time("2025-12-01T00:00:00.000Z", NOON, None)
    assert (own["at"], own["at_within_s"], own["too_late"]) == ("2025-12-01T00:00:00.000Z", 0, False)


@pytest.mark.parametrize(
    ("at_dev", "off_hours"), [("2026-01-06T10:00:00.000Z", 24), ("2026-01-05T09:00:00.000Z", -1)]
)
def test_a_clock_that_says_how_wrong_it_is_is_corrected(at_dev: str, off_hours: int) -> None:
    told = full(at_dev, off=off_hours * HOUR_MS, age_s=86_400)
    assert (told["at"], told["skewed"], told["at_within_s"]) == ("2026-01-05T10:00:00.000Z", True, 11)
    assert (told["at_from"], told["corrected_at"]) == ("corrected", told["at"])
    assert told["days_off"] == (-1 if off_hours > 0 else 0)


def test_a_clock_that_is_right_within_the_limit_stands() -> None:
    told = full("2026-01-05T10:00:00.000Z", off=5 * 60_000, age_s=0)
    assert (told["at"], told["at_from"]) == ("2026-01-05T10:00:00.000Z", "device")
    assert (told["corrected_at"], told["days_off"]) == (None, None)
    assert (told["skewed"], told["at_within_s"]) == (False, 2)


def test_nothing_was_done_after_it_was_received() -> None:
    assert judged("2026-01-06T14:00:00.000Z", off=24 * HOUR_MS, age_s=60) == (NOON, True, False)


def test_what_is_too_late_after_the_correction_is_judged_by_the_receiving() -> None:
    assert judged("2026-01-05T11:00:00.000Z", off=96 * HOUR_MS, age_s=60) == (NOON, True, True)
    assert judged("2026-01-01T11:00:00.000Z", off=-96 * HOUR_MS, age_s=60) == (
        "2026-01-05T11:00:00.000Z",
        True,
        False,
    )


def test_without_contact_there_is_no_evidence() -> None:
    assert evidence_of({}) is None
    assert evidence_of({"off": None, "off_age_s": None}) is None
    assert evidence_of({"off": -1500, "off_age_s": 0}) == Evidence(timedelta(seconds=-1.5), 2)
    assert full("2026-01-05T10:00:00.000Z")["at_within_s"] is None


def test_what_is_too_late_is_put_right_all_the_same() -> None:
    """For days that somebody named, and moments that they wrote down."""
    told = full("2026-01-05T11:00:00.000Z", off=96 * HOUR_MS, age_s=60)
    assert (told["at"], told["at_from"], told["at_within_s"]) == (NOON, "received", None)
    assert (told["corrected_at"], told["days_off"]) == ("2026-01-01T11:00:00.000Z", -4)


def test_a_wrong_calendar_without_evidence_is_moved_to_the_day_of_receiving() -> None:
    told = full("2026-01-08T11:00:00.000Z")
    assert (told["at_from"], told["corrected_at"], told["days_off"]) == ("received", None, -3)


def test_days_are_those_of_the_zone() -> None:
    told = judged_time(
        "2026-01-05T17:00:00.000+08:00",
        NOON,
        LIMITS,
        evidence_of({"off": 10 * HOUR_MS, "off_age_s": 0}),
        "Asia/Shanghai",
    )
    assert (told["at"], told["days_off"]) == ("2026-01-04T23:00:00.000Z", 0)


def test_the_servers_own_time_is_never_in_doubt() -> None:
    told = judged_time("2026-01-01T00:00:00.000Z", NOON, None)
    assert (told["at_from"], told["at_within_s"], stands(told)) == ("server", 0, True)
    assert not stands(full("2026-01-08T11:00:00.000Z"))
