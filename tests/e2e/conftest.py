"""A served product, a phone and a console for the end-to-end tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.e2e.centre import Console, Office
from tests.e2e.phone import Phone
from tests.e2e.town import Town, prepare_town
from tests.e2e.villagers import PEOPLE, add_villagers
from tests.support import district
from tests.support.chromium import Browser
from tests.support.processes import PASSWORD, ROOT, Server, spawned, wait_until

ACCOUNTS = (district.LEAD, district.MEMBER, district.DISPATCHER, *PEOPLE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a server with the small district, its accounts and the planned shift, for tests to copy."""
    assert (ROOT / "pwa/dist/index.html").exists(), "the PWA is not built: run tools/build"
    folder = tmp_path_factory.mktemp("prepared")
    with Server(folder, begin=spawned) as running:
        running.import_district(add_villagers(district.write_district(folder / "district")))
        for name in ACCOUNTS:
            running.flask("users", "add", name, name, "--password", PASSWORD)
        office = Office(running.url, district.DISPATCHER)
        wait_until(lambda: office.shift(district.shift_id()) is not None, 60, "the clock to plan the shift")
    return folder / "var"


@pytest.fixture
def server(prepared: Path, tmp_path: Path) -> Iterator[Server]:
    """A served product with the small district and its accounts."""
    shutil.copytree(prepared, tmp_path / "server" / "var")
    with Server(tmp_path / "server") as running:
        yield running


@pytest.fixture
def phone(playwright: Playwright, server: Server, tmp_path: Path) -> Iterator[Phone]:
    """A new phone with the login page open."""
    with Phone(Browser(playwright, tmp_path / "phone"), server.url) as opened:
        yield opened


@pytest.fixture
def open_console(
    playwright: Playwright, server: Server, tmp_path: Path
) -> Iterator[Callable[[str], Console]]:
    """Opens a console page at a path, logged in as the dispatcher."""
    opened: list[Console] = []

    def open_at(path: str) -> Console:
        browser = Browser(playwright, tmp_path / f"desk-{len(opened)}", phone=False)
        console = Console(browser, server.url)
        opened.append(console)
        console.logs_in(district.DISPATCHER)
        console.page.goto(f"{server.url}{path}")
        return console

    yield open_at
    for console in opened:
        console.browser.close()


@pytest.fixture(scope="session")
def prepared_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the stories' town, for them to copy."""
    return prepare_town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def open_town(
    playwright: Playwright, prepared_town: Path, tmp_path: Path
) -> Iterator[Callable[[datetime], Town]]:
    """Opens the town at a moment of its week."""
    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(Town(playwright, prepared_town, tmp_path / "town", moment))
