"""What incidents, responders and drills tell beside their fields, and their columns in the register."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from server.incidents.incident_states import AFTER
from server.incidents.writing import responder_id
from server.records.machine import Folding
from sync import times
from sync.domain import Reference
from sync.fold import Fold

Told = Mapping[str, Any]
ASSIGNED = ("level", "merged_into", "ended_at", "closed_at")


def incident_derives(fold: Fold, _reference: Reference) -> Told:
    """The situation reports that were worse than all before, and whether others than the reporter acted."""
    noted = fold.assigned.get("worse_sitreps") or []
    worse = [{"id": act.doc_id, "rseq": act.rseq} for act in fold.applied if act.doc_id in noted]
    reporter = fold.head.view["by"] if fold.head else None
    others = any(act.view["by"] not in (reporter, "server") for act in fold.applied)
    return {"worse": worse, "others_acted": others}


def incident_tells(folding: Folding) -> Told:
    """The numbers that hold: after the stand-down those that the dispatcher settled. And who was sent."""
    settled = folding.fold.state in (*AFTER, "closed")
    told = {
        **{name: folding.fold.assigned.get(name) for name in ASSIGNED},
        "source": folding.head.get("source"),
        "responders": [responder_id(folding.subject.id, unit) for unit in folding.value("units") or []],
    }
    for name in ("people", "injured"):
        last = folding.value(f"{name}_settled") if settled else None
        told[f"{name}_count"] = folding.value(f"{name}_count") if last is None else last
    return told


def incident_registers(folding: Folding) -> Told:
    """The columns."""
    reported_at = folding.value("reported_at")
    ended_at = folding.fold.assigned.get("closed_at") or folding.fold.assigned.get("ended_at")
    return {
        "level": folding.fold.assigned.get("level"),
        "ref": folding.fold.assigned.get("merged_into") or folding.head.get("source"),
        "on": _day(folding, reported_at),
        "closed_on": _day(folding, ended_at),
        "title": folding.value("place"),
    }


def responder_tells(folding: Folding) -> Told:
    """Who it is."""
    names = ("incident", "kind", "unit", "incident_kind", "place", "point")
    return {name: folding.head[name] for name in names}


def responder_registers(folding: Folding) -> Told:
    """The columns."""
    head = folding.head
    return {"ref": head["incident"], "unit": head["unit"], "title": head["place"]}


def drill_derives(fold: Fold, _reference: Reference) -> Told:
    """What has not got better yet."""
    return {"improvements_open": [one["key"] for one in improvements(fold) if one["state"] == "open"]}


def drill_tells(folding: Folding) -> Told:
    """Who leads and judges it; each improvement with its own state."""
    names = ("leader", "evaluator", "staff")
    return {**{name: folding.head[name] for name in names}, "improvements": improvements(folding.fold)}


def improvements(fold: Fold) -> list[dict[str, Any]]:
    """Each improvement with its state: open, or done since the last step said so."""
    steps = {step["key"]: step["done"] for step in fold.value("improvement_steps") or []}
    found = fold.value("improvements") or []
    return [{**one, "state": "done" if steps.get(one["key"]) else "open"} for one in found]


def drill_registers(folding: Folding) -> Told:
    """The columns."""
    return {
        "on": _day(folding, folding.value("t_order") or folding.value("starts_at")),
        "owner": folding.head["leader"],
        "closed_on": _day(folding, folding.fold.assigned.get("closed_at")),
        "title": folding.value("title"),
    }


def _day(folding: Folding, moment: str | None) -> str | None:
    """The day of a moment where the record is from."""
    if moment is None:
        return None
    return times.parse(moment).astimezone(ZoneInfo(folding.head["tz"])).date().isoformat()
