"""A dispute from report to close-out, on a phone without a server; then the centre has the same."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e.centre import Office
from tests.e2e.mediating import MediatorsPhone
from tests.e2e.test_pages import flaws
from tests.e2e.villagers import GRID, HEAD, MEDIATOR, OPERATOR
from tests.support import pictures
from tests.support.chromium import Browser
from tests.support.processes import Server, wait_until

SECONDS = 60
PLACE, SUMMARY = "3 组晒谷场", "两户为晒谷场边界争吵，经劝止已分开。"
NAME, PHONE = "何小毛", "13800001111"


@pytest.fixture
def take_phone(playwright: Playwright, server: Server, tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """Gives out phones of this village, each with its user logged in."""
    given: list[MediatorsPhone] = []

    def take(username: str) -> MediatorsPhone:
        phone = MediatorsPhone(Browser(playwright, tmp_path / username), server.url)
        given.append(phone)
        phone.logs_in(username)
        phone.has_synced()
        return phone

    yield take
    for phone in given:
        phone.browser.photograph()
        phone.browser.close()


def arrived(office: Office, number: int) -> list[dict[str, Any]]:
    """Wait until the centre has so many cases; return them."""

    def rows() -> list[dict[str, Any]]:
        reply = office.get("/api/cases")
        assert reply.status_code == 200, reply.text
        found: list[dict[str, Any]] = reply.json()["items"]
        return found

    wait_until(lambda: len(rows()) == number, SECONDS, f"{number} cases at the centre")
    return rows()


def state_at(office: Office, case: str) -> dict[str, Any]:
    """The record as the console gets it."""
    reply = office.get(f"/api/cases/{case}")
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()["body"]
    return found


def comes_to(office: Office, case: str, state: str) -> dict[str, Any]:
    """Wait until the centre has the case in this state; return the record."""
    wait_until(lambda: state_at(office, case)["state"] == state, SECONDS, f"{case} {state}")
    return state_at(office, case)


def test_a_dispute_is_settled_without_a_server(
    server: Server, take_phone: Callable[[str], MediatorsPhone], tmp_path: Path
) -> None:
    phone = take_phone(HEAD)
    phone.goes_offline()
    server.stop("web")
    phone.begins_intake()
    phone.goes_on_to_what_happened("D02", PLACE)
    phone.types("people_count", "0")
    phone.part("form-save").click()
    expect(phone.field("people_count")).to_contain_text("不能小于 1")
    expect(phone.field("summary")).to_contain_text("请填写")

    phone.types("people_count", "4")
    phone.types("summary", SUMMARY)
    phone.drafts_are_kept(1)
    phone.is_killed_and_opened_again()
    phone.opens("/new/case")
    expect(phone.part("ask-summary")).to_have_value(SUMMARY)
    expect(phone.part("ask-people_count")).to_have_value("4")
    phone.saves_form()
    case = phone.case_shown()
    assert phone.state_shown() == "reported"

    phone.does("accept")
    phone.does("take")
    assert phone.state_shown() == "handling"
    phone.notes_party("申请人甲", NAME, PHONE)
    phone.holds_session("现场丈量后双方同意以石桩为界。")
    phone.signs_agreement("以石桩为界，各自管护。", pictures.write_photo(tmp_path / "paper.jpg"))
    phone.does("agree", outcome="agreement_written")
    assert phone.state_shown() == "agreed"
    expect(phone.part("not-close_req")).to_contain_text("缺少：反馈当事人")
    phone.does("feedback", way="visit", text="两户都已告知。")
    expect(phone.part("not-close_req")).to_contain_text("缺少：案卷必备材料")
    for part in ("rights_notice", "identity_paper", "back_cover"):
        phone.does("file_part", part=part)
    phone.does("close_req")
    assert phone.state_shown() == "close_requested"

    server.start("web")
    phone.goes_online()
    office = Office(server.url, OPERATOR)
    (row,) = arrived(office, 1)
    assert row["id"] == case
    record = comes_to(office, case, "close_requested")
    assert (record["category"], record["people_count"], record["summary"]) == ("D02", 4, SUMMARY)
    assert (record["lead_officer"], record["outcome"], record["parked"]) == (HEAD, "agreement_written", [])
    assert len(record["parties"]) == 1
    phone.opens(f"/r/{case}")
    phone.all_received()
    phone.sees_state("close_requested")
    the_name_stays_in_one_database(server)
    the_papers_are_printed(phone, case)


def the_papers_are_printed(phone: MediatorsPhone, case: str) -> None:
    """Each paper alone on white A4, under the case's number, with the parties by their names."""
    phone.opens(f"/r/{case}/print")
    names = ("acceptance", "mediation", "agreement", "index")
    chips = phone.page.locator('[data-testid^="paper-"]')
    expect(chips).to_have_count(len(names))
    for place, name in enumerate(names):
        chips.nth(place).click()
        expect(phone.part("sheet")).to_have_attribute("data-paper", name)
        expect(phone.part("sheet")).to_contain_text(re.compile(r"编号：\d{4}-\d{3}-X?\d+"))
    chips.nth(0).click()
    expect(phone.part("sheet")).to_contain_text(NAME)
    phone.page.emulate_media(media="print")
    expect(phone.part("sync-line")).to_be_hidden()
    expect(phone.part("print")).to_be_hidden()
    expect(phone.part("sheet")).to_be_visible()
    assert phone.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def the_name_stays_in_one_database(server: Server) -> None:
    """A party's name and phone lie in the database of the handler who wrote them down, and nowhere else."""
    with closing(sqlite3.connect(server.folder / "var" / "store.db")) as store:
        rows = store.execute(
            "SELECT name, body FROM store_document JOIN store_database ON database_id = store_database.id"
        ).fetchall()
    forms = (NAME, json.dumps(NAME).strip('"'), PHONE)
    assert {name for name, body in rows if any(form in body for form in forms)} == {f"own_{HEAD}"}


