"""Waiting for another process."""

import time
from collections.abc import Callable
from typing import Final

import click

SECONDS: Final = 120.0


def wait_for(true: Callable[[], bool], what: str) -> None:
    """Return as soon as it is true; after SECONDS end the command, naming what was waited for."""
    deadline = time.monotonic() + SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise click.ClickException(f"waited {SECONDS:.0f} s for {what}")
        time.sleep(0.3)
