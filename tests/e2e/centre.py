"""What the centre sees: the console in a browser, and the API with an office's rights."""

from types import TracebackType
from typing import Any, Self

import requests
from playwright.sync_api import Locator, Page, expect

from tests.support.chromium import Browser
from tests.support.processes import PASSWORD, wait_until

ARRIVAL_SECONDS = 60


class Console:
    """A clerk's screen."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.page: Page = browser.open(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.browser.photograph()
        self.browser.close()

    def part(self, name: str) -> Locator:
        """The part of the page with this data-testid."""
        return self.page.get_by_test_id(name)

    def logs_in(self, username: str) -> None:
        self.part("login-username").fill(username)
        self.part("login-password").fill(PASSWORD)
        self.part("login-submit").click()
        expect(self.part("township-select")).to_be_visible()

    def opens_shift(self, shift: str) -> Locator:
        """Open the shift beside its list and return the drawer."""
        self.part(f"shift-row-{shift}").click()
        expect(self.part("shift-drawer")).to_be_visible()
        return self.part("shift-drawer")


class Office:
    """The API, asked as a member of an office would."""

    def __init__(self, url: str, username: str) -> None:
        self.url = url
        reply = requests.post(
            f"{url}/api/session",
            json={
                "username": username,
                "password": PASSWORD,
                "device": {"name": "desk", "platform": "test"},
            },
            timeout=10,
        )
        assert reply.status_code == 200, reply.text
        self.headers = {"Authorization": f"Bearer {reply.json()['access_token']}"}

    def get(self, path: str, **parameters: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", params=parameters, headers=self.headers, timeout=10)

    def record(self, path: str) -> dict[str, Any]:
        """The record at this path as the console gets it, empty while the centre knows nothing of it."""
        reply = self.get(path)
        if reply.status_code == 404:
            return {}
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()["body"]
        return found

    def sees(self, path: str, state: str) -> dict[str, Any]:
        """Wait until the record at this path has come to this state; return it."""
        wait_until(lambda: self.record(path).get("state") == state, ARRIVAL_SECONDS, f"{path} {state}")
        return self.record(path)

    def acts(self, path: str, action: str, payload: dict[str, Any]) -> None:
        """Do something to the record at this path as the console does, having looked at it."""
        seen = self.get(path).json()["record"]["rseq"]
        body = {"action": action, "payload": payload, "seen": seen}
        reply = requests.post(f"{self.url}{path}/actions", json=body, headers=self.headers, timeout=10)
        assert reply.status_code in (200, 202), reply.text

    def makes(self, path: str, div: str, **fields: Any) -> str:
        """Make a record of this kind as the console does; return its id."""
        body = {"div": div, "fields": fields}
        reply = requests.post(f"{self.url}{path}", json=body, headers=self.headers, timeout=10)
        assert reply.status_code in (200, 201, 202), reply.text
        return str(reply.json()["id"])

    def shift(self, shift: str) -> dict[str, Any] | None:
        """Return the shift as the console gets it, None while the centre knows nothing of it."""
        reply = self.get(f"/api/shifts/{shift}")
        if reply.status_code == 404:
            return None
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()["shift"]
        return found

    def waits_for_shift(self, shift: str, state: str) -> dict[str, Any]:
        """Wait until the centre has the shift in this state; return it."""
        wait_until(
            lambda: (self.shift(shift) or {}).get("state") == state, ARRIVAL_SECONDS, f"{shift} {state}"
        )
        found = self.shift(shift)
        assert found is not None
        return found

    def list(self, path: str, name: str, township: str, date: str) -> list[dict[str, Any]]:
        """Return one day's list of a township."""
        reply = self.get(path, township=township, date=date)
        assert reply.status_code == 200, reply.text
        rows: list[dict[str, Any]] = reply.json()[name]
        return rows

    def photo(self, attachment: str) -> bytes:
        """Return the bytes of a photo in full size; raise AssertionError when they are not there."""
        reply = self.get(f"/api/photos/{attachment}", part="full")
        assert reply.status_code == 200, reply.text
        return reply.content
