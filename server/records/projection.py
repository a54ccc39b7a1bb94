"""Journal and fold -> the register; the only code that writes it. A call replaces the subject's row."""

from typing import Any
from zoneinfo import ZoneInfo

from server.records.machine import FoldedRecord, Machine
from server.records.tables import Record
from sync import times
from sync.acts import Act
from sync.authorship import SERVER
from sync.domain import Folded, Subject
from sync.read_models import ReadModels

Row = dict[str, Any]
UNTOLD = ("results", "superseded", "wrote", "type", "v", "tz", "at_dev", "recv_at")


def project(machine: Machine, models: ReadModels, subject: Subject, folded: Folded) -> None:
    """One row for a subject that has a state, if anybody may read it."""
    shown = folded.state is not None and machine.readers
    rows = [row(machine, subject, folded)] if shown else []
    models.replace(Record.__table__, {"partition": subject.partition, "id": subject.id}, rows)


def row(machine: Machine, subject: Subject, folded: Folded) -> Row:
    """The columns of the register for a subject's state."""
    assert isinstance(folded, FoldedRecord)  # noqa: S101  a machine's fold gives nothing else
    assert folded.state is not None  # noqa: S101  callers have looked
    state = folded.state
    first = next(act for act in folded.acts if act.counts)
    arrived = [act for act in folded.acts if act.counts and act.view["by"] != SERVER]
    found = {
        "partition": subject.partition,
        "id": subject.id,
        "family": machine.prefix,
        "kind": state.get("kind"),
        "div": state["div"],
        "state": state["state"],
        "level": None,
        "ref": None,
        "owner": None,
        "unit": None,
        "on": local_day(first),
        "due_at": None,
        "closed_on": None,
        "title": None,
        "number": None,
        "rseq": state["rseq"],
        "received_at": max((act.view["received_at"] for act in arrived), default=None),
        "late_minutes": max((late_minutes_of(act) for act in arrived), default=None),
        "waiting": len(state["parked"]) + len(state["kept_both"]),
        "flags": state["flags"],
        "body": {name: value for name, value in state.items() if name not in UNTOLD},
        **folded.columns,
    }
    due_at = found["due_at"]  # as somebody wrote it, with any offset: only UTC sorts, and fits the column
    return found if due_at is None else {**found, "due_at": times.utc(times.parse(due_at))}


def local_day(act: Act) -> str:
    """The day on which something was done, where it was done."""
    local = times.parse(act.view["at"]).astimezone(ZoneInfo(act.view["tz"]))
    return local.date().isoformat()


def late_minutes_of(act: Act) -> int:
    """How long a record took to arrive."""
    return late_minutes(act.view["at_dev"], act.view["received_at"])


def late_minutes(at_dev: str, received_at: str) -> int:
    """How long a record took to arrive by its device's clock, in whole minutes; none for a clock ahead."""
    return max(int((times.parse(received_at) - times.parse(at_dev)).total_seconds() // 60), 0)
