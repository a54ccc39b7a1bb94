"""What an inspector of schools does on the phone, as verbs over the real page."""

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.e2e.mediating import MediatorsPhone
from tests.e2e.phone import MINUTE_MS


class InspectorsPhone(MediatorsPhone):
    """The phone of somebody who inspects schools."""

    def opens_school(self, school: str) -> None:
        """Open the checklist of a school by the month's page."""
        self.opens("/schools")
        self.part(f"inspect-{school}").click()
        expect(self.part("inspect-form")).to_be_visible()

    def answers_rest(self, answer: str = "ok") -> None:
        """Answer all that was not answered yet."""
        left = self.page.locator("fieldset[data-field]:not([data-answer])")
        for code in left.evaluate_all("items => items.map(item => item.dataset.field)"):
            self.part(f"{code}-{answer}").click()

    def finds_wanting(self, item: str, note: str, before: Path | None = None) -> None:
        """Answer that an item is not in order, with what was seen."""
        self.part(f"{item}-no").click()
        self.part(f"{item}-note").fill(note)
        if before is not None:
            self.takes(f"{item}", before)

    def takes(self, picker: str, photo: Path) -> None:
        """Add a photo."""
        seen = self.part(f"{picker}-thumb").count()
        self.part(f"{picker}-photo").set_input_files(photo)
        expect(self.part(f"{picker}-thumb")).to_have_count(seen + 1)

    def signs_inspection(self) -> None:
        """Submit the inspection and wait for the month's page."""
        self.part("inspect-submit").click()
        expect(self.part("school-month")).to_be_visible()

    def side(self, name: str) -> Locator:
        """The photos of before or after."""
        return self.part("photo-pairs").locator(f'[data-side="{name}"] img')

    def sees_both_sides(self) -> None:
        """Wait until the photo of before and the one of after stand side by side, both drawn."""
        for name in ("before", "after"):
            expect(self.side(name)).to_have_count(1, timeout=MINUTE_MS)
        before, after = (self.side(name).bounding_box() for name in ("before", "after"))
        assert before is not None
        assert after is not None
        assert before["x"] + before["width"] <= after["x"]
        assert abs(before["y"] - after["y"]) < 2
