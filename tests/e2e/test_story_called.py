"""Called out: a crowd over unpaid wages answered step by step without network (story 6), a drill's muster
(story 7)."""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import expect

from tests.e2e.mediating import MediatorsPhone
from tests.e2e.phone import MINUTE_MS
from tests.e2e.town import DISPATCHER, LEAD, OPERATOR, Town, at
from tests.support.district import TEAM, TOWNSHIP

CROWD = "约 45 人在工地门口讨要工资，情绪激动"


def test_called_out_and_back_without_network(open_town: Callable[[datetime], Town]) -> None:
    town = open_town(at(14, "23:00"))
    phone = town.phone(MediatorsPhone, LEAD)
    phone.goes_offline()
    phone.opens("/new/inc")
    expect(phone.part("call-110")).to_be_visible()
    phone.chooses("kind", "gathering")
    phone.types("place", "新城工地")
    phone.types("text", CROWD)
    phone.chooses("called", "no")
    phone.part("form-more").click()
    phone.types("people_count", "45")
    phone.saves_form()
    incident = phone.case_shown()
    phone.goes_online()
    office = town.office(DISPATCHER)
    assert office.sees(f"/api/incidents/{incident}", "reported")["people_count"] == 45
    office.acts(f"/api/incidents/{incident}", "verify", {})
    office.sees(f"/api/incidents/{incident}", "verified")
    office.acts(f"/api/incidents/{incident}", "grade", {"level": "IV", "reason": None})
    sent = {"code": TEAM, "kind": "team", "staff": [LEAD], "seen": 0}
    office.acts(f"/api/incidents/{incident}", "dispatch", {"units": [sent], "text": "前往劝导"})

    phone.goes_home()
    called = phone.page.locator('[data-testid^="inbox-rsp:"]')
    expect(called).to_have_count(1, timeout=MINUTE_MS)
    phone.goes_offline()
    called.click()
    responder = phone.case_shown()
    for step, state in (("ack", "acked"), ("en_route", "en_route"), ("on_scene", "on_scene")):
        phone.part(f"quick-{step}").click()
        phone.sees_state(state)
    phone.is_killed_and_opened_again()
    phone.opens(f"/r/{responder}")
    phone.sees_state("on_scene")
    phone.does("done", text="劝离，工资周五发放")
    assert phone.state_shown() == "done"
    phone.goes_online()
    answered = office.sees(f"/api/responders/{responder}", "done")
    times = [answered[name] for name in ("t_notified", "t_acked", "t_enroute", "t_onscene", "t_done")]
    assert times == sorted(times)


def test_a_drill_is_mustered_from_the_phone(open_town: Callable[[datetime], Town]) -> None:
    town = open_town(at(14, "09:00"))
    office = town.office(OPERATOR)
    drill = office.makes(
        "/api/drills",
        TOWNSHIP,
        title="码头防溺水演练",
        kind="full",
        plan_id="plan-water",
        place="临江一号码头",
        units=[TEAM],
        starts_at="2019-11-14T09:30:00+08:00",
        staff=[LEAD],
        leader=LEAD,
        evaluator=None,
    )
    office.sees(f"/api/drills/{drill}", "planned")
    office.acts(f"/api/drills/{drill}", "notify", {})
    phone = town.phone(MediatorsPhone, LEAD)
    expect(phone.part(f"inbox-{drill}")).to_be_visible(timeout=MINUTE_MS)
    phone.goes_offline()
    phone.part(f"inbox-{drill}").click()
    phone.part("quick-start").click()
    phone.sees_state("running")
    phone.does("muster", head_count="9")
    phone.does("arrive", head_count="8")
    phone.does("end", course="集合迅速，救生衣少两件")
    assert phone.state_shown() == "ended"
    phone.goes_online()
    record = office.sees(f"/api/drills/{drill}", "ended")
    assert record["head_count"] == 9
    assert record["t_order"] <= record["t_assembled"] <= record["t_arrived"] <= record["t_end"]
