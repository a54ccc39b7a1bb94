# ruff: noqa: T201  a command talks to whoever started it
"""python -m tests.simulator [--seed 1] [--phones 50] [--steps 20000] [--script FILE]

`--seed` takes several: `1-10` or `1,4,7`. Ends with 1 when anything was lost, differs, or replays to
something else; then the fewest steps that were found to do it are printed and kept in var/simulator.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.simulator.oracle import Findings
from tests.simulator.schedule import RARE, Step, from_text, schedule, to_text
from tests.simulator.shrink import shrink
from tests.simulator.simulation import Simulator

SHOWN = 20
SCRIPTS = Path("var", "simulator")


def main() -> int:
    """Run every seed, shrink what failed, tell."""
    asked = _options().parse_args()
    total: Counter[str] = Counter()
    with Simulator(asked.phones) as simulator:
        for seed in seeds(asked.seed):
            steps = _steps(asked, seed)
            outcome = simulator.run(seed, steps)
            print(f"seed {seed}: {outcome.line()}", flush=True)
            total.update(_counted(outcome.findings))
            if outcome.findings.all:
                _tell(simulator, seed, steps, outcome.findings, asked.shrink)
    replay = "not equal" if total["replay"] else "equal"
    print(f"lost {total['lost']}, diverged {total['diverged']}, replay {replay}")
    return 1 if any(total.values()) else 0


def _steps(asked: argparse.Namespace, seed: int) -> list[Step]:
    if asked.script:
        return from_text(asked.script.read_text())
    return schedule(seed, asked.phones, asked.steps)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="tests.simulator", description=__doc__)
    options.add_argument("--seed", default="1")
    options.add_argument("--phones", type=int, default=50)
    options.add_argument("--steps", type=int, default=20_000)
    options.add_argument("--script", type=Path, help="steps of an earlier failure, with its seed and phones")
    options.add_argument("--shrink", type=float, default=300, help="seconds for finding a shorter failure")
    return options


def seeds(text: str) -> Iterator[int]:
    """The seeds that `1-3,7` names."""
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _counted(findings: Findings) -> dict[str, int]:
    return {"lost": len(findings.lost), "diverged": len(findings.diverged), "replay": len(findings.replay)}


def _tell(simulator: Simulator, seed: int, steps: Sequence[Step], findings: Findings, seconds: float) -> None:
    """Print what is wrong, and the fewest steps that were found to do it."""
    print(f"seed {seed} with {simulator.phones} phones failed:")
    for line in findings.all[:SHOWN]:
        print(f"  {line}")
    if len(findings.all) > SHOWN:
        print(f"  and {len(findings.all) - SHOWN} more")
    short = _shortened(simulator, seed, steps, findings, seconds)
    SCRIPTS.mkdir(parents=True, exist_ok=True)
    file = SCRIPTS / f"seed-{seed}.jsonl"
    file.write_text(to_text(short))
    print(f"{len(short)} steps are enough:\n{to_text(short[:SHOWN])}")
    again = f"--seed {seed} --phones {simulator.phones} --script {file}"
    print(f"again: python -m tests.simulator {again}", flush=True)


def _shortened(
    simulator: Simulator, seed: int, steps: Sequence[Step], findings: Findings, seconds: float
) -> list[Step]:
    """The fewest steps that do the same; those of the phones that are named may do it alone."""
    named, kinds = findings.phones, findings.kinds

    def fails(part: Sequence[Step]) -> bool:
        return not kinds.isdisjoint(simulator.run(seed, part).findings.kinds)

    guess = [step for step in steps if step.kind in RARE or not named.isdisjoint(step.phones)]
    return shrink(steps, fails, seconds, guess)


if __name__ == "__main__":
    sys.exit(main())
