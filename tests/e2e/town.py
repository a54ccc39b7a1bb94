"""The town of the stories: the people of one street in the week of 11 November 2019, and their lists.

The server's clock stands still and is set between two scenes; the phones' clocks go on from there.
"""

import csv
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import flask_migrate
from playwright.sync_api import Playwright

from server import importing
from server.accounts import queries
from server.extensions import services
from tests.e2e.centre import Console, Office
from tests.e2e.phone import Phone
from tests.e2e.villagers import GRID, HEAD, MEDIATOR, OPERATOR, add_villagers
from tests.simulator.preparation import an_app, settle
from tests.support import district
from tests.support.chromium import Browser
from tests.support.district import DISTRICT, LEAD, MEMBER, TEAM, TOWNSHIP, VEHICLE, VILLAGE, ZONE
from tests.support.processes import PASSWORD, Server

BEGIN = datetime(2019, 11, 11, 8, tzinfo=ZONE)
WEEK, MONTH = "2019-W46", "2019-11"
SCREENING, TEN_DAYS = f"scr:{VILLAGE}:{WEEK}", f"tdr:{VILLAGE}:{MONTH}-T2"
NIGHT_SHIFT = f"shift:{TEAM}:2019-11-14:night"
SCHOOL, BOX, CAMERA = f"{TOWNSHIP}-s001", f"{TOWNSHIP}-m001", f"{TOWNSHIP}-cam001"
WINDOW = f"bw:{BOX}:{MONTH}-H1"
ACTION = f"sact:{TOWNSHIP}:{MONTH}"
SLOGANS = f"slg:{VILLAGE}-1"
POINTS = tuple(f"{TOWNSHIP}-c{number:03}" for number in range(1, 10))

INSPECTOR, SECOND, SCHOOL_CONTACT = "chibi-msa-insp", "chibi-psb-insp", "chibi-school"
LAND_OFFICER, DEPUTY, DISPATCHER, SPECIAL = "chibi-lnd", "chibi-deputy", district.DISPATCHER, "special"
POLICE = "police-liaison"
PEOPLE = (
    *(GRID, HEAD, MEDIATOR, OPERATOR, LEAD, MEMBER),
    *(INSPECTOR, SECOND, SCHOOL_CONTACT, LAND_OFFICER, DEPUTY, DISPATCHER, SPECIAL),
    POLICE,
)
GOV, LND, MSA, PSB = "chibi-gov", "chibi-lnd-u", "chibi-msa", "chibi-psb"

__all__ = ("GRID", "HEAD", "LEAD", "MEDIATOR", "MEMBER", "OPERATOR", "Town", "at", "prepare_town")

Rows = Sequence[Sequence[object]]
Kind = TypeVar("Kind", bound=Phone)
FURTHER: dict[str, Rows] = {
    "units": (
        (LND, "赤壁国土所", "LND", TOWNSHIP),
        (MSA, "赤壁市监所", "MSA", TOWNSHIP),
        (PSB, "赤壁派出所", "PSB", TOWNSHIP),
        ("chibi-urb", "赤壁城管执法中队", "URB", TOWNSHIP),
        ("district-gov", "区综治中心", "GOV", DISTRICT),
        ("district-psb", "公安分局", "PSB", DISTRICT),
    ),
    "staff": (
        (INSPECTOR, "秦岚", MSA, "inspector", "", "establishment", "active"),
        (SECOND, "邓勇", PSB, "inspector", "", "establishment", "active"),
        (SCHOOL_CONTACT, "苏老师", GOV, "school_contact", "", "establishment", "active"),
        (LAND_OFFICER, "彭国土", LND, "unit_officer", "", "establishment", "active"),
        (DEPUTY, "丁副主任", GOV, "twp_deputy", "", "establishment", "active"),
        (SPECIAL, "区专班", "district-gov", "dist_special", "", "establishment", "active"),
        (POLICE, "冯联络", "district-psb", "psb_liaison", "", "establishment", "active"),
    ),
}
WHOLE: dict[str, Rows] = {
    "divisions": (
        ("code", "name", "level", "parent", "groups"),
        (DISTRICT, "黄州区", "district", "", ""),
        (TOWNSHIP, "赤壁街道", "township", DISTRICT, ""),
        (VILLAGE, "临江社区", "village", TOWNSHIP, 1),
    ),
    "schools": (
        ("code", "name", "stage", "div", "lat", "lon", "class_count"),
        (SCHOOL, "赤壁一小", "primary", VILLAGE, 30.4475, 114.8725, 12),
    ),
    "mailboxes": (
        ("code", "div", "site", "lat", "lon", "keeper_roles", "installed_on"),
        (BOX, VILLAGE, "临江社区村务公开栏旁", 30.4474, 114.8731, "grid_mgr", "2018-03-15"),
    ),
    "cameras": (
        ("code", "div", "site_kind", "place", "lat", "lon", "definition", "point_class", "joined", "state"),
        (CAMERA, VILLAGE, "crossing", "临江社区路口", 30.4471, 114.8728, "hd", "2", "true", "online"),
    ),
    "checkpoints": (
        ("code", "name", "site", "lat", "lon", "radius_m", "must", "min_visits_day"),
        *(
            (
                code,
                f"临江{number}号点",
                district.SITE,
                round(30.447 + number / 2000, 5),
                114.872,
                60,
                "true",
                1,
            )
            for number, code in enumerate(POINTS)
        ),
    ),
    "rosters": (
        ("team", "slot", "starts", "ends", "weekdays", "members", "vehicle", "must_points"),
        (TEAM, "night", "22:30", "06:30", "1-7", f"{LEAD} {MEMBER}", VEHICLE, " ".join(POINTS)),
    ),
}


