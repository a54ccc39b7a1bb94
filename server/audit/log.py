"""Noting what the caller of a view was shown, before it is shown, and what else they did."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.accounts.access import caller
from server.extensions import services, transaction
from sync import audited
from sync.audited import Noted

READ, LISTED = "read", "listed"


def read(what: str, subject: str, ids: Sequence[str] = ()) -> None:
    """The caller reads a record, or a list of the records `ids` of the family `subject`."""
    _note(what, subject, {"ids": sorted(ids)} if what == LISTED else {})


def did(what: str, subject: str, **more: Any) -> None:
    """The caller did something about a document of the office; `more`: further ids and codes."""
    _note(what, subject, more)


def _note(what: str, subject: str, more: Mapping[str, Any]) -> None:
    who = caller()
    noted = Noted(what, subject, who.staff_id, who.device_id, more)
    with transaction() as session:
        audited.note(session.connection(), [noted], services().config.now())
