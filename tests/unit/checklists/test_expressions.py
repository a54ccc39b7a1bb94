"""Expressions and checklists by the vectors that the phone's twin is held to as well."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.checklists.evaluating import Scope, evaluate
from server.checklists.expressions import Unsupported, parse, references
from server.checklists.forms import examine, plain
from server.checklists.problems import REASONS

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
SAID: dict[str, Any] = json.loads((VECTORS / "expressions.json").read_text("utf-8"))
LISTS: dict[str, Any] = json.loads((VECTORS / "checklists.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", SAID["expressions"], ids=lambda vector: vector["text"])
def test_an_expression_is_read_and_comes_to(vector: dict[str, Any]) -> None:
    read = parse(vector["text"])
    assert read == vector["read"]
    value = evaluate(read, Scope(lambda name: SAID["answers"].get(name, ""), SAID["own"], SAID["today"]))
    assert (type(value) is bool, value) == (type(vector["value"]) is bool, vector["value"])


@pytest.mark.parametrize("vector", SAID["refused"], ids=lambda vector: vector["text"][:30])
def test_what_is_not_understood_is_refused_with_its_reason(vector: dict[str, str]) -> None:
    with pytest.raises(Unsupported) as refused:
        parse(vector["text"])
    assert refused.value.reason == vector["reason"]
    assert refused.value.reason in REASONS


@pytest.mark.parametrize("case", LISTS["cases"], ids=lambda case: case["name"])
def test_answers_are_judged(case: dict[str, Any]) -> None:
    found = examine(LISTS["questions"], case["answers"], LISTS["today"])
    assert (list(found.asked), found.problems) == (case["asked"], case["problems"])


def test_the_questions_that_an_expression_speaks_of() -> None:
    assert references(parse("if(${a} > 1, ${b}, concat(${c}, .))")) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("answer", "text"), [(None, ""), (3, "3"), (2.5, "2.5"), (["a", "b"], "a b"), ("x", "x"), (0, "0")]
)
def test_an_answer_as_an_expression_sees_it(answer: object, text: str) -> None:
    assert plain(answer) == text


@pytest.mark.parametrize(
    ("expression", "value"), [("1 div 0", "Infinity"), ("-1 div 0", "-Infinity"), ("0 div 0", "NaN")]
)
def test_numbers_that_are_none(expression: str, value: str) -> None:
    assert evaluate(parse(f"string({expression})"), Scope(lambda _: "", "", "2026-03-23")) == value
