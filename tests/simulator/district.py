"""The district of a simulation: townships, villages, teams and people, and who of them moves where."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

DISTRICT = "421102"
VILLAGES = 2  # of each township
PHONES_PER_TOWNSHIP = 17
SECOND_PHONES = 6  # every sixth phone is the second one of somebody
WITH_TWO = ("mediator", "inspector")  # who has two phones writes papers too, on the one and on the other
SHARED_PHONES = 7  # every seventh phone is used by two people
CHECKPOINTS = 4
AT_TOWNSHIP = ("patrol_lead", "patrol_mem", "inspector", "school_contact", "posted_clerk", "unit_officer")
DUTIES = (
    "patrol_lead",
    "patrol_mem",
    "grid_mgr",
    "patrol_mem",
    "security_head",
    "mediator",
    "inspector",
    "patrol_mem",
    "mediation_head",
    "village_lead",
    "unit_officer",
    "school_contact",
    "posted_clerk",
)
SLOTS = (("day", "08:00", "16:00"), ("evening", "16:00", "24:00"), ("night", "00:00", "08:00"))
Rows = Iterable[Sequence[object]]


@dataclass(frozen=True)
class Person:
    """A member of staff: `unit` is `gov-{division}`."""

    id: str
    unit: str
    roles: tuple[str, ...]
    team: str = ""

    @property
    def div(self) -> str:
        """The division of the unit."""
        return self.unit.removeprefix("gov-")


@dataclass
class District:
    """The lists of an office, as the import takes them."""

    townships: tuple[str, ...]
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def villages(self) -> list[str]:
        """All villages."""
        return [f"{township}{number:03}" for township in self.townships for number in range(1, VILLAGES + 1)]

    @property
    def divisions(self) -> list[str]:
        """District, townships, villages."""
        return [DISTRICT, *self.townships, *self.villages]

    def moves(self, staff_id: str, division: str, role: str) -> None:
        """Somebody works elsewhere, as something else, from the next import on."""
        self.people[staff_id] = replace(
            self.people[staff_id], unit=f"gov-{division}", roles=(role,), team=_team(division, role)
        )

    def gets(self, staff_id: str, roles: Sequence[str]) -> None:
        """Somebody has other roles in the same place."""
        self.people[staff_id] = replace(self.people[staff_id], roles=tuple(roles))

    def write(self, folder: Path) -> Path:
        """Write the lists into the folder and return it."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self._lists():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        return folder

    def _lists(self) -> Iterator[tuple[str, Rows]]:
        yield "divisions", [("code", "name", "level", "parent"), *self._divisions()]
        yield (
            "units",
            [
                ("code", "name", "kind", "div"),
                *((f"gov-{code}", f"综治中心{code}", "GOV", code) for code in self.divisions),
            ],
        )
        yield (
            "staff",
            [
                ("id", "name", "unit", "roles", "team", "employment", "state"),
                *(
                    (one.id, f"人员{one.id}", one.unit, " ".join(one.roles), one.team, "full_time", "active")
                    for one in self._staff()
                ),
            ],
        )
        yield (
            "teams",
            [
                ("code", "name", "kind", "div", "lead", "vehicle"),
                *(
                    (f"{code}-p1", f"巡逻队{code}", "patrol", code, "", f"{code}-v1")
                    for code in self.townships
                ),
            ],
        )
        yield (
            "vehicles",
            [
                ("code", "name", "kind", "div", "state"),
                *((f"{code}-v1", f"巡逻车{code}", "patrol", code, "active") for code in self.townships),
            ],
        )
        yield (
            "key_sites",
            [
                ("code", "name", "kind", "div", "lat", "lon", "radius_m"),
                *(
                    (f"{code}-k1", f"码头{code}", "wharf", code, 30.44, 114.87, 200)
                    for code in self.townships
                ),
            ],
        )
        yield (
            "checkpoints",
            [
                ("code", "name", "site", "lat", "lon", "radius_m", "must", "min_visits_day"),
                *(
                    (
                        code,
                        f"点{code}",
                        f"{code[:9]}-k1",
                        round(30.44 + number / 1000, 3),
                        114.87,
                        60,
                        "true",
                        2,
                    )
                    for number, code in enumerate(self.checkpoints)
                ),
            ],
        )
        yield (
            "rosters",
            [
                ("team", "slot", "starts", "ends", "weekdays", "members", "vehicle", "must_points"),
                *self._rosters(),
            ],
        )
        yield (
            "schools",
            [
                ("code", "name", "stage", "div", "lat", "lon", "class_count", "site"),
                *(
                    (code, f"学校{code}", "primary", f"{code[:9]}001", 30.44, 114.87, 12, "")
                    for code in self.schools
                ),
            ],
        )
        yield (
            "mailboxes",
            [
                ("code", "div", "site", "lat", "lon", "keeper_roles", "installed_on", "state"),
                *(
                    (f"{code}-m1", code, "公开栏旁", 30.44, 114.87, "grid_mgr", "2018-03-15", "active")
                    for code in self.villages
                ),
            ],
        )

    @property
    def checkpoints(self) -> list[str]:
        """The codes of all checkpoints."""
        return [f"{code}-c{number}" for code in self.townships for number in range(1, CHECKPOINTS + 1)]

    @property
    def schools(self) -> list[str]:
        """The codes of all schools."""
        return [f"{code}-s{number}" for code in self.townships for number in (1, 2)]

    @property
    def mailboxes(self) -> list[str]:
        """The codes of all mailboxes."""
        return [f"{code}-m1" for code in self.villages]

    def _divisions(self) -> Rows:
        yield DISTRICT, "黄州区", "district", ""
        for code in self.townships:
            yield code, f"街道{code[6:]}", "township", DISTRICT
        for code in self.villages:
            yield code, f"社区{code[6:]}", "village", code[:9]

    def _rosters(self) -> Rows:
        for township in self.townships:
            members = " ".join(p.id for p in self._staff() if p.team == f"{township}-p1")
            points = " ".join(code for code in self.checkpoints if code.startswith(township))
            # The import takes no roster without members: an office leaves out a team that everybody has left.
            for slot, starts, ends in SLOTS if members else ():
                yield f"{township}-p1", slot, starts, ends, "1-7", members, f"{township}-v1", points

    def _staff(self) -> list[Person]:
        return [self.people[staff_id] for staff_id in sorted(self.people)]


