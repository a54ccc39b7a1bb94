"""A township with its villages and offices: store, follower, clock, and the phones of those who handle cases.

    with a_town() as town:
        grid, mediator, office = town.phone("grid-a"), town.phone("med-a"), town.office("operator")
        case = grid.reports()
        office.does(case, "accept")
        mediator.goes_offline()
        mediator.does(case, "take")
        mediator.comes_online()
        assert town.state(case)["state"] == "handling"

The whole domain of the product over a store in memory; nothing is replaced but the network. What a phone has
`seen` of a subject is the state that the server had when the phone was last online.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.pool import StaticPool

from server.audit.grants import grants_of
from server.domain import CAPABILITIES
from server.extensions import db, prepare_engine
from server.permissions import home_of, judge, partition_of, reference_database, security_for, work_database
from sync import tables
from sync.access import Caller
from sync.authorship import written_by
from sync.clock import Clock
from sync.domain import Capability, Domain
from sync.follower import Follower
from sync.json_text import parsed
from sync.store.memory import MemoryStore
from tests.support.cases import OTHER_VILLAGE, REPORT, SAID, STAFF
from tests.support.patrols import ZONE, a_reference, revised, ulid, wire
from tests.support.records import TOWNSHIP, VILLAGE

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
REFERENCE = f"ref_{TOWNSHIP}"
WORK = f"work_{VILLAGE}"
Document = dict[str, Any]
PREFIXES = {"case_ev": "cev", "session": "ses", "agreement": "agr", "follow_up": "fu"}


@dataclass
class Town:
    """The server's side; `now` is its clock."""

    engine: Engine
    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = MORNING
    phones: dict[str, "Phone"] = field(default_factory=dict)
    written: int = 0

    def __post_init__(self) -> None:
        for name in (REFERENCE, WORK, f"work_{OTHER_VILLAGE}", f"centre_{TOWNSHIP}", "clue_421102"):
            self._creates(name)
        for one in STAFF:
            self._creates(f"own_{one}")
        self.domain = a_domain()
        self.follower = Follower(self.store, self.engine, self.domain, self.time)
        self.clock = Clock(self.store, self.engine, self.domain, self.time)
        self.publishes(REFERENCE, *(a_person(one) for one in STAFF))

    def _creates(self, name: str) -> None:
        self.store.create(name)
        self.store.set_security(name, security_for(name, (VILLAGE, OTHER_VILLAGE)))

    def time(self) -> datetime:
        """What the server's clock shows."""
        return self.now

    def settle(self) -> None:
        """Let follower and clock do all there is to do now."""
        while self.follower.step() or self.clock.step():
            pass

    def passes(self, **duration: float) -> None:
        """Time goes by; the clock does what is due on the way."""
        end = self.now + timedelta(**duration)
        while self.now < end:
            self.now = min(self.now + timedelta(hours=12), end)
            self.settle()

    def publishes(self, database: str, *documents: Document) -> None:
        """The server writes documents."""
        results = self.store.write(database, documents)
        assert all(result.error is None for result in results), results
        self.settle()

    def phone(self, staff_id: str, device: str = "") -> "Phone":
        """The phone of a member of staff."""
        name = device or f"dev-{staff_id}"
        return self.phones.setdefault(name, Phone(self, staff_id, name))

    def office(self, staff_id: str) -> "Desk":
        """The desk of somebody at the office."""
        return Desk(self, staff_id)

    def state(self, subject: str) -> Document:
        """The state of a subject, as phones and console get it."""
        with self.engine.connect() as connection:
            found = tables.fold_state
            body = connection.scalar(select(found.c.body).where(found.c.subject == subject))
        assert body is not None, f"{subject} has no state"
        return parsed(body)

    def rseq(self, subject: str) -> int:
        """The row of a subject's state; 0 when it has none yet."""
        with self.engine.connect() as connection:
            found = tables.fold_state
            return connection.scalar(select(found.c.rseq).where(found.c.subject == subject)) or 0

    def result(self, doc_id: str) -> tuple[str, str | None]:
        """(result, reason) of a document."""
        with self.engine.connect() as connection:
            found = tables.fold_result
            row = connection.execute(select(found).where(found.c.doc_id == doc_id)).one()
        return row.result, row.reason

    def quarantined(self) -> dict[str, str]:
        """{document id: reason} of what is held."""
        held = select(tables.quarantine).where(tables.quarantine.c.released_rseq.is_(None))
        with self.engine.connect() as connection:
            return {row.doc_id: row.reason for row in connection.execute(held)}

    def documents(self, database: str) -> dict[str, Document]:
        """What whoever replicates a database has of it, by id."""
        rows = self.store.changes(database, include_docs=True).rows
        return {row.id: dict(row.doc) for row in rows if row.doc is not None and not row.deleted}

    def number(self) -> int:
        """The next of all that is written, for ids that differ."""
        self.written += 1
        return self.written


