"""What a patrol member does on the phone, as verbs over the real page in a real browser."""

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from playwright.sync_api import Locator, Page, expect

from tests.support.chromium import Browser
from tests.support.processes import PASSWORD

PIN = "246810"
MINUTE_MS = 60_000
GO_TO = """async path => {
  const root = document.querySelector('#app')
  while (!root.__vue_app__) await new Promise((done) => setTimeout(done, 20))
  await root.__vue_app__.config.globalProperties.$router.push(path)
}"""
RecordState = Literal["saved", "on_way", "received", "needs_you"]


class Phone:
    """One phone with one browser on it. `page` is the open page; killing the browser keeps what was saved."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.offline = False
        self.page: Page = self._opens()

    def _opens(self) -> Page:
        """Open the application; whenever it is locked, its user gives the PIN, or chooses the first one."""
        page = self.browser.open(self.url)
        self.unlocks_by_itself(page)
        return page

    def unlocks_by_itself(self, page: Page) -> None:
        """Type the PIN on this page each time it is asked for."""
        page.add_locator_handler(page.get_by_test_id("lock"), lambda _: self._types_pin(page))

    def _types_pin(self, page: Page) -> None:
        lock = page.get_by_test_id("lock")
        page.get_by_test_id("pin").fill(PIN)
        if lock.get_attribute("data-choosing") == "true":
            page.get_by_test_id("pin-again").fill(PIN)
        page.get_by_test_id("lock-open").click()
        lock.wait_for(state="detached")

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
        """Log in online and wait until the application and the login outlive a kill and need no network."""
        self.types_password(username)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")
        self.browser.keeps_cookies("/api/session")

    def types_password(self, username: str) -> None:
        self.part("login-username").fill(username)
        self.part("login-password").fill(PASSWORD)
        self.part("login-submit").click()
        expect(self.part("login-submit")).to_be_hidden(timeout=30_000)  # keys are derived from it
        expect(self.part("tab-me")).to_be_visible(timeout=30_000)

    def has_synced(self) -> None:
        """Wait until nothing waits to be sent and the first round is over: names and databases are here."""
        expect(self.part("sync-line")).to_have_text("全部已收到", timeout=MINUTE_MS)

    def opens(self, path: str) -> None:
        """Go to a page of the application within it, as a link does: nothing is loaded again or locked."""
        self.page.evaluate(GO_TO, path)

    def goes_offline(self) -> None:
        self.offline = True
        self.browser.context.set_offline(True)

    def goes_online(self) -> None:
        """Come back into the network, which the phone notices by itself."""
        self.offline = False
        self.browser.context.set_offline(False)

    def is_killed_and_opened_again(self) -> None:
        """The system ends the browser in the middle of everything; its user opens the application again."""
        self.browser.kill()
        self.page = self._opens()
        self.browser.context.set_offline(self.offline)
        self.is_in_use()

    def is_put_away_until(self, moment: datetime) -> None:
        """Its user closes the browser, and opens the application again at that moment."""
        self.browser.close()
        self.browser.lives_at(moment)
        self.page = self._opens()
        self.browser.context.set_offline(self.offline)
        self.is_in_use()

    def is_in_use(self) -> None:
        """Wait until the application is open and unlocked: what is locked sends nothing."""
        expect(self.part("tab-me")).to_be_visible(timeout=30_000)

    def sees_shift(self, shift: str) -> Locator:
        """Return the card of the shift once today's list shows it."""
        card = self.part(f"shift-card-{shift}")
        expect(card).to_be_visible(timeout=30_000)
        return card

    def starts_shift(self, shift: str) -> None:
        """Start the planned shift with the members, vehicle and kilometres that are filled in."""
        self.opens_shift(shift)
        self.part("start-shift").click()
        self.part("confirm-start").click()
        expect(self.part("checkin-open")).to_be_visible()

    def goes_home(self) -> None:
        self.page.goto(self.url)

    def opens_shift(self, shift: str) -> None:
        self.sees_shift(shift).click()

    def checks_in_by_code(self, text: str) -> None:
        """Type what stands under the QR code of the sticker."""
        self.part("checkin-open").click()
        self.part("checkin-scan-input").fill(text)
        self.saves("checkin-save")

    def checks_in_by_camera(self) -> None:
        """Hold the phone before the sticker until the point is recognised."""
        self.part("checkin-open").click()
        expect(self.part("checkin-open")).to_be_hidden()
        expect(self.part("checkin-open")).to_be_visible(timeout=30_000)

    def checks_in_near(self, lat: float, lon: float) -> None:
        """Stand at a point and check in by location."""
        self.browser.stands_at(lat, lon)
        self.part("checkin-open").click()
        self.part("checkin-near").click()
        self.saves("checkin-save")

    def checks_in_by_hand(self, point: str, reason: str) -> None:
        """Choose the point from the list and say why no other way worked."""
        self.part("checkin-open").click()
        self.part("checkin-hand").click()
        self.part(f"hand-{point}").check()
        self.part("checkin-reason").fill(reason)
        self.saves("checkin-save")

    def reports_find(self, kind: str, text: str, photo: Path) -> None:
        """Report a find with one photo."""
        self.part("find-open").click()
        self.part(f"find-kind-{kind}").click()
        self.part("find-text").fill(text)
        self.part("find-photo").set_input_files(photo)
        expect(self.part("find-thumb")).to_be_visible()
        self.saves("find-save")

    def saves(self, button: str) -> None:
        """Press the button of a form and wait until the form has closed: the record is on the phone."""
        expect(self.part(button)).to_be_enabled()
        self.part(button).click()
        expect(self.part(button)).to_be_hidden()

    def ends_shift(self, missed: dict[str, str]) -> None:
        """End the running shift, giving a reason for each must-visit point that was missed."""
        self.part("end-shift").click()
        for point, reason in missed.items():
            self.part(f"missed-reason-{point}").fill(reason)
        self.saves("confirm-end")

    def submits_shift(self) -> None:
        self.part("submit-shift").click()
        expect(self.part("submit-shift")).to_be_hidden()

    def record_states(self) -> list[str]:
        """Return the state that each record on the page wears."""
        return [str(state.get_attribute("data-state")) for state in self.part("record-state").all()]

    def logs_in_again(self, username: str) -> None:
        """Give the password once more, as the phone asks for when its session is gone."""
        self.part("tab-me").click()
        self.page.remove_locator_handler(self.part("lock"))
        self.part("change-user").click()
        self.part("lock-password").click()
        self.types_password(username)
        self.unlocks_by_itself(self.page)

    def syncs_now(self) -> None:
        """Open the sync page and ask for it."""
        self.part("sync-line").click()
        self.part("sync-now").click()
