"""The rules of an upload, whatever happens in between."""

import fcntl
import hashlib
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from server.errors import NotFound
from server.photos import claims
from server.photos.claims import Claim
from server.photos.errors import UploadRefused
from server.photos.pictures import LIMITS, sniff
from server.photos.storage import FolderStorage
from server.photos.uploads import KEPT, UNFINISHED_AT_MOST, Checksum, UploadDesk
from tests.support.uploads import NOW, PICTURE, announced

HALF = len(PICTURE) // 2
HASH = hashlib.sha256(PICTURE).hexdigest()


class Broken(io.BytesIO):
    """A connection that breaks after its bytes."""

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        if not piece:
            raise ConnectionError
        return piece


def refusal(code: str) -> "pytest.RaisesExc[UploadRefused]":
    return pytest.raises(UploadRefused, match=f"^{code}$")


def kept(storage: FolderStorage, sha256: str = HASH) -> bytes:
    with storage.open(sha256) as file:
        return file.read()


def test_bytes_in_two_pieces_make_a_stored_picture(desk: UploadDesk, storage: FolderStorage) -> None:
    upload = desk.open("chibi-lead", announced())
    assert desk.append(upload, 0, io.BytesIO(PICTURE[:HALF])) == HALF
    with pytest.raises(FileNotFoundError):
        storage.open(HASH)
    assert desk.append(upload, HALF, io.BytesIO(PICTURE[HALF:])) == len(PICTURE)
    assert kept(storage) == PICTURE


def test_what_came_before_a_broken_connection_is_kept(desk: UploadDesk, storage: FolderStorage) -> None:
    upload = desk.open("chibi-lead", announced())
    with pytest.raises(ConnectionError):
        desk.append(upload, 0, Broken(PICTURE[:HALF]))
    assert desk.offset(upload) == HALF
    desk.append(upload, HALF, io.BytesIO(PICTURE[HALF:]))
    assert kept(storage) == PICTURE


def test_a_wrong_offset_is_refused_and_told(desk: UploadDesk) -> None:
    upload = desk.open("chibi-lead", announced())
    desk.append(upload, 0, io.BytesIO(PICTURE[:HALF]))
    for wrong in (0, HALF - 1, HALF + 1):
        with refusal("upload_offset") as told:
            desk.append(upload, wrong, io.BytesIO(PICTURE[HALF:]))
        assert told.value.fields == {"offset": HALF}


def test_other_bytes_than_announced_are_dropped_with_their_upload(
    desk: UploadDesk, storage: FolderStorage
) -> None:
    upload = desk.open("chibi-lead", announced())
    changed = PICTURE[:-1] + bytes([PICTURE[-1] ^ 1])
    with refusal("upload_checksum"):
        desk.append(upload, 0, io.BytesIO(changed))
    with pytest.raises(FileNotFoundError):
        storage.open(hashlib.sha256(changed).hexdigest())
    with pytest.raises(NotFound):
        desk.find("chibi-lead", upload.id)


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b"<svg onload=alert(1)>" * 9, "image/jpeg"),
        (PICTURE, "image/png"),
        (b"GIF89a" + b"x" * 50, "image/webp"),
    ],
)
def test_only_the_announced_kind_of_picture_is_kept(
    desk: UploadDesk, storage: FolderStorage, content: bytes, mime: str
) -> None:
    upload = desk.open("chibi-lead", announced(content, mime=mime))
    with refusal("upload_type"):
        desk.append(upload, 0, io.BytesIO(content))
    with pytest.raises(FileNotFoundError):
        storage.open(upload.sha256)


def test_more_bytes_than_announced_are_refused_and_not_kept(desk: UploadDesk) -> None:
    upload = desk.open("chibi-lead", announced())
    desk.append(upload, 0, io.BytesIO(PICTURE[:HALF]))
    with refusal("upload_too_large"):
        desk.append(upload, HALF, io.BytesIO(PICTURE[HALF:] + b"x"))
    assert desk.offset(upload) == HALF


@pytest.mark.parametrize("part", LIMITS)
def test_what_is_too_large_is_refused_before_any_byte(desk: UploadDesk, part: str) -> None:
    desk.open("chibi-lead", announced(part=part, size=LIMITS[part]))
    with refusal("upload_too_large"):
        desk.open("chibi-lead", announced(part=part, size=LIMITS[part] + 1))


def test_a_piece_that_fails_its_checksum_leaves_nothing(desk: UploadDesk, storage: FolderStorage) -> None:
    upload = desk.open("chibi-lead", announced())
    right = Checksum("sha1", hashlib.sha1(PICTURE[:HALF], usedforsecurity=False).digest())
    with refusal("upload_checksum"):
        desk.append(upload, 0, io.BytesIO(PICTURE[1:HALF]), right)
    with pytest.raises(ConnectionError):
        desk.append(upload, 0, Broken(PICTURE[:HALF]), right)
    assert desk.offset(upload) == 0
    desk.append(upload, 0, io.BytesIO(PICTURE[:HALF]), right)
    desk.append(upload, HALF, io.BytesIO(PICTURE[HALF:]))
    assert kept(storage) == PICTURE


def test_all_bytes_there_but_not_finished_by_a_crash_is_finished_when_asked(
    desk: UploadDesk, storage: FolderStorage, tmp_path: Path
) -> None:
    upload = desk.open("chibi-lead", announced())
    (tmp_path / "photos" / "uploads" / upload.id).write_bytes(PICTURE)
    assert desk.offset(upload) == len(PICTURE)
    assert kept(storage) == PICTURE
    again = desk.find("chibi-lead", upload.id)
    assert (desk.offset(again), again.finished_at is not None) == (len(PICTURE), True)


