"""Training: the same pages, nothing on the wire, nothing among the real data, no trace afterwards."""

from pathlib import Path

from playwright.sync_api import Playwright, Request, expect

from tests.e2e.mediating import MediatorsPhone
from tests.e2e.test_pages import flaws
from tests.support import district
from tests.support.chromium import Browser
from tests.support.processes import Server

HELD = """async () => {
  const done = (request) => new Promise((ok, no) => {
    request.onsuccess = () => ok(request.result)
    request.onerror = () => no(request.error)
  })
  const text = async (value) => {
    if (value instanceof Blob) return value.text()
    if (value instanceof ArrayBuffer) return [...new Uint8Array(value)].join()
    if (!value || typeof value !== 'object') return String(value)
    const parts = Object.entries(value).map(async ([key, one]) => `${key}=${await text(one)}`)
    return (await Promise.all(parts)).join(';')
  }
  const found = {}
  for (const { name } of await indexedDB.databases()) {
    const db = await done(indexedDB.open(name))
    const rows = []
    for (const store of db.objectStoreNames) {
      rows.push(...await done(db.transaction(store).objectStore(store).getAll()))
    }
    db.close()
    found[name] = (await Promise.all(rows.map(text))).join('|')
  }
  return found
}"""


def held(phone: MediatorsPhone, *, real: bool) -> dict[str, str]:
    """Return all that the phone's databases hold, of the work or of the training."""
    found: dict[str, str] = phone.page.evaluate(HELD)
    return {name: rows for name, rows in found.items() if ("training-" in name) != real}


def test_nothing_of_a_training_leaves_the_phone_or_stays_on_it(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    with MediatorsPhone(Browser(playwright, tmp_path / "phone"), server.url) as phone:
        phone.logs_in(district.LEAD)
        phone.has_synced()
        begins_training(phone)
        asked: list[str] = []
        phone.browser.context.on("request", lambda request: note(asked, request))
        before = held(phone, real=True)

        practises(phone)
        phone.page.reload()
        expect(phone.part("training-banner")).to_be_visible()
        assert held(phone, real=False) != {}
        assert held(phone, real=True) == before
        assert asked == []

        phone.part("training-end").click()
        phone.is_in_use()
        expect(phone.part("training-banner")).to_have_count(0)
        assert held(phone, real=False) == {}
        kept = phone.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)].join()")
        assert "training" not in kept
        expect(phone.part(f"shift-card-{district.shift_id()}")).to_be_visible()
        phone.has_synced()
        assert phone.browser.complaints == []

        begins_training(phone)
        phone.browser.kill()
        phone.page = phone._opens()
        phone.is_in_use()
        expect(phone.part("training-banner")).to_have_count(0)
        phone.page.wait_for_function(
            "async () => (await indexedDB.databases()).every(({ name }) => !name.includes('training-'))"
        )


def note(asked: list[str], request: Request) -> None:
    """Keep the address of what goes to the server, but for the application's own files."""
    if "/api/" in request.url or "/db/" in request.url:
        asked.append(request.url)


def begins_training(phone: MediatorsPhone) -> None:
    phone.opens("/me")
    phone.part("to-training").click()
    phone.part("training-begin").click()
    expect(phone.part("training-banner")).to_be_visible(timeout=30_000)


def practises(phone: MediatorsPhone) -> None:
    """A shift with a check-in, a hazard, and a form left half filled, each under the banner."""
    phone.starts_shift(district.shift_id())
    phone.checks_in_by_hand(district.HAND_POINT, "练习打卡")
    assert flaws(phone.page) == []
    phone.opens("/new/hz")
    phone.fills_rest({"category": "other", "severity": "low", "text": "练习隐患", "place": "练习地点"})
    phone.saves_form()
    expect(phone.part("training-banner")).to_be_visible()
    phone.opens("/new/inc")
    phone.types("text", "练习警情")
    phone.opens("/me")
    expect(phone.part("left-draft")).to_have_count(1)
    assert flaws(phone.page) == []
