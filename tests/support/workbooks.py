"""XLSForm workbooks for tests: rows as a person would write them."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]
SURVEY = ("type", "name", "label::中文 (zh)", "label::English (en)")
CHOICES = ("list_name", "name", "label::中文 (zh)", "label::English (en)")
STATES: Rows = (CHOICES, ("state", "ok", "是", "yes"), ("state", "no", "否", "no"))


def workbook(survey: Rows, choices: Rows = STATES, **sheets: Rows) -> bytes:
    """A workbook with these sheets; the survey's first row is its heading."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one
    for name, rows in {"survey": survey, "choices": choices, **sheets}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def of_rows(*rows: Sequence[object], more: Sequence[str] = (), choices: Rows = STATES) -> bytes:
    """A workbook whose survey has these rows, with columns `more` behind the usual ones."""
    return workbook(((*SURVEY, *more), *rows), choices)


def a_whole_one() -> bytes:
    """A checklist with all that may be in one."""
    columns = (*SURVEY, "relevant", "required", "constraint", "constraint_message::中文 (zh)", "calculation")
    own = ("owner", "days", "category")
    survey: Rows = (
        (*columns, *own),
        ("begin group", "fire", "消防", "Fire"),
        (
            "select_one state",
            "exits",
            "出口畅通",
            "Exits free",
            "",
            "yes",
            "",
            "",
            "",
            "安监办 PSB",
            3,
            "fire",
        ),
        ("integer", "blocked", "堵了几处", "How many", "${exits} = 'no'", "yes", ". > 0", "至少一处"),
        ("calculate", "twice", "", "", "", "", "", "", "${blocked} * 2"),
        ("note", "told", "共 ${twice}", "${twice} in all"),
        ("end group",),
        ("select_multiple kind", "seen", "看到什么", "What was seen"),
        ("image", "picture", "照片", "Photo"),
        ("date", "since", "何时起", "Since", "", "", ". <= today()"),
        ("text", "words", "说明", "Words"),
    )
    choices = (*STATES, ("kind", "bikes", "电动车", "bikes"), ("kind", "boxes", "纸箱", "boxes"))
    return workbook(survey, choices, settings=(("form_title",), ("消防专项检查",)))
