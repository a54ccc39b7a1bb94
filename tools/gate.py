"""The gate: run every check and test, time each, and end with one line that says how many passed.

A stage is one command. Those that run tests write a JUnit report, whose cases are counted; each other stage
counts as one. Every stage runs, whatever came of those before it, so that one run shows all there is to mend.

Two lanes of stages run beside each other, one of them the browser's: each stage is a process of its own,
shares nothing with the other lane, and what it said is shown whole when it ends.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
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


BUILD = Stage("build of the PWA", ("tools/build",))


def npm(*words: str) -> tuple[str, ...]:
    return ("npm", "run", "--silent", *words)


def pytest(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", "-q", "--junitxml={report}", *words)


def lanes(everything: bool) -> tuple[list[Stage], list[Stage]]:
    """The stages that run beside each other; in each lane first what fails fastest."""
    pwa = ROOT / "pwa"
    code = [
        Stage("ruff", ("ruff", "check", ".")),
        Stage("ruff format", ("ruff", "format", "--check", ".")),
        Stage("mypy", ("mypy",)),
        Stage("import-linter", ("lint-imports",)),
        Stage("contract is fresh", ("flask", "--app", "server", "contract", "--check")),
        Stage("pytest", pytest("-m", "not e2e" if everything else NOT_LONG)),
        Stage("vitest", npm("test", "--", *JUNIT_OF_VITEST), pwa),
    ]
    browser = [
        Stage("eslint", npm("lint"), pwa),
        Stage("vue-tsc", npm("typecheck"), pwa),
        Stage("pytest e2e", pytest("-m", "e2e" if everything else "e2e and not long", "tests/e2e")),
    ]
    return code, browser


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
    """Run one stage and show what it said."""
    report = reports / f"{stage.name.replace(' ', '-')}.xml"
    command = [word.format(report=report) for word in stage.command]
    print(f"... {stage.name}", flush=True)
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=stage.folder,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    seconds = time.monotonic() - start
    said = done.stdout.decode(errors="replace")
    print(f"\n=== {stage.name} ({seconds:.0f} s)\n{said}", end="", flush=True)
    if stage.has_report:
        return Outcome(stage, seconds, *count(report, done.returncode == 0))
    return Outcome(stage, seconds, int(done.returncode == 0), int(done.returncode != 0), 0)


def run_all(everything: bool, reports: Path) -> list[Outcome]:
    """Run all stages; the build first, which both lanes look at."""

    def run_lane(stages: list[Stage]) -> list[Outcome]:
        return [run(stage, reports) for stage in stages]

    built = run(BUILD, reports)
    with ThreadPoolExecutor() as pool:
        return [built, *(outcome for found in pool.map(run_lane, lanes(everything)) for outcome in found)]


def summary(outcomes: list[Outcome], seconds: float) -> str:
    """Return the table of stages, the seconds that all took together, and, as its last line, the sum in the
    form every reader of logs knows."""
    lines = [f"\n{'stage':<20}{'seconds':>9}{'passed':>9}{'failed':>9}{'skipped':>9}"]
    lines += [
        f"{each.stage.name:<20}{each.seconds:>9.1f}{each.passed:>9}{each.failed:>9}{each.skipped:>9}"
        for each in outcomes
    ]
    lines.append(f"{'together':<20}{seconds:>9.1f}\n")
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
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="xunge-gate-") as folder:
        outcomes = run_all(everything, Path(folder))
    print(summary(outcomes, time.monotonic() - start))
    sys.exit(any(each.failed for each in outcomes))


if __name__ == "__main__":
    main()
