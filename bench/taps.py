"""How much a person does for the ten commonest jobs: taps, characters typed, photos, and what that takes.

    python -m bench.taps [--write docs/taps.md]

Each job is done in a real Chromium at 360x740 without network, from the home page to the saved record, in the
shortest way that the pages offer. Counted are taps on the page (one for each field that is typed into and for
each photo) and the characters that came into its fields. The seconds are reckoned, so that they compare from
one day to the next: 1.2 s for a tap, 0.5 s for a character, 5 s for a photo; the application's own time, with
that of the machine which drives it, stands beside them.
Ends with 1 when a job needs more than its budget.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Playwright, sync_playwright

from tests.e2e.inspecting import InspectorsPhone
from tests.e2e.town import BOX, GRID, HEAD, INSPECTOR, LEAD, NIGHT_SHIFT, SCHOOL, Town, at, prepare_town
from tests.support import pictures
from tests.support.processes import ROOT

TAP_S, CHARACTER_S, PHOTO_S = 1.2, 0.5, 5.0
RECORDER: Final = """() => {
  const told = (window.__taps = { taps: 0, characters: 0, photos: 0 })
  const typed = new Map()
  const isPhoto = (one) => one.type === 'file'
  const isText = (one) => one.matches('textarea, input:not([type=file], [type=radio], [type=checkbox])')
  const on = (name, look) => addEventListener(name, look, true)
  on('click', (event) => { if (event.isTrusted && event.detail > 0) told.taps += 1 })
  on('change', ({ target }) => {
    if (!isPhoto(target)) return
    told.photos += 1
    told.taps += 1
  })
  on('input', ({ target }) => {
    if (!isText(target)) return
    if (!typed.has(target)) told.taps += 1
    told.characters += Math.max(0, target.value.length - (typed.get(target) ?? 0))
    typed.set(target, target.value.length)
  })
}"""


@dataclass(frozen=True)
class Job:
    """One job: whose it is, how it is done, and at most how many taps and seconds of a person it may take."""

    name: str
    who: str
    taps: int
    seconds: int
    do: Callable[[InspectorsPhone, Path], None]


@dataclass(frozen=True)
class Done:
    """What a job took."""

    job: Job
    taps: int
    characters: int
    photos: int
    own_s: float

    @property
    def seconds(self) -> float:
        """Of a person, the application's own time left out."""
        return self.taps * TAP_S + self.characters * CHARACTER_S + self.photos * PHOTO_S

    @property
    def fits(self) -> bool:
        return self.taps <= self.job.taps and self.seconds <= self.job.seconds


def begins(phone: InspectorsPhone, what: str) -> None:
    """Open a form from the page of what may be recorded."""
    phone.part("tab-record").click()
    phone.part(f"new-{what}").click()


def start_shift(phone: InspectorsPhone, _photo: Path) -> None:
    phone.starts_shift(NIGHT_SHIFT)


def check_in(phone: InspectorsPhone, _photo: Path) -> None:
    phone.opens_shift(NIGHT_SHIFT)
    phone.checks_in_near(30.4475, 114.872)


def find(phone: InspectorsPhone, photo: Path) -> None:
    phone.opens_shift(NIGHT_SHIFT)
    phone.reports_find("hazard", "路灯不亮", photo)


def end_shift(phone: InspectorsPhone, _photo: Path) -> None:
    phone.opens_shift(NIGHT_SHIFT)
    phone.part("end-shift").click()
    phone.page.locator("[aria-labelledby=missed] .chips button").first.click()
    phone.saves("confirm-end")
    phone.submits_shift()


def dispute(phone: InspectorsPhone, _photo: Path) -> None:
    begins(phone, "case")
    phone.goes_on_to_what_happened("D02", "5栋2单元")
    phone.types("summary", "楼上漏水，两户争执")
    phone.saves_form()


def settle(phone: InspectorsPhone, _photo: Path) -> None:
    begins(phone, "case_on_spot")
    phone.goes_on_to_what_happened("D02", "5栋2单元")
    phone.types("summary", "楼上漏水，已约定修理")
    phone.part("form-next").click()
    phone.chooses("way", "visit")
    phone.saves_form()


def screen(phone: InspectorsPhone, _photo: Path) -> None:
    phone.page.locator('[data-testid^="inbox-scr:"]').first.click()
    phone.does("round", households_visited="31")


