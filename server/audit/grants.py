"""Which rows of the journal let somebody in: the documents of staff, by the roles that they give."""

from collections.abc import Iterator

from sync.audited import Noted
from sync.journal import Entry

STAFF = "staff:"
ROLES_SET = "roles_set"


def grants_of(entry: Entry) -> Iterator[Noted]:
    """The roles that somebody holds from this row on; none when the document is gone."""
    if entry.kind in ("reference", "tombstone") and entry.doc_id.startswith(STAFF):
        body = {} if entry.kind == "tombstone" else entry.body
        more = {name: body.get(name) for name in ("roles", "unit", "state")}
        yield Noted(ROLES_SET, entry.doc_id, entry.author, entry.device, more)
