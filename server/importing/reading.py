"""Reading a folder as a whole: either a `District` of typed rows, or every problem at once."""

from pathlib import Path

from marshmallow import ValidationError

from server.importing.checks import check
from server.importing.district import District, Entry, Lists
from server.importing.problems import ImportRefused, Problem
from server.importing.rows import LISTINGS
from server.importing.sheets import Sheet, read_folder


def read_district(folder: Path) -> District:
    """The district in the folder. Raises ImportRefused with all problems of all files when there is any."""
    sheets, problems = read_folder(folder)
    half_read = {problem.file.partition(".")[0] for problem in problems}
    lists: Lists = {}
    for name, sheet in sheets.items():
        lists[name], wrong = _load_rows(sheet)
        problems += wrong
    problems += check(lists, half_read)
    if problems:
        raise ImportRefused(_in_reading_order(problems))
    (district,) = (entry for entry in lists["divisions"] if entry.values["level"] == "district")
    return District(district.values["code"], lists)


def _load_rows(sheet: Sheet) -> tuple[list[Entry], list[Problem]]:
    """The rows with what could be loaded of each; cells in error are absent and told as problems."""
    schema = sheet.listing.schema()
    columns = sheet.listing.columns()
    entries: list[Entry] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        wrong: dict[str, list[str]] = {}
        try:
            values = schema.load(row.cells)
        except ValidationError as error:
            values, wrong = error.valid_data, error.messages_dict
        entry = Entry(sheet, row.number, dict(values))
        entries.append(entry)
        for column in wrong.keys() & sheet.headings.keys():
            value = row.cells.get(column, "")
            problems += [entry.problem(column, why, value, columns[column].allowed) for why in wrong[column]]
    return entries, problems


def _in_reading_order(problems: list[Problem]) -> list[Problem]:
    files = {listing.name: rank for rank, listing in enumerate(LISTINGS)}
    return sorted(set(problems), key=lambda problem: (files[problem.file.partition(".")[0]], problem))
