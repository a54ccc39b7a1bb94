"""The generated contract: complete, reproducible, fresh."""

import json
import re
from typing import Any

import pytest

from server import contract
from server.divisions.documents import SCHEMAS as REFERENCES
from server.domain import DOMAIN, MACHINES, words_of
from server.patrols.states import SHIFT
from server.rules import RULES


def test_the_file_in_the_repository_is_fresh() -> None:
    assert not contract.is_stale(), "run `make contract` and commit what it writes"


def test_composing_twice_gives_equal_bytes() -> None:
    assert contract.text() == contract.text()


def test_a_change_makes_it_stale(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "FILE", tmp_path / "contract" / "contract.json")
    assert contract.is_stale()
    contract.write()
    assert not contract.is_stale()
    monkeypatch.setattr(contract, "VERSION", 2)
    assert contract.is_stale()


def test_every_document_type_has_a_closed_schema_of_its_own() -> None:
    made = contract.schemas()
    assert set(made) == set(DOMAIN.types)
    assert set(REFERENCES) < set(made)
    for name, schema in made.items():
        assert schema["properties"]["type"] == {"const": name}
        assert schema["additionalProperties"] is False
        assert schema["properties"]["wrote"]["additionalProperties"] is False


def test_patterns_are_those_of_javascript_too() -> None:
    text = json.dumps(contract.schemas())
    assert not re.search(r"\\\\[ZA]|\(\?P|\(\?<", text)


def test_the_tables_are_all_there() -> None:
    composed = contract.compose()
    assert [row["id"] for row in composed["transitions"]["shift"]] == [row.id for row in SHIFT.transitions]
    assert composed["states"]["shift"] == list(SHIFT.states)
    assert [rule["prefix"] for rule in composed["permissions"]] == [rule.prefix for rule in RULES]
    assert set(composed["transitions"]) == set(composed["fields"]) == {one.prefix for one in MACHINES}
    reasons = {row["reason"] for row in composed["transitions"]["shift"] if row["reason"]}
    assert reasons | set(composed["guards"]["shift"]) <= set(composed["words"])


def test_what_the_guard_may_answer_has_words() -> None:
    """The codes are literals in the engine's modules; each needs words for the person it concerns."""
    words = contract.compose()["words"]
    sources = [contract.FILE.parents[3] / "sync" / name for name in ("guard.py", "arrival.py")]
    codes = {
        code
        for source in sources
        for code in re.findall(
            r'(?:Refusal\(|"quarantined", subject, |"copy", subject, )"(\w+)"', source.read_text()
        )
    }
    assert len(codes) > 8
    assert codes <= set(words)


def test_a_record_says_in_its_own_words_what_another_says_otherwise() -> None:
    own = contract.compose()["record_words"]
    assert words_of("not_while_closed", "case:1") != words_of("not_while_closed", "hz:1")
    assert {**contract.compose()["words"], **own["hz"]}["not_while_closed"] == words_of(
        "not_while_closed", "hz:1"
    )
    assert words_of("no_such_code", "case:1") == {"zh-CN": "no_such_code", "en": "no_such_code"}


def test_an_event_s_payload_depends_on_its_action() -> None:
    rules = contract.schemas()["task_ev"]["allOf"]
    cancel = next(one for one in rules if one["if"]["properties"]["action"] == {"const": "cancel"})
    assert cancel["then"]["properties"]["payload"]["required"] == ["reason"]


def test_of_two_dictionaries_of_one_name_the_later_keeps_its_type() -> None:
    dictionaries = contract.dictionaries()
    assert "dispute" in dictionaries["case_kind"]
    assert set(dictionaries["case_session_kind"]) == {"inquiry", "mediation"}
