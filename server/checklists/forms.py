"""A checklist's questions, and what is to be said of answers to them. Pure; the phone has a twin
(`pwa/src/contract/checklist.ts`), and both are held to tests/vectors/checklists.json.

A question is `{name, kind, label, ...}`: `relevant`, `required`, `constraint` and `calculate` are
expressions, `children` are those of a group, `choices` those of a selection, `category`, `owners` and
`days` an item's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.checklists.evaluating import Scope, evaluate, holds, is_day, text
from server.checklists.expressions import Expression

Question = Mapping[str, Any]
Questions = Sequence[Question]
Answers = Mapping[str, Any]

GROUP, ITEM, NOTE, CALCULATE, PHOTO = "group", "item", "note", "calculate", "photo"
KINDS = (GROUP, ITEM, "text", "integer", "decimal", "date", "one", "many", PHOTO, NOTE, CALCULATE)
SILENT = (GROUP, NOTE, CALCULATE)
"""what nobody answers"""
EXPRESSIONS = ("relevant", "required", "constraint", "calculate")
MISSING, UNFIT, CONSTRAINT = "missing", "unfit", "constraint"


@dataclass(frozen=True)
class Examined:
    """What is asked under these answers, and what is wrong with them: `{question: code of the problem}`."""

    asked: tuple[str, ...]
    problems: Mapping[str, str]


def flat(questions: Questions) -> Iterator[Question]:
    """All questions in their order, each group before its own."""
    for question in questions:
        yield question
        yield from flat(question.get("children", ()))


def items_of(questions: Questions) -> dict[str, Question]:
    """The items that are answered with in order, not in order, not applicable; by their code."""
    return {one["name"]: one for one in flat(questions) if one["kind"] == ITEM}


def examine(questions: Questions, answers: Answers, today: str) -> Examined:
    """Judge the answers by question. What is not asked may have an answer: it does not count."""
    sheet = Sheet(questions, answers, today)
    asked = tuple(one["name"] for one in flat(questions) if sheet.is_asked(one["name"]))
    found = ((name, sheet.problem(name)) for name in asked)
    return Examined(asked, {name: problem for name, problem in found if problem is not None})


@dataclass
class Sheet:
    """A checklist with the answers given so far."""

    questions: Questions
    answers: Answers
    today: str
    known: dict[str, tuple[Question, str | None]] = field(init=False)
    _asked: dict[str, bool] = field(default_factory=dict)
    _values: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note each question with the group that it is in."""
        self.known = dict(_placed(self.questions, None))

    def is_asked(self, name: str) -> bool:
        """Whether it is shown: its own condition and those of its groups hold."""
        if name not in self._asked:
            self._asked[name] = self._is_asked(*self.known[name])
        return self._asked[name]

    def _is_asked(self, question: Question, group: str | None) -> bool:
        if group is not None and not self.is_asked(group):
            return False
        return "relevant" not in question or self.holds(question["relevant"], question["name"])

    def value(self, name: str) -> str:
        """The answer as an expression sees it; empty for what is not asked or not known."""
        if name not in self._values:
            self._values[name] = self._value(name)
        return self._values[name]

    def _value(self, name: str) -> str:
        if name not in self.known or not self.is_asked(name):
            return ""
        question, _ = self.known[name]
        if question["kind"] == CALCULATE:
            return text(evaluate(question["calculate"], self.scope(name, "")))
        return plain(self.answers.get(name))

    def problem(self, name: str) -> str | None:
        """What is wrong with the answer to a question that is asked; None when nothing is."""
        question, _ = self.known[name]
        if question["kind"] in SILENT:
            return None
        own = plain(self.answers.get(name))
        if own == "":
            wanted = "required" in question and self.holds(question["required"], name)
            return MISSING if wanted else None
        if not fits(question, self.answers[name]):
            return UNFIT
        kept = "constraint" not in question or self.holds(question["constraint"], name)
        return None if kept else CONSTRAINT

    def holds(self, expression: Expression, name: str) -> bool:
        return holds(expression, self.scope(name, plain(self.answers.get(name))))

    def scope(self, name: str, own: str) -> Scope:
        return Scope(self.value, own, self.today)


def plain(answer: Any) -> str:
    """An answer as text: several choices with spaces between them, a number without a needless point."""
    if answer is None:
        return ""
    if isinstance(answer, (list, tuple)):
        return " ".join(map(str, answer))
    return text(float(answer)) if isinstance(answer, (int, float)) else str(answer)


def fits(question: Question, answer: Any) -> bool:
    """Whether the answer is of the question's kind."""
    kind = question["kind"]
    if kind == "integer":
        return isinstance(answer, int) and not isinstance(answer, bool)
    if kind == "decimal":
        return isinstance(answer, (int, float)) and not isinstance(answer, bool)
    if kind == "many":
        return isinstance(answer, list) and set(answer) <= _choices(question)
    if kind == PHOTO:
        return isinstance(answer, list)
    if kind in ("one", ITEM):
        return isinstance(answer, str) and answer in _choices(question)
    if kind == "date":
        return isinstance(answer, str) and is_day(answer)
    return isinstance(answer, str)


def _choices(question: Question) -> set[str]:
    return {choice["name"] for choice in question["choices"]}


def _placed(questions: Questions, group: str | None) -> Iterator[tuple[str, tuple[Question, str | None]]]:
    for question in questions:
        yield question["name"], (question, group)
        yield from _placed(question.get("children", ()), question["name"])
