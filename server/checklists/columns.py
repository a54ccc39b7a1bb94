"""What a workbook may hold: sheets, columns, question types, sizes, and how its words are found."""

import re
from collections.abc import Mapping
from typing import Any, Final

from server.importing.dictionaries import UNIT_KINDS
from server.schools.checklist import GROUP_NAMES, SCHOOL

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
UNSUPPORTED_SHEETS: Final = ("external_choices", "entities", "osm")
WORDED: Final = frozenset({"label", "hint", "constraint_message"})
LOGIC: Final[Mapping[str, str]] = {
    "relevant": "relevant",
    "relevance": "relevant",
    "required": "required",
    "constraint": "constraint",
    "calculation": "calculate",
    "calculate": "calculate",
}
ITEM_COLUMNS: Final = ("owner", "days", "category")
UNREAD: Final = frozenset({"appearance", "note", "notes", "comment"})
COLUMNS: Final = frozenset({"type", "name"}) | WORDED | LOGIC.keys() | frozenset(ITEM_COLUMNS) | UNREAD
SHOWN_COLUMNS: Final = (
    "type, name, label, hint, relevant, required, constraint, constraint_message, calculation, "
    "owner, days, category"
)
TYPES: Final[Mapping[str, str]] = {
    "text": "text",
    "string": "text",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "image": "photo",
    "photo": "photo",
    "note": "note",
    "calculate": "calculate",
}
SHOWN_TYPES: Final = (
    "text, integer, decimal, date, select_one list_name, select_multiple list_name, image, note, calculate, "
    "begin group, end group"
)
SELECTION: Final = re.compile(r"(select[_ ]one|select1|select[_ ]multiple) (\S+)")
BEGIN, END = ("begin group", "begin_group"), ("end group", "end_group")
NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
CHOICE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
LONGEST_NAME, LONGEST_LABEL, MOST_QUESTIONS, MOST_CHOICES, DEEPEST_GROUP = 30, 300, 200, 60, 3
MOST_DAYS: Final = 90
ANSWERS: Final = ("ok", "no", "na")
OWNERS: Final[Mapping[str, str]] = {SCHOOL: "学校", **UNIT_KINDS}
"""kinds of units that may answer for an item, with the word that an office may write instead"""
CATEGORIES: Final[Mapping[str, str]] = {
    **{code: words["zh-CN"] for code, words in GROUP_NAMES.items()},
    "other": "其他",
}


def type_of(cell: str) -> str:
    """A question's type as it is compared: small letters, single spaces; a list's name stays as it is."""
    words = " ".join(cell.split())
    return words if SELECTION.fullmatch(words) else words.lower()


def base_of(header: str) -> str:
    """The column that a heading names, without its language: `label::中文 (zh)` is a label."""
    return re.sub(r"\s+", "_", header.partition("::")[0].strip().lower())


def worded(said: Any) -> dict[str, str]:
    """{zh-CN, en} of a text, or of texts by language; what is missing is taken from the other.

    A language is told by its code or its name; of further ones nothing is kept.
    """
    if not isinstance(said, Mapping):
        return {"zh-CN": str(said), "en": str(said)} if said else {}
    found: dict[str, str] = {}
    for language, text in said.items():
        locale = _locale(str(language))
        if locale and text:
            found[locale] = str(text)
    usual = str(said.get("default") or "")
    chinese, english = found.get("zh-CN") or usual, found.get("en") or usual
    return {"zh-CN": chinese, "en": english or chinese} if chinese else {}


def _locale(language: str) -> str | None:
    small = language.lower()
    if "中文" in small or "chinese" in small or re.search(r"\bzh\b|\bcn\b", small):
        return "zh-CN"
    return "en" if "english" in small or re.search(r"\ben\b", small) else None
