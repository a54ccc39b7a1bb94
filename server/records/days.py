"""The day that somebody named, where their phone's calendar was wrong. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any


def true_day(view: Mapping[str, Any], day: str) -> str:
    """A day (2026-01-31) that a document names, put right by as many days as its device's calendar was wrong.

    `view`: the document as the fold sees it (sync/clock_evidence.py).
    """
    off = view["days_off"]
    return day if off is None else (date.fromisoformat(day) + timedelta(days=off)).isoformat()
