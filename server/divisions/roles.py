"""Changing the roles of a member of staff: a new revision of the staff document, by the same road as the
import.
"""

from collections.abc import Sequence
from datetime import datetime

from server.errors import Conflict, NotFound
from sync import times
from sync.authorship import written_by
from sync.errors import NotFound as Missing
from sync.store.base import DocumentStore


def set_roles(
    store: DocumentStore, place: str, staff_id: str, roles: Sequence[str], by: str, now: datetime
) -> None:
    """Write the roles into the registry of the place (township or district) and the phones' copy, in the name
    of the administrator `by`, who stays in the journal.

    The follower shows them afterwards. Raises NotFound when the registry has no such person, Conflict when
    somebody else changed the document at the same moment.
    """
    said = {"roles": list(roles), "wrote": written_by(by)}
    for database in (f"centre_{place}", f"ref_{place}"):
        try:
            document = store.read(database, f"staff:{staff_id}")
        except Missing as error:
            raise NotFound from error
        changed = {**document, **said, "at_dev": times.utc(now), "tz": "UTC"}
        (result,) = store.write(database, [changed])
        if result.rev is None:
            raise Conflict
