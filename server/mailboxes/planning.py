"""The duty of every mailbox in every half of a month: this one, and the one before it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server.divisions.queries import in_area
from server.duties.planning import Planned, loaded_at, recent, window_head
from server.duties.windows import Window, half_month
from server.extensions import services
from server.permissions import work_database
from server.records.queries import ids_of
from sync.domain import Document


def planned(connection: Connection, now: datetime) -> Iterator[Planned]:
    """What should exist by now, as (database, document)."""
    return plan(connection, now, services().config.timezone)


def plan(connection: Connection, now: datetime, zone: ZoneInfo) -> Iterator[Planned]:
    """The same in the zone of a district. Boxes that were removed have no duty."""
    begun = loaded_at(connection)
    if begun is None:
        return
    removed = ids_of(connection, "box", ("removed",))
    known = ids_of(connection, "bw")
    for window in recent(half_month, now.astimezone(zone).date(), zone, begun):
        for box in in_area(connection, "mailbox", ""):
            document = box_window(box, window, zone)
            gone = f"box:{box['code']}" in removed or window.last.isoformat() < (
                box.get("installed_on") or ""
            )
            if document["_id"] not in known and not gone:
                yield work_database(box["div"]), document


def box_window(box: Mapping[str, Any], window: Window, zone: ZoneInfo) -> Document:
    """The duty of a mailbox in a half of a month."""
    code = box["code"]
    made = window_head("box_window", f"bw:{code}:{window.key}", box["div"], window, zone)
    return {**made, "box": code, "window": window.key}
