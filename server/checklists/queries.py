"""What others ask about checklists: the questions of a version as an inspection knew it, and what a line
says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.checklists.forms import Question, items_of
from server.checklists.shipped import FIRST, shipped
from sync.domain import Reference

SHIPPED = shipped()
LISTS = "checklist"


@dataclass(frozen=True)
class Line:
    """What the list says of an item that is not in order. `name` is null where the dictionary has it."""

    category: str | None
    owners: tuple[str, ...]
    days: int | None
    name: Mapping[str, str] | None


def questions_at(reference: Reference, version: str | None, rseq: int) -> list[Question] | None:
    """The questions of a version as of a row; of the shipped one for None. None: no such version is known."""
    if version in (None, FIRST):
        return SHIPPED
    found = reference(f"{LISTS}:{version}", rseq)
    questions: list[Question] | None = found["questions"] if found else None
    return questions


def line_at(reference: Reference, version: str | None, rseq: int, item: str) -> Line | None:
    """The line of an item in a version; None when it has none."""
    item_: Mapping[str, Any] | None = items_of(questions_at(reference, version, rseq) or ()).get(item)
    if item_ is None:
        return None
    name = None if version in (None, FIRST) else item_["label"]
    return Line(item_["category"], tuple(item_["owners"]), item_["days"], name)
