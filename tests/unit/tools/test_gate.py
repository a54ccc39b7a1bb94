"""The gate counts what its stages say, and cannot call a failure a success."""

from pathlib import Path

import pytest

from tools.gate import Outcome, Stage, count, lanes, run, summary


def report(folder: Path, attributes: str) -> Path:
    path = folder / "report.xml"
    path.write_text(f"<testsuites><testsuite name='x' {attributes}/></testsuites>")
    return path


def test_cases_are_counted_from_the_report(tmp_path: Path) -> None:
    path = report(tmp_path, "tests='10' failures='1' errors='1' skipped='3'")
    assert count(path, succeeded=False) == (5, 2, 3)


def test_a_failed_command_with_a_clean_report_is_a_failure(tmp_path: Path) -> None:
    assert count(report(tmp_path, "tests='10' failures='0' errors='0'"), succeeded=False) == (10, 1, 0)


def test_a_failed_command_without_a_report_is_a_failure(tmp_path: Path) -> None:
    assert count(tmp_path / "missing.xml", succeeded=False) == (0, 1, 0)


def test_a_command_that_wrote_no_report_although_it_should_is_a_failure(tmp_path: Path) -> None:
    stage = Stage("says nothing", ("true", "{report}"))
    assert run(stage, tmp_path).failed == 1


@pytest.mark.parametrize(("command", "passed", "failed"), [("true", 1, 0), ("false", 0, 1)])
def test_a_check_counts_as_one(tmp_path: Path, command: str, passed: int, failed: int) -> None:
    outcome = run(Stage("check", (command,)), tmp_path)
    assert (outcome.passed, outcome.failed) == (passed, failed)


def test_the_last_line_is_the_sum() -> None:
    stage = Stage("check", ("true",))
    text = summary([Outcome(stage, 1.0, 3, 0, 1), Outcome(stage, 2.0, 4, 1, 0)], 2.5)
    assert text.splitlines()[-1] == "7 passed, 1 failed, 1 skipped"
    assert "together                  2.5" in text


def test_what_a_stage_says_is_shown_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(Stage("talks", ("sh", "-c", "echo one; echo two >&2")), tmp_path)
    assert "=== talks (0 s)\none\ntwo\n" in capsys.readouterr().out


def test_only_the_whole_gate_runs_the_long_tests() -> None:
    def marks(everything: bool) -> str:
        return " ".join(word for lane in lanes(everything) for stage in lane for word in stage.command)

    assert "not long" in marks(everything=False)
    assert "not long" not in marks(everything=True)
