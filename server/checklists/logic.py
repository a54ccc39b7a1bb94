"""The conditions of a workbook: read row by row, and what is wrong with them as a whole: names that nothing
answers to, and circles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from server.checklists import columns
from server.checklists.columns import LOGIC, SURVEY
from server.checklists.expressions import FUNCTIONS, Expression, Unsupported, parse, references
from server.checklists.forms import CALCULATE, EXPRESSIONS
from server.checklists.problems import Problem
from server.checklists.workbook import Row

DEEPEST = 30
"""questions that may hang on each other in one chain"""
YES, NO = ("yes", "true", "true()", "1"), ("no", "false", "false()", "0", "")
UNREFERRED = ("note", "photo", "image", *columns.BEGIN)
UNANSWERED = ("note", CALCULATE, *columns.BEGIN)

Expressions = Mapping[str, Expression]


@dataclass
class Logic:
    """The expressions of each question, the groups it lies in, and what is wrong with them."""

    found: dict[str, dict[str, Expression]] = field(default_factory=dict)
    above: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, row: Row, column: str, reason: str, value: str = "", allowed: str = "") -> None:
        self.problems.append(Problem(SURVEY, row.number, column, reason, value, allowed))


def read_logic(rows: Sequence[Row]) -> Logic:
    """The conditions of all rows. Their types, names and groups are in order."""
    logic, open_ = Logic(), list[str]()
    for row in rows:
        type_ = columns.type_of(row.get("type"))
        if type_ in columns.END:
            open_.pop()
            continue
        name = row.get("name")
        logic.above[name] = tuple(open_)
        logic.found[name] = dict(_of_row(row, type_, logic))
        if type_ in columns.BEGIN:
            open_.append(name)
    logic.problems += _lost(rows, logic.found)
    if not logic.problems:
        logic.problems += _circles(rows, logic)
    return logic


def _of_row(row: Row, type_: str, logic: Logic) -> Iterator[tuple[str, Expression]]:
    for column, name in LOGIC.items():
        expression = _expression(row, column, name, logic)
        if expression is not None:
            if name in ("required", "constraint") and type_ in UNANSWERED:
                logic.wrong(row, column, "constraint_without_answer")
            yield name, expression
    if type_ == CALCULATE and not row.get("calculation") and not row.get("calculate"):
        logic.wrong(row, "calculation", "calculation_missing")


def _expression(row: Row, column: str, name: str, logic: Logic) -> Expression | None:
    text = row.get(column)
    if name == "required" and text.lower() in YES:
        return ["true"]
    if not text or (name == "required" and text.lower() in NO):
        return None
    try:
        return parse(text)
    except Unsupported as wrong:
        allowed = ", ".join(FUNCTIONS) if wrong.reason == "function_unknown" else ""
        logic.wrong(row, column, wrong.reason, wrong.at, allowed)
        return None


def _lost(rows: Sequence[Row], found: Mapping[str, Expressions]) -> Iterator[Problem]:
    """Each reference that leads nowhere."""
    typed = {row.get("name"): columns.type_of(row.get("type")) for row in rows}
    known = {name for name, type_ in typed.items() if name and type_ not in UNREFERRED}
    for row in rows:
        for column in EXPRESSIONS:
            for name in sorted(references(found.get(row.get("name"), {}).get(column)) - known):
                yield Problem(SURVEY, row.number, column, "question_unknown", name)


def _circles(rows: Sequence[Row], logic: Logic) -> Iterator[Problem]:
    """The first question that hangs on itself, or on too long a chain."""
    needs = {name: _needs(one) | set(logic.above[name]) for name, one in logic.found.items()}
    depths: dict[str, int] = {}
    for row in rows:
        name = row.get("name")
        if name in needs and _depth(name, needs, depths, ()) > DEEPEST:
            yield Problem(SURVEY, row.number, "relevant", "expression_circle", name)
            return


def _needs(one: Expressions) -> set[str]:
    """What has to be known before it is known whether a question is asked, and what it comes to."""
    return references(one.get("relevant")) | references(one.get("calculate"))


def _depth(name: str, needs: Mapping[str, set[str]], depths: dict[str, int], path: tuple[str, ...]) -> int:
    """How long the longest chain from here is; more than any may be where it bites its tail."""
    if name in path:
        return DEEPEST + 1
    if name not in depths:
        depths[name] = 1 + max(
            (_depth(one, needs, depths, (*path, name)) for one in sorted(needs[name])), default=0
        )
    return depths[name]
