"""The main job, end to end: a patrol logged on an offline phone reaches the centre, whole.

Real processes, a real Chromium at 360x740, the server really stopped. What the phone saved is compared with
what the centre shows, the photo byte for byte.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, expect

from sync.store.sql import SqlStore
from tests.e2e.centre import Console, Office
from tests.e2e.phone import Phone
from tests.support import district, pictures
from tests.support.chromium import Browser
from tests.support.processes import Server, wait_until

FIND_TEXT = "三号仓库东门外路灯不亮,夜间看不清台阶"
HAND_REASON = "贴纸被刮花,室内无定位"
ARRIVAL_SECONDS = 60


def sticker(server: Server, point: str) -> str:
    """Return what the QR code on the point's sticker says; only the centre's registry knows it."""
    store = SqlStore(server.store_url)
    try:
        token = store.read(f"centre_{district.TOWNSHIP}", f"checkpoint:{point}")["qr_token"]
    finally:
        store.close()
    return f"xunge:cp:{point}:{token}"


def first_half(phone: Phone, server: Server, photo: Path) -> None:
    """Start the shift, check in three ways, report a find: all with no server."""
    phone.starts_shift(district.shift_id())
    phone.checks_in_by_code(sticker(server, district.QR_POINT))
    phone.checks_in_near(*district.PLACES[district.NEAR_POINT])
    phone.checks_in_by_hand(district.HAND_POINT, HAND_REASON)
    phone.reports_find("facility_damage", FIND_TEXT, photo)


def second_half(phone: Phone) -> None:
    """Go on after the browser was killed: everything is still there; end and submit."""
    phone.opens_shift(district.shift_id())
    expect(phone.part("record-state").first).to_be_visible()
    assert set(phone.record_states()) == {"saved"}
    phone.ends_shift(missed={})
    phone.submits_shift()


def patrol_without_a_server(phone: Phone, server: Server, photo: Path) -> str:
    """Log the whole patrol with the server stopped and a kill in the middle; return the photo's sha256."""
    phone.sees_shift(district.shift_id())
    server.stop()
    phone.goes_offline()
    first_half(phone, server, photo)
    stored = stored_photo(phone)
    phone.is_killed_and_opened_again()
    assert stored_photo(phone) == stored
    second_half(phone)
    return stored


def stored_photo(phone: Phone) -> str:
    """Return the sha256 that the phone noted of its full-size photo, whose bytes lie sealed."""
    kept: dict[str, Any] = phone.page.evaluate(
        """async () => {
          const done = (request) => new Promise((ok, no) => {
            request.onsuccess = () => ok(request.result)
            request.onerror = () => no(request.error)
          })
          const db = await done(indexedDB.open('xunge-device'))
          const [photo] = await done(db.transaction('photos').objectStore('photos').getAll())
          db.close()
          const head = new Uint8Array(await photo.full.bytes.slice(0, 65536).arrayBuffer())
          const jpeg = head.some((byte, at) => byte === 0xff && head[at + 1] === 0xd8 && head[at + 2] === 0xff
            && head[at + 3] === 0xe0)
          return { sha256: photo.full.sha256, jpeg }
        }"""
    )
    assert not kept["jpeg"], "the photo lies open in the phone's storage"
    return str(kept["sha256"])


def arrives(office: Office) -> dict[str, Any]:
    """Wait until the centre has the whole patrol; return its shift."""
    shift = district.shift_id()
    wait_until(
        lambda: (office.shift(shift) or {}).get("state") in {"submitted", "reviewed"},
        ARRIVAL_SECONDS,
        "the shift to be submitted at the centre",
    )
    found = office.shift(shift)
    assert found is not None
    return found


def the_centre_has_it_all(office: Office, photo_hash: str) -> None:
    """Compare every record of the patrol with what was done on the phone."""
    shift = arrives(office)
    assert {person["id"] for person in shift["on_duty"]} == {district.LEAD, district.MEMBER}
    assert shift["checkins"] == 3
    assert shift["must_missed"] == []
    day = {"township": district.TOWNSHIP, "date": district.today()}
    checkins = {row["method"]: row for row in office.list("/api/checkins", "checkins", **day)}
    assert {method: row["checkpoint"]["code"] for method, row in checkins.items()} == {
        "qr": district.QR_POINT,
        "gps": district.NEAR_POINT,
        "hand": district.HAND_POINT,
    }
    assert checkins["hand"]["reason"] == HAND_REASON
    assert checkins["gps"]["acc"] == 12
    (find,) = office.list("/api/finds", "finds", **day)
    assert (find["kind"], find["text"]) == ("facility_damage", FIND_TEXT)
    (photo,) = find["photos"]
    wait_until(
        lambda: office.list("/api/finds", "finds", **day)[0]["photos"][0]["state"] == "stored",
        ARRIVAL_SECONDS,
        "the photo's bytes",
    )
    assert photo["sha256"] == photo_hash
    assert pictures.sha256(office.photo(photo["id"])) == photo_hash


