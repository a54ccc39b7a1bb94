"""Whether the journal alone gives everything else: by the project's own command."""

from collections.abc import Iterator

from flask import Flask

MOST = 3000  # characters of what the command says


def differences(app: Flask) -> Iterator[str]:
    """What `flask --app server replay --verify` finds. Nobody writes meanwhile."""
    done = app.test_cli_runner().invoke(args=["replay", "--verify"])
    if done.exit_code:
        yield f"replay --verify ended with {done.exit_code}: {done.output[:MOST]}{done.exception or ''}"
