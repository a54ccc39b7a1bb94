"""Tables of the accounts: the only data of the server that is no projection of documents.

Passwords are argon2id hashes; intake keys and refresh tokens are random, so their SHA-256 is kept.
Times are UTC.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model
from server.moment import Moment


class Account(Model):
    """A login name of one member of staff. `state` is active or closed."""

    __tablename__ = "account"

    username: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    password: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[str] = mapped_column(sa.String(10), default="active")
    created_at: Mapped[datetime] = mapped_column(Moment)


class Device(Model):
    """One installation of the application used by one person. `epoch` counts that person's registrations."""

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(sa.String(26), primary_key=True)
    staff_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    platform: Mapped[str] = mapped_column(sa.String(200))
    epoch: Mapped[int]
    intake_key: Mapped[str] = mapped_column(sa.String(64))
    registered_at: Mapped[datetime] = mapped_column(Moment)
    last_seen: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (sa.UniqueConstraint("staff_id", "epoch"),)


class TokenFamily(Model):
    """All refresh tokens that descend from one sign-in; revoked together. `used` is the hash of the one that
    was used last.
    """

    __tablename__ = "token_family"

    id: Mapped[str] = mapped_column(sa.String(26), primary_key=True)
    staff_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    device_id: Mapped[str] = mapped_column(sa.ForeignKey("device.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    used: Mapped[str | None] = mapped_column(sa.String(64))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_for: Mapped[str | None] = mapped_column(sa.String(20))


class RefreshToken(Model):
    """One refresh token, by its hash. `parent` is the hash of the one that it was given for."""

    __tablename__ = "refresh_token"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    family_id: Mapped[str] = mapped_column(sa.ForeignKey("token_family.id", ondelete="CASCADE"), index=True)
    parent: Mapped[str | None] = mapped_column(sa.String(64))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class LoginFailure(Model):
    """One refused sign-in; rows older than the throttling window are removed."""

    __tablename__ = "login_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(64))
    address: Mapped[str] = mapped_column(sa.String(45))
    at: Mapped[datetime] = mapped_column(Moment, index=True)

    __table_args__ = (
        sa.Index(None, "username", "at"),
        sa.Index(None, "address", "at"),
    )
