"""What holds for every page: usable without sight, no complaints, nothing of /db or /api in a cache."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.centre import Console
from tests.e2e.phone import Phone
from tests.support import district
from tests.support.processes import ROOT, Server, wait_until

AXE = ROOT / "pwa/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
THEMES = ("light", "dark", "sunlight")
FIELD_PAGES = ("/", "/record", "/cases", "/me", "/sync", "/patrol/new")
SHIFT_PAGES = ("", "/checkin", "/find", "/handover", "/vehicle", "/note", "/end")


def flaws(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.1 AA in each theme, one line for each element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{theme}: {flaw}" for theme in THEMES for flaw in _flaws_in(page, theme)]


def _flaws_in(page: Page, theme: str) -> list[str]:
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    settle(page)
    found: dict[str, Any] = page.evaluate("tags => axe.run(document, { runOnly: tags })", RULES)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def settle(page: Page) -> None:
    """Wait until the page is drawn and nothing moves: axe measures the colours of what is half faded in."""
    page.locator("h1, h2").first.wait_for()
    page.wait_for_function("document.getAnimations().every((each) => each.playState !== 'running')")


def cached_addresses(page: Page) -> list[str]:
    """Return the path of every reply that a service worker's cache holds."""
    paths: list[str] = page.evaluate(
        """async () => {
          const found = []
          for (const name of await caches.keys()) {
            const cache = await caches.open(name)
            for (const request of await cache.keys()) found.push(new URL(request.url).pathname)
          }
          return found
        }"""
    )
    return paths


def test_the_login_page_is_accessible(phone: Phone) -> None:
    expect(phone.part("login-submit")).to_be_visible()
    assert flaws(phone.page) == []


def test_the_pages_of_the_phone_are_accessible_and_quiet(server: Server, phone: Phone) -> None:
    phone.logs_in(district.LEAD)
    phone.sees_shift(district.shift_id())
    phone.starts_shift(district.shift_id())
    for path in (*FIELD_PAGES, *(f"/shift/{district.shift_id()}{page}" for page in SHIFT_PAGES)):
        phone.page.goto(f"{server.url}{path}")
        assert flaws(phone.page) == [], path
    assert phone.browser.complaints == []


def test_the_console_is_accessible_and_quiet(open_console: Callable[[str], Console]) -> None:
    console = open_console(f"/console/patrols?date={district.today()}")
    console.opens_shift(district.shift_id())
    assert flaws(console.page) == []
    assert console.browser.complaints == []


def test_the_shell_is_cached_and_nothing_of_the_data(phone: Phone) -> None:
    phone.logs_in(district.LEAD)
    phone.sees_shift(district.shift_id())
    wait_until(lambda: bool(cached_addresses(phone.page)), 20, "the service worker to keep the shell")
    paths = cached_addresses(phone.page)
    assert "/index.html" in paths
    assert [path for path in paths if path.startswith(("/api", "/db"))] == []


def test_the_application_opens_with_the_server_gone(server: Server, phone: Phone) -> None:
    phone.logs_in(district.LEAD)
    phone.sees_shift(district.shift_id())
    server.stop("web")
    phone.page.reload()
    phone.sees_shift(district.shift_id())


def numbers_of_the_phone(server: Server) -> list[int]:
    """Return the numbers that devices gave to the records the journal holds, in order."""
    with closing(sqlite3.connect(server.folder / "var" / "xunge.db")) as database:
        rows = database.execute("SELECT dseq FROM journal WHERE device <> 'server' ORDER BY dseq").fetchall()
    return [number for (number,) in rows]


def test_two_tabs_share_one_counter(server: Server, phone: Phone) -> None:
    """Check-ins logged in two tabs by turns: the journal has every number once and none is left out."""
    phone.logs_in(district.LEAD)
    phone.starts_shift(district.shift_id())
    tabs = [phone.page, phone.browser.context.new_page()]
    phone.unlocks_by_itself(tabs[1])
    tabs[1].goto(tabs[0].url)
    for tab in [*tabs, *tabs]:
        phone.page = tab
        phone.checks_in_by_hand(district.HAND_POINT, "两个页面轮流打卡")
    wait_until(lambda: len(numbers_of_the_phone(server)) >= 5, 60, "the start and four check-ins to arrive")
    numbers = numbers_of_the_phone(server)
    assert numbers == list(range(1, len(numbers) + 1))
