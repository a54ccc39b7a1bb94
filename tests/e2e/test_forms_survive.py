"""Each form that something is typed into: half filled in without network, the browser killed, gone on with
and saved. One server, one phone and one kill for all forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e.mediating import MediatorsPhone
from tests.e2e.town import HEAD, SCREENING, SLOGANS, Town, at

CASE = "{case}"


@dataclass(frozen=True)
class Filled:
    """A form by its path: what is typed and chosen before the kill, and what is left to do after it."""

    path: str
    typed: Mapping[str, str]
    chosen: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[str, str] = field(default_factory=dict)


FORMS: Mapping[str, Filled] = {
    "case": Filled("/new/case", {"place": "6 栋"}, {"category": "D02"}, {"summary": "口角"}),
    "case_on_spot": Filled(
        "/new/case/on_spot", {"place": "7 栋"}, {"category": "D02"}, {"summary": "口角", "way": "visit"}
    ),
    "note": Filled(f"/r/{CASE}/do/note", {"text": "已约双方周五见面"}),
    "feedback": Filled(f"/r/{CASE}/do/feedback", {"text": "已告知双方"}, {"way": "phone"}),
    "extend": Filled(f"/r/{CASE}/do/extend_req", {"reason": "等丈量"}, {"both_agree": "yes"}),
    "escalate": Filled(f"/r/{CASE}/do/escalate", {"reason": "需要国土所丈量"}),
    "hazard": Filled("/new/hz", {"text": "井盖缺失"}, {"category": "other"}, {"place": "路口"}),
    "incident": Filled(
        "/new/inc", {"text": "多人围堵工地", "place": "工地门口"}, {"kind": "gathering", "called": "no"}
    ),
    "activity": Filled("/new/act", {"people": "5", "minutes": "30"}, {"kind": "door_visit"}),
    "publicity": Filled("/new/pub", {"qty": "200", "place": "广场"}, {"kind": "leaflet"}),
    "round": Filled(f"/r/{SCREENING}/do/round", {"households_visited": "17"}),
    "slogans": Filled(f"/r/{SLOGANS}/do/count", {"n": "4"}),
}


@pytest.fixture(scope="module")
def phone(
    playwright: Playwright, prepared_town: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MediatorsPhone]:
    """The phone of the head of mediation, out of reach, with a dispute in hand."""
    with Town(playwright, prepared_town, tmp_path_factory.mktemp("forms"), at(14, "09:00")) as town:
        yield town.phone(MediatorsPhone, HEAD)


@pytest.fixture(scope="module")
def case(phone: MediatorsPhone) -> str:
    """A dispute that is being handled."""
    phone.begins_intake()
    phone.goes_on_to_what_happened("D02", "3 栋")
    phone.types("summary", "噪音争吵")
    phone.saves_form()
    phone.does("accept")
    phone.does("take")
    phone.has_synced()
    phone.goes_offline()
    return phone.case_shown()


@pytest.fixture(scope="module")
def restored(phone: MediatorsPhone, case: str) -> str:
    """All forms were half filled in, and then the system killed the browser; the case."""
    for number, form in enumerate(FORMS.values(), start=1):
        phone.opens(form.path.format(case=case))
        expect(phone.part("subject-form")).to_be_visible()
        for name, code in form.chosen.items():
            phone.chooses(name, code)
        for name, text in form.typed.items():
            phone.types(name, text)
        phone.drafts_are_kept(number)
    phone.is_killed_and_opened_again()
    return case


@pytest.mark.parametrize("name", FORMS)
def test_a_form_outlives_a_kill_and_is_saved(phone: MediatorsPhone, restored: str, name: str) -> None:
    form = FORMS[name]
    phone.opens(form.path.format(case=restored))
    for asked, text in form.typed.items():
        expect(phone.part(f"ask-{asked}")).to_have_value(text)
    for asked, code in form.chosen.items():
        expect(phone.part(f"ask-{asked}-{code}")).to_have_attribute("aria-pressed", "true")
    phone.fills_rest(form.later)
    phone.saves_form()
    expect(phone.part("record-state").first).to_have_attribute("data-state", "saved")
