"""What the other inspectors of a township are shown of an inspection, which lives with its writer."""

from collections.abc import Mapping

from server.permissions import school_database
from server.records.machine import Folding, Machine
from server.records.views import view_of
from server.schools.telling import not_counted, school_of
from sync.domain import Document


def copies(machine: Machine, folding: Folding) -> Mapping[tuple[str, str], Document]:
    """One, beside the school's other records; none of an inspection that has no effect."""
    school = school_of(folding)
    if school is None or not_counted(folding) is not None:
        return {}
    return {(school_database(school["div"]), f"view:{folding.subject.id}"): view_of(machine, folding)}
