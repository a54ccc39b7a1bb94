"""Take pictures of every screen in Chinese and English: `python -m tools.pictures FOLDER`.

A server of its own is started on a free port over a temporary folder, loaded with the demo, and looked at
through a real Chromium as a phone (360 x 740) and as a desk (1440 x 900).
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from tests.support.chromium import Browser
from tests.support.processes import PASSWORD, Server

LOCALES = ("zh-CN", "en")
PHONE_PAGES = ("", "record", "cases", "me", "sync", "needs", "patrol/new")
SHIFT_PAGES = ("", "checkin", "find", "handover", "note", "vehicle", "end")
DESK_PAGES = ("patrols", "finds", "desk")
SETTLE_MS = 1200


class Viewer:
    """One browser on the demo, in one language and one theme."""

    def __init__(self, browser: Browser, url: str, locale: str, theme: str, into: Path) -> None:
        self.url, self.into = url, into
        self.prefix = f"{'phone' if browser.phone else 'console'}-{locale}-{theme}"
        self.page: Page = browser.open(url)
        self.page.get_by_test_id("login-submit").wait_for()  # it has written its own language by then
        look = {"xunge.theme": theme, "xunge.locale": locale}
        self.page.evaluate(
            "look => Object.entries(look).forEach(([k, v]) => localStorage.setItem(k, v))", look
        )
        self.page.reload()

    def logs_in(self, username: str) -> None:
        self.take("login")
        self.page.get_by_test_id("login-username").fill(username)
        self.page.get_by_test_id("login-password").fill(PASSWORD)
        self.page.get_by_test_id("login-submit").click()
        self.page.get_by_test_id("login-submit").wait_for(state="hidden")

    def looks_at(self, root: str, pages: Iterable[str], first: str) -> None:
        """Take one picture of each page under a path; `first` names the one at the path itself."""
        for name in pages:
            self.page.goto(f"{self.url}{root}{name}")
            self.take((name or first).replace("/", "-"))

    def take(self, name: str) -> None:
        self.page.wait_for_timeout(SETTLE_MS)
        path = self.into / f"{self.prefix}-{name}.png"
        self.page.screenshot(path=path)
        print(path)


def take_phone(browser: Browser, url: str, locale: str, theme: str, into: Path) -> None:
    """Take the phone's pages, and those of the shift that is under way or comes next."""
    viewer = Viewer(browser, url, locale, theme, into)
    viewer.logs_in("chibi-lead")
    card = viewer.page.locator("[data-testid^=shift-card-]").first
    card.wait_for(timeout=30_000)
    shift = str(card.get_attribute("data-testid")).removeprefix("shift-card-")
    viewer.looks_at("/", PHONE_PAGES, "today")
    viewer.looks_at(f"/shift/{shift}/", SHIFT_PAGES, "shift")
    browser.close()


def take_desk(browser: Browser, url: str, locale: str, theme: str, into: Path) -> None:
    """Take the console's pages and one opened shift."""
    viewer = Viewer(browser, url, locale, theme, into)
    viewer.logs_in("chibi-dispatch")
    viewer.looks_at("/console/", DESK_PAGES, "console")
    viewer.page.goto(f"{url}/console/patrols")
    viewer.page.locator("[data-testid^=shift-row-]").first.click()
    viewer.take("shift")
    browser.close()


def take_all(playwright: Playwright, url: str, profiles: Path, into: Path, themes: Iterable[str]) -> None:
    """Take every picture in both languages and the given themes."""
    for theme in themes:
        for locale in LOCALES:
            name = f"{locale}-{theme}"
            take_phone(Browser(playwright, profiles / f"phone-{name}"), url, locale, theme, into)
            take_desk(Browser(playwright, profiles / f"desk-{name}", phone=False), url, locale, theme, into)


def main() -> None:
    """Take the pictures into the folder given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--themes", nargs="+", default=["light"], choices=["light", "dark", "sunlight"])
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="xunge-pictures-") as temporary:
        folder = Path(temporary)
        with Server(folder) as server, sync_playwright() as playwright:
            server.flask("demo", "--url", server.url)
            take_all(playwright, server.url, folder, arguments.folder, arguments.themes)


if __name__ == "__main__":
    main()
