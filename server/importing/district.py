"""A checked folder: its lists as rows of typed values, each row knowing where it stands."""

from dataclasses import dataclass
from typing import Any, Final

from server.importing.problems import Problem
from server.importing.sheets import Sheet

TOWNSHIP: Final = 9
"""digits of a township's code, which the codes of its villages begin with"""

STANDS_ON: Final = {
    "staff": ("unit", "units"),
    "checkpoints": ("site", "key_sites"),
    "rosters": ("team", "teams"),
}
"""lists whose rows have no division of their own: theirs is that of the row which this column names"""


@dataclass(frozen=True)
class Entry:
    """One row: where it stands and its values by column. Values in error are absent."""

    sheet: Sheet
    row: int
    values: dict[str, Any]

    @property
    def key(self) -> tuple[str, ...] | None:
        """The values that tell this row from its neighbours; None while one of them is in error."""
        parts = tuple(self.values.get(column) for column in self.sheet.listing.key)
        return None if None in parts else tuple(str(part) for part in parts)

    def problem(self, column: str, reason: str, value: Any = "", allowed: str = "") -> Problem:
        heading = self.sheet.headings.get(column, column)
        return Problem(self.sheet.file, self.row, heading, reason, str(value), allowed)


Lists = dict[str, list[Entry]]


@dataclass(frozen=True)
class District:
    """The checked lists by name. A list that the folder does not hold is absent: nothing is said of it."""

    code: str
    lists: Lists

    def entries(self, name: str) -> list[Entry]:
        return self.lists.get(name, [])


class Places:
    """Where the rows of a folder lie."""

    def __init__(self, lists: Lists) -> None:
        self._own = {
            (name, entry.key): entry.values.get("code" if name == "divisions" else "div")
            for name, entries in lists.items()
            for entry in entries
        }

    def division(self, entry: Entry) -> str | None:
        """The code of the row's division, from 6 to 12 digits; None while it is in error."""
        name = entry.sheet.listing.name
        if name not in STANDS_ON:
            return self._own[name, entry.key]
        column, target = STANDS_ON[name]
        return self._own.get((target, (str(entry.values.get(column)),)))

    def township(self, entry: Entry) -> str | None:
        """The code of the row's township; None for what lies in the district itself."""
        div = self.division(entry)
        return div[:TOWNSHIP] if div is not None and len(div) >= TOWNSHIP else None
