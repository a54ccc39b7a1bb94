"""The follower is killed at random points while documents arrive: nothing is lost, doubled or different."""

from pathlib import Path

import pytest

from tests.support.crash import disturbed, undisturbed

DOCUMENTS, KILLS = 600, 5


@pytest.mark.parametrize("seed", [1])
def test_journal_and_read_models_equal_those_of_an_undisturbed_run(tmp_path: Path, seed: int) -> None:
    after_deaths = disturbed(tmp_path / "killed", DOCUMENTS, KILLS, seed)
    in_peace = undisturbed(tmp_path / "peace", DOCUMENTS, seed)
    for name, rows in in_peace.items():
        assert after_deaths[name] == rows, name
    assert after_deaths["died"] == KILLS
    assert in_peace["all read"]
    assert not in_peace["outbox"]
    assert len(in_peace["journal"]) > DOCUMENTS
    assert in_peace["patrol_checkin"]
    assert in_peace["quarantine"], "misfits are among them"
