"""Noting that the caller of a view was shown something, before it is shown."""

from collections.abc import Sequence

from server.accounts.access import caller
from server.extensions import services, transaction
from sync import audited
from sync.audited import Noted

READ, LISTED = "read", "listed"


def read(what: str, subject: str, ids: Sequence[str] = ()) -> None:
    """The caller reads a record, or a list of the records `ids` of the family `subject`."""
    who, more = caller(), {"ids": sorted(ids)} if what == LISTED else {}
    noted = Noted(what, subject, who.staff_id, who.device_id, more)
    with transaction() as session:
        audited.note(session.connection(), [noted], services().config.now())
