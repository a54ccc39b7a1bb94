"""What a phone's user waits for, in a real Chromium at 360x740, once as the machine is and once slowed down.

    python -m bench.phone [--saves 15] [--slower 4]

* First visit: the JavaScript (gzip) that the page itself asks for, to the login and on to the home page.
* Cold start: the browser was killed and is opened again without network; the PIN is typed at once and today's
  shift is shown.
* Warm start: the same page loaded once more.
* A save: from the tap on the button until the form is closed, the record being on the phone's disk.
Chromium's own throttling slows the processor down. Figures of different machines do not compare, nor those of
a machine that does other things meanwhile: the ratios do.
"""

import argparse
import gzip
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Response, sync_playwright

from tests.e2e.centre import Office
from tests.e2e.phone import Phone
from tests.support import district
from tests.support.chromium import Browser
from tests.support.processes import PASSWORD, ROOT, Server, wait_until

STARTS = 5
SAVED = """async () => {
  const button = document.querySelector('[data-testid=checkin-save]')
  const begun = performance.now()
  button.click()
  while (document.body.contains(button)) await new Promise((next) => requestAnimationFrame(next))
  return performance.now() - begun
}"""


@dataclass
class Figures:
    """Milliseconds of each kind, at one speed of the processor."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)


def main() -> int:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--saves", type=int, default=15)
    options.add_argument("--slower", type=int, default=4)
    asked = options.parse_args()
    if not (ROOT / "pwa/dist/index.html").exists():
        print("The PWA is not built: run make setup first.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, _on_patrol(Path(folder)) as phone:
        usual = _figures(phone, 1, asked.saves)
        slowed = _figures(phone, asked.slower, asked.saves)
    _tell("cold start without network", usual.cold, slowed.cold, asked.slower)
    _tell("warm start without network", usual.warm, slowed.warm, asked.slower)
    _tell("a save", usual.saves, slowed.saves, asked.slower)
    return 0


@contextmanager
def _on_patrol(folder: Path) -> Iterator[Phone]:
    """A phone whose user has logged in and begun the shift of today."""
    with Server(folder / "server") as server, sync_playwright() as playwright:
        server.import_district(district.write_district(folder / "district"))
        for name in (district.LEAD, district.DISPATCHER):
            server.flask("users", "add", name, name, "--password", PASSWORD)
        office = Office(server.url, district.DISPATCHER)
        wait_until(lambda: office.shift(district.shift_id()) is not None, 60, "the clock to plan the shift")
        with Phone(Browser(playwright, folder / "phone"), "about:blank") as phone:
            phone.url = server.url
            _first_visit(phone)
            phone.starts_shift(district.shift_id())
            yield phone


def _first_visit(phone: Phone) -> None:
    scripts: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type == "script":
            scripts[response.url] = len(gzip.compress(response.body(), 9))

    phone.page.on("response", weigh)
    phone.page.goto(phone.url)
    phone.part("login-submit").wait_for()
    to_login = sum(scripts.values())
    phone.logs_in(district.LEAD)
    phone.sees_shift(district.shift_id())
    to_home = sum(scripts.values())
    phone.page.remove_listener("response", weigh)
    login, home = (f"{size / 1000:.0f} kB" for size in (to_login, to_home))
    print(f"first visit, JavaScript (gzip): {login} to the login, {home} to home")


def _figures(phone: Phone, slower: int, saves: int) -> Figures:
    found = Figures()
    for _ in range(STARTS):
        phone.browser.kill()
        phone.page = phone.browser.open("about:blank")
        phone.unlocks_by_itself(phone.page)
        phone.goes_offline()
        _slow_down(phone.page, slower)
        phone.goes_home()
        found.cold.append(_shown(phone))
        phone.page.reload()
        found.warm.append(_shown(phone))
    phone.opens_shift(district.shift_id())
    for _ in range(saves):
        phone.part("checkin-open").click()
        phone.part("checkin-hand").click()
        phone.part(f"hand-{district.HAND_POINT}").check()
        phone.part("checkin-reason").fill("贴纸损坏")
        found.saves.append(phone.page.evaluate(SAVED))
    return found


def _slow_down(page: Page, times: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def _shown(phone: Phone) -> float:
    """Milliseconds from the beginning of the navigation until the shift's card is there."""
    phone.sees_shift(district.shift_id())
    return float(phone.page.evaluate("performance.now()"))


def _tell(what: str, usual: list[float], slowed: list[float], times: int) -> None:
    ratio = statistics.median(slowed) / statistics.median(usual)
    print(f"{what}: {_told(usual)}; processor {times} times slower: {_told(slowed)}; ratio {ratio:.1f}")


def _told(figures: list[float]) -> str:
    return f"median {statistics.median(figures):.0f} ms, longest {max(figures):.0f} ms of {len(figures)}"


if __name__ == "__main__":
    sys.exit(main())
