"""Taking in clue drops: written by the server into a database that no phone reads, once each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.mailboxes.capability import CLUES
from server.mailboxes.clue_telling import clue_database
from server.records.capability import check
from sync.errors import DatabaseNotFound
from sync.store.base import DocumentStore

Document = dict[str, Any]
DROPPED = ("div", "at_dev", "tz", "envelope_no", "channel", "category", "received_on", "count")


@dataclass(frozen=True)
class Refused:
    """Why a drop was not taken; `errors` names fields and never what stands in them."""

    reason: str
    errors: Mapping[str, Any]


def drop_document(said: Mapping[str, Any], staff_id: str, device_id: str) -> Document:
    """The document of what a phone says of an envelope. Clues take no number of the device's counter."""
    wrote = {"by": staff_id, "dev": device_id, "dseq": 0}
    own = {("_id" if name == "id" else name): value for name, value in said.items()}
    return {**own, "type": "clue_drop", "v": 1, "wrote": wrote}


def take_in(store: DocumentStore, document: Document) -> Refused | None:
    """Keep a drop for good; None when it is kept now, or was before with the same content."""
    errors = check(CLUES, document)
    if errors:
        return Refused("unfit", errors)
    try:
        return _write(store, clue_database(document), document)
    except DatabaseNotFound:
        return Refused("no_database", {})


def _write(store: DocumentStore, database: str, document: Document) -> Refused | None:
    (result,) = store.write(database, [document])
    if result.error is None:
        return None
    kept = store.read(database, document["_id"])
    same = all(kept.get(name) == document[name] for name in DROPPED)
    return None if same else Refused("second_revision", {})
