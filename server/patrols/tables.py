"""Read models of the patrols; written by projection.py alone. Moments are UTC text, `date` the duty's."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model

ID = sa.String(200)
CODE = sa.String(64)
MOMENT = sa.String(24)


class Recorded:
    """What every row made of one document carries. `at`: the moment that counts, `at_dev`: the phone's."""

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    township: Mapped[str] = mapped_column(CODE)
    author: Mapped[str] = mapped_column(CODE)
    at: Mapped[str] = mapped_column(MOMENT)
    at_dev: Mapped[str] = mapped_column(sa.String(35))
    received_at: Mapped[str] = mapped_column(MOMENT)
    late_minutes: Mapped[int] = mapped_column(sa.Integer)


class OnShift(Recorded):
    """A row made of a document about a shift. `team` is None while the shift itself has not arrived."""

    shift: Mapped[str] = mapped_column(ID)
    team: Mapped[str | None] = mapped_column(CODE)
    date: Mapped[str] = mapped_column(sa.String(10))


class PatrolShift(Model):
    """A shift as its fold tells it. `body` is the state without results and superseded values."""

    __tablename__ = "patrol_shift"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    township: Mapped[str] = mapped_column(CODE)
    team: Mapped[str] = mapped_column(CODE)
    date: Mapped[str] = mapped_column(sa.String(10))
    slot: Mapped[str] = mapped_column(sa.String(10))
    planned: Mapped[bool]
    starts_at: Mapped[str] = mapped_column(MOMENT)
    ends_at: Mapped[str | None] = mapped_column(MOMENT)
    members: Mapped[list[str]] = mapped_column(sa.JSON)
    planned_vehicle: Mapped[str | None] = mapped_column(CODE)
    state: Mapped[str] = mapped_column(sa.String(12))
    duty_missed: Mapped[bool]
    night_minutes: Mapped[int]
    checkins: Mapped[int]
    finds: Mapped[int]
    received_at: Mapped[str | None] = mapped_column(MOMENT)
    late_minutes: Mapped[int | None]
    rseq: Mapped[int] = mapped_column(sa.BigInteger)
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    __table_args__ = (sa.Index(None, "township", "date"),)


class PatrolCheckin(OnShift, Model):
    """A check-in. `counted`: it proves a visit and is no repetition."""

    __tablename__ = "patrol_checkin"

    checkpoint: Mapped[str | None] = mapped_column(CODE)
    method: Mapped[str] = mapped_column(sa.String(8))
    point: Mapped[dict[str, float] | None] = mapped_column(sa.JSON)
    acc: Mapped[float | None]
    reason: Mapped[str | None] = mapped_column(sa.Text)
    flags: Mapped[list[str]] = mapped_column(sa.JSON)
    result: Mapped[str] = mapped_column(sa.String(16))
    counted: Mapped[bool]

    __table_args__ = (sa.Index(None, "township", "date"), sa.Index(None, "shift", "township"))


class PatrolFind(OnShift, Model):
    """Something found on patrol; its photos are the attachments that name it as their record."""

    __tablename__ = "patrol_find"

    kind: Mapped[str] = mapped_column(sa.String(20))
    place: Mapped[str] = mapped_column(sa.Text)
    point: Mapped[dict[str, float] | None] = mapped_column(sa.JSON)
    text: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (sa.Index(None, "township", "date"), sa.Index(None, "shift", "township"))


class VehicleLog(Recorded, Model):
    """A line in a vehicle's log."""

    __tablename__ = "vehicle_log"

    vehicle: Mapped[str] = mapped_column(CODE)
    shift: Mapped[str | None] = mapped_column(ID)
    km: Mapped[float]
    fuel_l: Mapped[float | None]
    fault: Mapped[str | None] = mapped_column(sa.Text)

    __table_args__ = (sa.Index(None, "township", "vehicle"), sa.Index(None, "shift", "township"))
