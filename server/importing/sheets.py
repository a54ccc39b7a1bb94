"""Reading an office's files: CSV in UTF-8 (with or without a byte order mark) and XLSX, as rows of text."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from server.importing.problems import Problem
from server.importing.rows import LISTINGS, Listing

ENDINGS: Final = (".csv", ".xlsx")

UNREADABLE: Final = (ValueError, csv.Error, InvalidFileException, zipfile.BadZipFile, KeyError)
"""what text that is not UTF-8, a broken CSV and a file that is no workbook raise"""


@dataclass(frozen=True)
class SheetRow:
    """`number` is the row's number in the file (the heading is 1); `cells` lacks the blank ones."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """One list as it stands in its file; `headings` maps a column's code name to the word the file uses."""

    listing: Listing
    file: str
    headings: dict[str, str]
    rows: list[SheetRow]


def read_folder(folder: Path) -> tuple[dict[str, Sheet], list[Problem]]:
    """All lists of a folder by name, and what could not be read. A list without a file is not among them."""
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    for listing in LISTINGS:
        paths = [path for ending in ENDINGS if (path := folder / f"{listing.name}{ending}").is_file()]
        if len(paths) == 1:
            sheet, wrong = _read_sheet(listing, paths[0])
            problems += wrong
            if sheet is not None:
                sheets[listing.name] = sheet
        elif paths:
            problems.append(_file_problem(listing.name, "two_files", " ".join(path.name for path in paths)))
        elif listing.required:
            problems.append(_file_problem(f"{listing.name}.csv", "no_file", f"{listing.name}.csv / .xlsx"))
    return sheets, problems


def _file_problem(file: str, reason: str, allowed: str = "", value: str = "") -> Problem:
    return Problem(file, 0, "", reason, value, allowed)


def _read_sheet(listing: Listing, path: Path) -> tuple[Sheet | None, list[Problem]]:
    try:
        lines = list(_csv_lines(path) if path.suffix == ".csv" else _xlsx_lines(path))
    except UNREADABLE as wrong:
        return None, [_file_problem(path.name, "unreadable", value=type(wrong).__name__)]
    if not lines or not any(lines[0][1]):
        return None, [_file_problem(path.name, "empty_file")]
    columns, problems = _read_headings(listing, path.name, lines[0][1])
    rows = []
    for number, texts in lines[1:]:
        problems += _stray_cells(path.name, number, texts, columns)
        cells = {column: text for column, text in zip(columns, texts, strict=False) if column and text}
        if cells:
            rows.append(SheetRow(number, cells))
    headings = {column: head for column, head in zip(columns, lines[0][1], strict=False) if column}
    return Sheet(listing, path.name, headings, rows), problems


def _read_headings(listing: Listing, file: str, texts: list[str]) -> tuple[list[str | None], list[Problem]]:
    """The column's code name for each heading (None for a blank or wrong one), and what is wrong there."""
    fields = listing.columns()
    known = {name: name for name in fields} | {field.metadata["zh"]: name for name, field in fields.items()}
    problems: list[Problem] = []
    columns: list[str | None] = []
    for text in texts:
        column = known.get(text)
        if text and column is None:
            allowed = "、".join(f"{field.metadata['zh']}({name})" for name, field in fields.items())
            problems.append(Problem(file, 1, text, "unknown_column", allowed=allowed))
        elif column and column in columns:
            problems.append(Problem(file, 1, text, "repeated_column"))
        columns.append(column)
    absent = [name for name, field in fields.items() if field.required and name not in columns]
    problems += [Problem(file, 1, fields[name].metadata["zh"], "missing_column") for name in absent]
    return columns, problems


def _stray_cells(file: str, number: int, texts: list[str], columns: list[str | None]) -> list[Problem]:
    """Filled cells right of the last heading: most often a comma too many, so that all others slipped."""
    return [Problem(file, number, "", "extra_cell", text) for text in texts[len(columns) :] if text]


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = path.read_bytes().decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    for cells in reader:
        yield start, [cell.strip() for cell in cells]
        start = reader.line_num + 1


def _xlsx_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_as_text(cell) for cell in cells]
    finally:
        book.close()


def _as_text(cell: Any) -> str:
    """A spreadsheet's own types as the text an office would have typed: 12.0 is 12, a date is ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell).strip()
