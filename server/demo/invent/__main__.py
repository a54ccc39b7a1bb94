"""Write the demo district's lists, with the Chinese headings an office would use."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from server.demo.invent import assets, emergencies, grids, people, places
from server.importing.rows import LISTINGS, Listing

FOLDER: Final = Path(__file__).parent.parent / "district"

LISTS: Final[dict[str, Callable[[], Iterable[places.Cells]]]] = {
    "divisions": places.divisions,
    "units": people.units,
    "staff": people.staff,
    "teams": people.teams,
    "vehicles": assets.vehicles,
    "grids": grids.grids,
    "key_sites": places.key_sites,
    "checkpoints": places.checkpoints,
    "rosters": people.rosters,
    "schools": places.schools,
    "mailboxes": assets.mailboxes,
    "cameras": assets.cameras,
    "plans": emergencies.plans,
}


def write_folder(folder: Path) -> None:
    """Write every list as `{name}.csv`; the same text each time."""
    for listing in LISTINGS:
        _write_list(folder / f"{listing.name}.csv", listing, list(LISTS[listing.name]()))


def _write_list(path: Path, listing: Listing, rows: list[places.Cells]) -> None:
    used = {column for row in rows for column in row}
    columns = {name: field.metadata["zh"] for name, field in listing.columns().items() if name in used}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.values())
        writer.writerows([row.get(name, "") for name in columns] for row in rows)


if __name__ == "__main__":
    write_folder(FOLDER)
