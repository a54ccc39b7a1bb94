"""The documents of planned shifts. The same roster and day give the same document, whoever asks, and when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from ulid import ULID

from server.divisions.queries import rosters_on
from server.extensions import services
from server.permissions import patrol_database
from server.records.envelope import OFFICE_DEVICE
from sync import times
from sync.authorship import written_by
from sync.domain import Document

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
        yield patrol_database(roster["div"]), _planned(roster, day, zone)


def _planned(roster: Mapping[str, Any], day: date, zone: ZoneInfo) -> dict[str, Any]:
    starts = _moment(day, roster["starts"], zone)
    ends = _moment(day, roster["ends"], zone)
    ends = ends if ends > starts else _moment(day + timedelta(days=1), roster["ends"], zone)
    return _shift(
        team=roster["team"],
        date=day.isoformat(),
        slot=roster["slot"],
        starts_at=times.wire(starts),
        ends_at=times.wire(ends),
        members=list(roster["members"]),
        vehicle=roster["vehicle"],
        must_points=list(roster["must_points"]),
        div=roster["div"],
        at_dev=times.wire(datetime.combine(day, time(), zone)),
        zone=zone,
    )


def planned_by_hand(
    said: Mapping[str, Any], div: str, staff_id: str, now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """The document of a shift that the office plans beside the roster; `said`: what its members are to do."""
    document = _shift(**said, div=div, at_dev=times.wire(now.astimezone(zone)), zone=zone)
    if said["slot"] == "adhoc":
        # A team may have several in a day; only the roster's slots are unique.
        document["_id"] = f"shift:{ULID.from_datetime(now)}"
    return {**document, "wrote": written_by(staff_id, OFFICE_DEVICE)}


def _shift(*, team: str, date: str, slot: str, zone: ZoneInfo, **more: Any) -> dict[str, Any]:
    return {
        "_id": f"shift:{team}:{date}:{slot}",
        "type": "shift",
        "v": 1,
        "wrote": written_by(),
        "tz": zone.key,
        "team": team,
        "date": date,
        "slot": slot,
        "planned": True,
        **more,
    }


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """A time of day; `24:00` is the next day's beginning."""
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), zone)
    return datetime.combine(day, time.fromisoformat(clock), zone)
