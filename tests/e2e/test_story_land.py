"""A quarrel over land that the village cannot settle: taken up to the township, handled by the land office
and the police, given more time, agreed on with the village's mediator, told to the parties.

Story 2, the phones' half: each step without network."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.centre import Office
from tests.e2e.mediating import MediatorsPhone
from tests.e2e.town import DEPUTY, HEAD, LAND_OFFICER, LND, PSB, Town, at
from tests.support import pictures

SUMMARY = "两户宅基地界址争议，多次调解未果。"


def goes_up(phone: MediatorsPhone) -> str:
    """The head of mediation takes it in, cannot settle it and asks the township; returns the case."""
    phone.goes_offline()
    phone.begins_intake()
    phone.goes_on_to_what_happened("D01", "4 组")
    phone.types("summary", SUMMARY)
    phone.saves_form()
    phone.does("accept")
    phone.does("take")
    phone.does("escalate", reason="需要国土所丈量定界")
    phone.goes_online()
    return phone.case_shown()


def is_given_to_the_land_office(office: Office, path: str) -> None:
    """The township accepts it anew and gives it to the land office, the police with it."""
    office.sees(path, "accepted")
    assert office.record(path)["level"] == "township"
    office.acts(path, "triage", {"category": "D01"})
    office.sees(path, "triaged")
    office.acts(path, "assign", {"lead_unit": LND, "lead_officer": LAND_OFFICER, "co_units": [PSB]})
    office.sees(path, "assigned")


def asks_for_time(town: Town, officer: MediatorsPhone, case: str) -> None:
    """The officer takes it over and asks for more time without network; the deputy grants it."""
    officer.opens(f"/r/{case}")
    officer.sees_state("assigned")
    officer.goes_offline()
    officer.does("take")
    officer.does("extend_req", reason="等候丈量", both_agree="yes")
    officer.goes_online()
    office, path = town.office(DEPUTY), f"/api/cases/{case}"
    due = office.sees(path, "handling")["due_on"]
    officer.has_synced()
    office.acts(path, "extend_ok", {})
    assert office.sees(path, "handling")["due_on"] > due


def is_settled(mediator: MediatorsPhone, case: str, paper: Path) -> None:
    """The village's mediator, who stayed with it, holds the session and has the agreement signed."""
    mediator.opens(f"/r/{case}")
    mediator.sees_state("handling")
    mediator.goes_offline()
    mediator.holds_session("到场丈量后双方认可界址。")
    mediator.signs_agreement("以新立界桩为准。", paper)
    mediator.goes_online()
    mediator.has_synced()


def test_a_land_dispute_goes_up_and_is_settled(open_town: Callable[[datetime], Town], tmp_path: Path) -> None:
    town = open_town(at(12, "09:00"))
    mediator = town.phone(MediatorsPhone, HEAD)
    case = goes_up(mediator)
    is_given_to_the_land_office(town.office(), f"/api/cases/{case}")
    officer = town.phone(MediatorsPhone, LAND_OFFICER)
    asks_for_time(town, officer, case)
    is_settled(mediator, case, pictures.write_photo(tmp_path / "paper.jpg"))

    officer.opens(f"/r/{case}")
    expect(officer.part("do-agree")).to_have_count(1)
    officer.goes_offline()
    officer.does("agree", outcome="agreement_written")
    assert officer.state_shown() == "agreed"
    officer.does("feedback", way="visit", text="两户都已告知。")
    for part in ("rights_notice", "identity_paper", "back_cover"):
        officer.does("file_part", part=part)
    officer.does("close_req")
    officer.goes_online()
    record = town.office().sees(f"/api/cases/{case}", "close_requested")
    assert (record["outcome"], record["parked"]) == ("agreement_written", [])
    assert (record["lead_officer"], record["co_handlers"]) == (LAND_OFFICER, [HEAD])
    officer.has_synced()
    town.office().acts(f"/api/cases/{case}", "close_ok", {})
    mediator.opens(f"/r/{case}")
    mediator.sees_state("closed")
