"""The joint action of the present month in each township that has schools."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import Connection

from server.divisions.queries import in_area
from server.extensions import services
from server.permissions import school_database, township_of
from sync import times
from sync.authorship import written_by
from sync.domain import Document

EVERYWHERE = ""


def planned_actions(connection: Connection, now: datetime) -> list[tuple[str, Document]]:
    """The actions of the present month, as (database, document)."""
    zone = services().config.timezone
    return list(plan(in_area(connection, "school", EVERYWHERE), now.astimezone(zone), zone))


def plan(
    schools: Iterable[Mapping[str, Any]], now: datetime, zone: ZoneInfo
) -> Iterator[tuple[str, Document]]:
    """One action for each township, with the schools that it has at this moment."""
    codes: dict[str, list[str]] = defaultdict(list)
    for school in schools:
        codes[township_of(school["div"])].append(school["code"])
    for township, found in sorted(codes.items()):
        yield school_database(township), action(township, sorted(found), now, zone)


def action(township: str, schools: list[str], now: datetime, zone: ZoneInfo) -> Document:
    """The document of a township's action in the month of `now`."""
    first = datetime(now.year, now.month, 1, tzinfo=zone)
    starts_at, ends_at = times.wire(first), times.wire(first + relativedelta(months=1))
    return {
        "_id": f"sact:{township}:{first:%Y-%m}",
        "type": "school_action",
        "v": 1,
        "div": township,
        "wrote": written_by(),
        "at_dev": starts_at,
        "tz": zone.key,
        "month": f"{first:%Y-%m}",
        "starts_at": starts_at,
        "ends_at": ends_at,
        "schools": schools,
    }