def write_town(lists: Path) -> Path:
    """Write the lists into the folder and return it."""
    add_villagers(district.write_district(lists))
    for name, rows in FURTHER.items():
        _write(lists / f"{name}.csv", rows, "a")
    for name, rows in WHOLE.items():
        _write(lists / f"{name}.csv", rows, "w")
    return lists


def _write(path: Path, rows: Rows, mode: str) -> None:
    with path.open(mode, encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def prepare_town(folder: Path) -> Path:
    """Make the data of a server that begins on the Monday: lists, accounts, what the calendar asks for."""
    server = Server(folder, {"FROZEN_CLOCK": BEGIN.isoformat()})
    with an_app(server) as app:
        flask_migrate.upgrade()
        config = services(app).config
        importing.run(write_town(folder / "lists"), services(app).store, BEGIN, config.timezone)
        settle(app)
        for name in PEOPLE:
            queries.put_account(name, name, PASSWORD, BEGIN)
    return folder / "var"


class Town:
    """A served town with the phones that are out in it. Its time is what the stories say it is."""

    def __init__(self, playwright: Playwright, prepared: Path, folder: Path, moment: datetime) -> None:
        self.playwright, self.folder = playwright, folder
        self.given: list[Phone] = []
        self.desks: list[Console] = []
        shutil.copytree(prepared, folder / "server" / "var")
        self.server = Server(folder / "server", {"FROZEN_CLOCK": moment.isoformat()})

    @property
    def now(self) -> datetime:
        """The moment at which the server's clock stands."""
        return datetime.fromisoformat(self.server.environment["FROZEN_CLOCK"])

    def comes_to(self, moment: datetime) -> None:
        """Let it be that moment at the server."""
        self.server.stop()
        self.server.environment["FROZEN_CLOCK"] = moment.isoformat()
        self.server.start()

    def phone(self, kind: type[Kind], username: str) -> Kind:
        """A new phone, on time, with its user logged in and all that is theirs on it."""
        browser = Browser(self.playwright, self.folder / username)
        browser.lives_at(self.now)
        phone = kind(browser, self.server.url)
        self.given.append(phone)
        phone.logs_in(username)
        phone.has_synced()
        return phone

    def office(self, username: str = OPERATOR) -> Office:
        """The API with the rights of an office."""
        return Office(self.server.url, username)

    def console(self, username: str, path: str) -> Console:
        """A page of the console in a browser of its own, logged in; the desk's clock is right."""
        browser = Browser(self.playwright, self.folder / f"desk-{username}", phone=False)
        browser.lives_at(self.now)
        console = Console(browser, self.server.url)
        self.desks.append(console)
        console.logs_in(username)
        console.page.goto(f"{self.server.url}{path}")
        return console

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for phone in self.given:
            phone.__exit__(kind, error, trace)
        for desk in self.desks:
            desk.__exit__(kind, error, trace)
        self.server.__exit__(kind, error, trace)


def at(day: int, clock: str) -> datetime:
    """A moment of November 2019."""
    return datetime.fromisoformat(f"2019-11-{day:02}T{clock}:00+08:00")
