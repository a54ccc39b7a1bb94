"""The windows of the calendar in which a duty is due: a week, ten days, half a month. Pure.

A week is that of ISO 8601 (Monday to Sunday); the ten days are 1-10, 11-20 and 21 to the month's end; the
halves of a month 1-15 and 16 to its end.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sync import times

DAY = timedelta(days=1)
TEN_DAYS = ((1, 10), (11, 20), (21, 31))
HALVES = ((1, 15), (16, 31))


@dataclass(frozen=True)
class Window:
    """Days from `first` to `last`, both inclusive; `key`, for ids: 2026-W10, 2026-03-T1, 2026-03-H2."""

    key: str
    first: date
    last: date

    def starts_at(self, zone: ZoneInfo) -> str:
        """Its first moment, as text with the zone's offset."""
        return midnight(self.first, zone)

    def ends_at(self, zone: ZoneInfo) -> str:
        """The first moment after it."""
        return midnight(self.last + DAY, zone)


WindowOf = Callable[[date], Window]


def week(day: date) -> Window:
    """The week of a day."""
    year, number, weekday = day.isocalendar()
    first = day - (weekday - 1) * DAY
    return Window(f"{year}-W{number:02}", first, first + 6 * DAY)


def ten_days(day: date) -> Window:
    """The ten days (旬) of a day."""
    return _part(day, "T", TEN_DAYS)


def half_month(day: date) -> Window:
    """The half of the month of a day."""
    return _part(day, "H", HALVES)


def backwards(window_of: WindowOf, day: date) -> Iterator[Window]:
    """The window of the day, the one before it, and so on without end."""
    while True:
        window = window_of(day)
        yield window
        day = window.first - DAY


def midnight(day: date, zone: ZoneInfo) -> str:
    """The first moment of a day, as text with the zone's offset."""
    return times.wire(datetime.combine(day, time(), zone))


def _part(day: date, letter: str, parts: tuple[tuple[int, int], ...]) -> Window:
    number, (first, last) = next(
        (number, part) for number, part in enumerate(parts, start=1) if day.day <= part[1]
    )
    end = min(last, calendar.monthrange(day.year, day.month)[1])
    return Window(f"{day:%Y-%m}-{letter}{number}", day.replace(day=first), day.replace(day=end))
