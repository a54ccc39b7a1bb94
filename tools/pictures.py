"""Take pictures of every screen in Chinese and English: `python -m tools.pictures FOLDER`.

A server of its own is started on a free port over a temporary folder, loaded with the demo, and looked at
through a real Chromium as a phone (360 x 740) and as a desk (1440 x 900).
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from tests.support.chromium import Browser
from tests.support.processes import PASSWORD, Server

LOCALES = ("zh-CN", "en")
PHONE_PAGES = {"today": "/", "me": "/me", "sync": "/sync"}
DESK_PAGES = {"patrols": "/console/patrols", "finds": "/console/finds", "attention": "/console/attention"}
SETTLE_MS = 1500


@contextmanager
def looking(playwright: Playwright, server: Server, browser: Browser, username: str) -> Iterator[Page]:
    """Yield a page that is logged in."""
    page = browser.open(server.url)
    page.get_by_test_id("login-username").fill(username)
    page.get_by_test_id("login-password").fill(PASSWORD)
    page.get_by_test_id("login-submit").click()
    page.get_by_test_id("login-submit").wait_for(state="hidden")
    try:
        yield page
    finally:
        browser.close()


def take(page: Page, url: str, pages: dict[str, str], into: Path, prefix: str) -> None:
    """Take one picture of each page."""
    for name, path in pages.items():
        page.goto(f"{url}{path}")
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=into / f"{prefix}-{name}.png")
        print(into / f"{prefix}-{name}.png")


def take_all(playwright: Playwright, server: Server, profiles: Path, into: Path) -> None:
    """Take every picture in both languages."""
    for locale in LOCALES:
        phone = Browser(playwright, profiles / f"phone-{locale}", locale=locale)
        with looking(playwright, server, phone, "chibi-lead") as page:
            take(page, server.url, PHONE_PAGES, into, f"phone-{locale}")
        desk = Browser(playwright, profiles / f"desk-{locale}", phone=False, locale=locale)
        with looking(playwright, server, desk, "chibi-dispatch") as page:
            take(page, server.url, DESK_PAGES, into, f"console-{locale}")


def main() -> None:
    """Take the pictures into the folder given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    into: Path = parser.parse_args().folder
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="xunge-pictures-") as temporary:
        folder = Path(temporary)
        with Server(folder) as server, sync_playwright() as playwright:
            server.flask("demo", "--url", server.url)
            take_all(playwright, server, folder, into)


if __name__ == "__main__":
    main()
