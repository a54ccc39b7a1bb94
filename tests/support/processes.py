"""A whole Xunge for a test: web, follower and clock as real processes over a folder of their own.

    with Server(tmp_path) as server:
        server.stop("web")          # SIGTERM, waits
        server.kill("follower")     # SIGKILL
        server.start("web")         # on the same port, over the same data

Nothing is left running, also when the test fails; what the processes said is then in `server.log()`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import requests

from tests.support.nursery import forked

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PASSWORD = "Xunge-test-2019"  # of the accounts of a test, on a server that lives as long as the test
STOP_SECONDS = 20.0


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Return once the condition holds; raise AssertionError naming what was waited for."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)


class Process(Protocol):
    """As much of `subprocess.Popen` as is needed here."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, number: int, /) -> None: ...


def spawned(words: Sequence[str], environment: Mapping[str, str], log: Path) -> Process:
    """Start a command as an operator would, as leader of a group, so that a kill takes gunicorn's workers
    with it."""
    with log.open("ab") as said:
        return subprocess.Popen(
            words, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True
        )


class Server:
    """The three processes, their data and their address. Entering it starts all; a new folder is migrated.

    `begin` makes a process: `forked` at once, `spawned` by the very commands of the Procfile.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        begin: Callable[[Sequence[str], Mapping[str, str], Path], Process] = forked,
    ) -> None:
        self.folder, self._begin = folder, begin
        self.processes: tuple[str, ...] = ("web", "follower", "clock")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "XUNGE_VAR": str(folder / "var"),
            "PORT": str(self.port),
            "DEMO_PASSWORD": PASSWORD,
            "PYTHONUNBUFFERED": "1",
            **(environment or {}),
        }
        self.logs = folder / "logs"
        self._running: dict[str, Process] = {}

    @property
    def store_url(self) -> str:
        return f"sqlite:///{self.folder / 'var' / 'store.db'}"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'var' / 'xunge.db'}"

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        if not (self.folder / "var").exists():
            self.flask("db", "upgrade")
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            print(self.log())  # noqa: T201  pytest shows it beside the failure
        self.stop()

    def flask(self, *words: str) -> str:
        """Run one command of the application to its end and return its output; raise if it failed."""
        done = subprocess.run(
            [str(BIN / "flask"), "--app", "server", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise AssertionError(f"flask {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def import_district(self, folder: Path) -> None:
        """Load the lists of the folder as an office would."""
        self.flask("import-district", str(folder))

    def command(self, name: str) -> list[str]:
        """Return the command of a process, as the Procfile has it."""
        if name != "web":
            return [str(BIN / "flask"), "--app", "server", name]
        return [str(BIN / "gunicorn"), "--config", "server/gunicorn.conf.py", "server.app:create_app()"]

    def start(self, *names: str) -> None:
        """Start the named processes, all by default, and wait until the web answers."""
        for name in names or self.processes:
            if name in self._running:
                continue
            log = self.logs / f"{name}.log"
            self._running[name] = self._begin(self.command(name), self.environment, log)
        if "web" in self._running:
            wait_until(self.answers, 30, f"{self.url} to answer\n{self.log()}")

    def answers(self) -> bool:
        """Tell whether the web process serves; raise AssertionError when it is gone."""
        web = self._running.get("web")
        if web is not None and web.poll() is not None:
            raise AssertionError(f"web ended by itself\n{self.log()}")
        try:
            return requests.get(f"{self.url}/api/health", timeout=2).ok
        except requests.RequestException:
            return False

    def stop(self, *names: str) -> None:
        """End the named processes, all by default, as an operator would."""
        self._end(signal.SIGTERM, names)

    def kill(self, *names: str) -> None:
        """End the named processes, all by default, as a power cut would."""
        self._end(signal.SIGKILL, names)

    def _end(self, how: signal.Signals, names: tuple[str, ...]) -> None:
        ending = [self._running.pop(name) for name in names or tuple(self._running) if name in self._running]
        for process in ending:
            with suppress(ProcessLookupError):  # it has just ended by itself
                if process.poll() is None:
                    os.killpg(process.pid, how) if how == signal.SIGKILL else process.send_signal(how)
        for process in ending:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def log(self) -> str:
        """Return the last lines that each process wrote."""
        parts = []
        for path in sorted(self.logs.glob("*.log")):
            lines = path.read_text(errors="replace").splitlines()[-60:]
            parts.append("\n".join([f"--- {path.name}", *lines]))
        return "\n".join(parts)
