"""A night patrol in a dead zone: nine check-ins and one hazard, written down once, the browser killed midway;
it comes in the next morning, late and whole (story 3)."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.phone import MINUTE_MS, Phone
from tests.e2e.town import LEAD, NIGHT_SHIFT, POINTS, Town, at
from tests.support import pictures
from tests.support.district import TOWNSHIP

LAMP = "二号码头路灯不亮，台阶看不清"
DAY = {"township": TOWNSHIP, "date": "2019-11-14"}


def patrols_in_the_dark(phone: Phone, photo: Path) -> None:
    """The whole shift without network, killed between the fifth and the sixth point."""
    phone.goes_offline()
    phone.starts_shift(NIGHT_SHIFT)
    for point in POINTS[:5]:
        phone.checks_in_by_hand(point, "手机无信号")
    phone.reports_find("hazard", LAMP, photo)
    phone.is_killed_and_opened_again()
    phone.opens_shift(NIGHT_SHIFT)
    for point in POINTS[5:]:
        phone.checks_in_by_hand(point, "手机无信号")
    phone.ends_shift(missed={})
    phone.submits_shift()


def test_a_night_in_a_dead_zone_arrives_next_morning(
    open_town: Callable[[datetime], Town], tmp_path: Path
) -> None:
    town = open_town(at(14, "22:33"))
    phone = town.phone(Phone, LEAD)
    phone.sees_shift(NIGHT_SHIFT)
    patrols_in_the_dark(phone, pictures.write_photo(tmp_path / "lamp.jpg", 1200, 900))

    town.comes_to(at(15, "08:05"))
    office = town.office()
    office.waits_for_shift(NIGHT_SHIFT, "missed")
    phone.browser.lives_at(at(15, "08:05"))
    phone.is_killed_and_opened_again()
    phone.goes_online()
    phone.is_in_use()

    shift = office.waits_for_shift(NIGHT_SHIFT, "submitted")
    assert "late_sync" in shift["flags"]
    assert (shift["checkins"], shift["finds"], shift["must_missed"]) == (9, 1, [])
    rows = office.list("/api/checkins", "checkins", **DAY)
    assert {row["checkpoint"]["code"] for row in rows} == set(POINTS)
    (find,) = office.list("/api/finds", "finds", **DAY)
    (hazard,) = office.get("/api/hazards", township=TOWNSHIP).json()["items"]
    record = office.record(f"/api/hazards/{hazard['id']}")
    assert (find["text"], record["text"], record["finders"]) == (LAMP, LAMP, [LEAD])
    assert record["before_att"] == [photo["id"] for photo in find["photos"]]
    phone.opens(f"/shift/{NIGHT_SHIFT}")
    expect(phone.part("late-sync")).to_be_visible(timeout=MINUTE_MS)
    expect(phone.part("found-hazard")).to_be_visible(timeout=MINUTE_MS)
    phone.has_synced()
    assert set(phone.record_states()) == {"received"}
