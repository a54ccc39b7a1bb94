"""Who settles disputes in the small district's village, and their clerk: further rows of its lists."""

import csv
from pathlib import Path

from tests.support.district import VILLAGE

UNIT = "linjiang-vil"
MEDIATOR, HEAD, GRID, OPERATOR = "linjiang-med", "linjiang-medhead", "linjiang-grid", "chibi-op"
PEOPLE = (MEDIATOR, HEAD, GRID, OPERATOR)

UNITS = ((UNIT, "临江社区居委会", "VIL", VILLAGE),)
STAFF = (
    (MEDIATOR, "何秀英", UNIT, "mediator", "", "elected", "active"),
    (HEAD, "方志明", UNIT, "mediation_head", "", "elected", "active"),
    (GRID, "陈小燕", UNIT, "grid_mgr", "", "elected", "active"),
    (OPERATOR, "罗敏", "chibi-gov", "twp_operator", "", "establishment", "active"),
)


def add_villagers(lists: Path) -> Path:
    """Add them to the lists of a district and return the folder."""
    for name, rows in (("units", UNITS), ("staff", STAFF)):
        with (lists / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return lists
