"""The figures of ten-day reports, counted in the register: by village and window. Reads and never writes.

Everything counts to the day on which it happened, so that a figure of a past window changes only when
something comes late or is corrected.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from server.duties.documents import PUBLICITY_UNITS
from server.duties.report_documents import MOST_LISTED, SCALES
from server.duties.windows import Window
from server.records.queries import since

Figures = dict[str, Any]
Counted = dict[tuple[str, str], Figures]
UNCOUNTED = ("rejected", "merged", "void", "voided")
OPENED = ("opened", "late_opened")
MANY = ("S3", "S4")
LONGEST_DUTY = timedelta(days=16)  # a duty counts to its first day, and what was done in it may be later
CASE_COUNTS = ("found", "handled", "effective", "in_progress")


def no_figures() -> Figures:
    """The figures of a village in which nothing happened."""
    return {
        "cases": dict.fromkeys(CASE_COUNTS, 0),
        "by_category": {},
        "by_scale": dict.fromkeys(SCALES, 0),
        "major": [],
        "zero_report": True,
        "screening": {"rounds": 0, "households": 0},
        "boxes": {"due": 0, "opened": 0, "items": 0},
        "hazards": {"found": 0, "closed": 0},
        "publicity": dict.fromkeys(PUBLICITY_UNITS, 0),
    }


def count(connection: Connection, villages: Iterable[str], windows: Sequence[Window]) -> Counted:
    """{(village, window key): figures} of all these villages and windows."""
    counted = {(village, window.key): no_figures() for village in villages for window in windows}
    for counting in (_cases, _rounds, _boxes, _hazards, _publicity):
        counting(connection, counted, windows)
    for figures in counted.values():
        figures["zero_report"] = not figures["cases"]["found"]
        figures["major"] = sorted(figures["major"])[:MOST_LISTED]
    return counted


def _cases(connection: Connection, counted: Counted, windows: Sequence[Window]) -> None:
    fields = ("found_on", "outcome_on", "effective", "category", "scale")
    for row in _counting(connection, "case", windows, fields, unfinished=True):
        for window in windows if row.kind == "dispute" else ():
            figures = counted.get((row.div, window.key))
            if figures is not None:
                _count_case(figures, row, window)


def _count_case(figures: Figures, row: sa.Row[Any], window: Window) -> None:
    last = window.last.isoformat()
    found, handled = _within(window, row.found_on), _within(window, row.outcome_on)
    still_open = row.found_on <= last and (row.outcome_on is None or row.outcome_on > last)
    marks = {
        "found": found,
        "handled": handled,
        "effective": handled and bool(row.effective),
        "in_progress": still_open,
    }
    if not any(marks.values()):
        return
    own = figures["by_category"].setdefault(row.category or "none", dict.fromkeys(CASE_COUNTS, 0))
    for name, holds in marks.items():
        figures["cases"][name] += holds
        own[name] += holds
    if found:
        figures["by_scale"][row.scale] += 1
        figures["major"] += [row.id] if row.scale in MANY else []


def _rounds(connection: Connection, counted: Counted, windows: Sequence[Window]) -> None:
    for row in _counting(connection, "scr", windows, ("rounds",)):
        for one in row.rounds:
            for figures in _of_day(counted, windows, row.div, one["on"]):
                figures["screening"]["rounds"] += 1
                figures["screening"]["households"] += one["households_visited"]


def _boxes(connection: Connection, counted: Counted, windows: Sequence[Window]) -> None:
    for row in _counting(connection, "bw", windows, ("last", "items")):
        for figures in _of_day(counted, windows, row.div, row.last):
            figures["boxes"]["due"] += row.state != "excused"
            figures["boxes"]["opened"] += row.state in OPENED
            figures["boxes"]["items"] += row.items


def _hazards(connection: Connection, counted: Counted, windows: Sequence[Window]) -> None:
    for row in _counting(connection, "hz", windows, (), unfinished=True):
        for name, day in (("found", row.on), ("closed", row.closed_on)):
            for figures in _of_day(counted, windows, row.div, day):
                figures["hazards"][name] += 1


def _publicity(connection: Connection, counted: Counted, windows: Sequence[Window]) -> None:
    for row in _counting(connection, "pub", windows, ("qty",)):
        for figures in _of_day(counted, windows, row.div, row.on):
            figures["publicity"][row.kind] += row.qty


def _counting(
    connection: Connection,
    family: str,
    windows: Sequence[Window],
    fields: Sequence[str],
    unfinished: bool = False,
) -> Iterator[sa.Row[Any]]:
    """The records of a family that may count to one of the windows."""
    first = min(window.first for window in windows) - LONGEST_DUTY
    found = since(connection, family, first.isoformat(), fields, unfinished)
    return (row for row in found if row.state not in UNCOUNTED)


def _within(window: Window, day: str | None) -> bool:
    return day is not None and window.first.isoformat() <= day <= window.last.isoformat()


def _of_day(counted: Counted, windows: Sequence[Window], div: str, day: str | None) -> Iterable[Figures]:
    """The figures of the window in which a day lies, if it is among them."""
    for window in windows:
        if _within(window, day) and (div, window.key) in counted:
            yield counted[div, window.key]
