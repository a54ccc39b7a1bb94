"""When a team was on duty, and how much of it was night. Times are UTC text, intervals [from, to]."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sync import times
from sync.merge import Interval, unite

LONGEST = timedelta(hours=48)  # a clock that is years off must not fill years with duty
Change = tuple[str, bool]  # (moment, whether duty begins)


def on_duty(
    started_at: str | None, ended_at: str | None, changes: Mapping[str, Sequence[Change]]
) -> list[Interval]:
    """The union of the duty of each member; `changes`: of each who started, paused or resumed.

    Who only resumed took over from a pause of somebody else, and was not on duty before.
    """
    if started_at is None:
        return []
    found: list[Interval] = []
    for own in changes.values():
        moment, begins = min(own)
        found += intervals(max(moment, started_at) if begins else started_at, ended_at, own)
    return unite(found)


def intervals(started_at: str | None, ended_at: str | None, changes: Iterable[Change]) -> list[Interval]:
    """Duty from start to end without the pauses; the last is open (to: null) while it goes on."""
    if started_at is None:
        return []
    found: list[Interval] = []
    since: str | None = started_at
    for moment, begins in sorted(changes):
        moment = max(moment, started_at)
        if begins:
            since = since or moment
        elif since is not None:
            found.append((since, moment))
            since = None
    if since is not None:
        found.append((since, ended_at))
    return unite(_before(found, ended_at))


def _before(found: Sequence[Interval], ended_at: str | None) -> list[Interval]:
    """What lies before the end, cut there."""
    if ended_at is None:
        return list(found)
    return [(start, min(end or ended_at, ended_at)) for start, end in found if start < ended_at]


def night_minutes(duty: Iterable[Interval], until: str, window: Sequence[str], zone: ZoneInfo) -> int:
    """Whole minutes of duty within the night window (two local times of day); open duty counts to `until`."""
    nightly = timedelta()
    for start, end in duty:
        begin, stop = times.parse(start), times.parse(max(end or until, start))
        nightly += _night_part(begin, min(stop, begin + LONGEST), window, zone)
    return int(nightly.total_seconds() // 60)


def _night_part(begin: datetime, end: datetime, window: Sequence[str], zone: ZoneInfo) -> timedelta:
    opens, closes = (time.fromisoformat(text) for text in window)
    first = begin.astimezone(zone).date() - timedelta(days=1)
    days = (end.astimezone(zone).date() - first).days
    total = timedelta()
    for day in (first + timedelta(days=n) for n in range(days + 1)):
        night_begin, night_end = _night_of(day, opens, closes, zone)
        # Aware times in one zone subtract as clocks show them: minutes passed need UTC.
        overlap = min(end, night_end).timestamp() - max(begin, night_begin).timestamp()
        total += timedelta(seconds=max(overlap, 0))
    return total


def _night_of(day: date, opens: time, closes: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The night that begins on `day`: it ends the next day unless it closes later than it opens."""
    last = day if closes > opens else day + timedelta(days=1)
    return datetime.combine(day, opens, zone), datetime.combine(last, closes, zone)
