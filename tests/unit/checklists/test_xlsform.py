"""An office's workbook: what it comes to, and how each mistake in it is told."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from server.checklists.documents import ChecklistSchema
from server.checklists.forms import flat, items_of
from server.checklists.problems import REASONS, FormRefused, Problem
from server.checklists.workbook import LARGEST, LARGEST_UNPACKED
from server.checklists.xlsform import convert
from tests.support.workbooks import CHOICES, STATES, SURVEY, Rows, a_whole_one, of_rows, workbook

TEXT = ("text", "words", "说明", "Words")


def refused(content: bytes) -> tuple[Problem, ...]:
    """The problems of a workbook, each of which has words in both languages."""
    with pytest.raises(FormRefused) as error:
        convert(content)
    for problem in error.value.problems:
        assert "{" not in problem.words("zh-CN").replace("${", "")
        assert problem.words("en").endswith(".")
    return error.value.problems


def told(content: bytes) -> list[tuple[str, int, str, str]]:
    return [(one.sheet, one.row, one.column, one.reason) for one in refused(content)]


def test_a_whole_workbook_is_a_checklist() -> None:
    made = convert(a_whole_one())
    assert made.title == "消防专项检查"
    kinds = {one["name"]: one["kind"] for one in flat(made.questions)}
    assert kinds == {
        "fire": "group",
        "exits": "item",
        "blocked": "integer",
        "twice": "calculate",
        "told": "note",
        "seen": "many",
        "picture": "photo",
        "since": "date",
        "words": "text",
    }
    item = items_of(made.questions)["exits"]
    assert (item["owners"], item["days"], item["category"]) == (["SAF", "PSB"], 3, "fire")
    assert item["label"] == {"zh-CN": "出口畅通", "en": "Exits free"}
    (blocked,) = (one for one in flat(made.questions) if one["name"] == "blocked")
    assert blocked["relevant"] == ["=", ["get", "exits"], "no"]
    assert blocked["constraint_message"] == {"zh-CN": "至少一处", "en": "至少一处"}


def test_what_it_comes_to_fits_the_document() -> None:
    document = {
        "_id": "checklist:school-2",
        "type": "checklist",
        "v": 1,
        "div": "421102001",
        "wrote": {"by": "op", "dev": "server", "dseq": 0},
        "at_dev": "2026-03-23T00:00:00.000Z",
        "tz": "UTC",
        "code": "school-2",
        "list": "school",
        "version": 2,
        "name": {"zh-CN": "消防", "en": "fire"},
        "source": "xlsform",
        "questions": convert(a_whole_one()).questions,
        "published_at": None,
    }
    assert ChecklistSchema().validate(document) == {}
    assert set(ChecklistSchema().validate({**document, "questions": [{"kind": "video"}]})) == {"questions"}


def test_a_plain_label_is_both() -> None:
    made = convert(workbook((("type", "name", "label"), ("text", "words", "说明"))))
    assert made.questions[0]["label"] == {"zh-CN": "说明", "en": "说明"}


ROWS: list[tuple[Sequence[Sequence[object]], Sequence[str], list[tuple[int, str, str]]]] = [
    ([("geotrace", "way", "路线", "Way")], (), [(2, "type", "type_unsupported")]),
    ([("text", "", "说明", "Words")], (), [(2, "name", "name_missing")]),
    ([("text", "2 words", "说明", "Words")], (), [(2, "name", "name_wrong")]),
    ([("text", "w" * 31, "说明", "Words")], (), [(2, "name", "name_wrong")]),
    ([TEXT, ("text", "WORDS", "说明", "Words")], (), [(3, "name", "name_twice")]),
    ([("text", "words", "", "Words")], (), [(2, "label", "label_missing")]),
    ([("text", "words", "说" * 301, "Words")], (), [(2, "label", "label_too_long")]),
    ([("select_one lost", "one", "选", "Pick")], (), [(2, "type", "list_missing")]),
    ([("begin group", "g", "组", "Group"), TEXT], (), [(2, "type", "group_open")]),
    ([TEXT, ("end group",)], (), [(3, "type", "group_not_open")]),
    ([("note", "n", "说明", "Words")], (), [(0, "", "nothing_asked")]),
    ([(*TEXT, "${words")], ("relevant",), [(2, "relevant", "expression_unknown")]),
    ([(*TEXT, "${gone} = 1")], ("relevant",), [(2, "relevant", "question_unknown")]),
    ([(*TEXT, "regex(., 'a')")], ("constraint",), [(2, "constraint", "function_unknown")]),
    ([(*TEXT, "${words} = 1")], ("relevant",), [(2, "relevant", "expression_circle")]),
    ([("calculate", "c"), TEXT], (), [(2, "calculation", "calculation_missing")]),
    ([("note", "n", "说明", "Words", "yes"), TEXT], ("required",), [(2, "required",
    "constraint_without_answer")]), ([(*TEXT, "x")], ("choice_filter",), [(2, "choice_filter",
    "column_unsupported")]), ([(*TEXT, "PSB")], ("owner",), [(2, "owner", "only_for_items")]),
    ([("select_one state", "i", "项", "Item", "KGB")], ("owner",), [(2, "owner", "owner_unknown")]),
    ([("select_one state", "i", "项", "Item", "91")], ("days",), [(2, "days", "days_wrong")]),
    ([("select_one state", "i", "项", "Item", "soon")], ("category",), [(2, "category", "category_unknown")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "more", "problems"), ROWS, ids=lambda value: str(value)[-40:])
def test_each_mistake_says_row_and_column(
    rows: Sequence[Sequence[object]], more: Sequence[str], problems: list[tuple[int, str, str]]
) -> None:
    assert told(of_rows(*rows, more=more)) == [("survey", *one) for one in problems]


def test_all_mistakes_are_told_at_once() -> None:
    content = of_rows(
        ("video", "film", "录像", "Film"), ("text", "", "说明", "Words"), ("select_one x", "y", "z")
    )
    assert [one[3] for one in told(content)] == ["type_unsupported", "name_missing", "list_missing"]


@pytest.mark.parametrize(
    ("choices", "problem"),
    [
        ((*STATES, ("state", "two words", "两", "two")), (4, "name", "choice_wrong")),
        ((*STATES, ("state", "ok", "好", "good")), (4, "name", "choice_twice")),
        ((CHOICES, ("state", "ok", "", "ok"), ("state", "no", "否", "no")), (2, "label", "label_missing")),
        ((CHOICES, *(("state", f"c{n}", "选", "c") for n in range(61))), (62, "", "too_many")),
    ],
)
def test_mistakes_in_choices(choices: Rows, problem: tuple[int, str, str]) -> None:
    assert told(of_rows(("select_one state", "one", "选", "Pick"), choices=choices)) == [
        ("choices", *problem)
    ]


def test_sheets_that_are_missing_or_too_many() -> None:
    only_choices = workbook(((*SURVEY,), TEXT), STATES, entities=(("list_name",), ("x",)))
    assert told(only_choices) == [("entities", 0, "", "sheet_unsupported")]
    assert told(workbook((("type", "label"), ("text", "说明")))) == [("survey", 1, "name", "column_missing")]


def test_too_many_questions_and_groups_in_groups() -> None:
    many = of_rows(*(("text", f"w{n}", "说明", "Words") for n in range(201)))
    assert told(many) == [("survey", 202, "", "too_many")]
    deep = [("begin group", f"g{n}", "组", "Group") for n in range(4)]
    found = told(of_rows(*deep, TEXT, *([("end group",)] * 4)))
    assert found == [("survey", 5, "type", "groups_too_deep")]


def test_a_circle_of_two_and_a_chain_that_is_too_long() -> None:
    two = of_rows(
        ("text", "a", "甲", "A", "${b} = 1"), ("text", "b", "乙", "B", "${a} = 1"), more=("relevant",)
    )
    assert [one[3] for one in told(two)] == ["expression_circle"]
    chain = (("text", f"q{n}", "问", "Q", f"${{q{n - 1}}} = 1" if n else "") for n in range(40))
    assert [one[3] for one in told(of_rows(*chain, more=("relevant",)))] == ["expression_circle"]


def test_what_only_pyxform_finds_is_told_in_its_words() -> None:
    (problem,) = refused(of_rows(("text", "words", "说明 ${gone}", "Words")))
    assert (problem.sheet, problem.row, problem.reason) == ("survey", 2, "xlsform")
    assert "gone" in problem.words("en")


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook(content: bytes) -> None:
    assert [one[3] for one in told(content)] == ["unreadable"]


def test_an_archive_that_is_no_workbook_and_one_that_is_too_large() -> None:
    def archive(**files: bytes) -> bytes:
        content = BytesIO()
        with ZipFile(content, "w", ZIP_DEFLATED) as made:
            for name, held in files.items():
                made.writestr(name, held)
        return content.getvalue()

    assert [one[3] for one in told(archive(a=b"x"))] == ["unreadable"]
    assert [one[3] for one in told(archive(bomb=b"0" * (LARGEST_UNPACKED + 1)))] == ["too_large"]
    assert [one[3] for one in told(b"x" * (LARGEST + 1))] == ["too_large"]


def test_every_reason_has_been_met() -> None:
    """A reason that nothing gives would be dead words; those of expressions are met by the vectors."""
    elsewhere = {"expression_unknown", "expression_unfinished", "expression_too_long", "expression_too_deep"}
    met = {one[2] for *_, problems in ROWS for one in problems} | elsewhere | {"function_arguments"}
    others = {"choice_wrong", "choice_twice", "sheet_missing", "sheet_unsupported", "column_missing"}
    others |= {"too_many", "groups_too_deep", "xlsform", "unreadable", "too_large"}
    assert met | others == set(REASONS)
