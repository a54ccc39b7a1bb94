"""The gate: run every check and test in order, time each, and end with one line that says how many passed.

A stage is one command. Those that run tests write a JUnit report, whose cases are counted; each other stage
counts as one. Every stage runs, whatever came of those before it, so that one run shows all there is to mend.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
NOT_LONG = "not long and not e2e"
JUNIT_OF_VITEST = ("--reporter=default", "--reporter=junit", "--outputFile.junit={report}")


@dataclass(frozen=True)
class Stage:
    """One command of the gate; `{report}` in it stands for the JUnit file it is to write."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT

    @property
    def has_report(self) -> bool:
        return any("{report}" in word for word in self.command)


@dataclass(frozen=True)
class Outcome:
    """What came of a stage: seconds taken and cases counted."""

    stage: Stage
    seconds: float
    passed: int
    failed: int
    skipped: int


def npm(*words: str) -> tuple[str, ...]:
    return ("npm", "run", "--silent", *words)


def pytest(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", "-q", "--junitxml={report}", *words)


def stages(everything: bool) -> Iterator[Stage]:
    """Yield the stages in the order in which they run: what fails fastest first."""
    pwa = ROOT / "pwa"
    yield Stage("ruff", ("ruff", "check", "."))
    yield Stage("ruff format", ("ruff", "format", "--check", "."))
    yield Stage("mypy", ("mypy",))
    yield Stage("import-linter", ("lint-imports",))
    yield Stage("contract is fresh", ("flask", "--app", "server", "contract", "--check"))
    yield Stage("eslint", npm("lint"), pwa)
    yield Stage("vue-tsc", npm("typecheck"), pwa)
    yield Stage("vitest", npm("test", "--", *JUNIT_OF_VITEST), pwa)
    yield Stage("build of the PWA", ("tools/build",))
    yield Stage("pytest", pytest("-m", "not e2e" if everything else NOT_LONG))
    yield Stage("pytest e2e", pytest("-m", "e2e" if everything else "e2e and not long", "tests/e2e"))


def count(report: Path, succeeded: bool) -> tuple[int, int, int]:
    """Return (passed, failed, skipped) of a JUnit report; what fails without a case is counted as one."""
    if not report.exists():
        return 0, 1, 0
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314  written by our own tools a moment ago
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    passed = max(total - failed - skipped, 0)
    return passed, max(failed, 0 if succeeded else 1), skipped


def run(stage: Stage, reports: Path) -> Outcome:
    """Run one stage with its output on the terminal."""
    report = reports / f"{stage.name.replace(' ', '-')}.xml"
    command = [word.format(report=report) for word in stage.command]
    print(f"\n=== {stage.name}", flush=True)
    start = time.monotonic()
    code = subprocess.run(command, cwd=stage.folder, check=False, stdin=subprocess.DEVNULL).returncode
    seconds = time.monotonic() - start
    if stage.has_report:
        return Outcome(stage, seconds, *count(report, code == 0))
    return Outcome(stage, seconds, int(code == 0), int(code != 0), 0)


def summary(outcomes: list[Outcome]) -> str:
    """Return the table of stages and, as its last line, the sum in the form every reader of logs knows."""
    lines = [f"\n{'stage':<20}{'seconds':>9}{'passed':>9}{'failed':>9}{'skipped':>9}"]
    lines += [
        f"{each.stage.name:<20}{each.seconds:>9.1f}{each.passed:>9}{each.failed:>9}{each.skipped:>9}"
        for each in outcomes
    ]
    lines.append(f"{'together':<20}{sum(each.seconds for each in outcomes):>9.1f}\n")
    passed, failed, skipped = (
        sum(getattr(each, name) for each in outcomes) for name in ("passed", "failed", "skipped")
    )
    return "\n".join([*lines, f"{passed} passed, {failed} failed, {skipped} skipped"])


def main() -> None:
    """Run the gate; exit 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="the long tests too, with fresh random seeds")
    everything = parser.parse_args().all
    os.environ["HYPOTHESIS_PROFILE"] = "fresh" if everything else "gate"
    with tempfile.TemporaryDirectory(prefix="xunge-gate-") as folder:
        outcomes = [run(stage, Path(folder)) for stage in stages(everything)]
    print(summary(outcomes))
    sys.exit(any(each.failed for each in outcomes))


if __name__ == "__main__":
    main()
