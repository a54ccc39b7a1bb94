"""How many disputes were handled, and how many of them effectively: by period and area, down to their ids.

A dispute counts on the day of its outcome, not on that of its arrival, while that outcome stands: a reopened
one counts no more. All take a session and read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.divisions.queries import coded, names_of
from server.records.tables import Record

Which = Literal["handled", "effective", "not_effective"]
WHICH: tuple[Which, ...] = ("handled", "effective", "not_effective")
UNCOUNTED = ("merged", "void", "rejected")
CENT = Decimal("0.01")
OUTCOME = Record.body["outcome"].as_string()
EFFECTIVE = Record.body["effective"].as_boolean()
DIVISION_DIGITS = 3
VILLAGE_DIGITS = 12
Row = tuple[str, str, bool]  # division, category, effective


@dataclass(frozen=True)
class Span:
    """The areas (codes of 6, 9 or 12 digits) and the days, both ends included; None: without end."""

    areas: tuple[str, ...]
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class Figures:
    """A count of disputes with an outcome."""

    handled: int = 0
    effective: int = 0

    @property
    def rate(self) -> Decimal | None:
        """`effective` of `handled` in percent, two decimals, half up; None when nothing was handled."""
        if not self.handled:
            return None
        return (Decimal(self.effective) * 100 / self.handled).quantize(CENT, ROUND_HALF_UP)

    def plus(self, effective: bool) -> "Figures":
        """With one more."""
        return Figures(self.handled + 1, self.effective + effective)

    @property
    def told(self) -> dict[str, Any]:
        """As the API tells it; the rate as text, so that nobody rounds it again."""
        return {
            "handled": self.handled,
            "effective": self.effective,
            "not_effective": self.handled - self.effective,
            "effective_rate": None if self.rate is None else str(self.rate),
        }


def figures_of(session: Session, span: Span) -> dict[str, Any]:
    """{handled, effective, not_effective, effective_rate}, whole, by area below and by category."""
    whole, areas, categories = Figures(), dict[str, Figures](), dict[str, Figures]()
    for division, category, effective in _rows(session, span):
        whole = whole.plus(effective)
        below = _below(division, span.areas)
        areas[below] = areas.get(below, Figures()).plus(effective)
        categories[category] = categories.get(category, Figures()).plus(effective)
    names = names_of(session, "division", areas)
    return {
        **whole.told,
        "by_area": [{"div": coded(code, names), **areas[code].told} for code in sorted(areas)],
        "by_category": [{"category": code or None, **categories[code].told} for code in sorted(categories)],
    }


def ids_of(session: Session, span: Span, which: Which) -> list[str]:
    """The disputes behind a figure, by day and id."""
    query = sa.select(Record.id).where(*_counted(span))
    if which != "handled":
        query = query.where(EFFECTIVE.is_(which == "effective"))
    return list(session.scalars(query.order_by(Record.on, Record.id)))


def _rows(session: Session, span: Span) -> Sequence[Row]:
    category = sa.func.coalesce(Record.body["category"].as_string(), "")
    query = sa.select(Record.div, category, EFFECTIVE).where(*_counted(span))
    return [(row[0], row[1], bool(row[2])) for row in session.execute(query)]


def _counted(span: Span) -> list[sa.ColumnElement[bool]]:
    inside = (Record.div.startswith(area, autoescape=True) for area in span.areas)
    conditions = [
        Record.family == "case",
        Record.kind == "dispute",
        Record.state.not_in(UNCOUNTED),
        OUTCOME.is_not(None),
        sa.or_(sa.false(), *inside),
    ]
    if span.first is not None:
        conditions.append(Record.on >= span.first)
    if span.last is not None:
        conditions.append(Record.on <= span.last)
    return conditions


def _below(division: str, areas: tuple[str, ...]) -> str:
    """The division next below the area that was asked for; what lies at the area itself stays there."""
    area = max((one for one in areas if division.startswith(one)), key=len)
    return division[: min(len(area) + DIVISION_DIGITS, VILLAGE_DIGITS)]
