"""A pytest plugin that notes what passing tests have met of the machines' tables.

    python -m pytest tests/unit/cases -p tests.support.exercised --met FILE

FILE is JSON by prefix of the machine: `rows` that decided about an event, `roles`: rows that refused one for
want of a role, `guards` as "row reason" that stopped one, `pairs` as "action after action" of events that did
not know of each other, and the `flags` and `reasons` that were told. What a failing test met does not count,
nor what was met of a table that a test had changed.
"""

import json
from collections import defaultdict
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.domain import MACHINES
from server.records import telling
from sync.acts import Act
from sync.conditions import Scope
from sync.domain import Outcome
from sync.fold import Fold
from sync.transitions import Transition

Notes = dict[str, dict[str, set[str]]]
TABLES = {id(machine.table): machine.prefix for machine in MACHINES}
ROLE = "role_missing"
NAMES = ("rows", "roles", "guards", "pairs", "flags", "reasons")

kept: Notes = defaultdict(lambda: defaultdict(set))
fresh: Notes = defaultdict(lambda: defaultdict(set))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--met", type=Path, required=True)


def pytest_configure() -> None:
    _watch_rows()
    _watch_states()


def _watch_rows() -> None:
    examine = Fold._examine

    def watched(self: Fold, act: Act, scope: Scope) -> tuple[Outcome, Transition | None]:
        outcome, row = examine(self, act, scope)
        prefix = TABLES.get(id(self.table))
        fitting = next((one for one in self._rows(act) if self._fits(one, act, scope)), None)
        if prefix is not None and fitting is not None:
            _note(fresh[prefix], fitting.id, outcome, decided=row is not None)
        if prefix is not None:
            fresh[prefix]["pairs"].update(_pairs(self, act))
        return outcome, row

    Fold._examine = watched  # type: ignore[method-assign]  # to look on


def _note(notes: dict[str, set[str]], row: str, outcome: Outcome, *, decided: bool) -> None:
    if decided:
        notes["rows"].add(row)
    elif (outcome.result, outcome.reason) == ("refused", ROLE):
        notes["roles"].add(row)
    else:
        notes["guards"].add(f"{row} {outcome.reason}")


def _pairs(fold: Fold, act: Act) -> Iterator[str]:
    for earlier in fold.applied:
        if earlier is not act and fold.coverage.concurrent(act, earlier):
            yield f"{act.action} after {earlier.action}"


def _watch_states() -> None:
    state = telling.state

    def watched(machine: Any, folding: Any) -> dict[str, Any]:
        found = state(machine, folding)
        notes = fresh[machine.prefix]
        notes["flags"].update(found["flags"])
        for result in found["results"].values():
            notes["flags"].update(result.get("flags", ()))
            notes["reasons"].update([result["reason"]] if result["reason"] else ())
        return found

    telling.state = watched


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report: Any = yield
    if report.when == "teardown":
        fresh.clear()
    elif report.when == "call" and report.passed:
        for prefix, notes in fresh.items():
            for name, met in notes.items():
                kept[prefix][name] |= met
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    told = {
        prefix: {name: sorted(met) for name, met in notes.items()} for prefix, notes in sorted(kept.items())
    }
    session.config.getoption("--met").write_text(json.dumps(told, indent=1))
