"""The read model of the reference data: what is now. What was before stands in the journal.

One table serves all types: what is asked of them is the same (by code, by area), the rest is in `body`.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import Model


class Reference(Model):
    """A reference document as it is now. `code` is its id without the type; `area` its division.

    `elsewhere`: what other townships say of it, the newest first, as objects of the columns from `partition`
    on.
    """

    __tablename__ = "reference"

    type: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    partition: Mapped[str] = mapped_column(sa.String(64))
    area: Mapped[str] = mapped_column(sa.String(12))
    name: Mapped[str] = mapped_column(sa.String(100))
    state: Mapped[str] = mapped_column(sa.String(20))
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    elsewhere: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)

    __table_args__ = (sa.Index(None, "type", "area"),)
