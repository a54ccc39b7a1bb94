"""What counts as a photo: told by its first bytes, never by what the sender says."""

from typing import Final

TYPES: Final = ("image/jpeg", "image/png", "image/webp")
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
