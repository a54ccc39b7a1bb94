"""The numbers that the rules go by: their defaults, and what they were at a row of the journal.

A `param:{key}` document with a value of the default's kind replaces a default, from its row on.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sync.clock_evidence import Limits
from sync.domain import Reference
from sync.journal import Entry

LARGEST = 1_000_000  # days, hours, people: with more of them no calendar could reckon
MOST = {"calendar.utc_offset": 14 * 60, "retention.party": 1200, "limit.triage": 365, "limit.take": 365}
WINDOW = 2

DEFAULTS: Mapping[str, Any] = {
    # patrol
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
    # clocks
    "clock.max_skew": 5,  # min that a device's clock may be ahead
    "late.sync_grace": 72,  # h that a record may arrive after the moment that its device claims
    "calendar.utc_offset": 480,  # min: the zone in which working days are counted
    # limits
    "limit.triage": 1,  # working days
    "limit.take": 1,  # working days
    "limit.mediation": 30,  # d, from acceptance
    "limit.mediation_extension": 30,  # d, once, both parties agreeing
    "limit.petition_accept": 15,  # d
    "limit.petition": 60,  # d
    "limit.petition_extension": 30,  # d
    "limit.hazard": 7,  # d, of a hazard that is on no checklist
    "limit.supervision_urgent": 5,  # d
    "limit.supervision": 15,  # d
    "limit.supervision_hard": 30,  # d
    "limit.progress_query": 24,  # h
    "light.yellow_share": 0.2,  # of the limit, or
    "light.yellow_days": 3,  # d, whichever is longer
    "light.short_share": 0.5,  # for limits of at most light.yellow_days
    # cases
    "warn.long_standing": 60,  # d
    "warn.long_extensions": 2,
    "warn.failed_sessions": 3,
    "warn.same_case": 3,  # d, as the same matter told to two people
    "warn.repeat": 90,  # d, the same place and category
    "key_case.people": 30,
    "on_spot.people": 5,
    "followup.first": 15,  # d after the agreement
    "followup.last": 30,
    "early_resolution": 7,  # d, at the village
    "archive.after": 30,  # d after close
    "void.window": 24,  # h
    # incidents
    "dispatch.ack_timeout": 3,  # min
    # mailboxes and duties
    "box.openers": 2,
    "box.grace": 3,  # d after the window for late sync
    "slogan.least": 3,  # per group
    "slogan.most": 5,
    # retention and phones
    "retention.party": 6,  # months after archive
    "retention.ckin": 180,  # d
    "phone.keep_closed": 90,  # d
    "phone.party_wipe": 7,  # d after close
    "phone.lock_after": 10,  # min without a touch until a phone locks itself
}


@dataclass(frozen=True)
class Parameters:
    """Reads parameters as they were."""

    reference: Reference

    def at(self, rseq: int) -> Mapping[str, Any]:
        """All of them, as of a row; looked up when asked for."""
        return AsOf(self, rseq)

    def one(self, key: str, rseq: int) -> Any:
        """One of them, as of a row."""
        default = DEFAULTS[key]
        document = self.reference(f"param:{key}", rseq)
        if document is None:
            return default
        value = document.get("value")
        return value if fits(key, value) else default

    def limits(self, row: Entry) -> Limits:
        """How far the device's time of a row is believed."""
        return Limits(self.one("clock.max_skew", row.rseq), self.one("late.sync_grace", row.rseq))


@dataclass(frozen=True)
class AsOf(Mapping[str, Any]):
    """The parameters as of a row."""

    parameters: Parameters
    rseq: int

    def __getitem__(self, key: str) -> Any:
        return self.parameters.one(key, self.rseq)

    def __iter__(self) -> Iterator[str]:
        return iter(DEFAULTS)

    def __len__(self) -> int:
        return len(DEFAULTS)


def fits(key: str, value: Any) -> bool:
    """Whether a value may stand in the place of the default: a number that can be reckoned with, or two times
    of day."""
    if isinstance(DEFAULTS[key], list):
        return isinstance(value, list) and len(value) == WINDOW and all(map(_is_clock_time, value))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return 0 <= value <= MOST.get(key, LARGEST)


def _is_clock_time(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value) is not None
