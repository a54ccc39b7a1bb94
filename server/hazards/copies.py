"""What the officers of a unit are shown of a hazard that was given to it."""

from collections.abc import Mapping

from server.hazards.effects import home
from server.records.machine import Folding, Machine
from server.records.views import reads, view_of
from sync.domain import Document


def copies(machine: Machine, folding: Folding) -> Mapping[tuple[str, str], Document]:
    """For each who was told of it and does not replicate its home; gone with the next unit."""
    given = folding.fold.assigned
    told = [*(given.get("officers") or []), given.get("officer")]
    at_home = home(folding.head)
    outside = sorted({one for one in told if one is not None and not reads(folding, one, at_home)})
    if not outside:
        return {}
    view = view_of(machine, folding)
    return {(f"own_{one}", f"view:{folding.subject.id}"): view for one in outside}