def test_a_finished_upload_tells_so_to_a_phone_that_missed_the_answer(desk: UploadDesk) -> None:
    upload = desk.open("chibi-lead", announced())
    desk.append(upload, 0, io.BytesIO(PICTURE))
    again = desk.find("chibi-lead", upload.id)
    assert desk.offset(again) == len(PICTURE)
    with refusal("upload_offset"):
        desk.append(again, 0, io.BytesIO(PICTURE))


def test_sent_twice_the_same_picture_lies_once(desk: UploadDesk, tmp_path: Path) -> None:
    for attach in ("att:01J000000000000000000000ZZ", "att:01J000000000000000000000ZY"):
        upload = desk.open("chibi-lead", announced(attach=attach))
        assert desk.offset(upload) == 0, "nobody is told that the bytes are known"
        desk.append(upload, 0, io.BytesIO(PICTURE))
    files = [path for path in (tmp_path / "photos").rglob("*") if path.is_file()]
    assert [path.relative_to(tmp_path / "photos") for path in files] == [Path(HASH[:2]) / HASH[2:]]


def test_one_writer_at_a_time(desk: UploadDesk, tmp_path: Path) -> None:
    upload = desk.open("chibi-lead", announced())
    with (tmp_path / "photos" / "uploads" / upload.id).open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with refusal("upload_busy"):
            desk.append(upload, 0, io.BytesIO(PICTURE))
    assert desk.append(upload, 0, io.BytesIO(PICTURE)) == len(PICTURE)


def test_an_upload_is_known_to_its_person_alone(desk: UploadDesk) -> None:
    upload = desk.open("chibi-lead", announced())
    assert desk.find("chibi-lead", upload.id).id == upload.id
    for staff_id, upload_id in (("chibi-p02", upload.id), ("chibi-lead", "unknown")):
        with pytest.raises(NotFound):
            desk.find(staff_id, upload_id)


def test_abandoned_uploads_go_with_their_bytes_and_others_stay(
    desk: UploadDesk, desk_at: Callable[[datetime], UploadDesk], tmp_path: Path
) -> None:
    upload = desk.open("chibi-lead", announced())
    desk.append(upload, 0, io.BytesIO(PICTURE[:HALF]))
    later = desk_at(NOW + KEPT + timedelta(seconds=1))
    with pytest.raises(NotFound):
        later.find("chibi-lead", upload.id)
    fresh = later.open("chibi-lead", announced())
    assert [path.name for path in (tmp_path / "photos" / "uploads").iterdir()] == [fresh.id]


def test_nobody_has_more_open_than_a_phone_needs(desk: UploadDesk) -> None:
    for _ in range(UNFINISHED_AT_MOST):
        upload = desk.open("chibi-lead", announced())
    with refusal("too_many_uploads"):
        desk.open("chibi-lead", announced())
    desk.open("chibi-p02", announced())
    desk.drop(upload)
    desk.open("chibi-lead", announced())


class TestUnclaimed:
    """Bytes for which no attachment has come."""

    def sends(self, desk: UploadDesk, number: int, content: bytes | None = None) -> str:
        """A whole picture of its own, for an attachment of its own; its hash."""
        mine = content or PICTURE + bytes([number])
        attach = f"att:01J0000000000000000000{number:04}"
        upload = desk.open("chibi-lead", announced(mine, attach=attach))
        desk.append(upload, 0, io.BytesIO(mine))
        return upload.sha256

    @pytest.fixture
    def room_for_two(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(claims, "UNCLAIMED_AT_MOST", claims.COUNTED_AT_LEAST * 2 - 1)

    @pytest.mark.usefixtures("room_for_two")
    def test_they_are_counted_until_their_attachment_comes(
        self, desk: UploadDesk, claimed: dict[str, Claim]
    ) -> None:
        for number in (1, 2):
            self.sends(desk, number)
        with refusal("too_many_unclaimed"):
            desk.open("chibi-lead", announced())
        desk.open("chibi-p02", announced())
        claimed["att:01J00000000000000000000001"] = "held"
        with refusal("too_many_unclaimed"):
            desk.open("chibi-lead", announced())
        claimed["att:01J00000000000000000000001"] = "taken"
        desk.open("chibi-lead", announced())

    def test_what_nobody_claims_goes_after_a_while_and_the_rest_stays(
        self,
        desk: UploadDesk,
        desk_at: Callable[[datetime], UploadDesk],
        claimed: dict[str, Claim],
        storage: FolderStorage,
    ) -> None:
        claimed |= {"att:01J00000000000000000000001": "taken", "att:01J00000000000000000000002": "held"}
        taken, held, lost = (self.sends(desk, number) for number in (1, 2, 3))
        later = NOW + KEPT + timedelta(seconds=1)
        desk_at(later).open("chibi-p02", announced())
        assert kept(storage, taken)
        assert kept(storage, held)
        with pytest.raises(FileNotFoundError):
            storage.open(lost)
        claimed.clear()
        desk_at(later + KEPT).open("chibi-p02", announced())
        assert kept(storage, taken), "settled once and for all"
        with pytest.raises(FileNotFoundError):
            storage.open(held)

    def test_bytes_that_another_attachment_names_too_stay(
        self,
        desk: UploadDesk,
        desk_at: Callable[[datetime], UploadDesk],
        claimed: dict[str, Claim],
        storage: FolderStorage,
    ) -> None:
        claimed["att:01J00000000000000000000001"] = "taken"
        for number in (1, 2):
            self.sends(desk, number, PICTURE)
        desk_at(NOW + KEPT + timedelta(seconds=1)).open("chibi-p02", announced())
        assert kept(storage) == PICTURE


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_pictures_are_told_by_their_first_bytes(head: bytes, expected: str | None) -> None:
    assert sniff(head) == expected
