"""A pytest plugin that notes what passing tests of the capabilities' folders meet of the machines' tables.

It looks on in every run: whoever runs these folders whole has then all that they meet (`all_met`), and runs
nothing twice. Of a run in part nothing is concluded; with `--met FILE` the notes are written to a file.

The notes are by prefix of the machine: `rows` that decided about an event, `roles`: rows that refused one for
want of a role, `guards` as "row reason" that stopped one, `pairs` as "action after action" of events that did
not know of each other, and the `flags` and `reasons` that were told. What a failing test met does not count,
nor what was met of a table that a test had changed.
"""

import importlib
import json
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
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

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    path.parent.name: importlib.import_module(f"server.{path.parent.name}.capability")
    for path in sorted((ROOT / "server").glob("*/capability.py"))
}
OWNERS = {
    machine.prefix: name for name, module in PACKAGES.items() for machine in getattr(module, "MACHINES", ())
} | {"shift": "patrols"}
FOLDERS = {ROOT / "tests" / "unit" / package for package in OWNERS.values()}
SLOW = "test_api.py"  # whole servers, which meet nothing that the others do not


class Watch:
    """What has been met. `on`: while a test runs that counts; `fresh`: what that test has met so far.

    `is_whole`: all tests that count are run; `left_out`: somebody chose among them.
    """

    def __init__(self) -> None:
        self.kept: Notes = defaultdict(lambda: defaultdict(set))
        self.fresh: Notes = defaultdict(lambda: defaultdict(set))
        self.on = False
        self.is_whole = False
        self.left_out = False

    def told(self) -> dict[str, dict[str, list[str]]]:
        """The notes as JSON."""
        return {
            prefix: {name: sorted(met) for name, met in notes.items()}
            for prefix, notes in sorted(self.kept.items())
        }


watch = Watch()


def all_met() -> Mapping[str, Any] | None:
    """What all tests of the folders have met in this run; None when it does not run them all."""
    return watch.told() if watch.is_whole else None


def counts(path: Path) -> bool:
    """Whether what the tests of a file meet is noted."""
    return path.name != SLOW and not FOLDERS.isdisjoint(path.parents)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--met", type=Path, help="write down what tests meet of the machines' tables")


def pytest_configure() -> None:
    _watch_rows()
    _watch_states()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Who asks what the others have met runs after them."""
    files = {path for folder in FOLDERS for path in folder.rglob("test_*.py") if counts(path)}
    in_part = any("::" in one for one in config.args)
    watch.is_whole = not watch.left_out and not in_part and files <= {item.path for item in items}
    items.sort(key=lambda item: item.path.name == "test_machines.py")


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    if any(counts(item.path) for item in items):
        watch.left_out, watch.is_whole = True, False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    watch.on = counts(item.path)
    try:
        return (yield)
    finally:
        watch.on = False
        watch.fresh.clear()


def _watch_rows() -> None:
    examine = Fold._examine

    def watched(self: Fold, act: Act, scope: Scope) -> tuple[Outcome, Transition | None]:
        outcome, row = examine(self, act, scope)
        if not watch.on:
            return outcome, row
        fresh = watch.fresh
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
        if not watch.on:
            return found
        notes = watch.fresh[machine.prefix]
        notes["flags"].update(found["flags"])
        for result in found["results"].values():
            notes["flags"].update(result.get("flags", ()))
            notes["reasons"].update([result["reason"]] if result["reason"] else ())
        return found

    telling.state = watched


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report: Any = yield
    if report.when == "call" and report.passed:
        for prefix, notes in watch.fresh.items():
            for name, met in notes.items():
                watch.kept[prefix][name] |= met
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    file: Path | None = session.config.getoption("--met")
    if file is not None:
        file.write_text(json.dumps(watch.told(), indent=1))
