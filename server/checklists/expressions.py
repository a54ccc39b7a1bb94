"""The expressions of an XLSForm: read once when it is imported, kept as lists of JSON.

`${n} > 3 and . != ''` becomes `["and", [">", ["get", "n"], 3], ["!=", ["self"], ""]]`. A subset of what
XForms knows, listed in `FUNCTIONS` and `OPERATORS`: whatever is outside it is refused here, at the desk of
whoever wrote it, and never met by a phone. Evaluating is in `evaluating.py`, its twin on the phone in
`pwa/src/contract/expressions.ts`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Expression = Any  # a string, a number, or a list of an operator and its expressions

FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "selected": (2, 2),
    "count-selected": (1, 1),
    "not": (1, 1),
    "true": (0, 0),
    "false": (0, 0),
    "if": (3, 3),
    "coalesce": (2, 2),
    "string-length": (1, 1),
    "number": (1, 1),
    "string": (1, 1),
    "int": (1, 1),
    "round": (1, 1),
    "concat": (1, 20),
    "contains": (2, 2),
    "starts-with": (2, 2),
    "today": (0, 0),
}
"""how many arguments each takes, at least and at most"""
OPERATORS: Mapping[str, int] = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
"""how tightly each binds its sides"""
UNARY = 7
LONGEST, DEEPEST = 1000, 25
PARTS = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<text>"[^"]*"|'[^']*')
      | \$\{\s*(?P<ref>[A-Za-z_][A-Za-z0-9_.-]*)\s*\}
      | (?P<operator><=|>=|!=|[=<>+\-*(),])
      | (?P<self>\.)(?![\w./])
      | (?P<name>[A-Za-z][A-Za-z0-9-]*)
    )""",
    re.VERBOSE,
)


class Unsupported(Exception):
    """An expression that is not understood here: `reason` is a code of `problems.REASONS`, `at` what it
    was."""

    def __init__(self, reason: str, at: str) -> None:
        super().__init__(f"{reason}: {at}")
        self.reason = reason
        self.at = at


class Part(NamedTuple):
    """One word of an expression."""

    kind: str
    text: str


END = Part("end", "")


def parse(text: str) -> Expression:
    """The expression as JSON; raises Unsupported."""
    if len(text) > LONGEST:
        raise Unsupported("expression_too_long", f"{text[:40]}…")
    reader = _Reader(list(_parts(text)))
    found = reader.expression(0, 0)
    if reader.next is not END:
        raise Unsupported("expression_unfinished", reader.next.text)
    return found


def references(expression: Expression) -> set[str]:
    """The questions that an expression speaks of."""
    if not isinstance(expression, list):
        return set()
    if expression[0] == "get":
        return {expression[1]}
    return {name for inner in expression[1:] for name in references(inner)}


def _parts(text: str) -> Iterator[Part]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = PARTS.match(text, at)
        if found is None or found.lastgroup is None:
            raise Unsupported("expression_unknown", text[at : at + 20].strip())
        yield Part(found.lastgroup, found[found.lastgroup])
        at = found.end()


@dataclass
class _Reader:
    """Reads the parts from left to right, by how tightly operators bind."""

    parts: list[Part]
    at: int = 0

    @property
    def next(self) -> Part:
        return self.parts[self.at] if self.at < len(self.parts) else END

    def take(self) -> Part:
        part = self.next
        self.at += 1
        return part

    def expression(self, least: int, depth: int) -> Expression:
        """What follows, up to an operator that binds less than `least`."""
        if depth > DEEPEST:
            raise Unsupported("expression_too_deep", self.next.text)
        left = self.single(depth)
        while self.next.text in OPERATORS and self.next.kind in ("operator", "name"):
            binds = OPERATORS[self.next.text]
            if binds <= least:
                break
            left = [self.take().text, left, self.expression(binds, depth + 1)]
        return left

    def single(self, depth: int) -> Expression:
        part = self.take()
        if part.kind == "number":
            return float(part.text) if "." in part.text else int(part.text)
        if part.kind == "text":
            return part.text[1:-1]
        if part.kind == "ref":
            return ["get", part.text]
        if part.kind == "self":
            return ["self"]
        if part.kind == "name":
            return self.call(part.text, depth)
        if part.text == "-":
            return ["-", 0, self.expression(UNARY, depth + 1)]
        if part.text == "(":
            inner = self.expression(0, depth + 1)
            self.expect(")")
            return inner
        raise Unsupported("expression_unfinished", part.text)

    def call(self, name: str, depth: int) -> Expression:
        if self.next.text != "(":
            raise Unsupported("expression_unknown", name)
        if name not in FUNCTIONS:
            raise Unsupported("function_unknown", name)
        self.expect("(")
        given: list[Expression] = []
        while self.next.text != ")":
            if given:
                self.expect(",")
            given.append(self.expression(0, depth + 1))
        self.expect(")")
        least, most = FUNCTIONS[name]
        if not least <= len(given) <= most:
            raise Unsupported("function_arguments", name)
        return [name, *given]

    def expect(self, text: str) -> None:
        part = self.take()
        if part.text != text:
            raise Unsupported("expression_unfinished", part.text or text)
