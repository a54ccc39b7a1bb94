"""Pictures for the tests: a photo as a phone's camera takes it, and what a camera sees before a sticker."""

import hashlib
import random
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image, ImageFilter

FRAMES = 30


def write_photo(path: Path, width: int = 2400, height: int = 1800) -> Path:
    """Write a JPEG larger on every side than what a phone may send; the same one each time."""
    noise = random.Random(2019).randbytes(240 * 180 * 3)  # noqa: S311  a picture, no secret
    coarse = Image.frombytes("RGB", (240, 180), noise)
    coarse.resize((width, height)).filter(ImageFilter.SHARPEN).save(path, "JPEG", quality=92)
    return path


def write_camera(path: Path, text: str) -> Path:
    """Write a Motion-JPEG film of a sticker with this QR code, for Chromium's camera stand-in."""
    code = BytesIO()
    segno.make(text, error="m").save(code, kind="png", scale=8, border=4)
    sticker = Image.open(code).convert("RGB")
    frame = Image.new("RGB", (640, 480), "#8a8a80")
    frame.paste(sticker, ((640 - sticker.width) // 2, (480 - sticker.height) // 2))
    jpeg = BytesIO()
    frame.save(jpeg, "JPEG", quality=90)
    path.write_bytes(jpeg.getvalue() * FRAMES)
    return path


def sha256(data: bytes) -> str:
    """Return the hash as documents write it."""
    return hashlib.sha256(data).hexdigest()
