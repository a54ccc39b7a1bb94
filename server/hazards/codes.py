"""The forms and codes of hazards. A school's hazard is one of its checklist's items in a month."""

import re
from dataclasses import dataclass

from server.ids import CODE, ITEM, MONTH
from server.schools.checklist import GROUP_NAMES

CATEGORIES = (*GROUP_NAMES, "other")
SEVERITIES = ("low", "medium", "high", "severe")
USUAL = "medium"
OF_A_SCHOOL = re.compile(rf"hz:({CODE}):({MONTH}):({ITEM})")


@dataclass(frozen=True)
class SchoolHazard:
    """What the id of a school's hazard says."""

    school: str
    month: str
    code: str


def school_hazard(subject: str) -> SchoolHazard | None:
    """The school, month and item of a hazard's id; None for one that is not a school's."""
    found = OF_A_SCHOOL.fullmatch(subject)
    return SchoolHazard(*found.groups()) if found else None
