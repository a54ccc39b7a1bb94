"""Checklists made of items alone: the schools' twenty, which every installation has as the first version, and
those that an office makes of them by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.checklists.forms import GROUP, ITEM, Question
from server.records.words import said
from server.schools.checklist import ANSWER_NAMES, CHECKLIST, GROUP_NAMES, ITEM_NAMES
from server.words import Words

Worded = Mapping[str, str]
NAME: Final = {"zh-CN": "校园及周边检查清单", "en": "School checklist"}
CATEGORY_NAMES: Words = {**GROUP_NAMES, **said({"other": ("其他", "other")})}
ANSWERS: Final = ("ok", "no", "na")
FIRST: Final = "school-1"


@dataclass(frozen=True)
class Line:
    """An item as an office writes it."""

    code: str
    label: Worded
    category: str
    owners: tuple[str, ...]
    days: int | None


def questions_of(lines: Iterable[Line]) -> list[Question]:
    """The items under a heading for each category, in the order in which categories first occur."""
    groups: dict[str, list[Question]] = {}
    for line in lines:
        groups.setdefault(line.category, []).append(_item(line))
    return [
        {"name": f"g-{code}", "kind": GROUP, "label": dict(CATEGORY_NAMES[code]), "children": items}
        for code, items in groups.items()
    ]


def shipped() -> list[Question]:
    """The questions of the first version."""
    return questions_of(
        Line(item.code, ITEM_NAMES[item.code], item.group, item.owners, item.days) for item in CHECKLIST
    )


def _item(line: Line) -> dict[str, Any]:
    return {
        "name": line.code,
        "kind": ITEM,
        "label": dict(line.label),
        "required": ["true"],
        "choices": [{"name": answer, "label": dict(ANSWER_NAMES[answer])} for answer in ANSWERS],
        "owners": list(line.owners),
        "days": line.days,
        "category": line.category,
    }
