"""The vectors that hold both evaluators, this one and the phone's, to the same results."""

import json
from pathlib import Path
from typing import Any

import pytest

from sync.conditions import CONDITIONS, VALUES, BadCondition, Scope, holds, value

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "conditions.json").read_text("utf-8"))


def named(part: str) -> Any:
    return pytest.mark.parametrize("vector", [pytest.param(v, id=v["name"]) for v in VECTORS[part]])


@named("conditions")
def test_condition(vector: dict[str, Any]) -> None:
    assert holds(vector["rule"], Scope(**vector["scope"])) is vector["holds"]


@named("values")
def test_value(vector: dict[str, Any]) -> None:
    assert value(vector["rule"], Scope(**vector["scope"])) == vector["value"]


@named("bad")
def test_what_is_no_rule_raises(vector: dict[str, Any]) -> None:
    with pytest.raises(BadCondition):
        holds(vector["rule"], Scope())


def operators(rule: Any) -> set[str]:
    """Every operator that a rule uses, anywhere in it."""
    if isinstance(rule, list):
        return set().union(*(operators(one) for one in rule))
    if not isinstance(rule, dict):
        return set()
    return set(rule) | set().union(*(operators(one) for one in rule.values()))


@pytest.mark.parametrize("name", sorted({*CONDITIONS, *VALUES}))
def test_every_operator_has_a_vector_for_its_twin_on_the_phone(name: str) -> None:
    used = [operators(vector["rule"]) for part in ("conditions", "values") for vector in VECTORS[part]]
    assert any(name in found for found in used)
