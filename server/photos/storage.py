"""Where the bytes of photos are kept: by their hash, so that equal bytes lie once and never change."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Protocol


class BlobStorage(Protocol):
    """Bytes under their SHA-256 (64 hexadecimal digits)."""

    def keep(self, sha256: str, source: Path) -> None:
        """Copy the file in, whose hash this is; on disk when it returns. Keeping twice is well."""

    def drop(self, sha256: str) -> None:
        """Remove the bytes; nothing happens when they are not here."""

    def open(self, sha256: str) -> IO[bytes]:
        """The bytes, to be read and closed. Raises FileNotFoundError when they are not here."""


class FolderStorage:
    """Blobs as files `{root}/ab/cdef...`: written aside, flushed, then renamed, so that none is ever half."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, sha256: str, source: Path) -> None:
        target = self._path(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=target.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as copy, source.open("rb") as original:
                shutil.copyfileobj(original, copy)
                copy.flush()
                os.fsync(copy.fileno())
            os.replace(aside, target)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        _flush_folder(target.parent)
        _flush_folder(self._root)

    def drop(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def open(self, sha256: str) -> IO[bytes]:
        return self._path(sha256).open("rb")

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256[2:]


def _flush_folder(folder: Path) -> None:
    """Make a new name in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
