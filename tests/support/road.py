"""The real road for records: every capability, a store, the follower, the clock, and phones that write to it.

    with a_road(tmp_path, people={"inspector": ("psb", ["inspector"])}) as road:
        phone = road.phone("inspector")
        phone.saves("own_inspector", a_document)
        phone.comes_online()
        assert road.state("hz:s001:2019-11:SC04")["finders"] == ["inspector"]

Nothing is replaced but the network and the time; of the plans, those of the records under test are kept.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from server.domain import DOMAIN, MACHINES
from server.extensions import db
from server.permissions import judge
from server.records.capability import Planned
from server.records.events import event_of
from server.records.tables import Record
from sync import journal, tables
from sync.access import Caller
from sync.authorship import written_by
from sync.clock import Clock
from sync.domain import Domain
from sync.errors import NotFound
from sync.follower import Follower
from sync.json_text import canonical, parsed
from sync.replay import Difference, verify
from sync.store.memory import MemoryStore
from tests.support.patrols import ZONE, an_engine, ulid, wire
from tests.support.records import TOWNSHIP, VILLAGE

BEGIN = datetime(2019, 11, 4, 9, 0, tzinfo=ZONE)
REFERENCES = f"ref_{TOWNSHIP}"
Document = dict[str, Any]
People = Mapping[str, tuple[str, list[str]]]


@dataclass
class Road:
    """The server's side; `now` is its clock."""

    store: MemoryStore
    engine: Engine
    domain: Domain
    people: People
    now: datetime = BEGIN
    phones: "dict[str, Phone]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.follower = Follower(self.store, self.engine, self.domain, self.time)
        self.clock = Clock(self.store, self.engine, self.domain, self.time)

    def time(self) -> datetime:
        """What the clock shows."""
        return self.now

    def settle(self) -> None:
        """Let follower and clock do all there is to do now."""
        while self.follower.step() or self.clock.step():
            pass

    def passes(self, **duration: float) -> None:
        """Time goes by, a day at a time."""
        end = self.now + timedelta(**duration)
        while self.now < end:
            self.now = min(self.now + timedelta(days=1), end)
            self.settle()

    def publishes(self, database: str, *documents: Document) -> None:
        """The server writes documents."""
        results = self.store.write(database, documents)
        assert all(result.error is None for result in results), results
        self.settle()

    def does(self, staff_id: str, subject: str, database: str, action: str, **payload: Any) -> str:
        """Somebody at the office acts on a record as it stands; returns the event's id."""
        machine = next(one for one in MACHINES if one.prefix == subject.partition(":")[0])
        state = self.state(subject)
        document = event_of(
            machine,
            {"id": subject, "div": state["div"], "tz": state["tz"]},
            ulid("office", staff_id, subject, action, self.now),
            wrote=written_by(staff_id, "office"),
            at_dev=wire(self.now),
            action=action,
            payload=payload,
            seen=state["rseq"],
        )
        self.publishes(database, document)
        return str(document["_id"])

    def phone(self, staff_id: str) -> "Phone":
        """The phone of somebody, which is offline until it comes online."""
        return self.phones.setdefault(staff_id, Phone(self, staff_id))

    def state(self, subject: str) -> Document:
        """The state of a record, as phones and console get it."""
        query = select(tables.fold_state.c.body).where(tables.fold_state.c.subject == subject)
        with self.engine.connect() as connection:
            body = connection.scalar(query)
        assert body is not None, f"{subject} has no state"
        return parsed(body)

    def subjects(self, prefix: str) -> list[str]:
        """The records whose id begins so."""
        column = tables.fold_state.c.subject
        with self.engine.connect() as connection:
            return sorted(connection.scalars(select(column).where(column.startswith(prefix))))

    def result(self, doc_id: str) -> tuple[str, str | None]:
        """(result, reason) of a document."""
        query = select(tables.fold_result).where(tables.fold_result.c.doc_id == doc_id)
        with self.engine.connect() as connection:
            row = connection.execute(query).one()
        return row.result, row.reason

    def quarantined(self) -> dict[str, str]:
        """{document id: reason} of what is held."""
        held = select(tables.quarantine).where(tables.quarantine.c.released_rseq.is_(None))
        with self.engine.connect() as connection:
            return {row.doc_id: row.reason for row in connection.execute(held)}

    def journalled(self, subject: str) -> list[tuple[str, str]]:
        """(document id, author) of every row about a record, in order."""
        with self.engine.connect() as connection:
            found = journal.entries_of(connection, TOWNSHIP, subject)
            return [(entry.doc_id, entry.author) for entry in found]

    def registered(self, record: str) -> Mapping[str, Any]:
        """A record's row in the register."""
        query = select(*Record.__table__.columns).where(Record.id == record)
        with self.engine.connect() as connection:
            return dict(connection.execute(query).mappings().one())

    def stored(self, database: str, doc_id: str) -> Document | None:
        """A document as phones replicate it."""
        try:
            return self.store.read(database, doc_id)
        except NotFound:
            return None

    def replayed(self) -> Difference:
        """What would come out differently if the journal were folded anew."""
        with self.engine.connect() as connection:
            return verify(connection, self.domain, self.time, db.metadata)

    def token_roles(self, staff_id: str) -> frozenset[str]:
        """What a token of this person carries, without the device."""
        with self.engine.connect() as connection:
            return self.domain.roles_of(connection, staff_id) or frozenset()


