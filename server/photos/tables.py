"""Tables of the photo channel: uploads under way, which bytes came for which attachment, and the attachments.

The attachments are a projection of documents; the others tell what reached this server by the other road.
Times are text in UTC, which sorts as time does.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model


class Upload(Model):
    """Bytes on their way. How many came is the size of the file `uploads/{id}`, which no crash makes untrue.

    A finished one is kept until `expires_at`, so that a phone that missed the last answer learns of it.
    """

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    staff_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    attach: Mapped[str] = mapped_column(sa.String(40))
    part: Mapped[str] = mapped_column(sa.String(5))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(sa.String(20))
    expires_at: Mapped[str] = mapped_column(sa.String(24), index=True)
    finished_at: Mapped[str | None] = mapped_column(sa.String(24))


class Blob(Model):
    """Bytes that came whole from this person for this part of this attachment; they lie under their hash.

    The sender is in the key: the attachment's document may come later, and only its author's bytes count.
    Until it comes the row has an `expires_at`, and the bytes count against what its sender may leave here.
    """

    __tablename__ = "blob"
    __table_args__ = (sa.Index(None, "sha256"),)

    attach: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    staff_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(sa.String(20))
    stored_at: Mapped[str] = mapped_column(sa.String(24))
    expires_at: Mapped[str | None] = mapped_column(sa.String(24), index=True)


class Attachment(Model):
    """What is known of a photo whose bytes travel by themselves; written by projection.py alone.

    `database`: where its document lies, beside its record; `div`: where it was taken.
    """

    __tablename__ = "attachment"

    id: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    partition: Mapped[str] = mapped_column(sa.String(64))
    database: Mapped[str] = mapped_column(sa.String(64))
    div: Mapped[str] = mapped_column(sa.String(12))
    record: Mapped[str] = mapped_column(sa.String(200), index=True)
    author: Mapped[str] = mapped_column(sa.String(64))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(sa.String(40))
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[str] = mapped_column(sa.String(35))
    thumb_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    thumb_size: Mapped[int | None]
