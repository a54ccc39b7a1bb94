"""Two mediators record different outcomes of one dispute, both without network: the office decides, both are
told (story 9)."""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import expect

from tests.e2e.mediating import MediatorsPhone
from tests.e2e.phone import MINUTE_MS
from tests.e2e.town import HEAD, MEDIATOR, OPERATOR, Town, at
from tests.support.district import TOWNSHIP

SUMMARY = "两户为楼道堆物争吵，已分开劝说。"


def reports_together(first: MediatorsPhone, second: MediatorsPhone) -> str:
    """The head takes a dispute in; both have it on their phones, then the network is gone."""
    first.begins_intake()
    first.goes_on_to_what_happened("D02", "2 栋楼道")
    first.types("summary", SUMMARY)
    first.saves_form()
    case = first.case_shown()
    first.does("accept")
    first.all_received()
    second.opens(f"/r/{case}")
    second.sees_state("accepted")
    first.goes_offline()
    second.goes_offline()
    return case


def test_two_outcomes_meet_at_the_desk(open_town: Callable[[datetime], Town]) -> None:
    town = open_town(at(14, "09:00"))
    head, mediator = town.phone(MediatorsPhone, HEAD), town.phone(MediatorsPhone, MEDIATOR)
    case = reports_together(head, mediator)
    head.does("take")
    head.holds_session("双方同意清理楼道。")
    head.does("agree", outcome="withdrawn_settled")
    mediator.does("take")
    mediator.does("fail", outcome="no_agreement", told="yes")

    head.goes_online()
    office = town.office()
    office.sees(f"/api/cases/{case}", "agreed")
    mediator.goes_online()
    expect(mediator.part("returned")).to_contain_text("另有不同结果", timeout=MINUTE_MS)
    expect(mediator.part("subject-state").first).to_have_attribute("data-state", "agreed")
    expect(head.part("flag-disputed_outcome")).to_be_visible(timeout=MINUTE_MS)

    desk = town.console(OPERATOR, f"/console/desk?township={TOWNSHIP}")
    desk.part("desk-row").click()
    desk.part("choice-dismiss").click()
    desk.part("decision-reason").fill("双方确认口头协议有效。")
    desk.part("decision-send").click()
    expect(desk.part("desk-row")).to_have_count(0, timeout=MINUTE_MS)

    expect(head.part("flag-disputed_outcome")).to_be_hidden(timeout=MINUTE_MS)
    expect(mediator.part("returned")).to_contain_text("未予采纳", timeout=MINUTE_MS)
    record = office.record(f"/api/cases/{case}")
    assert (record["outcome"], record["parked"], "disputed_outcome" in record["flags"]) == (
        "withdrawn_settled",
        [],
        False,
    )
