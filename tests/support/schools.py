"""People, units and schools of a township, and stories of hazards, inspections and the month's action.

hazard = a_hazard()
rectified = hazard.does("rectify", "officer")
assert hazard.row(rectified) == "H7"
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from server.hazards.capability import HAZARDS_MACHINE
from server.records.telling import folded
from server.schools.capability import INSPECTIONS, LESSONS, SCHOOL_ACTIONS
from sync import times
from sync.domain import Document, Subject
from tests.support.records import TOWNSHIP, VILLAGE, Story, a_ulid

SCHOOL, OTHER_SCHOOL = "s001", "s002"
MONTH = "2019-11"
SCHOOL_DB = f"school_{TOWNSHIP}"
FROM_CHECKLIST = f"hz:{SCHOOL}:{MONTH}:SC04"
REPORTED = f"hz:{a_ulid(900)}"
ELSEWHERE = f"hz:{a_ulid(800)}"
PHOTO = f"att:{a_ulid(700)}"
AFTER = f"att:{a_ulid(701)}"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
UNITS = {"plo": "PLO", "psb": "PSB", "jus": "JUS", "urb": "URB", "pln": "PLN", "msa": "MSA", "saf": "SAF"}


def _person(unit: str, *roles: str) -> dict[str, Any]:
    return {"roles": list(roles), "div": TOWNSHIP, "unit": unit}


STAFF = {
    "insp-psb": _person("psb", "inspector"),
    "insp-urb": _person("urb", "inspector"),
    "insp-jus": _person("jus", "inspector"),
    "insp-msa": _person("msa", "inspector"),
    "insp-saf": _person("saf", "inspector"),
    "officer": _person("urb", "unit_officer"),
    "mate": _person("urb", "unit_officer"),
    "stranger": _person("psb", "unit_officer"),
    "both": _person("urb", "unit_officer", "inspector"),
    "contact": _person(SCHOOL, "school_contact"),
    "grid": _person("plo", "grid_mgr"),
    "op": _person("plo", "twp_operator"),
    "op2": _person("plo", "twp_operator"),
    "deputy": _person("plo", "twp_deputy"),
    "clerk": _person("plo", "mediation_helper"),
}
REFERENCE: Mapping[str, Document] = {
    **{f"unit:{code}": {"code": code, "kind": kind, "div": TOWNSHIP} for code, kind in UNITS.items()},
    **{f"school:{code}": {"code": code, "div": VILLAGE} for code in (SCHOOL, OTHER_SCHOOL)},
}
FIELDS = {
    "category": "fire",
    "severity": "medium",
    "place": "北门",
    "point": None,
    "school": None,
    "site": None,
    "text": "堵塞",
    "attach": [PHOTO],
}
WORK = {"text": "已清理", "attach": [AFTER]}
SAID: Mapping[str, Mapping[str, Any]] = {
    "find": {"text": None, "attach": [PHOTO], "inspection": None},
    "join": {"text": "也看到了", "attach": []},
    "fixed_on_spot": WORK,
    "auto_assign": {"unit": "urb", "officers": ["officer"], "due_at": None},
    "assign": {"unit": "urb", "officers": ["officer"], "due_at": None},
    "receive": {},
    "not_mine": {"reason": "不属于我们"},
    "progress": {"text": "在做", "attach": []},
    "rectify": WORK,
    "verify": {"visited_on": "2019-11-20", "text": None, "attach": []},
    "verify_fail": {"visited_on": "2019-11-20", "reason": "又摆出来了", "attach": []},
    "extend_ask": {"until": "2019-11-30T00:00:00.000Z", "reason": "下雨"},
    "extend": {"until": "2019-11-30T00:00:00.000Z", "reason": "下雨"},
    "extend_no": {"reason": "不同意"},
    "overdue": {},
    "reject": {"reason": "不是隐患"},
    "transfer": {"body": "市公路局", "on": "2019-11-12", "reason": "归他们管"},
    "transfer_report": {"on": "2019-11-20", "text": "已修", "attach": []},
    "suspend_ask": {"reason": "等材料"},
    "suspend": {"reason": "等材料"},
    "suspend_no": {"reason": "不同意"},
    "resume": {},
    "merge_into": {"target": ELSEWHERE, "reason": "同一处"},
    "take_over": {"sources": [ELSEWHERE], "reopens": False},
    "suspect": {"other": f"hz:{SCHOOL}:2019-10:SC04"},
    "inspection_returned": {"inspection": f"insp:{SCHOOL}:{MONTH}:insp-psb"},
    "distinct": {"reason": "不是一回事"},
    "edit": {"field": "place", "value": "南门", "old": "北门"},
    "correct": {"field": "severity", "value": "low", "reason": "看错了"},
    "force": {"event": f"hev:{a_ulid(1)}", "reason": "核实"},
    "dismiss": {"event": f"hev:{a_ulid(1)}", "reason": "核实"},
    "wait_over": {},
    "sign": {"unit": "psb", "party": "psb"},
    "summarise": {"text": "全部查完"},
    "close_month": {},
    "check": {},
    "return": {"reason": "漏查"},
    "void": {"reason": "重复"},
}
WHO: Mapping[str, str] = {
    "find": "insp-psb",
    "join": "grid",
    "fixed_on_spot": "insp-psb",
    "receive": "officer",
    "not_mine": "officer",
    "progress": "officer",
    "rectify": "officer",
    "verify": "insp-psb",
    "verify_fail": "insp-psb",
    "extend_ask": "officer",
    "suspend_ask": "officer",
    "auto_assign": "server",
    "overdue": "server",
    "take_over": "server",
    "suspect": "server",
    "wait_over": "server",
    "close_month": "server",
    "inspected": "server",
    "inspection_returned": "server",
    "sign": "insp-psb",
}


class SchoolStory(Story):
    """A story with the township's people, in which everybody acts with what the action usually says."""

    def does(self, action: str, by: str | None = None, seen: int | None = None, **more: Any) -> str:
        """Somebody acts; `more` replaces parts of the payload, `after` is the time that passes before.

        `late`: how long ago it was by the device's clock.
        """
        after, late = more.pop("after", MINUTE), more.pop("late", timedelta(0))
        payload = {**SAID.get(action, {}), **more}
        said = {"at_dev": times.utc(self.now + after - late)}
        return self.event(action, by or WHO.get(action, "op"), payload, seen=seen, after=after, **said)

    def row(self, doc_id: str) -> str | None:
        """The number of the row that decided on the last document; None when none carried it out."""
        assert self.entries[-1].doc_id == doc_id, "only of the last one"
        before = Subject(self.partition, self.subject_id, tuple(self.entries[:-1]))
        everything = Subject(self.partition, self.subject_id, tuple(self.entries))

        def reference(one: str, _rseq: int) -> Document | None:
            return self.references.get(one)

        (last,) = folded(self.machine, everything, reference).acts[-1:]
        row = folded(self.machine, before, reference).fold.examine(last)[1]
        return row.id if row else None

    def told(self, doc_id: str) -> tuple[str, str, str | None]:
        """(state of the subject, result, reason) after a document."""
        return self.state["state"], self.result(doc_id), self.reason(doc_id)


