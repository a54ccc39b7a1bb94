"""Which photo a caller gets, and which have come.

The attachment's document says which bytes are meant, and whose; its record says who may see them.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.accounts.access import Caller
from server.accounts.roles import OFFICE
from server.domain import is_restricted
from server.errors import NotFound, OutsideArea
from server.permissions import databases_for
from server.photos.attachments import attachments_of, find_attachment, find_attachments
from server.photos.claims import Claim
from server.photos.errors import UploadRefused
from server.photos.tables import Attachment, Blob
from server.photos.uploads import Announcement
from sync.tables import copy, fold_state, quarantine


@dataclass(frozen=True)
class Photo:
    """Bytes that are stored: their hash and their media type."""

    sha256: str
    mime: str


def check_announced(session: Session, staff_id: str, announced: Announcement) -> None:
    """Refuse bytes for an attachment that is known to be somebody else's or to have other bytes."""
    attachment = find_attachment(session, announced.attach)
    if attachment is None:
        return
    said = (attachment.author, *_bytes_of(attachment, announced.part))
    if said != (staff_id, announced.sha256, announced.size):
        raise UploadRefused("upload_not_announced")


def claims_of(session: Session, blobs: Sequence[Blob]) -> list[Claim | None]:
    """For each of these bytes whether their attachment has come, from their sender and naming their hash."""
    ids = {blob.attach for blob in blobs}
    arrived = find_attachments(session, ids)
    held = sa.select(quarantine.c.doc_id, quarantine.c.author).where(
        quarantine.c.doc_id.in_(ids), quarantine.c.released_rseq.is_(None)
    )
    waiting = {(row.doc_id, row.author) for row in session.execute(held)}
    return [_claim(blob, arrived.get(blob.attach), waiting) for blob in blobs]


def _claim(blob: Blob, attachment: Attachment | None, waiting: Set[tuple[str, str]]) -> Claim | None:
    if attachment and (attachment.author, *_bytes_of(attachment, blob.part)) == (
        blob.staff_id,
        blob.sha256,
        blob.size,
    ):
        return "taken"
    return "held" if (blob.attach, blob.staff_id) in waiting else None


def find_photo(session: Session, caller: Caller, attach: str, part: str) -> Photo:
    """The stored part of an attachment. Raises OutsideArea, and NotFound while the bytes are on their way."""
    attachment = find_attachment(session, attach)
    if attachment is None or part not in ("full", "thumb"):
        raise NotFound
    if not (_may_see(caller, attachment) or _is_told(session, caller, attachment)):
        raise OutsideArea(attachment.div)
    sha256, _ = _bytes_of(attachment, part)
    blob = session.get(Blob, (attach, part, attachment.author, sha256))
    if blob is None:
        raise NotFound
    return Photo(blob.sha256, blob.mime)


def photos_of(session: Session, records: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The photos of these records as the API tells them, by record."""
    found = attachments_of(session, records)
    here = stored(session, [photo for own in found.values() for photo in own])
    return {record: [_item(photo, photo.id in here) for photo in own] for record, own in found.items()}


def _item(photo: Attachment, here: bool) -> dict[str, Any]:
    return {
        "id": photo.id,
        "sha256": photo.sha256,
        "size": photo.size,
        "width": photo.width,
        "height": photo.height,
        "state": "stored" if here else "pending",
    }


def stored(session: Session, attachments: Iterable[Attachment]) -> set[str]:
    """The ids of those whose full picture has come whole, from its author and with its hash."""
    wanted = {(found.id, found.author, found.sha256) for found in attachments}
    query = sa.select(Blob.attach, Blob.staff_id, Blob.sha256).where(
        Blob.part == "full", Blob.attach.in_({attach for attach, _, _ in wanted})
    )
    return {row.attach for row in session.execute(query) if tuple(row) in wanted}


def _may_see(caller: Caller, attachment: Attachment) -> bool:
    """Whoever replicates the database of the record, and the offices in whose area it lies unless no office
    reads such records."""
    if attachment.database in {grant.name for grant in databases_for(caller.token_roles)}:
        return True
    return not is_restricted(attachment.record) and caller.may_see(attachment.div, OFFICE)


def _is_told(session: Session, caller: Caller, attachment: Attachment) -> bool:
    """Whether a record that names the photo was copied to the caller: who checks what was put right looks at
    the photo of before, wherever that was written."""
    if is_restricted(attachment.record):
        return False
    mine = [grant.name for grant in databases_for(caller.token_roles)]
    same = sa.and_(fold_state.c.partition == copy.c.partition, fold_state.c.subject == copy.c.subject)
    named = fold_state.c.body.contains(attachment.id, autoescape=True)
    told = sa.select(copy.c.subject).join(fold_state, same).where(copy.c.database.in_(mine), named)
    return session.execute(told.limit(1)).first() is not None


def _bytes_of(attachment: Attachment, part: str) -> tuple[str | None, int | None]:
    if part == "thumb":
        return attachment.thumb_sha256, attachment.thumb_size
    return attachment.sha256, attachment.size
