"""The schools' records as data, and what of them the clock makes."""

from server.accounts.roles import CASEWORK
from server.permissions import school_database
from server.records.capability import capability_of
from server.records.machine import HEAD, Machine
from server.schools import words
from server.schools.copies import copies
from server.schools.documents import (
    InspectionEventSchema,
    InspectionSchema,
    LessonEventSchema,
    LessonSchema,
    SchoolActionEventSchema,
    SchoolActionSchema,
    is_submitted,
    parts_of,
)
from server.schools.effects import effects_of
from server.schools.planning import planned_actions
from server.schools.states import INSPECTION, LESSON, SCHOOL_ACTION
from server.schools.telling import (
    derive_action,
    register_action,
    register_inspection,
    register_lesson,
    tell_action,
    tell_inspection,
)
from sync.domain import Document


def _at_school(document: Document) -> str:
    return school_database(document["div"])


def _at_its_inspector(document: Document) -> str:
    return f"own_{parts_of(document['_id'])[2]}"


SCHOOL_ACTIONS = Machine(
    prefix="sact",
    plural="school-actions",
    table=SCHOOL_ACTION,
    schemas={"school_action": SchoolActionSchema, "school_action_ev": SchoolActionEventSchema},
    kinds={"school_action": "head", "school_action_ev": "event"},
    event=("school_action_ev", "ev"),
    actions={"school_action": HEAD},
    office_actions=("sign", "summarise", "correct", "force", "dismiss"),
    readers=CASEWORK,
    home=_at_school,
    derive=derive_action,
    tells=tell_action,
    registers=register_action,
    words=words.ACTION_WORDS,
    dictionaries=words.ACTION_DICTIONARIES,
)
INSPECTIONS: Machine = Machine(
    prefix="insp",
    plural="inspections",
    table=INSPECTION,
    schemas={"inspection": InspectionSchema, "inspection_ev": InspectionEventSchema},
    kinds={"inspection": "draft", "inspection_ev": "event"},
    event=("inspection_ev", "ev"),
    actions={"inspection": HEAD},
    office_actions=("check", "return", "force", "dismiss"),
    readers=CASEWORK,
    home=_at_its_inspector,
    tells=tell_inspection,
    registers=register_inspection,
    effects=effects_of,
    copies=lambda folding: copies(INSPECTIONS, folding),
    finals={"inspection": is_submitted},
    words=words.INSPECTION_WORDS,
    dictionaries=words.INSPECTION_DICTIONARIES,
)
LESSONS = Machine(
    prefix="les",
    plural="lessons",
    table=LESSON,
    schemas={"lesson": LessonSchema, "lesson_ev": LessonEventSchema},
    kinds={"lesson": "head", "lesson_ev": "event"},
    event=("lesson_ev", "ev"),
    actions={"lesson": HEAD},
    office_actions=("void", "force", "dismiss"),
    readers=CASEWORK,
    creators=("twp_operator", "school_contact"),
    home=_at_school,
    registers=register_lesson,
    words=words.LESSON_WORDS,
    dictionaries=words.LESSON_DICTIONARIES,
)
MACHINES = (SCHOOL_ACTIONS, INSPECTIONS, LESSONS)
SCHOOLS = capability_of(MACHINES, planned=planned_actions)
