"""One office for each test: its own databases in its own folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from server.accounts import passwords
from tests.support.office import Office, an_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as opened:
        yield opened


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's cost would be most of the time of these tests."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=256, parallelism=1))
