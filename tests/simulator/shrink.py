"""Fewer steps with the same failure: delta debugging over the list of steps, for a bounded time."""

import time
from collections.abc import Callable, Sequence

from tests.simulator.schedule import Step

Fails = Callable[[Sequence[Step]], bool]


def shrink(
    steps: Sequence[Step], fails: Fails, seconds: float, guess: Sequence[Step] | None = None
) -> list[Step]:
    """A part of the steps that still fails, as small as could be found in that time.

    `guess`: a part that may fail by itself, and is tried first.
    """
    deadline = time.monotonic() + seconds
    guessed = bool(guess) and time.monotonic() < deadline and fails(guess or ())
    left, chunks = list(guess if guessed and guess else steps), 2
    while len(left) > 1 and time.monotonic() < deadline:
        parts = (part for part in _without_a_chunk(left, chunks) if time.monotonic() < deadline)
        smaller = next((part for part in parts if fails(part)), None)
        if smaller is not None:
            left, chunks = smaller, max(2, chunks - 1)
        elif chunks >= len(left):
            break
        else:
            chunks = min(len(left), chunks * 2)
    return left


def _without_a_chunk(steps: list[Step], chunks: int) -> list[list[Step]]:
    size = max(1, len(steps) // chunks)
    return [steps[:first] + steps[first + size :] for first in range(0, len(steps), size)]
