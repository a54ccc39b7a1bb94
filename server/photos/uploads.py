"""Resumable uploads: the rules of tus 1.0 without its HTTP.

The truth about how much has come is the size of the file on disk: killed at any moment, the server goes on
from there. Whether bytes with an announced hash are known already is never told before all of them came.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.errors import NotFound
from server.extensions import reading, transaction
from server.photos.claims import Claims, has_expired
from server.photos.errors import UploadRefused
from server.photos.pictures import ENOUGH, LIMITS, sniff
from server.photos.storage import BlobStorage
from server.photos.tables import Blob, Upload
from sync import times

KEPT: Final = timedelta(days=7)
UNFINISHED_AT_MOST: Final = 100
PIECE: Final = 16 * 1024


@dataclass(frozen=True)
class Announcement:
    """What a phone says it is going to send: `part` is full or thumb, `size` in bytes."""

    attach: str
    part: str
    sha256: str
    size: int
    mime: str


@dataclass(frozen=True)
class Checksum:
    """The digest that a piece must have: `algorithm` is sha1 or sha256."""

    algorithm: str
    digest: bytes


class UploadDesk:
    """Takes uploads into `folder` and hands the finished ones to `storage`."""

    def __init__(self, folder: Path, storage: BlobStorage, claims: Claims, now: datetime) -> None:
        self._folder = folder
        self._storage = storage
        self._claims = claims
        self._now = now

    def open(self, staff_id: str, announced: Announcement) -> Upload:
        """A new upload with nothing in it. Refuses what is too large, too many at a time, and whoever left
        too much here for which no attachment has come.
        """
        if announced.size > LIMITS[announced.part]:
            raise UploadRefused("upload_too_large", limit=LIMITS[announced.part])
        self.sweep()
        with transaction() as session:
            has_room = self._claims.has_room(session, staff_id)
        if not has_room:
            raise UploadRefused("too_many_unclaimed")
        upload = Upload(
            id=secrets.token_urlsafe(16),
            staff_id=staff_id,
            attach=announced.attach,
            part=announced.part,
            sha256=announced.sha256,
            size=announced.size,
            mime=announced.mime,
            expires_at=times.utc(self._now + KEPT),
        )
        with transaction() as session:
            if _unfinished(session, staff_id) >= UNFINISHED_AT_MOST:
                raise UploadRefused("too_many_uploads")
            session.add(upload)
            self._path(upload).touch()
        return upload

    def find(self, staff_id: str, upload_id: str) -> Upload:
        """This person's upload. Raises NotFound, also for somebody else's and for an expired one."""
        with reading() as session:
            upload = session.get(Upload, upload_id)
        if upload is None or upload.staff_id != staff_id or upload.expires_at <= times.utc(self._now):
            raise NotFound
        return upload

    def offset(self, upload: Upload) -> int:
        """How many bytes have come. If all have and a crash came between, the upload is finished now."""
        if upload.finished_at is not None:
            return upload.size
        with self._locked(upload) as file:
            came = _size(file)
            if came == upload.size:
                self._finish(upload, file)
            return came

    def append(self, upload: Upload, at: int, incoming: IO[bytes], checksum: Checksum | None = None) -> int:
        """Take the bytes that follow the first `at`, and finish the upload when it is whole; the new offset.

        What came before a broken connection is kept, except under a checksum. Refuses a wrong offset, more
        bytes than announced, and a piece or a whole that is not what was said.
        """
        if upload.finished_at is not None:
            raise UploadRefused("upload_offset", offset=upload.size)
        with self._locked(upload) as file:
            came = _size(file)
            if at != came:
                raise UploadRefused("upload_offset", offset=came)
            came = self._receive(upload, file, incoming, checksum)
            if came == upload.size:
                self._finish(upload, file)
            return came

    def drop(self, upload: Upload) -> None:
        """Forget the upload and what came of it; what it finished stays."""
        with transaction() as session:
            session.execute(sa.delete(Upload).where(Upload.id == upload.id))
        self._path(upload).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Drop the uploads that were abandoned, and the bytes that no attachment claims."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with reading() as session:
            old = sa.select(Upload).where(Upload.expires_at <= times.utc(self._now))
            expired = list(session.scalars(old.limit(UNFINISHED_AT_MOST)))
            unclaimed = has_expired(session, self._now)
        for upload in expired:
            self.drop(upload)
        if unclaimed:
            self._drop_unclaimed()

    def _drop_unclaimed(self) -> None:
        with self._alone(fcntl.LOCK_EX):
            with transaction() as session:
                unused = self._claims.settle_expired(session, self._now, self._now + KEPT)
            for sha256 in unused:
                self._storage.drop(sha256)

    @contextmanager
    def _alone(self, kind: int) -> Iterator[None]:
        """Bytes are not dropped (LOCK_EX) while others find that they are here already (LOCK_SH)."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(folder, kind)
            yield
        finally:
            os.close(folder)

    def _path(self, upload: Upload) -> Path:
        return self._folder / upload.id

    @contextmanager
    def _locked(self, upload: Upload) -> Iterator[IO[bytes]]:
        """The file of the upload for one writer, among all threads and processes of this machine."""
        try:
            file = self._path(upload).open("r+b")
        except FileNotFoundError:
            raise NotFound from None
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadRefused("upload_busy") from None
            if os.fstat(file.fileno()).st_nlink == 0:  # finished or dropped since it was opened
                raise UploadRefused("upload_busy")
            yield file

    def _receive(
        self, upload: Upload, file: IO[bytes], incoming: IO[bytes], checksum: Checksum | None
    ) -> int:
        start = file.seek(0, os.SEEK_END)
        digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        try:
            _copy(incoming, file, upload.size, digest)
            if checksum and digest and digest.digest() != checksum.digest:
                raise UploadRefused("upload_checksum")
        except Exception as stopped:
            if checksum or isinstance(stopped, UploadRefused):
                file.truncate(start)
            raise
        finally:
            file.flush()
            os.fsync(file.fileno())
        return _size(file)

    def _finish(self, upload: Upload, file: IO[bytes]) -> None:
        """Judge the whole and keep it. What is not as announced is dropped: another try starts at nothing."""
        file.seek(0)
        head = file.read(ENOUGH)
        file.seek(0)
        if hashlib.sha256(file.read()).hexdigest() != upload.sha256:
            self.drop(upload)
            raise UploadRefused("upload_checksum")
        mime = sniff(head)
        if mime is None or mime != upload.mime:
            self.drop(upload)
            raise UploadRefused("upload_type")
        with self._alone(fcntl.LOCK_SH):
            self._storage.keep(upload.sha256, self._path(upload))
            self._record(upload)
        self._path(upload).unlink(missing_ok=True)

    def _record(self, upload: Upload) -> None:
        now = times.utc(self._now)
        with transaction() as session:
            session.execute(sa.update(Upload).where(Upload.id == upload.id).values(finished_at=now))
            session.merge(
                Blob(
                    attach=upload.attach,
                    part=upload.part,
                    staff_id=upload.staff_id,
                    sha256=upload.sha256,
                    size=upload.size,
                    mime=upload.mime,
                    stored_at=now,
                    expires_at=times.utc(self._now + KEPT),
                )
            )


def _unfinished(session: Session, staff_id: str) -> int:
    query = sa.select(sa.func.count()).where(Upload.staff_id == staff_id, Upload.finished_at.is_(None))
    return session.execute(query).scalar_one()


def _copy(incoming: IO[bytes], file: IO[bytes], limit: int, digest: "hashlib._Hash | None") -> None:
    """Append what comes, piece by piece, up to a file of `limit` bytes."""
    while piece := incoming.read(PIECE):
        if file.tell() + len(piece) > limit:
            raise UploadRefused("upload_too_large", limit=limit)
        file.write(piece)
        if digest:
            digest.update(piece)


def _size(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size
