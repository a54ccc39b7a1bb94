"""From rosters to planned shifts. The same roster and day give the same document, whoever asks, and when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server.divisions.queries import rosters_on
from server.extensions import services
from sync.domain import Document

TOWNSHIP_DIGITS = 9
DAYS_AHEAD = 1


def planned_shifts(connection: Connection, now: datetime) -> list[tuple[str, Document]]:
    """The shifts of today and tomorrow that the rosters ask for, as (database, document)."""
    zone = services().config.timezone
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    return [planned for day in days for planned in plan(rosters_on(connection, day), day, zone)]


def plan(rosters: Sequence[Mapping[str, Any]], day: date, zone: ZoneInfo) -> Iterator[tuple[str, Document]]:
    """The planned shift of each roster on a day."""
    for roster in rosters:
        township = roster["div"][:TOWNSHIP_DIGITS]
        yield f"patrol_{township}", _planned(roster, day, zone)


def _planned(roster: Mapping[str, Any], day: date, zone: ZoneInfo) -> dict[str, Any]:
    starts = _moment(day, roster["starts"], zone)
    ends = _moment(day, roster["ends"], zone)
    ends = ends if ends > starts else _moment(day + timedelta(days=1), roster["ends"], zone)
    return planned_shift(
        team=roster["team"],
        day=day.isoformat(),
        slot=roster["slot"],
        starts_at=_wire(starts),
        ends_at=_wire(ends),
        members=list(roster["members"]),
        vehicle=roster["vehicle"],
        must_points=list(roster["must_points"]),
        div=roster["div"],
        at_dev=_wire(datetime.combine(day, time(), zone)),
        zone=zone,
    )


def planned_shift(*, team: str, day: str, slot: str, zone: ZoneInfo, **more: Any) -> dict[str, Any]:
    """The document of a planned shift; the server writes it."""
    return {
        "_id": f"shift:{team}:{day}:{slot}",
        "type": "shift",
        "v": 1,
        "wrote": {"by": "server", "dev": "server", "dseq": 0},
        "tz": zone.key,
        "team": team,
        "date": day,
        "slot": slot,
        "planned": True,
        **more,
    }


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """A time of day; `24:00` is the next day's beginning."""
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), zone)
    return datetime.combine(day, time.fromisoformat(clock), zone)


def _wire(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
