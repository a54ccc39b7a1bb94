"""Ids that follow from their cause: the same cause gives the same id, whoever asks, and when."""

import hashlib

from ulid import ULID

from sync import times

MOMENT_BYTES, RANDOM_BYTES = 6, 10


def derived_ulid(moment: str, *parts: str) -> str:
    """A ULID of the moment (text with offset), its random part derived from `parts` and the moment."""
    digest = hashlib.sha256(" ".join((*parts, moment)).encode()).digest()
    milliseconds = int(times.parse(moment).timestamp() * 1000)
    return str(ULID(milliseconds.to_bytes(MOMENT_BYTES) + digest[:RANDOM_BYTES]))
