"""Unfinished documents with several leaves: their author wrote on two devices. One goes on, none is lost.

The final one goes before the unfinished, then the device that was registered later, then the higher counter,
then the revision that wins everywhere. The others end in the store, and stand beside as `cf:` documents.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from sync import outbox, revision
from sync.arrival import Arrival, Known
from sync.authorship import written_by
from sync.domain import DocumentType, Domain
from sync.outbox import Parcel

CONFLICT = "cf:"


def settle(
    connection: Connection,
    domain: Domain,
    arrivals: Sequence[Arrival],
    known: Mapping[tuple[str, str], Known],
) -> None:
    """Of every draft of which several live leaves arrived, set all aside but one."""
    drafts = [one for one in arrivals if _is_draft(domain, one) and not one.deleted and not one.gated]
    for (database, doc_id), found in groupby(drafts, key=lambda one: (one.database, one.doc_id)):
        leaves = list(found)
        kind = domain.types[leaves[0].type]
        final = known[database, doc_id]
        first = max(leaves, key=lambda one: _rank(connection, domain, kind, final, one))
        for one in leaves:
            if one is not first:
                _end(connection, one)
            if one is not first and not _earlier(one, first):
                _put_beside(connection, one)


def _is_draft(domain: Domain, one: Arrival) -> bool:
    kind = domain.types.get(one.type)
    return kind is not None and kind.kind == "draft"


def _rank(
    connection: Connection, domain: Domain, kind: DocumentType, final: Known, one: Arrival
) -> tuple[Any, ...]:
    return (
        one.text == final.text,
        kind.is_final(one.body),
        domain.epoch_of(connection, one.origin[1]),
        one.dseq,
        revision.rank(one.rev),
    )


def _earlier(one: Arrival, first: Arrival) -> bool:
    """Whether a device merely went on writing: intake brings its revisions without their history."""
    same = one.origin == first.origin
    return same and revision.generation(one.rev) < revision.generation(first.rev)


def _end(connection: Connection, one: Arrival) -> None:
    parcel = Parcel(one.database, one.doc_id, "tombstone", one.rev, 0, {"_deleted": True})
    outbox.put(connection, parcel)


def _put_beside(connection: Connection, one: Arrival) -> None:
    """Show the author what the leaf said, beside the document."""
    body = one.body
    told = {
        "type": "cf",
        "v": 1,
        **{key: body.get(key) for key in ("div", "tz", "at_dev")},
        "wrote": written_by(),
        "subject": one.doc_id,
        "rev": one.rev,
        "document": body,
    }
    outbox.put(connection, Parcel(one.database, f"{CONFLICT}{one.doc_id}:{one.rev}", "copy", "", 0, told))