@dataclass
class Phone:
    """A phone: its documents are kept and numbered, and sent when it comes online."""

    road: Road
    staff_id: str
    dseq: int = 0
    unsent: list[tuple[str, Document]] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    history: dict[str, list[str]] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)

    @property
    def device(self) -> str:
        """Its id."""
        return f"dev-{self.staff_id}"

    def saves(self, database: str, doc_id: str, kind: str, /, div: str = VILLAGE, **fields: Any) -> str:
        """Save a document, or a draft anew; returns its id."""
        self.dseq += 1
        envelope = {
            "_id": doc_id,
            "type": kind,
            "v": 1,
            "div": div,
            "wrote": {"by": self.staff_id, "dev": self.device, "dseq": self.dseq},
            "at_dev": wire(self.road.now),
            "tz": ZONE.key,
        }
        self.unsent.append((database, self._revised({**envelope, **fields})))
        return doc_id

    def acts(
        self, database: str, subject: str, kind: str, prefix: str, action: str, seen: int = 0, **payload: Any
    ) -> str:
        """Write an event; returns its id."""
        key = subject if prefix == "ev" else subject.partition(":")[2]
        doc_id = f"{prefix}:{key}:{ulid(self.device, self.dseq, action)}"
        chain = {"subject": subject, "seen": seen, "seen_ids": [], "prev": self.last.get(subject)}
        self.last[subject] = doc_id
        return self.saves(database, doc_id, kind, action=action, payload=payload, note=None, **chain)

    def comes_online(self) -> None:
        """Push what is kept, as a replication does, and let the server work."""
        waiting, self.unsent = self.unsent, []
        for database, document in waiting:
            self.pushes(database, document)
        self.road.settle()

    def pushes(self, database: str, document: Document) -> None:
        """Send one document through the endpoint's guard; may be done again."""
        roles = self.road.token_roles(self.staff_id) | {f"dev:{self.device}"}
        if judge(database, document, Caller(self.staff_id, roles)) is not None:
            self.denied.append(document["_id"])
            return
        results = self.road.store.write(database, [document], new_edits=False)
        assert all(result.error is None for result in results), results

    def _revised(self, document: Document) -> Document:
        digest = hashlib.md5(canonical(document).encode(), usedforsecurity=False).hexdigest()
        ids = [digest, *self.history.get(document["_id"], [])]
        self.history[document["_id"]] = ids
        return {**document, "_rev": f"{len(ids)}-{digest}", "_revisions": {"start": len(ids), "ids": ids}}


@contextmanager
def a_road(
    folder: Path,
    people: People,
    references: Sequence[Document] = (),
    databases: Sequence[str] = (),
    planned: Planned | None = None,
) -> Iterator[Road]:
    """A township on 4 November 2019 at nine, with its people as {id: (unit, roles)} and reference documents.

    `planned`: what the clock makes beside the timers.
    """
    engine = an_engine(f"sqlite:///{folder}/road.db")
    parts = [replace(part, planned=None) for part in DOMAIN.capabilities]
    parts[0] = replace(parts[0], planned=planned)
    road = Road(MemoryStore(), engine, replace(DOMAIN, capabilities=tuple(parts)), people)
    try:
        own = [f"own_{one}" for one in people]
        for name in (REFERENCES, f"work_{VILLAGE}", f"centre_{TOWNSHIP}", *own, *databases):
            road.store.create(name)
        road.publishes(REFERENCES, *references, *staff_of(people))
        yield road
    finally:
        for made in (tables.metadata, db.metadata):
            made.drop_all(engine)
        engine.dispose()
        road.store.close()


def a_reference(doc_id: str, div: str = TOWNSHIP, **fields: Any) -> Document:
    """A reference document."""
    kind, _, code = doc_id.partition(":")
    envelope = {
        "_id": doc_id,
        "type": kind,
        "v": 1,
        "div": div,
        "wrote": written_by(),
        "at_dev": wire(BEGIN),
        "tz": ZONE.key,
        "state": "active",
    }
    named = {"code": code, "name": f"名称{code}"} if kind not in ("staff", "param") else {}
    return {**envelope, **named, **fields}


def a_unit(code: str, kind: str, div: str = TOWNSHIP) -> Document:
    """A unit."""
    return a_reference(f"unit:{code}", div, kind=kind)


def staff_of(people: People) -> list[Document]:
    """The staff documents of these people."""
    return [
        a_reference(f"staff:{one}", id=one, name=f"人员{one}", unit=unit, roles=roles, team=None)
        for one, (unit, roles) in people.items()
    ]
