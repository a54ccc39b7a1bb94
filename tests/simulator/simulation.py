"""One simulation from its seed to its findings."""

import os
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.simulator.ending import TURNS, bring_together
from tests.simulator.oracle import Findings, Journal, examine
from tests.simulator.preparation import an_app, copied, prepare
from tests.simulator.replaying import differences
from tests.simulator.schedule import Step
from tests.simulator.world import World

MEMORY = "/dev/shm"  # noqa: S108  killed processes lose nothing there, and nobody waits for a disk


@dataclass(frozen=True)
class Outcome:
    """What came of a simulation."""

    findings: Findings
    steps: int
    documents: int
    requests: int
    seconds: float
    endings: dict[str, int]
    fates: str

    def line(self) -> str:
        """The figures."""
        rate = self.steps / self.seconds
        ended = ", ".join(f"{count} {how}" for how, count in sorted(self.endings.items()))
        made = f"{self.steps} steps, {self.documents} documents, {self.requests} requests"
        return f"{made} in {self.seconds:.0f} s ({rate:.0f} steps/s); rounds: {ended}; journal: {self.fates}"


class Simulator:
    """Runs schedules over a server that was prepared once for so many phones."""

    def __init__(self, phones: int) -> None:
        self.phones = phones
        place = MEMORY if os.access(MEMORY, os.W_OK) else None
        self._folder = tempfile.TemporaryDirectory(prefix="xunge-simulator-", dir=place)
        self._prepared = Path(self._folder.name, "prepared")
        prepare(self._prepared, phones)

    def __enter__(self) -> "Simulator":
        return self

    def __exit__(self, *_failure: object) -> None:
        self._folder.cleanup()

    def run(self, seed: int, steps: Sequence[Step]) -> Outcome:
        """Let the steps happen to a fresh server, bring all together, and look."""
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(dir=self._folder.name) as folder:
            place = Path(folder)
            district, owners = copied(self._prepared, place, self.phones)
            with World(place, seed, district, owners) as world:
                findings, fates = _played(world, steps)
        written = sum(len(phone.written) for phone in world.phones)
        requests = sum(phone.wire.requests for phone in world.phones)
        seconds = time.monotonic() - begun
        return Outcome(findings, len(steps), written, requests, seconds, world.endings, fates)


def _played(world: World, steps: Sequence[Step]) -> tuple[Findings, str]:
    """What came of the steps; a simulation that breaks off is a failure like others."""
    try:
        world.play(steps)
        return _looked_at(world)
    except Exception:
        return Findings(diverged=[f"broke off: {traceback.format_exc()}\n{world.server.log()}"]), "?"


def _looked_at(world: World) -> tuple[Findings, str]:
    with an_app(world.server) as app:
        turns = bring_together(world, app)
        world.server.kill()
        journal = Journal()
        findings = examine(app, world.phones, journal)
        findings.diverged += world.office.failures + world.failures
        findings.replay += differences(app)
    if turns == TURNS:
        findings.diverged.append(f"phones and server still moved after {TURNS} rounds each")
    return findings, journal.fates()
