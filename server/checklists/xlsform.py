"""From an office's XLSForm to the questions of a checklist, by pyxform; all of it, or nothing and every
problem.

A `select_one` whose choices are ok, no and perhaps na is an item of the checklist: a "no" becomes a hazard.
For it the sheet may say who answers for it (`owner`), within how many days (`days`) and its `category`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json

from server.checklists import columns
from server.checklists.columns import CHOICES, SURVEY, worded
from server.checklists.forms import CALCULATE, GROUP, ITEM, SILENT, Question, flat
from server.checklists.logic import Logic, read_logic
from server.checklists.problems import FormRefused, Problem
from server.checklists.workbook import KEPT_WORDS, Row, Workbook, problems_of_rows, read, rows_of_choices

Json = Mapping[str, Any]
ROW = re.compile(r"\[row : (\d+)\]\s*")
OF_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet")
OWN = ("meta",)


@dataclass(frozen=True)
class Made:
    """What a workbook came to: the form's title, empty without one, and the questions."""

    title: str
    questions: list[Question]


def convert(content: bytes) -> Made:
    """The questions of a workbook; raises FormRefused with everything that is wrong."""
    book = read(content)
    _refuse(problems_of_rows(book))
    logic = read_logic(book.survey)
    _refuse(logic.problems)
    form = _by_pyxform(book)
    maker = _Maker(book, logic)
    questions = [maker.question(one) for one in form["children"] if one["name"] not in OWN]
    if not any(one["kind"] not in SILENT for one in flat(questions)):
        maker.problems.append(Problem(SURVEY, 0, "", "nothing_asked"))
    _refuse(maker.problems)
    return Made(str(form.get("title") or ""), questions)


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise FormRefused(found)


def _by_pyxform(book: Workbook) -> Json:
    """The form as pyxform understands it; it has the last word on what an XLSForm is."""
    try:
        form: dict[str, Any] = workbook_to_json(book.data, form_name="data", warnings=[])
        create_survey_element_from_dict(form).to_xml(validate=False, warnings=[])
    except PyXFormError as error:
        raise FormRefused([_told(str(error))]) from error
    return form


def _told(message: str) -> Problem:
    """pyxform's message as a problem: it often names the row and the sheet."""
    row, sheet = ROW.search(message), OF_SHEET.search(message)
    said = ROW.sub("", message).strip()[:KEPT_WORDS]
    return Problem(sheet[1] if sheet else SURVEY, int(row[1]) if row else 0, "", "xlsform", said)


class _Maker:
    """Makes questions of pyxform's, and notes what is wrong with them."""

    def __init__(self, book: Workbook, logic: Logic) -> None:
        self.problems: list[Problem] = []
        self._found = logic.found
        self._rows = {row.get("name"): row for row in book.survey if row.get("name")}
        self._choices = rows_of_choices(book)

    def question(self, said: Json) -> Question:
        row = self._rows[said["name"]]
        made: dict[str, Any] = {"name": said["name"], "kind": _kind(said)}
        made |= self._words(row, said, made["kind"])
        made |= self._logic(said)
        if "choices" in said:
            made["choices"] = self._chosen(said)
        if made["kind"] == ITEM:
            made |= self._item(row)
        else:
            self._refuse_item_cells(row)
        if made["kind"] == GROUP:
            made["children"] = [self.question(one) for one in said.get("children", ())]
        return made

    def _words(self, row: Row, said: Json, kind: str) -> dict[str, Any]:
        label, hint = worded(said.get("label")), worded(said.get("hint"))
        if not label and kind != CALCULATE:
            self._wrong(row, "label", "label_missing")
        for text in (*label.values(), *hint.values()):
            if len(text) > columns.LONGEST_LABEL:
                self._wrong(row, "label", "label_too_long", allowed=str(columns.LONGEST_LABEL))
        words: dict[str, Any] = {"label": label or {"zh-CN": "", "en": ""}}
        return words | ({"hint": hint} if hint else {})

    def _logic(self, said: Json) -> dict[str, Any]:
        message = worded(said.get("bind", {}).get("jr:constraintMsg"))
        return self._found[said["name"]] | ({"constraint_message": message} if message else {})

    def _chosen(self, said: Json) -> list[dict[str, Any]]:
        rows = {row.get("name"): row for row in self._choices[said["list_name"]]}
        made = []
        for choice in said["choices"]:
            label = worded(choice.get("label"))
            if not label:
                self.problems.append(Problem(CHOICES, rows[choice["name"]].number, "label", "label_missing"))
            made.append({"name": choice["name"], "label": label})
        return made

    def _item(self, row: Row) -> dict[str, Any]:
        return {
            "owners": [self._code(row, "owner", one, columns.OWNERS) for one in row.get("owner").split()],
            "days": self._days(row),
            "category": self._code(row, "category", row.get("category") or "other", columns.CATEGORIES),
        }

    def _code(self, row: Row, column: str, said: str, known: Mapping[str, str]) -> str:
        """The code that was written, or whose Chinese word was."""
        code = {word: code for code, word in known.items()}.get(said, said)
        if code not in known:
            reason = "owner_unknown" if column == "owner" else "category_unknown"
            self._wrong(row, column, reason, said, ", ".join(known))
        return code

    def _days(self, row: Row) -> int | None:
        said = row.get("days")
        if not said:
            return None
        if not said.isascii() or not said.isdigit() or not 1 <= int(said[:6]) <= columns.MOST_DAYS:
            self._wrong(row, "days", "days_wrong", said, f"1–{columns.MOST_DAYS}")
            return None
        return int(said)

    def _refuse_item_cells(self, row: Row) -> None:
        for column in columns.ITEM_COLUMNS:
            if row.get(column):
                self._wrong(row, column, "only_for_items")

    def _wrong(self, row: Row, column: str, reason: str, value: str = "", allowed: str = "") -> None:
        self.problems.append(Problem(SURVEY, row.number, column, reason, value, allowed))


def _kind(said: Json) -> str:
    type_: str = said["type"]
    if type_ == GROUP:
        return GROUP
    if type_.startswith("select"):
        if type_ != "select one":
            return "many"
        return ITEM if _is_item([choice["name"] for choice in said["choices"]]) else "one"
    return columns.TYPES[type_]


def _is_item(choices: Sequence[str]) -> bool:
    return {"ok", "no"} <= set(choices) <= set(columns.ANSWERS)