@dataclass
class Writer(ABC):
    """Somebody who acts on cases. What they say fits unless told otherwise."""

    town: Town
    staff_id: str

    def does(self, case: str, action: str, at: datetime | None = None, **said: Any) -> str:
        """Act on a case; returns the id of the event."""
        payload = {**SAID.get(action, {}), **said}
        return self._about(case, "case_ev", {"action": action, "payload": payload, "note": None}, at)

    def _about(self, case: str, kind: str, said: Mapping[str, Any], at: datetime | None) -> str:
        key = case.partition(":")[2]
        doc_id = f"{PREFIXES[kind]}:{key}:{ulid(self.staff_id, self.town.number())}"
        self.writes(
            self.database(kind), doc_id, kind, {"subject": case, **self.view(case, doc_id), **said}, at
        )
        return doc_id

    @abstractmethod
    def view(self, case: str, doc_id: str) -> Document:
        """What the writer knows of the case."""

    @abstractmethod
    def database(self, kind: str) -> str:
        """Where such documents go."""

    @abstractmethod
    def writes(
        self, database: str, doc_id: str, kind: str, said: Mapping[str, Any], at: datetime | None
    ) -> None:
        """Save a document."""


@dataclass
class Desk(Writer):
    """Somebody at the office; `page`: the state on a page that was opened a while ago, None: that of now."""

    page: int | None = None

    def view(self, case: str, doc_id: str) -> Document:
        seen = self.town.rseq(case) if self.page is None else self.page
        return {"seen": seen, "seen_ids": [], "prev": None}

    def database(self, kind: str) -> str:
        return WORK

    def writes(
        self, database: str, doc_id: str, kind: str, said: Mapping[str, Any], at: datetime | None
    ) -> None:
        wrote = written_by(self.staff_id, "office")
        self.town.publishes(database, {**envelope(doc_id, kind, at or self.town.now), "wrote": wrote, **said})


