"""Devices: registered at sign-in, known by an id in every document, with a credential of their own for
intake.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session
from ulid import ULID

from server.accounts.tables import Device, TokenFamily
from server.errors import DeviceRevoked


@dataclass(frozen=True, repr=False)
class Registration:
    """A device of the person who signs in; `intake_key` only when it is new: the server keeps its hash."""

    id: str
    epoch: int
    intake_key: str | None


def register(
    session: Session, staff_id: str, device_id: str | None, name: str, platform: str, now: datetime
) -> Registration:
    """The device that this person used before, else a new one: an id of somebody else's or of lost storage
    is not taken over. Raises DeviceRevoked for this person's revoked device.
    """
    known = session.get(Device, device_id) if device_id else None
    if known is None or known.staff_id != staff_id:
        return _new_device(session, staff_id, name, platform, now)
    if known.revoked_at:
        raise DeviceRevoked
    known.name, known.platform, known.last_seen = name, platform, now
    return Registration(known.id, known.epoch, None)


def _new_device(session: Session, staff_id: str, name: str, platform: str, now: datetime) -> Registration:
    key = secrets.token_urlsafe(32)
    newest = session.scalar(sa.select(sa.func.max(Device.epoch)).where(Device.staff_id == staff_id))
    device = Device(
        id=str(ULID()).lower(),
        staff_id=staff_id,
        name=name,
        platform=platform,
        epoch=(newest or 0) + 1,
        intake_key=digest(key),
        registered_at=now,
        last_seen=now,
    )
    session.add(device)
    session.flush()
    return Registration(device.id, device.epoch, key)


def check_intake_key(device: Device | None, key: str) -> bool:
    """Whether the credential is the device's own; no quicker for a device that does not exist."""
    kept = device.intake_key if device else digest("no device")
    return hmac.compare_digest(kept, digest(key)) and device is not None


def revoke(session: Session, device_id: str, now: datetime) -> bool:
    """Revoke the device and end its sessions; False when there is no such device. Twice changes nothing
    more.
    """
    device = session.get(Device, device_id)
    if device is None:
        return False
    device.revoked_at = device.revoked_at or now
    session.execute(
        sa.update(TokenFamily)
        .where(TokenFamily.device_id == device_id, TokenFamily.revoked_at.is_(None))
        .values(revoked_at=now, revoked_for="device")
    )
    return True


def digest(secret: str) -> str:
    """SHA-256 in hex: enough for secrets that are random and long."""
    return hashlib.sha256(secret.encode()).hexdigest()