def open_box(phone: InspectorsPhone, _photo: Path) -> None:
    begins(phone, "boxes")
    phone.part(f"open-{BOX}").click()
    phone.part(f"ask-openers-{HEAD}").click()
    phone.part("form-next").click()
    phone.part("ask-envelopes-0").fill("LJ-0012")
    phone.saves_form()


def hazard(phone: InspectorsPhone, photo: Path) -> None:
    begins(phone, "hz")
    phone.chooses("category", "fire")
    phone.types("text", "通道堵塞")
    phone.takes("ask-attach", photo)
    phone.part("form-next").click()
    phone.types("place", "3栋一楼")
    phone.saves_form()


def inspect(phone: InspectorsPhone, _photo: Path) -> None:
    begins(phone, "schools")
    phone.part(f"inspect-{SCHOOL}").click()
    phone.finds_wanting("SC04", "三处摊点")
    phone.answers_rest()
    phone.signs_inspection()


JOBS: Final = (
    Job("Start a shift", LEAD, 4, 10, start_shift),
    Job("Check in at a point, by location", LEAD, 5, 10, check_in),
    Job("Report a find with a photo", LEAD, 6, 20, find),
    Job("End and submit a shift, 8 points missed", LEAD, 5, 20, end_shift),
    Job("A dispute, from the word of a neighbour", GRID, 7, 30, dispute),
    Job("A small dispute, settled on the spot", HEAD, 9, 30, settle),
    Job("A round of the weekly screening", GRID, 5, 10, screen),
    Job("Open a box, one envelope", GRID, 7, 15, open_box),
    Job("A hazard with a photo", GRID, 8, 25, hazard),
    Job("A school: twenty items, one not in order", INSPECTOR, 26, 40, inspect),
)


def main() -> int:
    """Measure, tell, and say whether every job kept to its budget."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", type=Path, help="put the table into this file, under its heading")
    asked = options.parse_args()
    if not (ROOT / "pwa/dist/index.html").exists():
        print("The PWA is not built: run make setup first.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        done = list(_all(playwright, Path(folder)))
    text = table(done)
    print(text)
    if asked.write:
        _write(asked.write, text)
    return 0 if all(one.fits for one in done) else 1


def _all(playwright: Playwright, folder: Path) -> Iterator[Done]:
    prepared = prepare_town(folder / "prepared")
    photo = pictures.write_photo(folder / "photo.jpg", 1200, 900)
    (folder / "town").mkdir()
    with Town(playwright, prepared, folder / "town", at(14, "22:33")) as town, ExitStack() as phones:
        held = {name: phones.enter_context(_offline(town, name)) for name in {job.who for job in JOBS}}
        for job in JOBS:
            yield _measured(held[job.who], job, photo)


@contextmanager
def _offline(town: Town, username: str) -> Iterator[InspectorsPhone]:
    """A phone with all that is on it, out of the network."""
    phone = town.phone(InspectorsPhone, username)
    phone.browser.stands_at(30.4475, 114.872)
    phone.goes_offline()
    yield phone


def _measured(phone: InspectorsPhone, job: Job, photo: Path) -> Done:
    phone.goes_home()
    phone.is_in_use()
    phone.page.evaluate(RECORDER)
    begun = time.monotonic()
    job.do(phone, photo)
    own_s = time.monotonic() - begun
    told = phone.page.evaluate("window.__taps")
    return Done(job, told["taps"], told["characters"], told["photos"], own_s)


def table(done: list[Done]) -> str:
    """The figures as a table of Markdown."""
    lines = [
        "| job | taps | characters | photos | a person's seconds | budget | the application's own |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in done:
        budget = f"{one.job.taps} taps, {one.job.seconds} s" + ("" if one.fits else ": **over**")
        figures = f"{one.taps} | {one.characters} | {one.photos} | {one.seconds:.0f}"
        lines.append(f"| {one.job.name} | {figures} | {budget} | {one.own_s:.1f} s |")
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    """Put the table in the place of the one that stands there."""
    before, _, rest = path.read_text("utf-8").partition("| job |")
    after = rest.partition("\n\n")[2]
    path.write_text(f"{before}{text}\n\n{after}".rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
