"""Duty intervals and night minutes."""

from zoneinfo import ZoneInfo

import pytest

from server.patrols.duty import intervals, night_minutes, on_duty

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = ["20:00", "06:00"]


def utc(text: str) -> str:
    return f"2026-03-{text}:00.000Z"


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("02T00:00", "02T08:00", 0),  # 08:00 to 16:00 local
        ("02T08:00", "02T16:00", 240),  # 16:00 to 24:00
        ("01T16:00", "02T00:00", 360),  # 00:00 to 08:00
        ("02T11:59", "02T12:01", 1),  # around 20:00
        ("01T21:30", "01T22:30", 30),  # around 06:00
        ("02T12:00", "02T22:00", 600),  # the whole night
        ("02T04:00", "03T04:00", 600),  # a whole day from noon
        ("01T04:00", "03T04:00", 1200),  # two days, two nights
    ],
)
def test_night_minutes_of_one_interval(start: str, end: str, minutes: int) -> None:
    assert night_minutes([(utc(start), utc(end))], utc("09T00:00"), NIGHT, SHANGHAI) == minutes


def test_open_duty_counts_to_the_last_news() -> None:
    assert night_minutes([(utc("02T12:00"), None)], utc("02T13:30"), NIGHT, SHANGHAI) == 90


def test_seconds_add_up_before_they_are_cut() -> None:
    parts = [("2026-03-02T13:00:00.000Z", "2026-03-02T13:00:40.000Z")] * 1
    parts += [("2026-03-02T14:00:00.000Z", "2026-03-02T14:00:40.000Z")]
    assert night_minutes(parts, utc("09T00:00"), NIGHT, SHANGHAI) == 1


def test_a_clock_years_off_does_not_fill_years() -> None:
    assert (
        night_minutes([("1970-01-01T00:00:00.000Z", utc("02T00:00"))], utc("02T00:00"), NIGHT, SHANGHAI)
        <= 1200
    )


def test_a_night_with_a_change_of_clocks_counts_passed_minutes() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = [("2026-03-28T19:00:00.000Z", "2026-03-29T04:00:00.000Z")]  # 20:00 to 06:00, an hour lost
    assert night_minutes(spring, utc("30T00:00"), NIGHT, berlin) == 540


def test_a_window_within_one_day() -> None:
    assert (
        night_minutes([(utc("02T00:00"), utc("02T08:00"))], utc("09T00:00"), ["09:00", "10:00"], SHANGHAI)
        == 60
    )


def test_pauses_are_no_duty() -> None:
    changes = [(utc("02T03:00"), True), (utc("02T02:00"), False)]
    assert intervals(utc("02T00:00"), utc("02T08:00"), changes) == [
        (utc("02T00:00"), utc("02T02:00")),
        (utc("02T03:00"), utc("02T08:00")),
    ]


def test_duty_that_goes_on_is_open_and_a_pause_without_resume_ends_it() -> None:
    assert intervals(utc("02T00:00"), None, []) == [(utc("02T00:00"), None)]
    assert intervals(utc("02T00:00"), None, [(utc("02T01:00"), False)]) == [
        (utc("02T00:00"), utc("02T01:00"))
    ]
    assert intervals(None, None, []) == []


def test_a_resume_after_the_end_adds_nothing() -> None:
    changes = [(utc("02T02:00"), False), (utc("02T09:00"), True)]
    assert intervals(utc("02T00:00"), utc("02T08:00"), changes) == [(utc("02T00:00"), utc("02T02:00"))]


def test_duty_is_the_union_of_its_members() -> None:
    nine, ten, later, eleven = utc("02T01:00"), utc("02T02:00"), utc("02T02:10"), utc("02T03:00")
    begin, end = utc("02T00:00"), utc("02T08:00")
    both = {"a": [(begin, True), (nine, False), (eleven, True)], "b": [(ten, False), (later, True)]}
    assert on_duty(begin, end, both) == [(begin, ten), (later, end)], "off duty only while both pause"
    taken_over = {"a": [(begin, True), (nine, False)], "b": [(ten, True)]}
    assert on_duty(begin, end, taken_over) == [(begin, nine), (ten, end)]
    assert on_duty(begin, end, {"a": [(begin, True)]}) == [(begin, end)]
    assert on_duty(None, None, {}) == []
