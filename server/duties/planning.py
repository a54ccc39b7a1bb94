"""The documents that the calendar makes: windows, and the figures of the reports whose ten days are over.

The same calendar and register give the same documents, whoever asks, and when. Nothing is due for a time
before the district was loaded.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from server.divisions.queries import in_area
from server.duties import windows
from server.duties.figures import count
from server.duties.windows import Window
from server.extensions import services
from server.permissions import work_database
from server.records.derived import derived_ulid
from server.records.queries import ids_of, since
from sync import times
from sync.authorship import written_by
from sync.domain import Document
from sync.json_text import canonical
from sync.tables import journal

Planned = tuple[str, Document]
PRESENT_AND_PREVIOUS = 2
REPORTS_BACK = 9
"""ten-day windows whose reports are kept up to date: as long as phones keep what is closed"""


def planned(connection: Connection, now: datetime) -> Iterator[Planned]:
    """What should exist by now, as (database, document)."""
    return plan(connection, now, services().config.timezone)


def plan(connection: Connection, now: datetime, zone: ZoneInfo) -> Iterator[Planned]:
    """The same in the zone of a district."""
    villages = [body for body in in_area(connection, "division", "") if body["level"] == "village"]
    begun = loaded_at(connection)
    if begun is None or not villages:
        return
    today = now.astimezone(zone).date()
    weeks = recent(windows.week, today, zone, begun)
    yield from _missing(connection, "scr", (screening(one, week, zone) for week in weeks for one in villages))
    yield from _missing(connection, "slg", (stock for one in villages for stock in slogan_stocks(one, zone)))
    tens = recent(windows.ten_days, today, zone, begun, REPORTS_BACK)
    over = [window for window in tens if window.last < today]
    if over:
        yield from _reports(connection, villages, over, zone)


def loaded_at(connection: Connection) -> str | None:
    """When the district's first document arrived; None before that."""
    first = sa.select(journal.c.received_at).order_by(journal.c.partition, journal.c.rseq).limit(1)
    return connection.scalar(first)


def recent(
    window_of: windows.WindowOf, today: date, zone: ZoneInfo, begun: str, most: int = PRESENT_AND_PREVIOUS
) -> list[Window]:
    """The window of today and those before it, as far as the district was loaded when they ended."""
    begin = times.parse(begun)
    found = islice(windows.backwards(window_of, today), most)
    return list(takewhile(lambda window: times.parse(window.ends_at(zone)) > begin, found))


def screening(village: Mapping[str, Any], week: Window, zone: ZoneInfo) -> Document:
    """The screening of a village in a week."""
    return {
        **window_head("screening", f"scr:{village['code']}:{week.key}", village["code"], week, zone),
        "week": week.key,
    }


def slogan_stocks(village: Mapping[str, Any], zone: ZoneInfo) -> Iterator[Document]:
    """The slogans of each group of a village."""
    for number in range(1, (village.get("groups") or 0) + 1):
        group = f"{village['code']}-{number}"
        made = head("slogan_stock", f"slg:{group}", village["code"], village["at_dev"], zone)
        yield {**made, "group": group}


def report(village: str, window: Window, zone: ZoneInfo) -> Document:
    """A village's report of ten days, to be confirmed until the end of the day after them."""
    return {
        **window_head("tdr", f"tdr:{village}:{window.key}", village, window, zone),
        "at_dev": window.ends_at(zone),
        "window": window.key,
        "due_at": windows.midnight(window.last + 2 * windows.DAY, zone),
    }


def figures_event(report_head: Document, figures: Mapping[str, Any], after: int) -> Document:
    """Figures for a report that was given `after` of them before: the same figures give the same document."""
    moment = report_head["ends_at"]
    ulid = derived_ulid(moment, report_head["_id"], canonical(figures), str(after))
    return {
        **{name: report_head[name] for name in ("v", "div", "wrote", "tz")},
        "_id": f"ev:{report_head['_id']}:{ulid}",
        "type": "tdr_ev",
        "at_dev": moment,
        "subject": report_head["_id"],
        "action": "figures",
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "payload": {"figures": figures, "after": after},
        "note": None,
    }


def window_head(kind: str, doc_id: str, div: str, window: Window, zone: ZoneInfo) -> dict[str, Any]:
    """The head of a duty of a window."""
    starts_at, ends_at = window.starts_at(zone), window.ends_at(zone)
    days = {"first": window.first.isoformat(), "last": window.last.isoformat()}
    return {**head(kind, doc_id, div, starts_at, zone), **days, "starts_at": starts_at, "ends_at": ends_at}


def head(kind: str, doc_id: str, div: str, at_dev: str, zone: ZoneInfo) -> dict[str, Any]:
    """The envelope of a document of the clock."""
    envelope = {"_id": doc_id, "type": kind, "v": 1, "div": div, "wrote": written_by()}
    return {**envelope, "at_dev": at_dev, "tz": zone.key}


def _reports(
    connection: Connection, villages: Iterable[Mapping[str, Any]], over: list[Window], zone: ZoneInfo
) -> Iterator[Planned]:
    """The reports of windows that are over, and the figures that they do not have yet."""
    codes = [village["code"] for village in villages]
    counted = count(connection, codes, over)
    given = _given(connection, over)
    for window in over:
        for village in codes:
            database, made = work_database(village), report(village, window, zone)
            present, after = given.get(made["_id"], (None, 0))
            if made["_id"] not in given:
                yield database, made
            if present != counted[village, window.key]:
                yield database, figures_event(made, counted[village, window.key], after)


def _given(connection: Connection, over: list[Window]) -> dict[str, tuple[Any, int]]:
    """By report: the figures that it has, and how many it was given."""
    first = min(window.first for window in over).isoformat()
    found = since(connection, "tdr", first, ("figures", "figures_ids"))
    return {row.id: (row.figures, len(row.figures_ids or ())) for row in found}


def _missing(connection: Connection, family: str, documents: Iterable[Document]) -> Iterator[Planned]:
    """Those that the register does not have yet, with their database."""
    known = ids_of(connection, family)
    return ((work_database(one["div"]), one) for one in documents if one["_id"] not in known)
