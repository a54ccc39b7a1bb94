"""A real Chromium with a profile of its own on the disk: it can be killed and opened again.

The program is $CHROMIUM, or one that tools/browser would find. Driven by Playwright.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Playwright

PHONE_SIZE = {"width": 360, "height": 740}
DESK_SIZE = {"width": 1440, "height": 900}
FLAGS = [
    "--no-sandbox",  # tests often run as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ANOTHER_TIME = """ahead => {
  const Real = Date
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length ? parts : [Real.now() + ahead]))
    }
    static now() {
      return Real.now() + ahead
    }
  }
}"""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program() -> str:
    """Return the path of Chromium; raise AssertionError that says what to install."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    raise AssertionError("no Chromium: run tools/browser, or set CHROMIUM to its path")


@dataclass
class Browser:
    """One installed browser. `open` starts it on its profile, `kill` ends it as the phone's system does."""

    playwright: Playwright
    profile: Path
    phone: bool = True
    locale: str = "zh-CN"
    place: tuple[float, float] = (30.447, 114.872)
    accuracy: float = 12.0
    camera: Path | None = None
    ahead: timedelta = timedelta()
    complaints: list[str] = field(default_factory=list)
    _context: BrowserContext | None = None

    def open(self, url: str) -> Page:
        """Start the browser and open the address in it."""
        self._context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=program(), args=self._flags(), headless=True, **self._device()
        )
        self._context.set_default_timeout(15_000)
        self._context.on("page", self._listen)
        if self.ahead:
            self._context.add_init_script(f"({ANOTHER_TIME})({self.ahead / timedelta(milliseconds=1):.0f})")
        page = self._context.pages[0] if self._context.pages else self._context.new_page()
        self._listen(page)
        page.goto(url)
        return page

    @property
    def context(self) -> BrowserContext:
        """The running browser."""
        assert self._context is not None, "the browser is not open"
        return self._context

    def lives_at(self, moment: datetime) -> None:
        """Set the device's clock for what is opened from now on; it goes on from there."""
        self.ahead = moment - datetime.now(moment.tzinfo)

    def stands_at(self, lat: float, lon: float, accuracy: float = 12.0) -> None:
        """Move the device to a place (degrees, WGS-84; accuracy in metres)."""
        self.place, self.accuracy = (lat, lon), accuracy
        self.context.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": accuracy})

    def kill(self) -> None:
        """SIGKILL every process of this profile: nothing gets the chance to save anything."""
        for process in _processes_of(self.profile):
            os.kill(process, signal.SIGKILL)
        _wait_for(lambda: not _processes_of(self.profile))
        (self.profile / "SingletonLock").unlink(missing_ok=True)
        self.close()

    def keeps_cookies(self, path: str) -> None:
        """Make Chromium write its cookies to the disk now, until one of this path is there.

        By itself it does so within 30 seconds, or once 512 changes wait; a kill before that loses a login."""
        for batch in range(20):
            self._push_cookies(batch)
            if any(
                path.encode() in file.read_bytes() for file in (self.profile / "Default").rglob("Cookies")
            ):
                break
        else:
            raise AssertionError(f"no cookie of {path} reached the disk")
        self.context.clear_cookies(domain="push.invalid")

    def _push_cookies(self, batch: int) -> None:
        """Change so many cookies that the waiting ones are written."""
        names = [f"push-{batch}-{number}" for number in range(600)]
        self.context.add_cookies(
            [{"name": name, "value": "", "url": "https://push.invalid/"} for name in names]
        )

    def photograph(self) -> None:
        """Keep a picture of every open page beside the profile, for whoever asks why a test failed."""
        for number, page in enumerate(self._context.pages if self._context else []):
            with suppress(Error):
                page.screenshot(path=f"{self.profile}-{number}.png")

    def close(self) -> None:
        """End the browser; a killed one is only forgotten."""
        context, self._context = self._context, None
        if context is not None:
            with suppress(Error):  # a killed one is gone already
                context.close()

    def _flags(self) -> list[str]:
        if self.camera is None:
            return FLAGS
        fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={self.camera}"]
        return [*FLAGS, *fake]

    def _device(self) -> dict[str, Any]:
        latitude, longitude = self.place
        return {
            "viewport": PHONE_SIZE if self.phone else DESK_SIZE,
            "is_mobile": self.phone,
            "has_touch": self.phone,
            "device_scale_factor": 2 if self.phone else 1,
            "locale": self.locale,
            "timezone_id": "Asia/Shanghai",
            "permissions": ["geolocation", "camera"],
            "geolocation": {"latitude": latitude, "longitude": longitude, "accuracy": self.accuracy},
        }

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        """Keep an error of the page, but for the 404 of a replication's first look for its checkpoint."""
        address = message.location["url"]
        if message.type == "error" and "/_local/" not in address:
            self.complaints.append(f"{message.text} {address}")


def _processes_of(profile: Path) -> list[int]:
    """Return the ids of the processes that were started with this profile folder."""
    wanted = f"--user-data-dir={profile}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if wanted in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
        except OSError:
            continue  # it ended while we looked
    return found


def _wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError("the browser's processes did not end")
        time.sleep(0.05)
