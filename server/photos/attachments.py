"""What is known of photos by their documents. All take a session and read."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.photos.tables import Attachment


def find_attachment(session: Session, attach: str) -> Attachment | None:
    """The attachment's description; None while it has not arrived."""
    return session.get(Attachment, attach)


def find_attachments(session: Session, attaches: Iterable[str]) -> dict[str, Attachment]:
    """The attachments that have arrived of these, by id."""
    query = sa.select(Attachment).where(Attachment.id.in_(set(attaches)))
    return {row.id: row for row in session.scalars(query)}


def attachments_of(session: Session, records: Iterable[str]) -> dict[str, list[Attachment]]:
    """The attachments of these records, by record, in the order in which they were taken."""
    query = sa.select(Attachment).where(Attachment.record.in_(list(records)))
    found: dict[str, list[Attachment]] = {}
    for row in session.scalars(query.order_by(Attachment.taken_at, Attachment.id)):
        found.setdefault(row.record, []).append(row)
    return found
