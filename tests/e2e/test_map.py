"""The map on the phone: a sketch without a network, the office's base map, a place chosen for a form."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e.centre import Office
from tests.e2e.mediating import MediatorsPhone
from tests.e2e.test_pages import flaws
from tests.e2e.villagers import OPERATOR
from tests.support import district
from tests.support.chromium import Browser
from tests.support.pmtiles import write_base_map
from tests.support.processes import Server, wait_until

LAKE = "c => [...c.getContext('2d').getImageData(8, 8, 1, 1).data].join()"


@pytest.fixture
def base_map(tmp_path: Path) -> Path:
    return write_base_map(tmp_path / "base.pmtiles")


@pytest.fixture
def phone(playwright: Playwright, server: Server, base_map: Path, tmp_path: Path) -> Iterator[MediatorsPhone]:
    """The lead's phone, at an office that has a base map."""
    server.stop()
    server.environment["BASE_MAP"] = str(base_map)
    server.start()
    with MediatorsPhone(Browser(playwright, tmp_path / "phone"), server.url) as opened:
        opened.logs_in(district.LEAD)
        opened.has_synced()
        yield opened


def colour_of_the_ground(page: Page) -> str:
    """Return the colour of a drawn tile of the base map."""
    tile = page.locator("canvas.leaflet-tile").first
    expect(tile).to_be_visible()
    page.wait_for_function(f"c => ({LAKE})(c) !== '0,0,0,0'", arg=tile.element_handle())
    return str(tile.evaluate(LAKE))


def test_a_patrol_sees_its_points_on_the_map_and_keeps_the_base_map(phone: MediatorsPhone) -> None:
    phone.starts_shift(district.shift_id())
    phone.part("map-open").click()
    drawn = colour_of_the_ground(phone.page)
    expect(phone.part("map-accuracy")).to_contain_text("12")
    expect(phone.page.locator(".map-here-area")).to_be_visible()
    expect(phone.page.locator(".map-grid")).to_be_visible()
    phone.part(f"mark-{district.NEAR_POINT}").click()
    expect(phone.page.locator(f"[data-pick='{district.NEAR_POINT}'].picked")).to_be_visible()
    phone.page.locator(f"[data-pick='{district.HAND_POINT}']").press("Enter")
    expect(phone.part(f"mark-{district.HAND_POINT}")).to_have_attribute("aria-pressed", "true")
    expect(phone.page.locator(".map-way")).to_have_count(0)
    phone.part("track-begin").click()
    phone.browser.stands_at(30.4475, 114.8720)
    expect(phone.page.locator(".map-way")).to_have_count(1)
    phone.browser.stands_at(30.4480, 114.8725)
    expect(phone.part("track-legs")).to_contain_text("73 m")
    assert flaws(phone.page) == []

    phone.goes_offline()
    phone.page.reload()
    expect(phone.part("base-sketch")).to_be_visible(timeout=30_000)
    expect(phone.page.locator(".map-grid")).to_be_visible()
    expect(phone.page.locator("canvas.leaflet-tile")).to_have_count(0)

    phone.goes_online()
    phone.page.reload()
    phone.part("base-keep").click()
    expect(phone.part("base-kept")).to_be_visible()
    phone.goes_offline()
    phone.page.reload()
    assert colour_of_the_ground(phone.page) == drawn
    assert [one for one in phone.browser.complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []


def test_a_place_is_chosen_on_the_map_and_found_again_on_the_record(phone: MediatorsPhone) -> None:
    """Location is denied: the place is tapped, or the one under the cross, or one with a name."""
    phone.browser.context.clear_permissions()
    phone.goes_offline()
    phone.opens("/new/hz")
    phone.fills_rest({"category": "other", "severity": "low", "text": "井盖缺失", "place": "临江路口"})
    phone.part("place-map").click()
    pin = phone.page.locator(".map-pin")
    expect(phone.part("map")).to_be_visible()
    phone.part("map").click(position={"x": 90, "y": 130})
    expect(pin).to_be_visible()
    tapped = pin.bounding_box()
    phone.part("map-middle").click()
    expect(pin).to_be_visible()
    assert pin.bounding_box() != tapped
    phone.part("place-named").select_option(label="临江2号点")
    assert flaws(phone.page) == []
    phone.saves_form()
    phone.part("place-open").click()
    expect(pin).to_be_visible()
    assert flaws(phone.page) == []
    phone.goes_online()
    phone.has_synced()
    office = Office(phone.url, OPERATOR)
    wait_until(lambda: bool(hazards(office)), 30, "the hazard to arrive")
    (hazard,) = hazards(office)
    lat, lon = district.PLACES[district.NEAR_POINT]
    assert office.record(f"/api/hazards/{hazard['id']}")["point"] == {
        "lat": lat,
        "lon": lon,
    }


def hazards(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.get("/api/hazards", township=district.TOWNSHIP).json()["items"]
    return found
