"""An uploaded workbook as rows, by pyxform's own reader, and what can be said of its rows one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from server.checklists import columns
from server.checklists.columns import CHOICES, SURVEY
from server.checklists.problems import FormRefused, Problem

Cells = Mapping[str, str]
FIRST_ROW = 2
LARGEST, LARGEST_UNPACKED = 2 * 1024 * 1024, 40 * 1024 * 1024
KEPT_WORDS = 200


@dataclass(frozen=True)
class Row:
    """A row of a sheet, its cells by column without the language; `number` as a spreadsheet counts."""

    number: int
    cells: Cells
    raw: Cells

    def get(self, column: str) -> str:
        """The cell's text, empty when there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Workbook:
    """The sheets that a checklist is made of, and what pyxform is given."""

    data: DefinitionData
    survey: Sequence[Row]
    choices: Sequence[Row]


def read(content: bytes) -> Workbook:
    """The workbook; raises FormRefused when it cannot be read at all or holds what no checklist has."""
    _refuse_bombs(content)
    try:
        data = get_xlsform(BytesIO(content), file_type=".xlsx")
    except PyXFormError as error:
        raise FormRefused([Problem("", 0, "", "unreadable", str(error)[:KEPT_WORDS])]) from error
    except (ValueError, KeyError, AttributeError, TypeError, IndexError, OSError) as error:
        raise FormRefused([Problem("", 0, "", "unreadable", type(error).__name__)]) from error
    problems = list(_of_sheets(data))
    if problems:
        raise FormRefused(problems)
    book = Workbook(data, _rows(data.survey), _rows(data.choices))
    problems = [*_of_columns(SURVEY, book.survey, columns.COLUMNS)]
    if problems:
        raise FormRefused(problems)
    return book


def _refuse_bombs(content: bytes) -> None:
    """A workbook is a small archive of small files: a large one would take the server's memory."""
    if len(content) > LARGEST:
        raise FormRefused([Problem("", 0, "", "too_large", allowed="2 MB")])
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, ValueError) as error:
        raise FormRefused([Problem("", 0, "", "unreadable", type(error).__name__)]) from error
    if unpacked > LARGEST_UNPACKED:
        raise FormRefused([Problem("", 0, "", "too_large", allowed="40 MB")])


def _of_sheets(data: DefinitionData) -> Iterator[Problem]:
    named = [name.lower() for name in data.sheet_names or ()]
    for name in columns.UNSUPPORTED_SHEETS:
        if name in named:
            yield Problem(name, 0, "", "sheet_unsupported", name)
    if SURVEY not in named:
        yield Problem(SURVEY, 0, "", "sheet_missing", SURVEY)
        return
    headings = {columns.base_of(name) for row in data.survey_header or () for name in row}
    for column in ("type", "name", "label"):
        if column not in headings:
            yield Problem(SURVEY, 1, column, "column_missing", column)


def _rows(sheet: Sequence[Mapping[str, str]] | None) -> list[Row]:
    """The rows that hold something."""
    found = []
    for at, raw in enumerate(sheet or ()):
        cells: dict[str, str] = {}
        for header, text in raw.items():
            cells.setdefault(columns.base_of(header), str(text).strip())
        if cells:
            found.append(Row(at + FIRST_ROW, cells, raw))
    return found


def _of_columns(sheet: str, rows: Sequence[Row], known: frozenset[str]) -> Iterator[Problem]:
    """Each column that holds something and is not known, once, at its first row."""
    seen: set[str] = set()
    for row in rows:
        for header in row.raw:
            if columns.base_of(header) not in known and header not in seen:
                seen.add(header)
                yield Problem(sheet, row.number, header, "column_unsupported", header, columns.SHOWN_COLUMNS)


def rows_of_choices(book: Workbook) -> dict[str, list[Row]]:
    """The rows of each list of choices."""
    found: dict[str, list[Row]] = {}
    for row in book.choices:
        name = row.get("list_name") or row.get("list")
        found.setdefault(name, []).append(row)
    return found


def problems_of_rows(book: Workbook) -> Iterator[Problem]:
    """What is wrong with types, names and groups; of all rows at once."""
    yield from _of_choices(book)
    lists, names, open_ = rows_of_choices(book), dict[str, int](), list[Row]()
    asked = [row for row in book.survey if columns.type_of(row.get("type")) not in columns.END]
    if len(asked) > columns.MOST_QUESTIONS:
        yield Problem(SURVEY, asked[-1].number, "", "too_many", allowed=str(columns.MOST_QUESTIONS))
    for row in book.survey:
        type_ = columns.type_of(row.get("type"))
        if type_ in columns.END:
            if not open_:
                yield Problem(SURVEY, row.number, "type", "group_not_open")
            else:
                open_.pop()
            continue
        yield from _of_type(row, type_, lists)
        yield from _of_name(row, names)
        if type_ in columns.BEGIN:
            open_.append(row)
            if len(open_) > columns.DEEPEST_GROUP:
                yield Problem(
                    SURVEY, row.number, "type", "groups_too_deep", allowed=str(columns.DEEPEST_GROUP)
                )
    yield from (Problem(SURVEY, row.number, "type", "group_open", row.get("name")) for row in open_)


def _of_type(row: Row, type_: str, lists: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    selection = columns.SELECTION.fullmatch(type_)
    known = type_ in columns.TYPES or type_ in columns.BEGIN
    if selection is None and not known:
        yield Problem(SURVEY, row.number, "type", "type_unsupported", type_, columns.SHOWN_TYPES)
    elif selection is not None and selection[2] not in lists:
        yield Problem(SURVEY, row.number, "type", "list_missing", selection[2])


def _of_name(row: Row, names: dict[str, int]) -> Iterator[Problem]:
    name = row.get("name")
    if not name:
        yield Problem(SURVEY, row.number, "name", "name_missing")
    elif len(name) > columns.LONGEST_NAME or not columns.NAME.match(name):
        yield Problem(SURVEY, row.number, "name", "name_wrong", name, str(columns.LONGEST_NAME))
    elif name.lower() in names:
        yield Problem(SURVEY, row.number, "name", "name_twice", name, str(names[name.lower()]))
    else:
        names[name.lower()] = row.number


def _of_choices(book: Workbook) -> Iterator[Problem]:
    for rows in rows_of_choices(book).values():
        names: dict[str, int] = {}
        if len(rows) > columns.MOST_CHOICES:
            yield Problem(CHOICES, rows[-1].number, "", "too_many", allowed=str(columns.MOST_CHOICES))
        for row in rows:
            name = row.get("name")
            if not columns.CHOICE.match(name):
                yield Problem(CHOICES, row.number, "name", "choice_wrong", name)
            elif name in names:
                yield Problem(CHOICES, row.number, "name", "choice_twice", name, str(names[name]))
            names.setdefault(name, row.number)
