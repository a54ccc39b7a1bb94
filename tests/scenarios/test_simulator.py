"""Phones on bad lines against a server that dies: nothing lost, nobody apart, and a replay comes to the same.

`make simulate SEED=n PHONES=n STEPS=n` is the same with as much of it as one likes.
"""

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from server.importing.reading import read_district
from tests.simulator.district import a_district
from tests.simulator.schedule import RARE, Step, from_text, schedule, to_text
from tests.simulator.shrink import shrink
from tests.simulator.simulation import Simulator

PHONES, STEPS = 6, 300
MANY_PHONES, MANY_STEPS = 20, 3000


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(PHONES) as made:
        yield made


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost(simulator: Simulator, seed: int) -> None:
    outcome = simulator.run(seed, schedule(seed, PHONES, STEPS))
    assert outcome.findings.all == [], outcome.line()
    assert outcome.documents > STEPS, "the phones wrote too little to show anything"
    assert outcome.endings["good"] > STEPS / 20


@pytest.mark.long
def test_nothing_is_lost_with_a_seed_that_nobody_tried() -> None:
    seed = secrets.randbelow(1_000_000)
    with Simulator(MANY_PHONES) as simulator:
        outcome = simulator.run(seed, schedule(seed, MANY_PHONES, MANY_STEPS))
    assert outcome.findings.all == [], f"make simulate SEED={seed} PHONES={MANY_PHONES} STEPS={MANY_STEPS}"


def test_a_district_whose_teams_everybody_has_left_can_be_imported(tmp_path: Path) -> None:
    district, _ = a_district(PHONES)
    for person in list(district.people.values()):
        district.moves(person.id, district.villages[0], "mediator")
    assert read_district(district.write(tmp_path)).entries("rosters") == []


def test_the_seed_decides_every_step() -> None:
    steps = schedule(7, PHONES, STEPS)
    assert steps == schedule(7, PHONES, STEPS)
    assert steps != schedule(8, PHONES, STEPS)
    assert {step.kind for step in steps} >= {*RARE, "write", "sync", "cut", "shuffle"}
    assert from_text(to_text(steps)) == steps


def test_a_failure_shrinks_to_the_steps_that_it_needs() -> None:
    steps = schedule(7, PHONES, STEPS)
    needed = {steps[40], steps[41], steps[250]}

    def fails(part: Sequence[Step]) -> bool:
        return needed <= set(part)

    assert set(shrink(steps, fails, 10)) == needed


def test_a_bounded_time_bounds_the_shrinking() -> None:
    steps = schedule(7, PHONES, STEPS)
    assert shrink(steps, lambda _: True, 0) == steps
