"""What happens in a simulation, step by step.

The seed alone decides it; each step has dice of its own, so that it does the same when others are left out.
"""

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

WEIGHTS: Mapping[str, float] = {
    "write": 80,
    "sync": 10,
    "cut": 3,
    "shuffle": 1.5,
    "redeliver": 1,
    "paper": 4,
    "clue": 1,
    "stranger": 0.5,
    "skew": 1,
    "login": 0.3,
    "rush": 0.4,
    "office": 0.6,
}
RARE: Mapping[str, int] = {
    "kill_web": 1500,
    "kill_follower": 1000,
    "hours": 2000,
    "evict": 300,
    "revoke": 1000,
    "leave": 700,
    "roles": 250,
    "move": 700,
    "parameter": 1000,
}
"""one in so many steps; each at least once in any simulation that is long enough to have it"""
TOGETHER = {"rush": 5, "kill_web": 4, "stranger": 2}


@dataclass(frozen=True)
class Step:
    """One step. `index`, its place in the whole schedule, makes its dice; `phones`: those it is about."""

    index: int
    kind: str
    phones: tuple[int, ...]

    def dice(self, seed: int) -> random.Random:
        """The step's own randomness."""
        return random.Random(f"{seed}/{self.index}")  # noqa: S311  a test's dice


def schedule(seed: int, phones: int, steps: int) -> list[Step]:
    """The steps of a seed."""
    dice = random.Random(f"{seed}/schedule")  # noqa: S311  a test's dice
    names, weights = list(WEIGHTS), list(WEIGHTS.values())
    kinds = dice.choices(names, weights, k=steps)
    rare = [kind for kind, every in RARE.items() for _ in range(max(1, steps // every))][: steps // 2]
    for kind, place in zip(rare, dice.sample(range(steps // 10, steps), len(rare)), strict=True):
        kinds[place] = kind
    return [Step(index, kind, _who(dice, kind, phones)) for index, kind in enumerate(kinds)]


def _who(dice: random.Random, kind: str, phones: int) -> tuple[int, ...]:
    return tuple(dice.sample(range(phones), min(TOGETHER.get(kind, 1), phones)))


def to_text(steps: Iterable[Step]) -> str:
    """A script: one step a line, to be read again."""
    return "".join(json.dumps(asdict(step)) + "\n" for step in steps)


def from_text(text: str) -> list[Step]:
    """The steps of a script."""
    read = (json.loads(line) for line in text.splitlines() if line.strip())
    return [Step(one["index"], one["kind"], tuple(one["phones"])) for one in read]