@dataclass
class Phone(Writer):
    """A phone: its documents are kept, numbered and chained, and sent when it is online."""

    device: str
    online: bool = True
    ahead: timedelta = timedelta()
    dseq: int = 0
    unsent: list[tuple[str, Document]] = field(default_factory=list)
    denied: list[tuple[Document, str]] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def goes_offline(self, *cases: str) -> None:
        """No network any more; of these cases it has what the server says now."""
        self.online = False
        self.seen = {case: self.town.rseq(case) for case in cases}

    def comes_online(self) -> None:
        """The network is back: everything kept is sent."""
        self.online = True
        self.sends()

    def sends(self) -> None:
        """Push what is kept, as a replication does, and let the server work."""
        waiting, self.unsent = self.unsent, []
        for database, document in waiting:
            self.pushes(database, document)
        self.town.settle()

    def pushes(self, database: str, document: Document) -> None:
        """Send one document through the endpoint's guard; may be done again."""
        refusal = judge(database, document, self.caller)
        if refusal is not None:
            self.denied.append((document, refusal.code))
            return
        results = self.town.store.write(database, [document], new_edits=False)
        assert all(result.error is None for result in results), results

    @property
    def caller(self) -> Caller:
        """Whose token it shows."""
        return Caller(self.staff_id, token_roles(self.staff_id) | {f"dev:{self.device}"})

    def reports(self, at: datetime | None = None, **said: Any) -> str:
        """Report a case; returns its id."""
        case = f"case:{ulid(self.staff_id, self.town.number())}"
        report = {**REPORT, "found_on": (at or self.town.now).date().isoformat(), **said}
        self.writes(self.database("case"), case, "case", report, at)
        return case

    def names_party(self, case: str, alias: str = "张某甲", **said: Any) -> str:
        """Write down a party of a case; returns the id of its record."""
        party = f"party:{case.partition(':')[2]}:{ulid(self.staff_id, self.town.number())}"
        self.writes(
            f"own_{self.staff_id}", party, "party", {"role": "applicant", "alias": alias, **said}, None
        )
        return party

    def holds_session(self, case: str, at: datetime | None = None, **said: Any) -> str:
        """Write and sign the record of a session that lasted an hour."""
        end = at or self.town.now
        session = {
            "kind": "mediation",
            "place": "调解室",
            "started_at": wire(end - timedelta(hours=1)),
            "ended_at": wire(end),
            "mediators": [self.staff_id],
            "attendee_roles": {"applicant": 1, "respondent": 1},
            "content": "双方陈述",
            "result": "continue",
            "signed_at": wire(end),
        }
        return self._about(case, "session", {**session, **said}, at)

    def signs_agreement(self, case: str, at: datetime | None = None, **said: Any) -> str:
        """Write and sign an agreement."""
        signed = at or self.town.now
        paper = {"form": "written", "terms": ["界线以老墙为准"], "signed_on": signed.date().isoformat()}
        return self._about(case, "agreement", {**paper, "signed_at": wire(signed), **said}, at)

    def visits(self, case: str, performed: str = "performed", at: datetime | None = None) -> str:
        """A follow-up visit."""
        on = (at or self.town.now).date().isoformat()
        visit = {"on": on, "performed": performed, "satisfaction": 5, "risk_again": False}
        return self._about(case, "follow_up", visit, at)

    def settles(self, case: str) -> None:
        """A session, an agreement, and the word that it is settled."""
        self.holds_session(case)
        self.signs_agreement(case)
        self.does(case, "agree")

    def asks_for_close_out(self, case: str) -> str:
        """Tell the parties, complete the file, ask."""
        self.does(case, "feedback")
        for part in ("rights_notice", "identity_paper", "mediation_record", "back_cover"):
            self.does(case, "file_part", part=part)
        return self.does(case, "close_req")

    def view(self, case: str, doc_id: str) -> Document:
        seen = self.town.rseq(case) if self.online else self.seen.get(case, 0)
        prev, self.last[case] = self.last.get(case), doc_id
        return {"seen": seen, "seen_ids": [], "prev": prev}

    def database(self, kind: str) -> str:
        own = kind in ("session", "agreement", "party") or len(STAFF[self.staff_id]["div"]) < len(VILLAGE)
        return f"own_{self.staff_id}" if own else work_database(STAFF[self.staff_id]["div"])

    def writes(
        self, database: str, doc_id: str, kind: str, said: Mapping[str, Any], at: datetime | None
    ) -> None:
        self.dseq += 1
        wrote = {"by": self.staff_id, "dev": self.device, "dseq": self.dseq}
        moment = (at or self.town.now) + self.ahead
        self.unsent.append((database, revised({**envelope(doc_id, kind, moment), "wrote": wrote, **said})))
        if self.online:
            self.sends()


def envelope(doc_id: str, kind: str, moment: datetime) -> Document:
    """What every document of the village carries, without its author."""
    return {"_id": doc_id, "type": kind, "v": 1, "div": VILLAGE, "at_dev": wire(moment), "tz": ZONE.key}


def token_roles(staff_id: str) -> frozenset[str]:
    """What a token of this person carries, without the device."""
    staff = STAFF[staff_id]
    return frozenset({f"staff:{staff_id}", *(f"{role}@{staff['div']}" for role in staff["roles"])})


def a_person(staff_id: str) -> Document:
    """The staff document of one of the town's people."""
    return a_reference(f"staff:{staff_id}", id=staff_id, name=f"人员{staff_id}", team=None, **STAFF[staff_id])


def a_domain() -> Domain:
    """Everything that the product tells the engine, with the town's people and without the clock's plans."""

    def roles_of(_connection: object, staff_id: str) -> frozenset[str] | None:
        return token_roles(staff_id) if staff_id in STAFF else None

    def actor_of(_connection: object, staff_id: str) -> dict[str, Any] | None:
        if staff_id not in STAFF:
            return None
        roles = sorted(role for role in token_roles(staff_id) if "@" in role)
        return {"roles": roles, "unit": STAFF[staff_id]["unit"], "team": None}

    parts = tuple(Capability(part.types, part.families) for part in CAPABILITIES)
    return Domain(
        parts, partition_of, reference_database, judge, roles_of, home_of, actor_of, grants_of=grants_of
    )


@contextmanager
def a_town() -> Iterator[Town]:
    """A township on a Monday morning, with nothing on its hands."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    prepare_engine(engine)
    tables.metadata.create_all(engine)
    db.metadata.create_all(engine)
    town = Town(engine)
    try:
        yield town
    finally:
        engine.dispose()
        town.store.close()