def the_console_shows_it(console: Console, photo_hash: str) -> None:
    """Find the check-ins in the day's list, and the find with its drawn photo beside the opened shift."""
    expect(console.part("checkin-row")).to_have_count(3)
    drawer = console.opens_shift(district.shift_id())
    expect(drawer.get_by_test_id("timeline-row").first).to_be_visible()
    expect(drawer.get_by_test_id("find-card")).to_contain_text(FIND_TEXT)
    photo = drawer.get_by_test_id("find-photo")
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_attribute("data-sha256", photo_hash)
    expect(photo).to_have_attribute("data-loaded", "true")


def test_a_patrol_logged_offline_reaches_the_centre(
    server: Server, phone: Phone, open_console: Callable[[str], Console], tmp_path: Path
) -> None:
    phone.logs_in(district.LEAD)
    stored = patrol_without_a_server(phone, server, pictures.write_photo(tmp_path / "lamp.jpg"))
    server.start()
    phone.goes_online()
    the_centre_has_it_all(Office(server.url, district.DISPATCHER), stored)
    wait_until(
        lambda: set(phone.record_states()) == {"received"}, ARRIVAL_SECONDS, "receipts for every record"
    )
    the_console_shows_it(open_console(f"/console/patrols?date={district.today()}"), stored)


def test_what_was_denied_at_first_arrives_once_the_role_is_granted(
    server: Server, phone: Phone, tmp_path: Path
) -> None:
    phone.logs_in(district.LEAD)
    phone.sees_shift(district.shift_id())
    lists = tmp_path / "district"
    server.import_district(district.write_district(lists, lead_roles="grid_mgr"))
    stored = patrol_without_a_server(phone, server, pictures.write_photo(tmp_path / "lamp.jpg"))
    server.start()
    phone.goes_online()
    office = Office(server.url, district.DISPATCHER)
    wait_until(
        lambda: "needs_you" in phone.record_states(), ARRIVAL_SECONDS, "the phone to say it was denied"
    )
    shift = office.shift(district.shift_id())
    assert shift is not None
    assert shift["state"] in {"planned", "missed"}

    server.import_district(district.write_district(lists, lead_roles="patrol_lead"))
    phone.syncs_now()
    the_centre_has_it_all(office, stored)


def test_a_login_that_was_lost_keeps_nothing_back(server: Server, phone: Phone, tmp_path: Path) -> None:
    """Without a session the records go under the device's credential; photos follow after the password."""
    phone.logs_in(district.LEAD)
    stored = patrol_without_a_server(phone, server, pictures.write_photo(tmp_path / "lamp.jpg"))
    phone.browser.context.clear_cookies()
    server.start()
    phone.goes_online()
    office = Office(server.url, district.DISPATCHER)
    arrives(office)
    phone.goes_home()
    phone.logs_in_again(district.LEAD)
    the_centre_has_it_all(office, stored)


def test_the_camera_reads_a_sticker(server: Server, playwright: Playwright, tmp_path: Path) -> None:
    film = pictures.write_camera(tmp_path / "sticker.mjpeg", sticker(server, district.QR_POINT))
    with Phone(Browser(playwright, tmp_path / "phone", camera=film), server.url) as phone:
        phone.logs_in(district.LEAD)
        phone.starts_shift(district.shift_id())
        phone.checks_in_by_camera()
        office = Office(server.url, district.DISPATCHER)
        day = {"township": district.TOWNSHIP, "date": district.today()}
        wait_until(
            lambda: bool(office.list("/api/checkins", "checkins", **day)), ARRIVAL_SECONDS, "the check-in"
        )
        (checkin,) = office.list("/api/checkins", "checkins", **day)
        assert (checkin["method"], checkin["checkpoint"]["code"]) == ("qr", district.QR_POINT)
