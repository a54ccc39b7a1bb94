"""A quarrel of neighbours found in the weekly screening without network and settled on the spot: follow-up,
close-out, and its place in the register, the screening and the ten-day report (story 1)."""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import expect

from tests.e2e.mediating import MediatorsPhone
from tests.e2e.phone import MINUTE_MS
from tests.e2e.town import HEAD, OPERATOR, SCREENING, TEN_DAYS, Town, at

SUMMARY = "楼上漏水引起争吵，当场说定由楼上修好。"


def screens_offline(phone: MediatorsPhone) -> str:
    """The round, the quarrel found in it and settled at once, the visit afterwards; returns the case."""
    phone.goes_offline()
    phone.opens(f"/r/{SCREENING}")
    phone.does("round", households_visited="31")
    phone.part("found-settled").click()
    phone.goes_on_to_what_happened("D02", "5 栋 2 单元")
    phone.types("summary", SUMMARY)
    phone.part("form-next").click()
    phone.chooses("way", "visit")
    phone.saves_form()
    assert phone.state_shown() == "close_requested"
    case = phone.case_shown()
    phone.does("follow_up", performed="performed", satisfaction="5")
    phone.opens(f"/r/{SCREENING}")
    expect(phone.part("screened")).to_contain_text("发现矛盾纠纷 1 件")
    phone.does("sign")
    return case


def test_found_in_the_screening_and_closed(open_town: Callable[[datetime], Town]) -> None:
    town = open_town(at(14, "10:00"))
    phone = town.phone(MediatorsPhone, HEAD)
    case = screens_offline(phone)
    phone.goes_online()
    office = town.office()
    record = office.sees(f"/api/cases/{case}", "close_requested")
    assert (record["source"], record["outcome"], record["on_spot"]) == (
        "screening",
        "reconciled_on_spot",
        True,
    )
    assert len(record["follow_ups"]) == 1
    screening = office.sees(f"/api/screenings/{SCREENING}", "done")
    assert (screening["case_refs"], screening["found_count"]) == ([case], 1)
    assert screening["zero_report"] is False
    phone.has_synced()
    phone.opens(f"/r/{case}")
    office.acts(f"/api/cases/{case}", "close_ok", {})
    phone.sees_state("closed")
    assert [row["id"] for row in office.get("/api/cases", state="closed").json()["items"]] == [case]

    town.comes_to(at(21, "09:00"))
    phone.is_put_away_until(at(21, "09:00"))
    office = town.office(OPERATOR)
    report = office.sees(f"/api/ten-day-reports/{TEN_DAYS}", "generated")
    assert report["figures"]["cases"] == {"found": 1, "handled": 1, "effective": 1, "in_progress": 0}
    phone.opens(f"/r/{TEN_DAYS}")
    found = phone.page.locator('[data-figure="cases.found"]')
    expect(found).to_contain_text("1", timeout=MINUTE_MS)
    found.locator("summary").click()
    expect(found.locator(f'a[href="/r/{case}"]')).to_be_visible()
    phone.part("do-confirm").click()
    phone.part("confirm").click()
    office.sees(f"/api/ten-day-reports/{TEN_DAYS}", "confirmed")
