"""The figures of ten-day reports, counted in the register: by village and window. Reads and never writes.

Everything counts to the day on which it happened, so that a figure of a past window changes only when
something comes late or is corrected.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from server.duties.documents import PUBLICITY_UNITS
from server.duties.report_documents import MOST_LISTED, SCALES
from server.duties.windows import Window
from server.records.tables import Record

Figures = dict[str, Any]
Counted = dict[tuple[str, str], Figures]
UNCOUNTED = ("rejected", "merged", "void", "voided")
OPENED = ("opened", "late_opened")
MANY = ("S3", "S4")
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
    first = min(window.first for window in windows).isoformat()
    for counting in (_cases, _rounds, _boxes, _hazards, _publicity):
        counting(connection, counted, windows, first)
    for figures in counted.values():
        figures["zero_report"] = not figures["cases"]["found"]
        figures["major"] = sorted(figures["major"])[:MOST_LISTED]
    return counted


def _cases(connection: Connection, counted: Counted, windows: Sequence[Window], first: str) -> None:
    body = Record.body
    found_on, outcome_on = body["found_on"].as_string(), body["outcome_on"].as_string()
    query = sa.select(
        Record.id,
        Record.div,
        found_on.label("found_on"),
        outcome_on.label("outcome_on"),
        body["effective"].as_boolean().label("effective"),
        body["category"].as_string().label("category"),
        body["scale"].as_string().label("scale"),
    ).where(*_counting("case"), Record.kind == "dispute", sa.or_(outcome_on.is_(None), outcome_on >= first))
    for row in connection.execute(query):
        for window in windows:
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


def _rounds(connection: Connection, counted: Counted, windows: Sequence[Window], first: str) -> None:
    rounds = Record.body["rounds"]
    query = sa.select(Record.div, rounds).where(*_counting("scr"), Record.body["last"].as_string() >= first)
    for div, made in connection.execute(query):
        for one in made:
            for figures in _of_day(counted, windows, div, one["on"]):
                figures["screening"]["rounds"] += 1
                figures["screening"]["households"] += one["households_visited"]


def _boxes(connection: Connection, counted: Counted, windows: Sequence[Window], first: str) -> None:
    last = Record.body["last"].as_string()
    items = Record.body["items"].as_integer()
    query = sa.select(Record.div, Record.state, last, items).where(*_counting("bw"), last >= first)
    for div, state, day, found in connection.execute(query):
        for figures in _of_day(counted, windows, div, day):
            figures["boxes"]["due"] += state != "excused"
            figures["boxes"]["opened"] += state in OPENED
            figures["boxes"]["items"] += found or 0


def _hazards(connection: Connection, counted: Counted, windows: Sequence[Window], first: str) -> None:
    found_in = sa.or_(Record.on >= first, Record.closed_on >= first)
    query = sa.select(Record.div, Record.on, Record.closed_on).where(*_counting("hz"), found_in)
    for div, on, closed_on in connection.execute(query):
        for name, day in (("found", on), ("closed", closed_on)):
            for figures in _of_day(counted, windows, div, day):
                figures["hazards"][name] += 1


def _publicity(connection: Connection, counted: Counted, windows: Sequence[Window], first: str) -> None:
    qty = Record.body["qty"].as_integer()
    query = sa.select(Record.div, Record.kind, Record.on, qty).where(*_counting("pub"), Record.on >= first)
    for div, kind, on, number in connection.execute(query):
        for figures in _of_day(counted, windows, div, on):
            figures["publicity"][kind] += number


def _counting(family: str) -> tuple[sa.ColumnElement[bool], ...]:
    return Record.family == family, Record.state.not_in(UNCOUNTED)


def _within(window: Window, day: str | None) -> bool:
    return day is not None and window.first.isoformat() <= day <= window.last.isoformat()


def _of_day(counted: Counted, windows: Sequence[Window], div: str, day: str | None) -> Iterable[Figures]:
    """The figures of the window in which a day lies, if it is among them."""
    for window in windows:
        if _within(window, day) and (div, window.key) in counted:
            yield counted[div, window.key]
