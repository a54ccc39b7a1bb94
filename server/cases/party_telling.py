"""What follows from the fields of a party, for its timer. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from server.parameters import Parameters
from sync import times
from sync.domain import Reference
from sync.fold import Fold


def erase_at(fold: Fold, reference: Reference) -> Mapping[str, Any]:
    """When name and phone are due to be erased, as an instant; None before the archive, and afterwards."""
    day = fold.assigned.get("purge_on")
    if day is None or fold.assigned.get("erased_at") is not None or fold.last is None:
        return {"erase_at": None}
    offset = Parameters(reference).one("calendar.utc_offset", fold.last.rseq)
    midnight = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(minutes=offset)
    return {"erase_at": times.utc(midnight)}
