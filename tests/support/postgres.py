"""A PostgreSQL server of the tests' own, from the machine's binaries, on a socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 30
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest version if there are several; None without."""
    on_path = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    candidates = ([Path(on_path).resolve().parent] if on_path else []) + folders[::-1]
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


@contextmanager
def running_postgres(binaries: Path) -> Iterator[str]:
    """The SQLAlchemy URL of an empty server, which ends with the block."""
    # A short path: a socket's may have about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        identity = _unprivileged()
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        data = f"{folder}/data"
        initdb = [binaries / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run([*initdb, "--no-sync"], check=True, capture_output=True, cwd=folder, **identity)
        options = [part for setting in UNSAFE_BUT_FAST for part in ("-c", setting)]
        command = [binaries / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *options]
        with Path(folder, "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **identity)
        try:
            _await(binaries, folder, server)
            yield f"postgresql+psycopg://tests@/postgres?host={folder}"
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then as `postgres`, or as nobody."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _await(binaries: Path, folder: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    ready = [binaries / "pg_isready", "-q", "-h", folder, "-U", "tests", "-d", "postgres"]
    while subprocess.run(ready, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {Path(folder, 'log').read_text()}")
        time.sleep(0.05)
