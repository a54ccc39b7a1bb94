"""People of a village and its offices, and stories of the duties that the calendar brings.

week = a_screening()
week.event("round", "grid-a", a_round())
assert week.state["found_count"] == 0
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.duties.capability import ACTIVITY, ASSET, PUBLICITY, REPORT, SCREENING, SLOGANS
from server.duties.figures import no_figures
from server.duties.planning import report, screening, slogan_stocks
from server.duties.windows import half_month, ten_days, week
from server.mailboxes.capability import BOX_WINDOWS, CLUES, MAILBOXES
from server.mailboxes.planning import box_window
from server.records.machine import Folding, Machine
from server.records.telling import folded
from sync import times
from sync.authorship import written_by
from sync.domain import Subject
from sync.json_text import canonical
from tests.support.records import TOWNSHIP, VILLAGE, Story, a_ulid
from tests.support.rows import Step

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2019, 11, 4)
BOX, GROUP = "421102001-m001", f"{VILLAGE}-1"
PHOTO = f"att:{a_ulid(700)}"
CASE, OTHER_CASE = f"case:{a_ulid(600)}", f"case:{a_ulid(601)}"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Document = dict[str, Any]


def _person(role: str, div: str) -> dict[str, Any]:
    return {"roles": [role], "div": div, "unit": f"u-{div}"}


STAFF = {
    "grid-a": _person("grid_mgr", VILLAGE),
    "grid-b": _person("grid_mgr", VILLAGE),
    "head-a": _person("mediation_head", VILLAGE),
    "head-b": _person("mediation_head", VILLAGE),
    "lead-v": _person("village_lead", VILLAGE),
    "patrol": _person("patrol_lead", TOWNSHIP),
    "operator": _person("twp_operator", TOWNSHIP),
    "special": _person("dist_special", TOWNSHIP[:6]),
    "police": _person("psb_liaison", TOWNSHIP[:6]),
    "nobody": {"roles": [], "div": VILLAGE, "unit": "u-none"},
}


class Duty(Story):
    """A story whose people are those of the village; times may be said as local text."""

    def __init__(self, machine: Machine, subject: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(machine, subject, STAFF, parameters)

    def born(self, document: Mapping[str, Any]) -> "Duty":
        """Its head by the clock."""
        self.add({**document, "wrote": written_by()}, "server")
        return self

    @property
    def folding(self) -> Folding:
        """The fold of all that arrived."""
        subject = Subject(self.partition, self.subject_id, tuple(self.entries))
        return folded(self.machine, subject, lambda doc_id, _rseq: self.references.get(doc_id))

    def until(self, moment: str) -> timedelta:
        """How long it is to a local moment of the story's month, as `08T09:00`."""
        return local(moment) - self.now.astimezone(UTC)

    def timer(self, name: str) -> str | None:
        """When a timer is due."""
        return next((one.due_at for one in self.folded.timers if one.name == name), None)

    def had_nobody_done_it(self) -> str | None:
        """What the last document would have met with from somebody without any role."""
        entry = self.entries.pop()
        self.entries.append(replace(entry, author="nobody", actor=canonical({"roles": []})))
        return self.reason(entry.doc_id)

    def clock(self, name: str) -> str:
        """The clock does what is due; the event's id."""
        due_at = self.timer(name)
        assert due_at is not None, f"{name} is not due"
        return self.event(name, "server", after=times.parse(due_at) - self.now)


def local(moment: str) -> datetime:
    """A moment of November 2019 in the district, as `08T09:00`."""
    return datetime.fromisoformat(f"2019-11-{moment}:00+08:00").astimezone(UTC)


def at(moment: str) -> str:
    """The same as documents write it."""
    return times.utc(local(moment))


def a_screening() -> Duty:
    """The screening of the week from Monday the 4th to Sunday the 10th."""
    head = screening({"code": VILLAGE}, week(MONDAY), ZONE)
    return Duty(SCREENING, head["_id"]).born(head)


def a_round(on: str = "2019-11-04", households: int = 12) -> Document:
    """The payload of a round."""
    return {"on": on, "households_visited": households, "area_note": "一组"}


def a_report() -> Duty:
    """The report of the 1st to the 10th, which has to be confirmed until the 11th is over."""
    window = ten_days(MONDAY)
    head = report(VILLAGE, window, ZONE)
    return Duty(REPORT, head["_id"]).born(head)


