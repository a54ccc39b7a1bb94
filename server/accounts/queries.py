"""Accounts: what is asked of them and what changes them. Each function that writes has its own short
transaction.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from server.accounts import devices, passwords, refresh, throttling
from server.accounts.tables import Account, Device, TokenFamily
from server.divisions.queries import StaffMember, find_staff
from server.errors import (
    AccountUnusable,
    BadCredentials,
    Conflict,
    DeviceRevoked,
    NotSignedIn,
    SessionRevoked,
)
from server.extensions import reading, transaction
from sync import audited
from sync.audited import Noted

SHELL = "shell"  # an administrator with a shell on the server


@dataclass(frozen=True)
class Login:
    """What a person typed, and where from; never logged."""

    username: str
    password: str
    address: str
    device_id: str | None
    device_name: str
    platform: str


@dataclass(frozen=True)
class SignedIn:
    """A session that has begun or goes on. `refresh_token` is None when only described."""

    staff: StaffMember
    device: devices.Registration
    refresh_token: str | None


def epoch_of(connection: Connection, device_id: str) -> int:
    """Which registration of its person's a device is, from 1; 0 for one that is not known."""
    found = connection.execute(sa.select(Device.epoch).where(Device.id == device_id))
    return found.scalar_one_or_none() or 0


def sign_in(login: Login, now: datetime) -> SignedIn:
    """Begin a session. Raises BadCredentials, TooManyAttempts, DeviceRevoked or AccountUnusable."""
    account = _check_password(login, now)
    with transaction() as session:
        staff = _serving(session, account.staff_id)
        throttling.forget(session, login.username)
        if passwords.is_outdated(account.password):
            session.merge(account).password = passwords.hash_password(login.password)
        device = devices.register(session, staff.id, login.device_id, login.device_name, login.platform, now)
        return SignedIn(staff, device, refresh.start(session, staff.id, device.id, now))


def go_on(token: str, now: datetime) -> SignedIn:
    """Rotate the refresh token. Raises SessionRevoked, DeviceRevoked or AccountUnusable."""
    with transaction() as session:
        device = _device_of(session, token)
        rotated = refresh.rotate(session, token, now)
        if device and not device.revoked_at:
            device.last_seen = now
    if device and device.revoked_at:
        raise DeviceRevoked
    if rotated is None or device is None:
        raise SessionRevoked
    with reading() as session:
        _active_account(session, rotated.staff_id)
        staff = _serving(session, rotated.staff_id)
    return SignedIn(staff, devices.Registration(device.id, device.epoch, None), rotated.token)


def describe(staff_id: str, device_id: str) -> SignedIn:
    """The session of a caller. Raises NotSignedIn when the device is unknown, AccountUnusable."""
    with reading() as session:
        device = session.get(Device, device_id)
        if device is None:
            raise NotSignedIn
        staff = _serving(session, staff_id)
        return SignedIn(staff, devices.Registration(device.id, device.epoch, None), None)


def sign_out(token: str, now: datetime) -> None:
    """End the session of this refresh token; an unknown one changes nothing."""
    with transaction() as session:
        refresh.end(session, token, now, "signed out")


def check_device(device_id: str, staff_id: str) -> None:
    """Raise DeviceRevoked for a revoked device, NotSignedIn for one that is not this person's, and
    SessionRevoked when the person has no active account any more.
    """
    query = (
        sa.select(Device.revoked_at, Account.state)
        .outerjoin(Account, Account.staff_id == Device.staff_id)
        .where(Device.id == device_id, Device.staff_id == staff_id)
    )
    with reading() as session:
        found = session.execute(query).one_or_none()
    if found is None:
        raise NotSignedIn
    if found.revoked_at:
        raise DeviceRevoked
    if found.state != "active":
        raise SessionRevoked