def a_hazard(*actions: str, **more: Any) -> SchoolStory:
    """A hazard that a grid manager reported, and what then happened to it."""
    story = SchoolStory(HAZARDS_MACHINE, REPORTED, STAFF, reference=REFERENCE)
    story.head("hazard", "grid", **{**FIELDS, **more})
    for action in actions:
        story.does(action)
    return story


def a_school_hazard(*actions: str, subject: str = FROM_CHECKLIST, **found: Any) -> SchoolStory:
    """A hazard that an inspection found, and what then happened to it."""
    story = SchoolStory(HAZARDS_MACHINE, subject, STAFF, reference=REFERENCE, database=SCHOOL_DB)
    story.does("find", **found)
    for action in actions:
        story.does(action)
    return story


def an_action(*actions: str, schools: tuple[str, ...] = (SCHOOL,)) -> SchoolStory:
    """November's joint action of the township."""
    subject = f"sact:{TOWNSHIP}:{MONTH}"
    story = SchoolStory(SCHOOL_ACTIONS, subject, STAFF, reference=REFERENCE, database=SCHOOL_DB)
    story.head(
        "school_action",
        "server",
        div=TOWNSHIP,
        month=MONTH,
        starts_at="2019-11-01T00:00:00.000+08:00",
        ends_at="2019-12-01T00:00:00.000+08:00",
        schools=list(schools),
    )
    for action in actions:
        story.does(action)
    return story


def an_inspection(by: str = "insp-psb", visit: str = "", **more: Any) -> SchoolStory:
    """A submitted inspection of the school."""
    subject = f"insp:{SCHOOL}:{MONTH}:{by}{visit}"
    story = SchoolStory(INSPECTIONS, subject, STAFF, reference=REFERENCE, database=f"own_{by}")
    story.head("inspection", by, **{**submitted(), **more})
    return story


def submitted(**answers: str) -> dict[str, Any]:
    """What an inspection says; of SC04 that it is not in order unless `answers` says otherwise."""
    found = answers or {"SC04": "no", "SC01": "ok"}
    return {
        "school": SCHOOL,
        "month": MONTH,
        "on": "2019-11-04",
        "answers": {item: {"ans": ans, "note": "占道", "att": [PHOTO]} for item, ans in found.items()},
        "attach": [],
        "text": None,
        "submitted_at": "2019-11-04T09:00:00.000+08:00",
    }


def a_lesson() -> SchoolStory:
    """A lesson on the law."""
    story = SchoolStory(LESSONS, f"les:{a_ulid(600)}", STAFF, reference=REFERENCE, database=SCHOOL_DB)
    story.head(
        "lesson",
        "contact",
        school=SCHOOL,
        kind="law_in_class",
        on="2019-11-04",
        classes=2,
        people=90,
        lecturer_role="police",
    )
    return story


def inspected(visit: int = 1, by: str = "insp-psb", school: str = SCHOOL, **answers: str) -> dict[str, Any]:
    """What the action is told of an inspection."""
    suffix = "" if visit == 1 else f":{visit}"
    return {
        "inspection": f"insp:{school}:{MONTH}:{by}{suffix}",
        "school": school,
        "inspector": by,
        "on": "2019-11-04",
        "answers": answers or {"SC01": "ok"},
    }
