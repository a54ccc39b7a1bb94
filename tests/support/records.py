"""Builders for the fold of any machine: documents as phones and offices write them, and their journal.

case = Story(CASES, staff={"mediator-a": {"roles": ["mediator"], "div": VILLAGE, "unit": "v1"}})
case.head(type="case", id="case:...", by="grid-a", kind="dispute", ...)
took = case.event("take", by="mediator-a")
case.event("agree", by="mediator-a", seen=case.rseq, payload={...})
assert case.state["state"] == "agreed" and case.result(took) == "applied"
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from server.records.machine import Machine
from server.records.projection import row
from server.records.tables import Record
from server.records.telling import fold_subject
from sync import times
from sync.authorship import SERVER
from sync.domain import Document, Folded, Subject
from sync.journal import Entry
from sync.json_text import canonical

TOWNSHIP = "421102001"
VILLAGE = "421102001001"
BEGIN = datetime(2019, 11, 4, 1, 0, tzinfo=UTC)  # a Monday, nine in the morning in the district
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Staff = Mapping[str, Mapping[str, Any]]


def a_ulid(number: int) -> str:
    """A ULID that says nothing but its number."""
    digits = "".join(CROCKFORD[number >> shift & 31] for shift in range(20, -5, -5))
    return f"01DRSW0000{digits:0>16}"


class Story:
    """One subject whose documents arrive one after the other, a minute apart unless `after` says more.

    `by` names somebody of `staff`, or `server`. `seen` defaults to all that was journalled before (the writer
    knew everything); give 0 for somebody who was offline.
    """

    def __init__(
        self,
        machine: Machine,
        subject: str,
        staff: Staff,
        parameters: Mapping[str, Any] | None = None,
        reference: Mapping[str, Document] | None = None,
        partition: str = TOWNSHIP,
        database: str = f"work_{VILLAGE}",
    ) -> None:
        self.machine, self.subject_id = machine, subject
        self.partition, self.database = partition, database
        self.entries: list[Entry] = []
        self.now = BEGIN
        self.references: dict[str, Document] = {
            f"staff:{one}": {"team": None, **of} for one, of in staff.items()
        }
        self.references |= {f"param:{key}": {"value": value} for key, value in (parameters or {}).items()}
        self.references.update(reference or {})
        self._ids = 0

    @property
    def rseq(self) -> int:
        """The last row."""
        return len(self.entries)

    def head(self, type_: str, by: str, **said: Any) -> str:
        """The head document arrives; returns its id."""
        return self.add({"_id": self.subject_id, "type": type_, **said}, by)

    def event(
        self,
        action: str,
        by: str,
        payload: Mapping[str, Any] | None = None,
        seen: int | None = None,
        prev: str | None = None,
        after: timedelta = timedelta(minutes=1),
        **said: Any,
    ) -> str:
        """An event arrives; returns its id."""
        type_, prefix = self.machine.event
        key = self.subject_id if prefix == "ev" else self.subject_id.partition(":")[2]
        document = {
            "_id": f"{prefix}:{key}:{self.ulid()}",
            "type": type_,
            "action": action,
            "payload": dict(payload or {}),
            "note": None,
            **self._about(seen, prev),
            **said,
        }
        return self.add(document, by, after)

    def fact(
        self,
        type_: str,
        prefix: str,
        by: str,
        seen: int | None = None,
        prev: str | None = None,
        after: timedelta = timedelta(minutes=1),
        **said: Any,
    ) -> str:
        """A document of another type about the subject arrives; returns its id."""
        key = self.subject_id.partition(":")[2]
        document = {"_id": f"{prefix}:{key}:{self.ulid()}", "type": type_, **self._about(seen, prev), **said}
        return self.add(document, by, after)

    def ulid(self) -> str:
        """The next id."""
        self._ids += 1
        return a_ulid(self._ids)

    def add(self, document: Mapping[str, Any], by: str, after: timedelta = timedelta(minutes=1)) -> str:
        """Journal a document after its schema took it; returns its id."""
        self.now += after
        body = {
            "v": 1,
            "div": VILLAGE,
            "wrote": {"by": by, "dev": f"dev-{by}", "dseq": self.rseq + 1},
            "at_dev": self.now.astimezone(UTC).isoformat(timespec="milliseconds"),
            "tz": "Asia/Shanghai",
            **document,
        }
        errors = self.machine.schemas[body["type"]]().validate(body)
        assert errors == {}, errors
        self.entries.append(self._entry(body, by))
        return str(body["_id"])

    @property
    def folded(self) -> Folded:
        """The fold of all that arrived."""
        return fold_subject(self.machine, self._subject, lambda doc_id, _rseq: self.references.get(doc_id))

    @property
    def state(self) -> Mapping[str, Any]:
        """The `st:` document; it is JSON, whatever the fold came to, and its row fits the register."""
        folded = self.folded
        assert folded.state is not None, "there is no state yet"
        assert misfits(row(self.machine, self._subject, folded)) == {}
        found: Mapping[str, Any] = json.loads(canonical(folded.state))
        return found

    @property
    def _subject(self) -> Subject:
        return Subject(self.partition, self.subject_id, tuple(self.entries))

    def result(self, doc_id: str) -> str:
        """What became of a document: applied, absorbed, parked or refused."""
        return self.folded.outcomes[doc_id].result

    def reason(self, doc_id: str) -> str | None:
        """Why."""
        return self.folded.outcomes[doc_id].reason

    def _about(self, seen: int | None, prev: str | None) -> dict[str, Any]:
        return {
            "subject": self.subject_id,
            "seen": self.rseq if seen is None else seen,
            "seen_ids": [],
            "prev": prev,
        }

    def _entry(self, body: Mapping[str, Any], by: str) -> Entry:
        return Entry(
            partition=self.partition,
            rseq=self.rseq + 1,
            kind=self._kind(body),
            database=self.database,
            doc_id=body["_id"],
            rev="1-a",
            subject=self.subject_id,
            author=by,
            device=body["wrote"]["dev"],
            dseq=self.rseq + 1,
            received_at=times.utc(self.now),
            text=canonical(body),
            actor=canonical(self._actor(by)),
        )

    def _kind(self, body: Mapping[str, Any]) -> str:
        """A draft that is final is a fact, as in the journal."""
        kind = self.machine.kinds[body["type"]]
        final = self.machine.finals.get(body["type"])
        return "fact" if kind == "draft" and final is not None and final(body) else kind

    def _actor(self, by: str) -> dict[str, Any]:
        """What is journalled of the author's rights."""
        if by == SERVER:
            return {"roles": [SERVER]}
        staff = self.references.get(f"staff:{by}")
        if staff is None:
            return {"roles": []}
        unit = self.references.get(f"unit:{staff['unit']}") or {}
        roles = [f"{role}@{staff['div']}" for role in staff["roles"]]
        kind = staff.get("unit_kind", unit.get("kind"))
        return {"roles": roles, "unit": staff["unit"], "unit_kind": kind, "team": staff.get("team")}


def misfits(found: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row no database would take into the register as it is."""
    columns = dict(sa.inspect(Record).local_table.columns)
    unknown = {name: found[name] for name in found if name not in columns}
    return unknown | {
        name: found[name]
        for name, column in columns.items()
        if isinstance(column.type, sa.String) and not _fits_text(found[name], column)
    }


def _fits_text(value: Any, column: Any) -> bool:
    if value is None:
        return bool(column.nullable)
    longest = column.type.length
    return isinstance(value, str) and (longest is None or len(value) <= longest)