def device_by_intake_key(device_id: str, key: str) -> Device:
    """The device of an intake credential. Raises NotSignedIn, DeviceRevoked."""
    with reading() as session:
        device = session.get(Device, device_id)
        if not devices.check_intake_key(device, key) or device is None:
            raise NotSignedIn
        if device.revoked_at:
            raise DeviceRevoked
        session.expunge(device)
        return device


def devices_of(staff_id: str) -> list[Device]:
    """All devices of a person, oldest first."""
    with reading() as session:
        found = session.scalars(
            sa.select(Device).where(Device.staff_id == staff_id).order_by(Device.epoch)
        ).all()
        session.expunge_all()
        return list(found)


def find_device(device_id: str) -> Device | None:
    """The device of this id."""
    with reading() as session:
        device = session.get(Device, device_id)
        session.expunge_all()
        return device


def revoke_device(device_id: str, now: datetime, by: str = SHELL) -> bool:
    """Revoke a device and end its sessions; False when there is none. `by`: who says so."""
    with transaction() as session:
        revoked = devices.revoke(session, device_id, now)
        if revoked:
            _note(session, "device_revoked", f"device:{device_id}", now, by)
        return revoked


def put_account(username: str, staff_id: str, password: str, now: datetime) -> bool:
    """Make the account, or give the one of this name a new password; True when it is new.

    Raises Conflict when the name belongs to another person or the person has another name."""
    with transaction() as session:
        account = session.get(Account, username)
        holder = session.scalar(sa.select(Account).where(Account.staff_id == staff_id))
        if holder is not account:
            raise Conflict
        if account is None:
            hashed = passwords.hash_password(password)
            session.add(
                Account(username=username, staff_id=staff_id, password=hashed, state="active", created_at=now)
            )
            _note(session, "account_made", f"staff:{staff_id}", now)
            return True
        if not passwords.verify(account.password, password):
            account.password = passwords.hash_password(password)
        account.state = "active"
        _note(session, "account_renewed", f"staff:{staff_id}", now)
        return False


def close_account(username: str, now: datetime) -> bool:
    """Close the account and end its sessions; False when there is none of this name."""
    with transaction() as session:
        account = session.get(Account, username)
        if account is None:
            return False
        account.state = "closed"
        session.execute(
            sa.update(TokenFamily)
            .where(TokenFamily.staff_id == account.staff_id, TokenFamily.revoked_at.is_(None))
            .values(revoked_at=now, revoked_for="account")
        )
        _note(session, "account_closed", f"staff:{account.staff_id}", now)
        return True


def accounts() -> list[Account]:
    """All accounts by name."""
    with reading() as session:
        found = session.scalars(sa.select(Account).order_by(Account.username)).all()
        session.expunge_all()
        return list(found)


def _note(session: Session, what: str, subject: str, now: datetime, by: str = SHELL) -> None:
    audited.note(session.connection(), [Noted(what, subject, by)], now)


def _check_password(login: Login, now: datetime) -> Account:
    """The account whose password was given. An unknown name costs the same time as a wrong password."""
    with reading() as session:
        throttling.check(session, login.username, login.address, now)
        account = session.get(Account, login.username)
        session.expunge_all()
    usable = account is not None and account.state == "active"
    right = passwords.verify(account.password if account and usable else None, login.password)
    if account is None or not right:
        with transaction() as session:
            throttling.record(session, login.username, login.address, now)
        raise BadCredentials
    return account


def _serving(session: Session, staff_id: str) -> StaffMember:
    staff = find_staff(session, staff_id)
    if staff is None or staff.state != "active":
        raise AccountUnusable
    return staff


def _active_account(session: Session, staff_id: str) -> None:
    account = session.scalar(sa.select(Account).where(Account.staff_id == staff_id))
    if account is None or account.state != "active":
        raise SessionRevoked


def _device_of(session: Session, token: str) -> Device | None:
    family = refresh.family_of(session, token)
    return session.get(Device, family.device_id) if family else None
