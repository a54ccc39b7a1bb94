"""The walk over every kind of record: no type without a schema, no field without a merge rule, no row, role,
guard or precedence pair without a test that meets it, no code without words in both languages.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema, fields

from server import contract
from server.domain import DOMAIN, MACHINES, WORDS
from server.records.machine import Machine
from server.records.words import ACTIONS, FLAGS, REASONS
from server.rules import RULES
from server.words import ENGINE, LANGUAGES
from sync import merge
from sync.transitions import DISMISS, FORCE
from tests.support.exercised import FOLDERS, NAMES, OWNERS, ROOT, SLOW, all_met

MERGE_CODES = {*merge.RULES, "LWW-D", "SRV"}  # drafts, and what only the server writes
CLOCK_AND_FORCE = {FORCE, DISMISS, "wait_over"}
every_machine = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.prefix)
every_type = pytest.mark.parametrize("name", sorted(DOMAIN.types))


def test_every_machine_that_was_written_is_in_the_domain() -> None:
    assert set(OWNERS) == {machine.prefix for machine in MACHINES}
    assert set(OWNERS) <= set(DOMAIN.families)
    assert len({machine.plural for machine in MACHINES}) == len(MACHINES)


def test_every_type_that_a_database_takes_exists() -> None:
    assert {write.type for rule in RULES for write in rule.writes} <= set(DOMAIN.types)


@every_type
def test_every_field_of_every_type_has_a_merge_rule(name: str) -> None:
    schema = contract.known_schemas()[name]
    payloads = getattr(schema, "payloads", {})
    without = [
        where
        for part in (schema, *payloads.values())
        for where, field in _fields(part(), part.__name__)
        if field.metadata.get("x-merge") not in MERGE_CODES
    ]
    _none_of(without, f"fields of {name} without a merge code")


def _fields(schema: Schema, path: str) -> Iterator[tuple[str, fields.Field[Any]]]:
    for name, field in schema.fields.items():
        yield f"{path}.{name}", field
        inner = getattr(field, "inner", field)
        if isinstance(inner, fields.Nested):
            yield from _fields(inner.schema, f"{path}.{name}")


@every_machine
def test_a_table_speaks_of_what_there_is(machine: Machine) -> None:
    table = machine.table
    actions, known = {row.action for row in table.transitions}, set(table.states) | {"*"}
    assert {state for row in table.transitions for state in (*row.sources, row.target or "*")} <= known
    assert len({row.id for row in table.transitions}) == len(table.transitions), "an id stands twice"
    assert {one for row in table.transitions for one in row.against} <= actions
    assert {action for rule in table.fields for action in rule.values} <= {*actions, "head"}
    assert {one for first, then in table.retries.items() for one in (first, *then)} <= actions
    assert {*table.born_by, *(timer.action for timer in table.timers)} <= actions
    assert table.head_state in table.states
    assert [rule.name for rule in table.fields if rule.merge not in merge.RULES] == []


@every_machine
def test_what_a_document_may_do_is_in_the_table_and_the_other_way_round(machine: Machine) -> None:
    rows = {row.action for row in machine.table.transitions}
    told = {action for action in machine.actions.values() if action != "head"}
    for schema in machine.schemas.values():
        told |= set(getattr(schema, "payloads", {}))
    assert rows == told
    assert set(machine.office_actions) <= told
    assert machine.event[0] in machine.schemas
    assert set(machine.kinds) == set(machine.schemas)


@every_machine
def test_what_waits_for_the_office_can_be_decided(machine: Machine) -> None:
    rows = {row.action for row in machine.table.transitions}
    assert rows >= CLOCK_AND_FORCE
    assert set(machine.office_actions) >= {FORCE, DISMISS} or not machine.readers


@every_machine
def test_every_code_of_a_table_has_words_in_both_languages(machine: Machine) -> None:
    _none_of(_wordless(machine, _codes(machine)), f"codes of `{machine.prefix}` without words")


@every_machine
def test_every_code_that_a_test_saw_has_words(machine: Machine) -> None:
    """Flags and reasons that code makes, not the table, are found in what the fold told."""
    met = _met(machine)
    missing = _wordless(machine, {"flag": met["flags"], "reason": met["reasons"]})
    _none_of(missing, f"codes that `{machine.prefix}` told without words")


@every_machine
def test_every_row_decides_in_a_test(machine: Machine) -> None:
    rows = [row.id for row in machine.table.transitions]
    _all_met(machine, "rows", rows)


@every_machine
def test_every_row_for_some_roles_refuses_others_in_a_test(machine: Machine) -> None:
    rows = [row.id for row in machine.table.transitions if row.actors]
    _all_met(machine, "roles", rows)


@every_machine
def test_every_guard_stops_something_in_a_test(machine: Machine) -> None:
    guards = [f"{row.id} {guard.reason}" for row in machine.table.transitions for guard in row.guards]
    _all_met(machine, "guards", guards)


@every_machine
def test_every_pair_of_the_precedence_is_met_both_ways_round(machine: Machine) -> None:
    rows = machine.table.transitions
    pairs = {(row.action, other) for row in rows for other in row.against}
    both = {f"{one} after {other}" for pair in pairs for one, other in (pair, pair[::-1])}
    _all_met(machine, "pairs", sorted(both))


def _codes(machine: Machine) -> Mapping[str, set[str]]:
    rows = machine.table.transitions
    return {
        "state": set(machine.table.states),
        "action": {row.action for row in rows} | set(machine.actions.values()),
        "flag": {flag for row in rows for flag in (*row.sets, *row.clears)},
        "reason": {f"not_while_{state}" for state in machine.table.states}
        | {row.reason for row in rows if row.reason}
        | {guard.reason for row in rows for guard in row.guards}
        | {"role_missing", "waits_for_head", "waits_for_prev", "not_parked", "dismissed"},
    }


def _wordless(machine: Machine, codes: Mapping[str, Any]) -> dict[str, list[str]]:
    """The codes without words by what they are; the empty ones left out."""
    named = machine.named_dictionaries
    known: Mapping[str, Mapping[str, Mapping[str, str]]] = {
        "state": named.get("state", {}),
        "action": {**ACTIONS, **named.get("action", {})},
        "flag": {**FLAGS, **machine.words, **named.get("flag", {})},
        "reason": {**ENGINE, **REASONS, **machine.words},
    }
    missing = {
        kind: sorted(code for code in wanted if not _is_told(known[kind].get(code)))
        for kind, wanted in codes.items()
    }
    return {kind: found for kind, found in missing.items() if found}


def _is_told(words: Mapping[str, str] | None) -> bool:
    return words is not None and set(words) == set(LANGUAGES) and all(text.strip() for text in words.values())


def test_all_words_are_told_in_both_languages() -> None:
    own = {code: words for machine in MACHINES for code, words in machine.words.items()}
    dictionaries = [codes for machine in MACHINES for codes in machine.dictionaries.values()]
    for words in (WORDS, own, *dictionaries):
        assert [code for code, said in words.items() if not _is_told(said)] == []


def _none_of(missing: object, what: str) -> None:
    if missing:
        pytest.fail(f"{what}: {missing}", pytrace=False)


def _all_met(machine: Machine, name: str, wanted: Sequence[str]) -> None:
    """Fail with those that no passing test of the machine's folder has met (tests/support/exercised.py)."""
    met = _met(machine)[name]
    folder = f"tests/unit/{OWNERS[machine.prefix]}"
    _none_of(
        ", ".join(one for one in wanted if one not in met), f"{name} of `{machine.prefix}` not in {folder}"
    )


def _met(machine: Machine) -> Mapping[str, set[str]]:
    met = _run_them_all().get(machine.prefix, {})
    return {name: set(met.get(name, ())) for name in NAMES}


@cache
def _run_them_all() -> Mapping[str, Any]:
    """What the tests of the capabilities' folders meet, where only what passes counts: in this run if it has
    run them all, else in one of their own."""
    met = all_met()
    return _by_themselves() if met is None else met


def _by_themselves() -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory() as kept:
        met = Path(kept) / "met.json"
        words = ["-q", "--continue-on-collection-errors", "--met", str(met), "--ignore-glob", f"*/{SLOW}"]
        command = [sys.executable, "-m", "pytest", *map(str, sorted(FOLDERS)), *words]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=600)
        found: Mapping[str, Any] = json.loads(met.read_text())
    return found
