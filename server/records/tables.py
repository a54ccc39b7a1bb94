"""The register: one row per record, whatever its kind. Written by projection.py alone."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model

ID = sa.String(200)
CODE = sa.String(64)
MOMENT = sa.String(24)
DAY = sa.String(10)


class Record(Model):
    """A record as its fold tells it.

    `family`: the machine's prefix. `div`: where it belongs now. `ref`: the school, box, site or incident that
    it is about; `owner`, `unit`: who has it now. `on`: the day to which it counts. `late_minutes`: how long
    the latest of its documents took to arrive. `waiting`: how many things on it wait for a person: parked
    events and fields with several values. `body`: the state without results and superseded values.
    """

    __tablename__ = "record"

    partition: Mapped[str] = mapped_column(CODE, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    family: Mapped[str] = mapped_column(sa.String(10))
    kind: Mapped[str | None] = mapped_column(sa.String(40))
    div: Mapped[str] = mapped_column(sa.String(12))
    state: Mapped[str] = mapped_column(sa.String(30))
    level: Mapped[str | None] = mapped_column(sa.String(20))
    ref: Mapped[str | None] = mapped_column(ID)
    owner: Mapped[str | None] = mapped_column(CODE)
    unit: Mapped[str | None] = mapped_column(CODE)
    on: Mapped[str] = mapped_column(DAY)
    due_at: Mapped[str | None] = mapped_column(MOMENT)
    closed_on: Mapped[str | None] = mapped_column(DAY)
    title: Mapped[str | None] = mapped_column(sa.Text)
    number: Mapped[str | None] = mapped_column(sa.String(40))
    rseq: Mapped[int] = mapped_column(sa.BigInteger)
    received_at: Mapped[str | None] = mapped_column(MOMENT)
    late_minutes: Mapped[int | None]
    waiting: Mapped[int]
    flags: Mapped[list[str]] = mapped_column(sa.JSON)
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    __table_args__ = (
        sa.Index(None, "family", "div", "on"),
        sa.Index(None, "id"),
    )
