"""The half-month's round of the boxes: two people open one without network, one envelope goes its way to the
police and no longer waits on the phone (story 5, the phone's half)."""

from collections.abc import Callable
from datetime import datetime

import requests
from playwright.sync_api import expect

from tests.e2e.centre import Office
from tests.e2e.mediating import MediatorsPhone
from tests.e2e.phone import MINUTE_MS
from tests.e2e.test_lock import plain_on_disk
from tests.e2e.town import GRID, HEAD, OPERATOR, POLICE, SPECIAL, WINDOW, Town, at
from tests.support.processes import wait_until

ENVELOPE = "QS-0071"


def opens_the_box(phone: MediatorsPhone) -> None:
    """The due box from the inbox; an opener alone and a number that stands twice are said at their fields."""
    phone.part(f"inbox-{WINDOW}").click()
    phone.starts("open")
    phone.part("form-next").click()
    expect(phone.field("openers")).to_contain_text("开箱须至少两人在场")
    phone.chooses("openers", HEAD)
    phone.part("form-next").click()
    phone.types("envelopes-0", ENVELOPE)
    phone.part("ask-envelopes-add").click()
    phone.types("envelopes-1", ENVELOPE)
    phone.part("form-save").click()
    expect(phone.field("envelopes").get_by_role("alert").first).to_be_visible()
    phone.types("envelopes-1", "")
    phone.saves_form()
    assert phone.state_shown() == "opened"


def drops_the_clue(phone: MediatorsPhone) -> None:
    """The envelope's number goes into the one-way drop; it waits for the network, unreadable on the disk."""
    phone.opens("/clue")
    phone.types("envelope_no", ENVELOPE)
    phone.chooses("category", "CL03")
    phone.part("clue-save").click()
    expect(phone.part("clue-dropped")).to_be_visible()
    expect(phone.part("clue-waiting")).to_be_visible()
    assert plain_on_disk(phone, [ENVELOPE]) == []


def envelope_at(office: Office) -> dict[str, object]:
    """What the township's list has of the envelope."""
    items = office.get("/api/clue-envelopes").json()["items"]
    found: dict[str, object] = next((one for one in items if one["envelope_no"] == ENVELOPE), {})
    return found


def posts(office: Office, path: str, body: dict[str, object]) -> None:
    reply = requests.post(f"{office.url}{path}", json=body, headers=office.headers, timeout=10)
    assert reply.status_code in (200, 202), reply.text


def test_an_envelope_from_the_box_comes_to_the_police(open_town: Callable[[datetime], Town]) -> None:
    town = open_town(at(14, "10:00"))
    phone = town.phone(MediatorsPhone, GRID)
    phone.goes_offline()
    opens_the_box(phone)
    drops_the_clue(phone)
    phone.is_killed_and_opened_again()
    phone.opens("/clue")
    expect(phone.part("clue-waiting")).to_be_visible()
    assert town.office().record(f"/api/box-windows/{WINDOW}")["state"] == "due"

    phone.goes_online()
    township = town.office(OPERATOR)
    opened = township.sees(f"/api/box-windows/{WINDOW}", "opened")
    (opening,) = opened["openings"]
    assert (set(opening["openers"]), opening["envelopes"]) == ({GRID, HEAD}, [ENVELOPE])
    expect(phone.part("clue-waiting")).to_be_hidden(timeout=MINUTE_MS)
    wait_until(lambda: bool(envelope_at(township).get("clue")), 60, "the clue beside its sheet")
    goes_its_way(town, township, opening["id"])


def goes_its_way(town: Town, township: Office, opening: str) -> None:
    """Received by the township, registered and handed over by the special office, answered by the police."""
    envelope = envelope_at(township)
    assert envelope["sheets"] == [opening]
    clue = str(envelope["clue"])
    posts(township, f"/api/clue-envelopes/{clue}/receive", {"count": 1})
    special = town.office(SPECIAL)
    special.sees(f"/api/clues/{clue}", "received")
    special.acts(f"/api/clues/{clue}", "register", {})
    special.sees(f"/api/clues/{clue}", "registered")
    special.acts(f"/api/clues/{clue}", "hand_over", {"receipt_no": "警收 71", "on": "2019-11-14"})
    special.sees(f"/api/clues/{clue}", "handed_to_police")
    posts(town.office(POLICE), f"/api/clue-receipts/{clue}/feed-back", {"code": "useful"})
    assert special.sees(f"/api/clues/{clue}", "fed_back")["feedback"] == "useful"
    assert township.get(f"/api/clues/{clue}").status_code in (403, 404)
