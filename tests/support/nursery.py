"""Processes that are there at once: forked by one that has imported the server already.

Importing takes longer than all else that a process of the server does before its first work; a test that
starts and kills dozens of them would do little else. What is forked is a process like any other: its own
group, environment, log and connections; only the imports it has from its parent.

Run as a program it is that parent: one order a line on stdin, the pid of the new process on stdout.
"""

import atexit
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = ("server.app", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "flask.cli")
LOOK_EVERY = 0.01


class Forked:
    """A process that the nursery made; as much of `subprocess.Popen` as a test server needs."""

    def __init__(self, pid: int, words: Sequence[str]) -> None:
        self.pid, self._words = pid, words

    def poll(self) -> int | None:
        """None while it runs; how it ended nobody knows."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Return when it has ended. Raises subprocess.TimeoutExpired."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(self._words, timeout or 0)
            time.sleep(LOOK_EVERY)
        return 0

    def send_signal(self, number: int) -> None:
        """Send it, if there is still somebody to get it."""
        if self.poll() is None:
            os.kill(self.pid, number)


def forked(words: Sequence[str], environment: Mapping[str, str], log: Path) -> Forked:
    """Start a command of this Python environment (`.../bin/flask`, ...), by the nursery of this process."""
    order = {"words": list(words), "environment": dict(environment), "log": str(log)}
    parent = _nursery()
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(json.dumps(order) + "\n")
    parent.stdin.flush()
    answer = parent.stdout.readline()
    if not answer:
        raise AssertionError(f"the nursery of processes ended with {parent.wait()}")
    return Forked(int(answer), words)


@cache
def _nursery() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.nursery"]
    found = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(_end, found)
    return found


def _end(parent: subprocess.Popen[str]) -> None:
    with parent:
        pass  # its stdin ends, and so does it


def main() -> None:
    """Fork what is ordered until stdin ends."""
    for name in IMPORTED:
        importlib.import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who ordered the processes ends them
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(**order)
        with suppress(OSError):  # it did so itself
            os.setpgid(pid, pid)
        print(pid, flush=True)  # noqa: T201  the answer


def _become(words: Sequence[str], environment: Mapping[str, str], log: str) -> NoReturn:
    """Be the command, to its end."""
    code: Any = 1
    try:
        _detach(environment, log)
        sys.argv = [Path(words[0]).name, *words[1:]]
        (command,) = entry_points(group="console_scripts", name=sys.argv[0])
        code = command.load()() or 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def _detach(environment: Mapping[str, str], log: str) -> None:
    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nothing, said = (
        os.open(os.devnull, os.O_RDONLY),
        os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600),
    )
    for number, file in enumerate((nothing, said, said)):
        os.dup2(file, number)
    os.environ.clear()
    os.environ.update(environment)


if __name__ == "__main__":
    main()
