"""When something was done, as far as it can be known: the time that counts, and how sure it is.

A device knows its clock's error from its last contact: it writes `wrote.off` (ms that its clock was ahead of
the server's, negative when behind) and `wrote.off_age_s` (seconds since then, by a clock that nobody sets).
    device time stands     its clock was right within the limit, and the document arrives in time
    corrected              its clock was wrong, and it says by how much
    time of receiving      neither, or the document comes too late to be believed
Nothing was done after it was received. Duties are judged by `judged_at`, which knows no corrected times: who
sets a clock gains nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sync import times

CONTACT_SECONDS = 2  # a question and its answer take up to this
DRIFT = 1e-4  # a quartz on a cold or hot day: nine seconds in a day


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
    at_dev: str, received_at: str, limits: Limits | None, evidence: Evidence | None = None
) -> dict[str, Any]:
    """{at, at_within_s, judged_at, skewed, too_late}: instants as UTC text, the uncertainty in seconds (None:
    unknown), and why the device's own time does not stand, if it does not.

    A device that is a little behind cannot be told from one that was offline, so without evidence only a
    clock that is ahead shows. Without limits every time stands: the server's own.
    """
    claimed, received = times.parse(at_dev), times.parse(received_at)
    if limits is None:
        return _told(times.utc(claimed), 0, times.utc(claimed))
    allowed = timedelta(minutes=limits.ahead_minutes)
    skewed = claimed > received + allowed or (evidence is not None and abs(evidence.off) > allowed)
    corrected = claimed - evidence.off if skewed and evidence is not None else claimed
    too_late = _earliest(received, limits) > corrected
    if too_late or (skewed and evidence is None):
        return _told(received_at, None, received_at, skewed, too_late)
    within = None if evidence is None else evidence.within_s
    at = times.utc(min(corrected, received)) if skewed else times.utc(claimed)
    return _told(at, within, received_at if skewed else at, skewed)


def _earliest(received: datetime, limits: Limits) -> datetime:
    return received - timedelta(hours=limits.late_hours)


def _told(
    at: str, within_s: int | None, judged_at: str, skewed: bool = False, too_late: bool = False
) -> dict[str, Any]:
    return {
        "at": at,
        "at_within_s": within_s,
        "judged_at": judged_at,
        "skewed": skewed,
        "too_late": too_late,
    }
