"""Windows of the calendar: weeks, ten days, halves of months."""

from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from server.duties.windows import backwards, half_month, ten_days, week

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("window_of", "day", "key", "first", "last"),
    [
        (week, date(2019, 11, 10), "2019-W45", date(2019, 11, 4), date(2019, 11, 10)),
        (week, date(2019, 12, 30), "2020-W01", date(2019, 12, 30), date(2020, 1, 5)),
        (week, date(2021, 1, 3), "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        (ten_days, date(2019, 11, 10), "2019-11-T1", date(2019, 11, 1), date(2019, 11, 10)),
        (ten_days, date(2019, 11, 11), "2019-11-T2", date(2019, 11, 11), date(2019, 11, 20)),
        (ten_days, date(2020, 2, 29), "2020-02-T3", date(2020, 2, 21), date(2020, 2, 29)),
        (ten_days, date(2019, 10, 31), "2019-10-T3", date(2019, 10, 21), date(2019, 10, 31)),
        (half_month, date(2019, 11, 15), "2019-11-H1", date(2019, 11, 1), date(2019, 11, 15)),
        (half_month, date(2019, 11, 16), "2019-11-H2", date(2019, 11, 16), date(2019, 11, 30)),
    ],
)
def test_the_window_of_a_day(window_of, day, key, first, last) -> None:  # type: ignore[no-untyped-def]
    window = window_of(day)
    assert (window.key, window.first, window.last) == (key, first, last)


def test_a_year_has_36_reports_and_24_openings() -> None:
    last = date(2019, 12, 31)
    assert [one.first.year for one in islice(backwards(ten_days, last), 37)].count(2019) == 36
    assert [one.first.year for one in islice(backwards(half_month, last), 25)].count(2019) == 24


def test_a_window_begins_and_ends_at_the_midnights_of_the_district() -> None:
    window = half_month(date(2019, 11, 20))
    assert window.starts_at(ZONE) == "2019-11-16T00:00:00.000+08:00"
    assert window.ends_at(ZONE) == "2019-12-01T00:00:00.000+08:00"
