"""When something was done, as far as it can be known: the time that counts, and how sure it is.

A device knows its clock's error from its last contact: it writes `wrote.off` (ms that its clock was ahead of
the server's, negative when behind) and `wrote.off_age_s` (seconds since then, by a clock that nobody sets).
    device time stands     its clock was right within the limit, and the document arrives in time
    corrected              its clock was wrong, and it says by how much
    time of receiving      neither, or the document comes too late to be believed
Nothing was done after it was received. Duties are judged by this time, so that whose clock is wrong neither
misses what was done nor gains what was not; `at_from` says which of them it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sync import times

CONTACT_SECONDS = 2  # a question and its answer take up to this
DRIFT = 1e-4  # a quartz on a cold or hot day: nine seconds in a day
SERVER, DEVICE, CORRECTED, RECEIVED = "server", "device", "corrected", "received"


@dataclass(frozen=True)
class Limits:
    """How far a device's time is believed: minutes that its clock may be wrong, hours it may be late."""

    ahead_minutes: float
    late_hours: float


@dataclass(frozen=True)
class Evidence:
    """The clock's error at the last contact, and how sure that still is."""

    off: timedelta
    within_s: int


def evidence_of(wrote: Mapping[str, Any]) -> Evidence | None:
    """What a document's writer says of the clock; None for a device that had no contact yet."""
    off, age = wrote.get("off"), wrote.get("off_age_s")
    if off is None or age is None:
        return None
    return Evidence(timedelta(milliseconds=off), CONTACT_SECONDS + round(age * DRIFT))


def judged_time(
    at_dev: str, received_at: str, limits: Limits | None, evidence: Evidence | None = None, tz: str = "UTC"
) -> dict[str, Any]:
    """{at, at_from, at_within_s, corrected_at, days_off, skewed, too_late}: the time that counts as UTC text,
    which it is, its uncertainty in seconds (None: unknown), and why the device's own does not stand.

    `corrected_at`: a wrong clock's time put right, also when it is too late to count; None when the clock was
    right, or nobody knows by how much it was wrong. `days_off`: by how many days a wrong clock's calendar in
    the zone `tz` has to be moved; None when the clock was right. A device that is a little behind cannot be
    told from one that was offline, so without evidence only a clock that is ahead shows. Without limits every
    time stands: the server's own.
    """
    claimed, received = times.parse(at_dev), times.parse(received_at)
    if limits is None:
        return _told(times.utc(claimed), SERVER, 0)
    allowed = timedelta(minutes=limits.ahead_minutes)
    skewed = claimed > received + allowed or (evidence is not None and abs(evidence.off) > allowed)
    corrected = min(claimed - evidence.off, received) if skewed and evidence is not None else None
    too_late = received - timedelta(hours=limits.late_hours) > (corrected or claimed)
    why: dict[str, Any] = {"skewed": skewed, "too_late": too_late}
    if skewed:
        why["corrected_at"] = None if corrected is None else times.utc(corrected)
        why["days_off"] = (_day(corrected or received, tz) - _day(claimed, tz)).days
    if too_late or (skewed and corrected is None):
        return _told(received_at, RECEIVED, None, **why)
    within = None if evidence is None else evidence.within_s
    at_from = DEVICE if corrected is None else CORRECTED
    return _told(times.utc(corrected or claimed), at_from, within, **why)


def _day(moment: datetime, tz: str) -> date:
    return moment.astimezone(ZoneInfo(tz)).date()


def stands(told: Mapping[str, Any]) -> bool:
    """Whether it is known when something was done: by the device's clock, or by that put right."""
    return bool(told["at_from"] != RECEIVED)


def _told(
    at: str,
    at_from: str,
    within_s: int | None,
    corrected_at: str | None = None,
    days_off: int | None = None,
    skewed: bool = False,
    too_late: bool = False,
) -> dict[str, Any]:
    return {
        "at": at,
        "at_from": at_from,
        "at_within_s": within_s,
        "corrected_at": corrected_at,
        "days_off": days_off,
        "skewed": skewed,
        "too_late": too_late,
    }
