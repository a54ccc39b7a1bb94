"""Who may open the desk of a part of the journal: the office of the area, which settles what no rule decides;
others for the records that they may read there.
"""

from dataclasses import dataclass

from server import domain, quarantine
from server.accounts.access import caller
from server.accounts.roles import CASEWORK, OFFICE
from server.errors import Forbidden, OutsideArea
from server.records.machine import Machine

READERS = tuple(sorted({*OFFICE, *(role for machine in domain.MACHINES for role in machine.readers)}))


@dataclass(frozen=True)
class Reach:
    """What the caller sees there. `office`: whether they may settle what no rule decides."""

    machines: tuple[Machine, ...]
    office: bool

    @property
    def types(self) -> frozenset[str]:
        """The types of document that the caller may know of, when they are not the office."""
        return frozenset(name for machine in self.machines for name in machine.schemas)

    def covers(self, subject: str) -> bool:
        """Whether a subject is for the caller to know of."""
        family = subject.partition(":")[0]
        return self.office or any(machine.prefix == family for machine in self.machines)


def reach_of(partition: str) -> Reach:
    """What the caller sees of this part of the journal; raises OutsideArea when that is nothing."""
    office = quarantine.may_look_into(partition)
    machines = tuple(one for one in domain.MACHINES if caller().may_see(partition, readers_of(one)))
    if not machines and not office:
        raise OutsideArea(partition)
    return Reach(machines, office)


def settling_in(partition: str) -> Reach:
    """The same for the office alone; raises OutsideArea or Forbidden."""
    reach = reach_of(partition)
    if not reach.office:
        raise Forbidden
    return reach


def readers_of(machine: Machine) -> tuple[str, ...]:
    """Who is told that something waits on such a record: its readers; of one that nobody reads, those who
    work on cases, without what it says."""
    return machine.readers or CASEWORK