def test_what_was_settled_on_the_spot_is_one_form(
    server: Server, take_phone: Callable[[str], MediatorsPhone]
) -> None:
    phone = take_phone(MEDIATOR)
    phone.goes_offline()
    server.stop("web")
    phone.opens("/record")
    phone.part("new-case_on_spot").click()
    phone.goes_on_to_what_happened("D02", PLACE)
    phone.types("summary", SUMMARY)
    phone.part("form-next").click()
    phone.chooses("way", "visit")
    phone.saves_form()
    case = phone.case_shown()
    assert phone.state_shown() == "close_requested"
    server.start("web")
    phone.goes_online()
    office = Office(server.url, OPERATOR)
    arrived(office, 1)
    record = comes_to(office, case, "close_requested")
    assert (record["on_spot"], record["outcome"]) == (True, "reconciled_on_spot")


def test_what_the_centre_parks_is_mended_on_the_phone(
    server: Server, take_phone: Callable[[str], MediatorsPhone]
) -> None:
    """The office makes a dispute of what was an opinion, while the phone has no network and closes it."""
    head = take_phone(HEAD)
    head.begins_intake()
    head.chooses("kind", "opinion")
    head.goes_on_to_what_happened(None, PLACE)
    head.types("summary", SUMMARY)
    head.saves_form()
    case = head.case_shown()
    head.does("accept")
    office = Office(server.url, OPERATOR)
    arrived(office, 1)
    comes_to(office, case, "accepted")
    head.all_received()

    head.goes_offline()
    head.does("take")
    head.does("agree", outcome="withdrawn_settled")
    head.does("feedback", way="phone", text="已告知。")
    head.does("close_req")
    assert head.state_shown() == "close_requested"
    office.acts(f"/api/cases/{case}", "edit", {"field": "kind", "value": "dispute", "old": "opinion"})

    head.goes_online()
    comes_to(office, case, "agreed")
    expect(head.part("returned")).to_contain_text("缺少：案卷必备材料", timeout=SECONDS * 1000)
    head.holds_session("补录当日调解经过。")
    for part in ("rights_notice", "identity_paper", "back_cover"):
        head.does("file_part", part=part)
    record = comes_to(office, case, "close_requested")
    assert record["parked"] == []
    expect(head.part("returned")).to_be_hidden(timeout=SECONDS * 1000)
    head.sees_state("close_requested")


def test_the_screens_of_cases_are_accessible_and_quiet(
    server: Server, take_phone: Callable[[str], MediatorsPhone]
) -> None:
    phone = take_phone(HEAD)
    phone.opens("/cases")
    assert flaws(phone.page) == []
    phone.begins_intake()
    phone.part("form-next").click()
    assert flaws(phone.page) == []
    phone.goes_on_to_what_happened("D02", PLACE)
    phone.types("summary", SUMMARY)
    phone.part("form-more").click()
    assert flaws(phone.page) == []
    phone.saves_form()
    case = phone.case_shown()
    phone.does("accept")
    phone.does("take")
    phone.notes_party("申请人甲", NAME, PHONE)
    deeds = ("session", "agreement", "agree", "fail", "extend_req", "file_part", "escalate")
    for path in ("", "/party", "/print", *(f"/do/{deed}" for deed in deeds)):
        phone.opens(f"/r/{case}{path}")
        assert flaws(phone.page) == [], path
    for path in ("/record", "/cases", "/new/case/on_spot"):
        phone.opens(path)
        assert flaws(phone.page) == [], path
    assert phone.browser.complaints == []


def test_a_grid_manager_reports_and_the_mediator_sees_it(
    server: Server, take_phone: Callable[[str], MediatorsPhone]
) -> None:
    grid = take_phone(GRID)
    grid.begins_intake()
    grid.goes_on_to_what_happened("D02", PLACE)
    grid.types("summary", SUMMARY)
    grid.saves_form()
    case = grid.case_shown()
    expect(grid.part("do-take")).to_have_count(0)
    arrived(Office(server.url, OPERATOR), 1)
    mediator = take_phone(MEDIATOR)
    mediator.opens("/cases")
    mediator.part(f"subject-{case}").click()
    expect(mediator.part("subject")).to_contain_text(SUMMARY)
