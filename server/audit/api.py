"""`/api/audit`: who was let in and who looked, for the administrators and auditors of the district."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint

from server.accounts.access import caller, requires
from server.audit.wire import NotesQuery, NotesSchema
from server.audit.words import NOTES
from server.divisions.queries import names_of, person
from server.errors import Forbidden, Invalid
from server.extensions import reading
from server.wire import Answer, Body, asks, gives
from sync import audited
from sync.audited import Wanted
from sync.journal import Entry

PAGE = 100
DISTRICT_DIGITS = 6
READERS = ("admin", "auditor")

bp = Blueprint("audit", __name__, url_prefix="/api/audit")


@bp.get("")
@requires(*READERS)
@asks(NotesQuery)
@gives(NotesSchema)
def notes(query: Body) -> Answer:
    """List who was let in and who looked, newest first, page by page."""
    _see_all()
    wanted = Wanted(query["what"], query["by"], query["subject"], query["first"], _day_after(query["last"]))
    with reading() as session:
        rows = audited.found(session.connection(), wanted, query["cursor"], PAGE + 1)
        names = names_of(session, "staff", (row.author for row in rows))
    shown = rows[:PAGE]
    cursor = shown[-1].rseq if len(rows) > PAGE else None
    return {"items": [_item(row, names) for row in shown], "cursor": cursor}


def _see_all() -> None:
    """Raise Forbidden: notes are not kept by township, so only the district's own may read them."""
    held = (role.partition("@") for role in caller().roles)
    if not any(name in READERS and len(at) == DISTRICT_DIGITS for name, _, at in held):
        raise Forbidden


def _day_after(day: str | None) -> str | None:
    if day is None:
        return None
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError) as problem:
        raise Invalid({"to": ["no such day"]}) from problem


def _item(row: Entry, names: dict[str, str]) -> dict[str, Any]:
    what = audited.what(row)
    return {
        "id": row.rseq,
        "at": row.received_at,
        "what": what,
        "words": NOTES[what],
        "by": person(row.author, names),
        "device": row.device,
        "subject": row.subject,
        "more": row.body,
    }
