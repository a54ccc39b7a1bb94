"""Every page of a trade on the phone: no flaw against WCAG 2.1 AA in the three themes, and no complaint."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.e2e.mediating import MediatorsPhone
from tests.e2e.test_pages import flaws
from tests.e2e.town import (
    ACTION,
    HEAD,
    INSPECTOR,
    LEAD,
    MONTH,
    SCHOOL,
    SCREENING,
    SLOGANS,
    WINDOW,
    Town,
    at,
)

PAGES = {
    HEAD: (
        *("/", "/record", "/cases", "/clue", "/fault", "/new/inc", "/new/hz", "/new/act", "/new/pub"),
        *(f"/r/{SCREENING}{page}" for page in ("", "/do/round", "/do/sign", "/do/add_case_ref")),
        *(f"/r/{WINDOW}{page}" for page in ("", "/do/open", "/do/void")),
        f"/r/{SLOGANS}/do/count",
    ),
    INSPECTOR: (
        *("/", "/schools", f"/schools/{SCHOOL}/{MONTH}", f"/r/{ACTION}", f"/r/{ACTION}/do/sign"),
        *("/new/les", "/new/hz/fixed_on_spot"),
    ),
    LEAD: ("/", "/new/inc", "/new/hz", "/record", "/me", "/needs"),
}


@pytest.mark.parametrize("username", PAGES)
def test_the_pages_of_a_trade_are_accessible_and_quiet(
    open_town: Callable[[datetime], Town], username: str
) -> None:
    phone = open_town(at(14, "09:00")).phone(MediatorsPhone, username)
    for path in PAGES[username]:
        phone.opens(path)
        assert flaws(phone.page) == [], path
    assert phone.browser.complaints == []
