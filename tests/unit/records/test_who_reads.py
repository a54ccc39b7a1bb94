"""Who reads and makes which records at the office, written down apart from the machines: whoever widens one
of these circles does it here too.
"""

import pytest

from server.accounts.roles import OFFICE, ROLES
from server.domain import MACHINES
from server.records.machine import Machine
from server.rules import RULES

EVERY_OFFICE = frozenset(OFFICE)
CASEWORK = EVERY_OFFICE - {"twp_dispatcher"}
DUTIES = (
    "screenings",
    "ten-day-reports",
    "activities",
    "publicity",
    "slogan-stocks",
    "assets",
    "box-windows",
    "mailboxes",
)
READERS = {
    "cases": CASEWORK | {"village_lead"},
    "parties": frozenset(),
    "clues": frozenset({"dist_special"}),
} | dict.fromkeys((*DUTIES, "hazards", "school-actions", "inspections", "lessons"), CASEWORK)
CONCERNED = {"hazards": {"unit_officer", "posted_clerk"}}
CREATORS = {
    "cases": {"twp_operator", "dist_operator"},
    "hazards": {"twp_operator", "posted_clerk"},
    "incidents": {"twp_operator", "twp_dispatcher"},
    "drills": {"twp_operator"},
    "lessons": {"twp_operator", "school_contact"},
    "activities": {"twp_operator"},
    "publicity": {"twp_operator"},
} | dict.fromkeys(("tasks", "notices"), set(OFFICE) - {"dist_lead"})
every_machine = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.plural)


@every_machine
def test_who_reads(machine: Machine) -> None:
    assert set(machine.readers) == READERS.get(machine.plural, EVERY_OFFICE)
    assert set(machine.concerned) == CONCERNED.get(machine.plural, set())
    assert {*machine.readers, *machine.concerned} <= set(ROLES)
    assert set(machine.readers).isdisjoint(machine.concerned)


@every_machine
def test_who_makes(machine: Machine) -> None:
    assert set(machine.creators) == CREATORS.get(machine.plural, set())


def test_what_few_may_read_never_lives_where_a_village_reads() -> None:
    """Sealed papers and parties go into databases of one person, by the one table of rules."""
    restricted = {"party", "party_ev", *(name for machine in MACHINES for name in machine.sealed)}
    places = {rule.prefix for rule in RULES for write in rule.writes if write.type in restricted}
    assert places == {"own_"}
