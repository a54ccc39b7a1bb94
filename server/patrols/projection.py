"""Journal and fold -> read models; the only code that writes them. A call replaces all rows of a subject."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from server.patrols.checks import NO_VISIT
from server.patrols.tables import PatrolCheckin, PatrolFind, PatrolShift, VehicleLog
from server.records.projection import late_minutes_of, local_day
from sync import times
from sync.acts import Act
from sync.authorship import SERVER
from sync.domain import Folded, Subject
from sync.read_models import ReadModels

Row = dict[str, Any]
UNTOLD = ("results", "superseded", "wrote", "type", "v")


def project_shift(models: ReadModels, subject: Subject, folded: Folded) -> None:
    """A shift, its check-ins and finds, and the lines of the vehicle's log that belong to it."""
    acts = _counting(folded)
    head = next((act for act in reversed(acts) if act.head), None)
    own = [_on_shift(act, subject, head) for act in acts]
    checkins = [{**row, **_checkin(act, folded)} for act, row in _of(acts, own, "ckin")]
    finds = [{**row, **_find(act)} for act, row in _of(acts, own, "find")]
    _replace(models, PatrolCheckin, PatrolCheckin.shift, subject, checkins)
    _replace(models, PatrolFind, PatrolFind.shift, subject, finds)
    logs = [_vehicle_log(act, subject.partition) for act in acts if act.action == "veh_log"]
    _replace(models, VehicleLog, VehicleLog.shift, subject, logs)
    shift = []
    if head is not None and folded.state is not None:
        counts = {"checkins": sum(map(_is_counted, checkins)), "finds": len(finds)}
        shift = [{**_shift(subject, head, acts, folded.state), **counts}]
    _replace(models, PatrolShift, PatrolShift.id, subject, shift)


def project_vehicle_log(models: ReadModels, subject: Subject, folded: Folded) -> None:
    """A line of a vehicle's log outside any shift."""
    rows = [_vehicle_log(act, subject.partition) for act in _counting(folded)]
    _replace(models, VehicleLog, VehicleLog.id, subject, rows)


def _replace(models: ReadModels, model: Any, key: Any, subject: Subject, rows: list[Row]) -> None:
    """Put `rows` in the place of the subject's rows; what another township wrote about it is not its own."""
    models.replace(model.__table__, {key.name: subject.id, "township": subject.partition}, rows)


def _counting(folded: Folded) -> list[Act]:
    """The documents that count, in journal order."""
    return [act for act in folded.acts if act.counts]


def _of(acts: list[Act], rows: list[Row], action: str) -> Iterable[tuple[Act, Row]]:
    return ((act, row) for act, row in zip(acts, rows, strict=True) if act.action == action)


def _recorded(act: Act, township: str) -> Row:
    view = act.view
    return {
        "id": act.doc_id,
        "township": township,
        "author": view["by"],
        "at": view["at"],
        "at_dev": view["at_dev"],
        "received_at": view["received_at"],
        "late_minutes": late_minutes_of(act),
    }


def _on_shift(act: Act, subject: Subject, head: Act | None) -> Row:
    return {
        **_recorded(act, subject.partition),
        "shift": subject.id,
        "team": head.view["team"] if head else None,
        "date": head.view["date"] if head else local_day(act),
    }


def _checkin(act: Act, folded: Folded) -> Row:
    view, outcome = act.view, folded.outcomes[act.doc_id]
    told = (folded.state or {}).get("results", {}).get(act.doc_id, {})
    flags = told.get("flags", [])
    counted = outcome.result == "applied" and NO_VISIT.isdisjoint(flags) and "duplicate" not in flags
    return {
        "checkpoint": view["checkpoint"],
        "method": view["method"],
        "point": view["point"],
        "acc": view["acc"],
        "reason": view.get("reason"),
        "flags": flags,
        "result": outcome.result,
        "counted": counted,
    }


def _find(act: Act) -> Row:
    return {name: act.view[name] for name in ("kind", "place", "point", "text")}


def _vehicle_log(act: Act, township: str) -> Row:
    view = act.view
    own = {name: view[name] for name in ("vehicle", "shift", "km", "fuel_l", "fault")}
    return {**_recorded(act, township), **own}


def _shift(subject: Subject, head: Act, acts: list[Act], state: Mapping[str, Any]) -> Row:
    arrived = [_recorded(act, subject.partition) for act in acts if act.view["by"] != SERVER]
    return {
        "id": subject.id,
        "township": subject.partition,
        **{name: head.view[name] for name in ("team", "date", "slot", "planned", "members")},
        "starts_at": _utc(head.view["starts_at"]),
        "ends_at": head.view["ends_at"] and _utc(head.view["ends_at"]),
        "planned_vehicle": head.view["vehicle"],
        "state": state["state"],
        "duty_missed": state["state"] == "missed" or "late_final" in state["flags"],
        "night_minutes": state["night_minutes"],
        "received_at": max((row["received_at"] for row in arrived), default=None),
        "late_minutes": max((row["late_minutes"] for row in arrived), default=None),
        "rseq": state["rseq"],
        "body": {name: value for name, value in state.items() if name not in UNTOLD},
    }


def _is_counted(checkin: Row) -> bool:
    """A check-in between checkpoints counts as a check-in, not as a visit."""
    return checkin["counted"] or (checkin["checkpoint"] is None and checkin["result"] == "applied")


def _utc(moment: str) -> str:
    return times.utc(times.parse(moment).astimezone(UTC))
