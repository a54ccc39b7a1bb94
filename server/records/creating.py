"""The head document of a record that the office makes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ulid import ULID

from server.records.envelope import OFFICE_DEVICE
from server.records.machine import Machine
from sync import times
from sync.authorship import written_by


def new_head(
    machine: Machine, said: Mapping[str, Any], staff_id: str, now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """The document; `said` holds `div` and the `fields_` of its schema."""
    return {
        **said["fields_"],
        "_id": f"{machine.prefix}:{ULID.from_datetime(now)}",
        "type": machine.head_type,
        "v": 1,
        "div": said["div"],
        "wrote": written_by(staff_id, OFFICE_DEVICE),
        "at_dev": times.wire(now.astimezone(zone)),
        "tz": zone.key,
    }
