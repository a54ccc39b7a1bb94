"""The numbers that the patrol's rules go by: their defaults, and what they were at a row of the journal.

A `param:{key}` document with a value of the default's kind replaces a default, from its row on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.acts import Limits
from sync.domain import Reference
from sync.journal import Entry

DEFAULTS: Mapping[str, Any] = {
    "ckin.radius": 60,  # m, where a checkpoint names none
    "ckin.accuracy": 50,  # m
    "ckin.dedupe": 5,  # min
    "ckin.max_speed": 80,  # km/h
    "patrol.night_window": ["20:00", "06:00"],
    "shift.missed": 30,  # min after the planned start
    "shift.final": 72,  # h after that
    "shift.auto_end": 120,  # min after the planned end
    "shift.settle": 15,  # min without news before the clock ends a shift that should be over
    "shift.adhoc_hours": 8,  # h that an unplanned shift is taken to last
    "shift.auto_review": 48,  # h after the submission arrived
    "clock.max_skew": 5,  # min that a device's clock may be ahead
    "late.sync_grace": 72,  # h that a record may arrive after the moment that its device claims
}


@dataclass(frozen=True)
class Parameters:
    """Reads parameters as they were."""

    reference: Reference

    def at(self, rseq: int) -> dict[str, Any]:
        """All of them, as of a row."""
        return {key: self.one(key, rseq) for key in DEFAULTS}

    def one(self, key: str, rseq: int) -> Any:
        """One of them, as of a row."""
        default = DEFAULTS[key]
        document = self.reference(f"param:{key}", rseq)
        value = default if document is None else document.get("value")
        return value if _same_kind(value, default) else default

    def limits(self, row: Entry) -> Limits:
        """How far the device's time of a row is believed."""
        return Limits(self.one("clock.max_skew", row.rseq), self.one("late.sync_grace", row.rseq))


def _same_kind(value: Any, default: Any) -> bool:
    if isinstance(default, list):
        return isinstance(value, list) and len(value) == len(default)
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
