"""The month's action at a school: a stall on the road, put right at once, checked by another inspector on
another phone; nobody at the guard post (story 4)."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.inspecting import InspectorsPhone
from tests.e2e.phone import MINUTE_MS
from tests.e2e.town import ACTION, INSPECTOR, MONTH, SCHOOL, SECOND, Town, at
from tests.support import pictures

STALL, GUARD_POST = "SC04", "SC11"


def hazard_of(item: str) -> str:
    """The one hazard of this item at the school in the month."""
    return f"hz:{SCHOOL}:{MONTH}:{item}"


def inspects_offline(phone: InspectorsPhone, folder: Path) -> None:
    """The whole visit without network; the browser is killed in the middle of the checklist."""
    phone.goes_offline()
    phone.opens_school(SCHOOL)
    phone.finds_wanting(STALL, "三处摊点占道", pictures.write_photo(folder / "before.jpg", 1200, 900))
    phone.drafts_are_kept(1)
    phone.is_killed_and_opened_again()
    phone.opens_school(SCHOOL)
    expect(phone.part(f"{STALL}-note")).to_have_value("三处摊点占道")
    expect(phone.part(f"{STALL}-thumb")).to_have_count(1)
    phone.takes(f"{STALL}-after", pictures.write_photo(folder / "after.jpg", 1000, 750))
    phone.finds_wanting(GUARD_POST, "放学时护学岗无人值守")
    phone.answers_rest()
    phone.signs_inspection()
    expect(phone.part(f"school-{SCHOOL}")).to_have_attribute("data-done", "true")


def test_a_stall_is_put_right_and_checked_by_another(
    open_town: Callable[[datetime], Town], tmp_path: Path
) -> None:
    town = open_town(at(13, "07:20"))
    first = town.phone(InspectorsPhone, INSPECTOR)
    office = town.office()
    inspects_offline(first, tmp_path)
    assert office.record(f"/api/hazards/{hazard_of(STALL)}") == {}

    first.goes_online()
    stall = office.sees(f"/api/hazards/{hazard_of(STALL)}", "rectified")
    assert (stall["category"], stall["school"], stall["rectifiers"]) == ("stall", SCHOOL, [INSPECTOR])
    post = office.record(f"/api/hazards/{hazard_of(GUARD_POST)}")
    assert (post["category"], post["text"]) == ("guard", "放学时护学岗无人值守")

    first.opens(f"/r/{hazard_of(STALL)}")
    expect(first.part("do-verify")).to_have_count(0)
    first.has_synced()
    town.comes_to(at(13, "16:40"))
    office = town.office()
    second = town.phone(InspectorsPhone, SECOND)
    second.opens(f"/r/{hazard_of(STALL)}")
    second.sees_state("rectified")
    second.sees_both_sides()
    second.starts("verify")
    second.sees_both_sides()
    second.part("form-save").click()
    second.sees_state("closed")
    office.sees(f"/api/hazards/{hazard_of(STALL)}", "closed")
    first.opens(f"/r/{hazard_of(STALL)}")
    first.sees_state("closed")
    items = office.record(f"/api/school-actions/{ACTION}")["schools"][SCHOOL]["items"]
    assert (items[STALL], items[GUARD_POST], items["SC01"]) == ("no", "no", "ok")


def test_a_hazard_is_found_and_fixed_in_one_form(
    open_town: Callable[[datetime], Town], tmp_path: Path
) -> None:
    town = open_town(at(13, "15:00"))
    phone = town.phone(InspectorsPhone, INSPECTOR)
    phone.goes_offline()
    phone.opens("/record")
    phone.part("new-hz_fixed_on_spot").click()
    phone.chooses("category", "stall")
    phone.types("text", "早点摊占用盲道")
    phone.takes("ask-attach", pictures.write_photo(tmp_path / "before.jpg", 1200, 900))
    phone.part("form-next").click()
    phone.takes("ask-after_attach", pictures.write_photo(tmp_path / "after.jpg", 1000, 750))
    phone.part("form-next").click()
    phone.types("place", "赤壁一小东门")
    phone.saves_form()
    assert phone.state_shown() == "rectified"
    phone.sees_both_sides()
    hazard = phone.case_shown()
    phone.goes_online()
    record = town.office().sees(f"/api/hazards/{hazard}", "rectified")
    assert (len(record["before_att"]), len(record["after_att"])) == (1, 1)
    expect(phone.part("sync-line")).to_have_text("全部已收到", timeout=MINUTE_MS)
