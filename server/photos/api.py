"""The photo channel over HTTP: tus 1.0 (core, creation, termination, checksum, expiration) and reading.

POST   /api/photos/uploads          announce: attachment, part, hash, size, type
PATCH  /api/photos/uploads/{id}     the next bytes
HEAD   /api/photos/uploads/{id}     how many came
GET    /api/photos/{attachment}     the picture, by the rights of the record it belongs to
"""

import base64
import binascii
import re
from collections.abc import Callable
from email.utils import format_datetime
from functools import wraps
from typing import Final, ParamSpec

from flask import Blueprint, Response, request, send_file, url_for

from server.accounts.access import caller, signed_in
from server.errors import NotFound
from server.extensions import reading, services
from server.photos import queries
from server.photos.claims import Claims
from server.photos.errors import UploadRefused, answer
from server.photos.pictures import LIMITS, TYPES
from server.photos.storage import FolderStorage
from server.photos.tables import Upload
from server.photos.uploads import Announcement, Checksum, UploadDesk
from sync import times

P = ParamSpec("P")

bp = Blueprint("photos", __name__, url_prefix="/api/photos")
bp.register_error_handler(UploadRefused, answer)

UPLOADS: Final = "/api/photos/uploads"
TUS: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,checksum,expiration"
ALGORITHMS: Final = ("sha1", "sha256")
ATTACHMENT: Final = re.compile(r"att:[0-9A-HJKMNP-TV-Z]{26}")
SHA256: Final = re.compile(r"[0-9a-f]{64}")


@bp.after_request
def sign(response: Response) -> Response:
    """Every answer about uploads, a refusal too, names the version and is nobody's to keep."""
    if request.path.startswith(UPLOADS):
        response.headers["Tus-Resumable"] = TUS
        response.headers["Cache-Control"] = "no-store"
    return response


def speaks_tus(view: Callable[P, Response]) -> Callable[P, Response]:
    """Refuse another version of the protocol."""

    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> Response:
        if request.headers.get("Tus-Resumable") != TUS:
            refused = answer(UploadRefused("tus_version"))
            refused.headers["Tus-Version"] = TUS
            return refused
        return view(*args, **kwargs)

    return inner


@bp.route("/uploads", methods=["OPTIONS"])
@signed_in
def describe() -> Response:
    """What this end of the protocol can do."""
    response = Response(status=204)
    response.headers["Tus-Version"] = TUS
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Max-Size"] = str(max(LIMITS.values()))
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response


@bp.post("/uploads")
@signed_in
@speaks_tus
def open_upload() -> Response:
    """Announce bytes. The attachment's document may come later; if it is here, it must say the same."""
    announced = _announcement()
    with reading() as session:
        queries.check_announced(session, caller().staff_id, announced)
    upload = _desk().open(caller().staff_id, announced)
    response = _told(upload, 0, 201)
    response.headers["Location"] = url_for("photos.append_to", upload_id=upload.id)
    return response


@bp.route("/uploads/<upload_id>", methods=["HEAD"])
@signed_in
@speaks_tus
def look_at(upload_id: str) -> Response:
    """How many bytes have come, and how many there will be."""
    desk = _desk()
    upload = desk.find(caller().staff_id, upload_id)
    response = _told(upload, desk.offset(upload), 200)
    response.headers["Upload-Length"] = str(upload.size)
    return response


@bp.patch("/uploads/<upload_id>")
@signed_in
@speaks_tus
def append_to(upload_id: str) -> Response:
    """Take the next bytes; the last ones finish the upload."""
    desk = _desk()
    upload = desk.find(caller().staff_id, upload_id)
    if request.mimetype != "application/offset+octet-stream":
        raise UploadRefused("upload_header", header="Content-Type")
    at = _number("Upload-Offset")
    if (request.content_length or 0) > upload.size:
        raise UploadRefused("upload_too_large", limit=upload.size)
    return _told(upload, desk.append(upload, at, request.stream, _checksum()), 204)


@bp.delete("/uploads/<upload_id>")
@signed_in
@speaks_tus
def drop_upload(upload_id: str) -> Response:
    """Forget an upload."""
    desk = _desk()
    desk.drop(desk.find(caller().staff_id, upload_id))
    return Response(status=204)


@bp.get("/<attach>")
@signed_in
def read_photo(attach: str) -> Response:
    """The bytes of an attachment, `?part=full|thumb`; 404 until they are stored."""
    part = request.args.get("part", "full")
    with reading() as session:
        photo = queries.find_photo(session, caller(), attach, part)
    try:
        content = _storage().open(photo.sha256)
    except FileNotFoundError:
        raise NotFound from None
    response = send_file(content, mimetype=photo.mime, etag=photo.sha256, conditional=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _storage() -> FolderStorage:
    return FolderStorage(services().config.photos_dir)


def _desk() -> UploadDesk:
    config = services().config
    return UploadDesk(config.photos_dir / "uploads", _storage(), Claims(queries.claims_of), config.now())


def _told(upload: Upload, offset: int, status: int) -> Response:
    response = Response(status=status)
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Upload-Expires"] = format_datetime(times.parse(upload.expires_at), usegmt=True)
    return response


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not re.fullmatch(r"\d{1,15}", text):
        raise UploadRefused("upload_header", header=header)
    return int(text)


def _announcement() -> Announcement:
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    size = _number("Upload-Length")
    announced = Announcement(
        attach=said.get("attach", ""),
        part=said.get("part", ""),
        sha256=said.get("sha256", ""),
        size=size,
        mime=said.get("mime", ""),
    )
    fits = ATTACHMENT.fullmatch(announced.attach) and SHA256.fullmatch(announced.sha256)
    if not fits or announced.part not in LIMITS or announced.mime not in TYPES:
        raise UploadRefused("upload_header", header="Upload-Metadata")
    if size == 0:
        raise UploadRefused("upload_header", header="Upload-Length")
    return announced


def _metadata(header: str) -> dict[str, str]:
    """tus's own form: `name base64` pairs, parted by commas."""
    said: dict[str, str] = {}
    for pair in header.split(",") if header else []:
        name, _, value = pair.strip().partition(" ")
        try:
            said[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise UploadRefused("upload_header", header="Upload-Metadata") from None
    return said


def _checksum() -> Checksum | None:
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if algorithm not in ALGORITHMS or not digest:
        raise UploadRefused("upload_header", header="Upload-Checksum")
    return Checksum(algorithm, digest)