def a_district(phones: int) -> tuple[District, list[str]]:
    """A district that fits so many phones, and whose phone each of them is."""
    count = max(2, min(3, round(phones / PHONES_PER_TOWNSHIP)))
    district = District(tuple(f"{DISTRICT}{number:03}" for number in range(1, count + 1)))
    owners: list[str] = []
    for number in range(phones):
        second = number % SECOND_PHONES == SECOND_PHONES - 1
        owners.append(owners[number - SECOND_PHONES + 1] if second else _hired(district, number))
    for township in district.townships:
        name = f"office-{township[-3:]}"
        roles = ("twp_operator", "twp_dispatcher", "twp_deputy", "twp_director")
        district.people[name] = Person(name, f"gov-{township}", roles)
    for name, role in (("district", "dist_operator"), ("leader", "dist_lead"), ("admin", "admin")):
        district.people[name] = Person(name, f"gov-{DISTRICT}", (role,))
    return district, owners


def _hired(district: District, number: int) -> str:
    township = district.townships[number % len(district.townships)]
    role = DUTIES[len(district.people) // len(district.townships) % len(DUTIES)]
    more = WITH_TWO if number % SECOND_PHONES == 0 else ()
    village = f"{township}{number // len(district.townships) % VILLAGES + 1:03}"
    division = township if role in AT_TOWNSHIP else village
    name = f"p{number:02}"
    roles = tuple(dict.fromkeys((role, *more)))
    district.people[name] = Person(name, f"gov-{division}", roles, _team(division, role))
    return name


def shared(owners: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The numbers of two phones that are one, with two people who sign in on it."""
    for number in range(SHARED_PHONES // 2, len(owners), SHARED_PHONES):
        if owners[number - 1] != owners[number]:
            yield number - 1, number


def _team(division: str, role: str) -> str:
    return f"{division[:9]}-p1" if role in ("patrol_lead", "patrol_mem") else ""
