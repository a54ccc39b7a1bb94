"""Instants on the wire: ISO 8601 with an offset and milliseconds; the server's own in UTC, ending in `Z`."""

from datetime import UTC, datetime


def parse(text: str) -> datetime:
    """The instant that `text` names, aware of its offset; ValueError when it names none or has no offset."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no offset: write it as 2026-01-31T08:00:00.000+08:00")
    return instant


def wire(instant: datetime) -> str:
    """`instant` in its own zone, as `2026-01-31T08:00:00.000+08:00`."""
    return instant.isoformat(timespec="milliseconds")


def utc(instant: datetime) -> str:
    """`instant` as `2026-01-31T00:00:00.000Z`: text sorts as time does."""
    return wire(instant.astimezone(UTC)).replace("+00:00", "Z")


def now() -> datetime:
    """The clock of this machine; everything that needs the time takes a function like this one."""
    return datetime.now(UTC)
