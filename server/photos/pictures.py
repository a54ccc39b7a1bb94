"""What counts as a photo: how large it may be, and its type, told by its first bytes, never by its sender."""

from typing import Final

TYPES: Final = ("image/jpeg", "image/png", "image/webp")
LIMITS: Final = {"full": 1_500_000, "thumb": 130_000}
"""bytes"""
ENOUGH: Final = 12
"""bytes that tell"""


def sniff(head: bytes) -> str | None:
    """The media type of the picture that begins so; None for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return None