def figures(found: int = 0, **more: Any) -> Document:
    """The figures of a village with so many disputes."""
    made = no_figures()
    made["cases"] |= {"found": found, "in_progress": found}
    return {**made, "zero_report": not found, **more}


def given(duty: Story, found: int = 0, **more: Any) -> str:
    """The clock gives figures to a report; the event's id."""
    after = len(duty.state["figures_ids"] or [])
    return duty.event("figures", "server", {"figures": figures(found), "after": after}, **more)


def an_activity(kind: str = "door_visit", **more: Any) -> Document:
    """What an activity says."""
    return {"kind": kind, "on": "2019-11-04", "sessions": 1, "people": 20, "minutes": 60, **more}


def a_fact(machine: Machine, prefix: str, by: str = "grid-a", **said: Any) -> Duty:
    """A story that begins with a fact of a phone."""
    duty = Duty(machine, f"{prefix}:{a_ulid(1)}")
    duty.head(machine.head_type or "", by, **said)
    return duty


def activity(**more: Any) -> Duty:
    """An activity."""
    return a_fact(ACTIVITY, "act", **an_activity(**more))


def publicity(**more: Any) -> Duty:
    """Leaflets."""
    said = {
        "kind": "leaflet",
        "on": "2019-11-04",
        "qty": 500,
        "unit": "copies",
        "place": "集市",
        "attach": [],
    }
    return a_fact(PUBLICITY, "pub", **{**said, **more})


def slogans(parameters: Mapping[str, Any] | None = None) -> Duty:
    """The slogans of a group."""
    village = {"code": VILLAGE, "groups": 1, "at_dev": "2019-10-01T00:00:00.000Z"}
    (head,) = slogan_stocks(village, ZONE)
    return Duty(SLOGANS, head["_id"], parameters).born(head)


def a_count(n: int, on: str = "2019-11-04") -> Document:
    """The payload of a count."""
    return {"n": n, "counted_on": on, "attach": []}


def an_asset() -> Duty:
    """A camera of which nothing was heard yet."""
    return Duty(ASSET, "asset:421102001-cam001")


def a_mailbox() -> Duty:
    """A mailbox of which nothing was heard yet."""
    return Duty(MAILBOXES, f"box:{BOX}")


def reports(duty: Duty, by: str = "grid-a", fault: str = "damaged", **more: Any) -> str:
    """Somebody reports a fault; the report's id."""
    family, _, code = duty.subject_id.partition(":")
    kind = "mailbox" if family == "box" else "camera"
    said = {"asset": code, "kind": kind, "fault": fault, "on": "2019-11-04", "attach": []}
    return duty.fact("asset_report", "ar", by, **{**said, **more})


def a_box_window(parameters: Mapping[str, Any] | None = None) -> Duty:
    """The duty to open a box from the 1st to the 15th."""
    head = box_window({"code": BOX, "div": VILLAGE}, half_month(MONDAY), ZONE)
    return Duty(BOX_WINDOWS, head["_id"], parameters).born(head)


def opens(duty: Duty, by: str = "grid-a", *envelopes: str, **more: Any) -> str:
    """Two people open a box, at the moment when they write it down unless said; the opening's id."""
    moment = duty.now + more.get("after", MINUTE)
    said = {
        "box": BOX,
        "window": duty.subject_id.rpartition(":")[2],
        "opened_at": more.get("at_dev", times.utc(moment)),
        "openers": ["grid-a", "grid-b"],
        "seal_ok": True,
        "box_state": "ok",
        "items_count": len(envelopes),
        "envelopes": list(envelopes),
        "attach": [],
    }
    return duty.fact("box_open", "bo", by, **{**said, **more})


def a_drop(**more: Any) -> Document:
    """What a phone says of an envelope."""
    return {
        "envelope_no": "HZ-0007",
        "channel": "mailbox",
        "category": "CL06",
        "received_on": "2019-11-04",
        "count": 2,
        **more,
    }


def a_clue(**more: Any) -> Duty:
    """A clue whose envelope was dropped."""
    return a_fact(CLUES, "cd", **a_drop(**more))


def step_with_facts(duty: Story, step: Step) -> str:
    """A step as an event; openings and reports of faults are documents of their own."""
    assert isinstance(duty, Duty)
    if step.action == "open":
        return opens(duty, step.by, *step.payload.get("envelopes", ()), **step.said)
    if step.action == "report":
        return reports(duty, step.by, **step.said)
    return duty.event(step.action, step.by, step.payload, step.seen, **step.said)
