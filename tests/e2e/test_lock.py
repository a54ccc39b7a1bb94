"""The lock of the phone in a real browser: who has the phone and not the PIN learns nothing; its looks."""

from typing import Any

from playwright.sync_api import expect

from tests.e2e.centre import Office
from tests.e2e.phone import PIN, Phone
from tests.e2e.test_pages import THEMES, flaws
from tests.support import district
from tests.support.processes import PASSWORD, Server, wait_until

REASON = "贴纸被雨水泡坏,张三家门口"
WRONG = "135791"


def plain_on_disk(phone: Phone, words: list[str]) -> list[str]:
    """Return which of the words stand readable anywhere in the browser's databases."""
    found: list[str] = phone.page.evaluate(
        """async (words) => {
          const done = (request) => new Promise((ok, no) => {
            request.onsuccess = () => ok(request.result)
            request.onerror = () => no(request.error)
          })
          const text = async (value) => {
            if (value instanceof Blob) return value.text()
            const bytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value)
            if (bytes) return new TextDecoder().decode(value)
            if (!value || typeof value !== 'object') return String(value)
            return (await Promise.all(Object.values(value).map(text))).join(' ')
          }
          let all = ''
          for (const { name } of await indexedDB.databases()) {
            const db = await done(indexedDB.open(name))
            for (const store of db.objectStoreNames) {
              all += await text(await done(db.transaction(store).objectStore(store).getAll()))
            }
            db.close()
          }
          if (!all.includes('xunge') && !all.includes('ck:')) throw new Error('nothing was read')
          return words.filter((word) => all.includes(word))
        }""",
        words,
    )
    return found


def logs_a_checkin(phone: Phone) -> None:
    """Start the shift and check in, offline."""
    phone.goes_offline()
    phone.starts_shift(district.shift_id())
    phone.checks_in_by_hand(district.HAND_POINT, REASON)


def types(phone: Phone, pin: str) -> None:
    phone.part("pin").fill(pin)
    phone.part("lock-open").click()


def checkins_of(office: Office) -> list[dict[str, Any]]:
    """What the centre has of today's check-ins."""
    return office.list("/api/checkins", "checkins", district.TOWNSHIP, district.today())


def hands_over(phone: Phone) -> None:
    """Its user locks the phone for somebody else."""
    phone.part("tab-me").click()
    phone.page.remove_locator_handler(phone.part("lock"))
    phone.part("change-user").click()
    expect(phone.part("lock-open")).to_be_visible()


def cut_off(phone: Phone) -> bool:
    """Whether anything on the page is wider than the screen."""
    wide: Any = phone.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return bool(wide)


def test_without_the_pin_nothing_is_read_and_nothing_is_lost(server: Server, phone: Phone) -> None:
    phone.logs_in(district.LEAD)
    phone.sees_shift(district.shift_id())
    logs_a_checkin(phone)
    assert plain_on_disk(phone, [REASON, "张三家"]) == []
    phone.page.remove_locator_handler(phone.part("lock"))
    phone.page.reload()
    types(phone, WRONG)
    expect(phone.part("lock-failure")).to_contain_text("再错 4 次")
    types(phone, PIN)
    expect(phone.part("record-state").first).to_be_visible()
    assert set(phone.record_states()) == {"saved"}


def test_what_a_colleague_left_unsent_is_sent_by_whoever_comes_next_and_not_shown(
    server: Server, phone: Phone
) -> None:
    office = Office(server.url, district.DISPATCHER)
    phone.logs_in(district.LEAD)
    phone.sees_shift(district.shift_id())
    logs_a_checkin(phone)
    phone.goes_home()
    hands_over(phone)
    phone.goes_online()
    assert office.shift(district.shift_id())["state"] == "planned"
    phone.part("lock-password").click()
    expect(phone.part("login-username")).to_be_visible()
    phone.unlocks_by_itself(phone.page)
    phone.types_password(district.MEMBER)
    wait_until(lambda: bool(checkins_of(office)), 60, "the lead's check-in to arrive")
    (checkin,) = checkins_of(office)
    assert (checkin["by"]["id"], checkin["reason"]) == (district.LEAD, REASON)
    assert plain_on_disk(phone, [REASON, "张三家"]) == []
    hands_over(phone)
    phone.part(f"lock-{district.LEAD}").click()
    types(phone, PIN)
    expect(phone.part("tab-me")).to_be_visible()
    phone.part("sync-line").click()
    expect(phone.part("all-sent")).to_be_visible(timeout=60_000)
    assert len(checkins_of(office)) == 1


def test_the_lock_is_accessible_and_fits_small_screens_and_large_type(server: Server, phone: Phone) -> None:
    phone.page.remove_locator_handler(phone.part("lock"))
    phone.part("login-username").fill(district.LEAD)
    phone.part("login-password").fill(PASSWORD)
    phone.part("login-submit").click()
    expect(phone.part("pin-again")).to_be_visible()
    assert flaws(phone.page) == []
    phone.part("pin").fill("123456")
    phone.part("pin-again").fill("123456")
    phone.part("lock-open").click()
    expect(phone.part("lock-failure")).to_contain_text("太容易猜到")
    phone.part("pin").fill(PIN)
    phone.part("pin-again").fill(PIN)
    phone.part("lock-open").click()
    phone.sees_shift(district.shift_id())
    phone.page.reload()
    expect(phone.part("lock-open")).to_be_visible()
    assert flaws(phone.page) == []
    phone.page.set_viewport_size({"width": 320, "height": 640})
    for theme in THEMES:
        phone.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not cut_off(phone), theme
        phone.page.screenshot(path=str(phone.browser.profile.parent / f"lock-{theme}.png"))
