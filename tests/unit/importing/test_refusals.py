"""A folder with anything wrong in it: every problem is told with its place, and nothing is written."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from server.importing import Counts, ImportRefused
from server.importing.problems import REASONS, Problem
from sync.store.sql import SqlStore
from tests.support import district as small

Run = Callable[[Path], Counts]
Edit = Callable[[str, str, str], None]


@pytest.fixture
def refusal(run: Run, folder: Path, store: SqlStore) -> Callable[[], list[tuple[str, int, str, str]]]:
    """The problems of the folder as (file, row, column, reason)."""

    def refused() -> list[tuple[str, int, str, str]]:
        with pytest.raises(ImportRefused) as told:
            run(folder)
        assert store.databases() == []
        return [(found.file, found.row, found.column, found.reason) for found in told.value.problems]

    return refused


Refusal = Callable[[], list[tuple[str, int, str, str]]]

BAD_CELLS = [
    ("divisions", "421102001001", "42110200100x", "code", "not_a_division_code"),
    ("divisions", "village", "hamlet", "level", "not_in_dictionary"),
    ("divisions", "421102001001", "421102001", "code", "wrong_level"),
    (
        "divisions",
        "421102001001,临江社区,village,421102001",
        "421102001001,临江社区,village,421102",
        "parent",
        "wrong_parent",
    ),
    (
        "divisions",
        "421102001001,临江社区,village,421102001",
        "421102009001,临江社区,village,",
        "code",
        "unknown_reference",
    ),
    ("units", "chibi-gov", "chibi_gov", "code", "not_a_code"),
    ("staff", "周建国", "", "name", "missing"),
    ("staff", "周建国", "周" * 41, "name", "too_long"),
    ("staff", "patrol_mem", "队员", "roles", "not_in_dictionary"),
    ("staff", "chibi-p02", "chibi-lead", "id", "duplicate"),
    ("vehicles", "巡逻车1号,patrol,421102001", "巡逻车1号,patrol,421102", "div", "no_township"),
    ("grids", "30.44 114.86;", "30.44 114.86 30.46;", "border", "not_a_border"),
    ("grids", "30.44 114.86;", "30.44 200.86;", "border", "out_of_range"),
    ("grids", "30.46 114.86; 30.46 114.88; ", "", "border", "not_a_border"),
    ("key_sites", "30.447", "114.872", "lat", "out_of_range"),
    ("key_sites", "30.447", "30°26′", "lat", "not_degrees"),
    ("checkpoints", "60", "六十", "radius_m", "not_a_whole_number"),
    ("checkpoints", "60", "9", "radius_m", "out_of_range"),
    ("checkpoints", "true", "maybe", "must", "not_in_dictionary"),
    ("checkpoints", "-k001", "-k002", "site", "unknown_reference"),
    ("rosters", "1-7", "1-8", "weekdays", "not_weekdays"),
    ("rosters", "1-7", "7-1", "weekdays", "not_weekdays"),
    ("rosters", "chibi-p02", "chibi-dispatch", "members", "not_in_team"),
    ("teams", "chibi-lead", "chibi-dispatch", "lead", "not_in_team"),
]


@pytest.mark.parametrize(("name", "old", "new", "column", "reason"), BAD_CELLS)
def test_a_bad_cell_is_told_with_its_place(
    refusal: Refusal, edit: Edit, name: str, old: str, new: str, column: str, reason: str
) -> None:
    edit(name, old, new)
    found = refusal()
    assert (f"{name}.csv", column, reason) in {(file, at, why) for file, _, at, why in found}
    assert all(row >= 2 for _, row, _, _ in found)


def test_all_problems_of_all_files_are_told_at_once_in_reading_order(refusal: Refusal, edit: Edit) -> None:
    edit("checkpoints", "60", "x")
    edit("staff", "吴晓东", "")
    edit("units", "GOV", "???")
    edit("rosters", "1-7", "0")
    assert refusal() == [
        ("units.csv", 2, "kind", "not_in_dictionary"),
        ("staff.csv", 3, "name", "missing"),
        ("checkpoints.csv", 2, "radius_m", "not_a_whole_number"),
        ("rosters.csv", 2, "weekdays", "not_weekdays"),
    ]


def test_a_bad_folder_changes_nothing_of_an_earlier_import(
    run: Run, folder: Path, store: SqlStore, edit: Edit
) -> None:
    run(folder)
    before = store.update_seqs()
    edit("teams", "赤壁街道治安巡逻队", "赤壁巡逻队")
    edit("staff", "吴晓东", "")
    with pytest.raises(ImportRefused):
        run(folder)
    assert store.update_seqs() == before


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("units", "code,name,kind\n", ("units.csv", 1, "区划代码", "missing_column")),
        ("units", "code,name,kind,div,colour\n", ("units.csv", 1, "colour", "unknown_column")),
        ("units", "code,name,kind,div,单位编号\n", ("units.csv", 1, "单位编号", "repeated_column")),
        ("units", "code,name,kind,div\na-b,x,GOV,421102,y\n", ("units.csv", 2, "", "extra_cell")),
        ("units", "", ("units.csv", 0, "", "empty_file")),
        ("units", 'code,name,kind,div\n"a', ("units.csv", 0, "", "unreadable")),
    ],
)
def test_a_bad_file_is_told(refusal: Refusal, folder: Path, name: str, text: str, expected: object) -> None:
    (folder / f"{name}.csv").write_text(text, "utf-8")
    assert expected in refusal()


def test_other_encodings_are_refused_not_guessed(refusal: Refusal, folder: Path) -> None:
    path = folder / "units.csv"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    assert refusal() == [("units.csv", 0, "", "unreadable")], "what refers to units is not blamed as well"


def test_a_broken_workbook_is_told(refusal: Refusal, folder: Path) -> None:
    (folder / "units.csv").rename(folder / "units.xlsx")
    assert refusal() == [("units.xlsx", 0, "", "unreadable")]


def test_a_list_in_two_files_is_refused(refusal: Refusal, folder: Path) -> None:
    (folder / "units.xlsx").write_bytes(b"")
    assert ("units", 0, "", "two_files") in refusal()


def test_a_folder_without_divisions_is_refused(refusal: Refusal, without: Callable[[str], None]) -> None:
    without("divisions")
    assert ("divisions.csv", 0, "", "no_file") in refusal()


def test_a_folder_holds_one_district(refusal: Refusal, folder: Path) -> None:
    with (folder / "divisions.csv").open("a", encoding="utf-8") as file:
        file.write("421103,团风县,district,\n")
    assert refusal() == [("divisions.csv", 5, "level", "one_district")]


def test_things_of_one_township_do_not_lean_on_another(refusal: Refusal, folder: Path, edit: Edit) -> None:
    with (folder / "divisions.csv").open("a", encoding="utf-8") as file:
        file.write("421102002,东湖街道,township,\n")
    edit("vehicles", "patrol,421102001", "patrol,421102002")
    found = refusal()
    assert ("teams.csv", 2, "vehicle", "other_township") in found
    assert ("rosters.csv", 2, "vehicle", "other_township") in found


def test_a_problem_is_one_line_in_both_languages() -> None:
    told = Problem("staff.csv", 3, "角色", "not_in_dictionary", "队员", "治安巡逻队员(patrol_mem)").line()
    assert told.startswith("staff.csv:3:角色: “队员”不在")
    assert "is none of" in told


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert {frozenset(words) for words in REASONS.values()} == {frozenset({"zh-CN", "en"})}


def test_chinese_headings_words_and_a_byte_order_mark_are_read(run: Run, folder: Path) -> None:
    expected = run(folder).created
    (folder / "units.csv").write_text(
        f"单位编号,单位名称,单位类别,区划代码\nchibi-gov,赤壁街道综治中心,综治中心,{small.TOWNSHIP}000\n",
        "utf-8-sig",
    )
    assert run(folder) == Counts(unchanged=expected)


def test_a_workbook_says_the_same_as_the_text(run: Run, folder: Path) -> None:
    """With the types that a spreadsheet program gives to what was typed."""
    expected = run(folder).created
    typed = {
        "divisions": lambda text: int(text) if text.isdigit() else text or None,
        "checkpoints": lambda text: (
            float(text) if text.replace(".", "").isdigit() else text == "true" or text
        ),
        "rosters": lambda text: time.fromisoformat(text) if ":" in text else text,
    }
    for name, cell in typed.items():
        path = folder / f"{name}.csv"
        book = openpyxl.Workbook()
        assert book.active is not None
        for line in path.read_text("utf-8").splitlines():
            book.active.append([cell(text) for text in line.split(",")])
        book.save(folder / f"{name}.xlsx")
        path.unlink()
    assert run(folder) == Counts(unchanged=expected)


def test_dates_of_a_workbook_are_days_and_months(run: Run, folder: Path) -> None:
    run(folder)
    rows = [
        ("id", "name", "unit", "roles", "team", "birth_month"),
        (small.LEAD, "周建国", "chibi-gov", "patrol_lead", small.TEAM, datetime(1990, 3, 1)),
        (small.MEMBER, "吴晓东", "chibi-gov", "patrol_mem", small.TEAM, date(1985, 12, 1)),
        (small.DISPATCHER, "郑敏", "chibi-gov", "twp_dispatcher", None, None),
    ]
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(folder / "staff.xlsx")
    (folder / "staff.csv").unlink()
    assert run(folder).changed == 2
