"""The endpoint behind a real gunicorn, at the root and below a prefix."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

MAX_BODY = 200_000


class Client:
    """Somebody who talks to the server; paths are relative to its root and sent as they are."""

    def __init__(self, root: str, name: str | None = "admin") -> None:
        self.root = root
        self.session = requests.Session()
        self.session.auth = (name, "pw") if name else None

    def __call__(self, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
        if body is not None:
            options["json"] = body
        answer = self.session.request(
            method, f"{self.root}/{path}", timeout=20, allow_redirects=False, **options
        )
        assert answer.headers["Content-Type"] == "application/json"
        return answer

    def get(self, path: str, **options: Any) -> Any:
        """The parsed body of a successful GET."""
        answer = self("GET", path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any, **options: Any) -> Any:
        """The parsed body of a successful POST."""
        answer = self("POST", path, body, **options)
        assert answer.ok, answer.text
        return answer.json()

    def close(self) -> None:
        self.session.close()


@pytest.fixture(scope="session", params=["", "/deep/db"], ids=["at the root", "below a prefix"])
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server, without a slash at its end."""
    url = f"sqlite:///{tmp_path_factory.mktemp('served') / 'store.db'}"
    command = [sys.executable, "-m", "tests.protocol.serving", url, request.param, str(MAX_BODY)]
    project = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=project) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1].rstrip("/")
        yield address + request.param
        server.terminate()


@pytest.fixture
def client(root: str) -> Iterator[Client]:
    """The administrator."""
    made = Client(root)
    yield made
    made.close()


_numbers = itertools.count()


@pytest.fixture
def db(client: Client) -> str:
    """The name of an empty database that `crew` reads and `chief` rules."""
    name = f"db{next(_numbers)}"
    assert client("PUT", name).status_code == 201
    roles = {"admins": {"roles": ["chief"]}, "members": {"names": [], "roles": ["crew"]}}
    assert client("PUT", f"{name}/_security", roles).status_code == 200
    return name


@pytest.fixture
def people(root: str) -> Iterator[dict[str | None, Client]]:
    """Everybody, by name; None shows no credentials."""
    made = {name: Client(root, name) for name in ("admin", "chief", "crew", "other", None)}
    yield made
    for one in made.values():
        one.close()
