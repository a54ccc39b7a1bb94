"""What a mediator does on the phone, as verbs over the real page."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlparse

from playwright.sync_api import Locator, expect

from tests.e2e.phone import MINUTE_MS, Phone

LOOKS = 10


class MediatorsPhone(Phone):
    """The phone of somebody who settles disputes in a village."""

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[data-field="{name}"]')

    def types(self, name: str, text: str) -> None:
        self.part(f"ask-{name}").fill(text)

    def chooses(self, name: str, code: str) -> None:
        self.part(f"ask-{name}-{code}").click()

    def begins_intake(self) -> None:
        self.opens("/record")
        self.part("new-case").click()
        expect(self.part("subject-form")).to_be_visible()

    def goes_on_to_what_happened(self, category: str | None, place: str) -> None:
        """Fill in the first page of an intake and turn to the second."""
        if category is not None:
            self.chooses("category", category)
        self.types("place", place)
        self.part("form-next").click()
        expect(self.part("ask-summary")).to_be_visible()

    def saves_form(self) -> None:
        """Save and wait for the record's page."""
        self.part("form-save").click()
        expect(self.part("subject")).to_be_visible()

    def case_shown(self) -> str:
        """The id of the record on the screen."""
        expect(self.part("subject")).to_be_visible()
        return unquote(urlparse(self.page.url).path).removeprefix("/r/")

    def state_shown(self) -> str:
        return str(self.part("subject-state").first.get_attribute("data-state"))

    def sees_state(self, state: str) -> None:
        """Wait until the record on the screen has come to this state."""
        shown = self.part("subject-state").first
        expect(shown).to_have_attribute("data-state", state, timeout=MINUTE_MS)

    def does(self, action: str, **answers: str) -> None:
        """Do something to the record on the screen: texts are typed, codes are chosen."""
        self.starts(action)
        for name, answer in answers.items():
            chip = self.part(f"ask-{name}-{answer}")
            if chip.count():
                chip.click()
            else:
                self.types(name, answer)
        self.saves_form()

    def starts(self, action: str) -> None:
        """Open the form of an action that is offered, among the first or folded away."""
        expect(self.part("offers")).to_be_visible()
        expect(self.part(f"do-{action}")).to_have_count(1)
        if not self.part(f"do-{action}").is_visible():
            self.part("offers-more").click()
        self.part(f"do-{action}").click()
        expect(self.part("form-save").or_(self.part("form-next"))).to_be_visible()

    def fills_rest(self, answers: Mapping[str, str]) -> None:
        """Answer what is left of a form, step by step: texts are typed, codes are chosen."""
        if answers:
            expect(self.part("form-save").or_(self.part("form-next"))).to_be_visible()
        for name, answer in answers.items():
            while not self.field(name).is_visible():
                self.part("form-next").click()
            chip = self.part(f"ask-{name}-{answer}")
            if chip.count():
                chip.click()
            else:
                self.types(name, answer)
        while self.part("form-next").is_visible():
            self.part("form-next").click()

    def drafts_are_kept(self, number: int) -> None:
        """Wait until so many forms that were left half filled are on the disk."""
        for _ in range(LOOKS):
            self.opens("/")
            self.opens("/me")
            with suppress(AssertionError):
                return expect(self.part("left-draft")).to_have_count(number, timeout=1_000)
        raise AssertionError(f"there are not {number} drafts")

    def notes_party(self, alias: str, name: str, phone: str) -> None:
        self.part("party-add").click()
        self.chooses("role", "applicant")
        self.types("alias", alias)
        self.part("form-more").click()
        self.types("name", name)
        self.types("phone", "1380")
        self.part("form-save").click()
        expect(self.field("phone")).to_contain_text("5 至 20 位")
        self.types("phone", phone)
        self.saves_form()
        expect(self.part("party")).to_contain_text(name)

    def holds_session(self, content: str) -> None:
        """Keep the record of a session as a draft, go on with it and sign it."""
        self.starts("session")
        self.part("form-next").click()
        self.types("content", content)
        self.part("form-keep").click()
        self.part("paper-draft").click()
        self.part("form-next").click()
        expect(self.part("ask-content")).to_have_value(content)
        self.chooses("result", "agreed")
        self.saves_form()
        expect(self.part("paper-draft")).to_be_hidden()

    def signs_agreement(self, terms: str, photo: Path) -> None:
        self.starts("agreement")
        self.types("terms-0", terms)
        self.part("ask-paper_photo-photo").set_input_files(photo)
        expect(self.part("ask-paper_photo-thumb")).to_be_visible()
        self.saves_form()

    def all_received(self) -> None:
        """Wait until nothing of the record on the screen waits to be sent."""
        expect(self.part("subject")).to_be_visible()
        self.has_synced()
