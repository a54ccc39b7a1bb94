"""docs/import.md tells every list and every column as the import reads it."""

from pathlib import Path

import pytest

from server.importing.rows import LISTINGS, Listing

DOCUMENT = Path(__file__).parents[3] / "docs" / "import.md"


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)
def test_every_column_is_documented(listing: Listing) -> None:
    section = DOCUMENT.read_text("utf-8").split(f"\n### {listing.name}\n")[1].split("\n### ")[0]
    rows = [
        [cell.strip() for cell in line.split("|")[1:4]]
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    assert rows == [
        [f"`{name}`", field.metadata["zh"], "yes" if field.required else ""]
        for name, field in listing.columns().items()
    ]
