"""A township's centre with its store, journal and read models, and the phones of its patrol.

    with a_centre(tmp_path) as centre:
        lead = centre.phone("lead")
        lead.goes_offline()
        shift = lead.begins_shift()
        lead.checks_in(shift, "c001")
        centre.passes(hours=20)
        lead.comes_online()
        assert centre.state(shift)["state"] == "started"

Nothing is replaced but the network: `goes_offline` keeps documents on the phone until `comes_online`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, StaticPool, create_engine, select
from ulid import ULID

from server.divisions.capability import DIVISIONS
from server.extensions import db, prepare_engine
from server.patrols.capability import PATROLS
from server.permissions import home_of, judge, partition_of, reference_database
from server.photos.capability import PHOTOS
from sync import intake, journal, receipts, tables, times
from sync.access import Caller
from sync.authorship import written_by
from sync.clock import Clock
from sync.domain import Capability, Domain
from sync.follower import Follower
from sync.json_text import canonical, parsed
from sync.store.base import DocumentStore
from sync.store.memory import MemoryStore

IN_MEMORY = "sqlite://"
TOWNSHIP = "421102001"
PATROL = f"patrol_{TOWNSHIP}"
REFERENCE = f"ref_{TOWNSHIP}"
ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=ZONE)
PLANNED = "shift:t1:2026-03-02:day"
ROLES = {
    "lead": ["patrol_lead"],
    "p02": ["patrol_mem"],
    "dispatch": ["twp_dispatcher"],
    "newcomer": [],
}
Document = dict[str, Any]


def ulid(*seed: object) -> str:
    """A ULID that follows from its seed."""
    return str(ULID.from_int(int.from_bytes(hashlib.sha256(repr(seed).encode()).digest()[:16]) >> 3))


def wire(moment: datetime) -> str:
    """A moment as a phone writes it."""
    return times.wire(moment.astimezone(ZONE))


def revised(document: Mapping[str, Any]) -> Document:
    """The document with the first revision that its content gives it."""
    digest = hashlib.md5(canonical(document).encode(), usedforsecurity=False).hexdigest()
    return {**document, "_rev": f"1-{digest}", "_revisions": {"start": 1, "ids": [digest]}}


def a_reference(doc_id: str, **fields: Any) -> Document:
    """A reference document."""
    kind = doc_id.partition(":")[0]
    envelope = {
        "_id": doc_id,
        "type": kind,
        "v": 1,
        "div": TOWNSHIP,
        "wrote": written_by(),
        "state": "active",
    }
    return {**envelope, "at_dev": wire(MORNING), "tz": ZONE.key, **fields}


def a_checkpoint(code: str, lat: float = 30.45, lon: float = 114.87) -> Document:
    """A checkpoint with the token `token-{code}`."""
    return a_reference(
        f"checkpoint:{code}",
        code=code,
        name=f"点{code}",
        site="k001",
        point={"lat": lat, "lon": lon},
        radius_m=60,
        must=True,
        min_visits_day=2,
        qr_sha256=hashlib.sha256(f"token-{code}".encode()).hexdigest(),
    )


def a_planned_shift(shift_id: str = PLANNED, **more: Any) -> Document:
    """The day shift of team t1, 08:00 to 16:00, with two must-visit points."""
    day = MORNING.replace(hour=8)
    return {
        "_id": shift_id,
        "type": "shift",
        "v": 1,
        "div": TOWNSHIP,
        "wrote": written_by(),
        "at_dev": wire(MORNING),
        "tz": ZONE.key,
        "team": "t1",
        "date": "2026-03-02",
        "slot": "day",
        "starts_at": wire(day),
        "ends_at": wire(day + timedelta(hours=8)),
        "members": ["lead", "p02"],
        "vehicle": "v1",
        "must_points": ["c001", "c002"],
        "planned": True,
        **more,
    }


@dataclass
class Centre:
    """The server's side; `now` is its clock."""

    store: DocumentStore
    engine: Engine
    domain: Domain
    roles: dict[str, list[str]]
    now: datetime = MORNING
    phones: dict[str, "Phone"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.follower = Follower(self.store, self.engine, self.domain, self.time)
        self.clock = Clock(self.store, self.engine, self.domain, self.time)

    def time(self) -> datetime:
        """What the centre's clock shows."""
        return self.now

    def settle(self) -> None:
        """Let follower and clock do all there is to do now."""
        while self.follower.step() or self.clock.step():
            pass

    def passes(self, **duration: float) -> None:
        """Time goes by, without anybody writing; the clock does what is due on the way."""
        end = self.now + timedelta(**duration)
        while self.now < end:
            self.now = min(self.now + timedelta(hours=1), end)
            self.settle()

    def publishes(self, *documents: Document, database: str = REFERENCE) -> None:
        """The server writes documents."""
        results = self.store.write(database, documents)
        assert all(result.error is None for result in results), results
        self.settle()

    def revises(self, doc_id: str, **fields: Any) -> None:
        """The server changes a reference document."""
        present = self.store.read(REFERENCE, doc_id)
        self.publishes({**present, **fields})

    def grants(self, staff_id: str, role: str) -> None:
        """Somebody gets a role: the staff list says so from now on."""
        self.roles[staff_id].append(role)
        self.revises(f"staff:{staff_id}", roles=self.roles[staff_id])

    def does(self, staff_id: str, action: str, shift: str = PLANNED, **payload: Any) -> str:
        """Somebody at the office acts on a shift; returns the event's id."""
        seen = self.state(shift)["rseq"]
        key = shift.removeprefix("shift:")
        event = {
            "_id": f"sev:{key}:{ulid('office', staff_id, action, self.now)}",
            "type": "shift_ev",
            "v": 1,
            "div": TOWNSHIP,
            "wrote": written_by(staff_id, "office"),
            "at_dev": wire(self.now),
            "tz": ZONE.key,
            "subject": shift,
            "action": action,
            "seen": seen,
            "payload": payload,
        }
        self.publishes(event, database=PATROL)
        return str(event["_id"])

    def phone(self, staff_id: str, device: str | None = None) -> "Phone":
        """The phone of a member of staff."""
        name = device or f"dev-{staff_id}"
        return self.phones.setdefault(name, Phone(self, staff_id, name))

    def state(self, shift: str = PLANNED) -> Document:
        """The state of a shift, as phones and console get it."""
        with self.engine.connect() as connection:
            body = connection.scalar(
                select(tables.fold_state.c.body).where(tables.fold_state.c.subject == shift)
            )
        assert body is not None, f"{shift} has no state"
        return parsed(body)

    def result(self, doc_id: str) -> tuple[str, str | None]:
        """(result, reason) of a document."""
        with self.engine.connect() as connection:
            row = connection.execute(
                select(tables.fold_result).where(tables.fold_result.c.doc_id == doc_id)
            ).one()
        return row.result, row.reason

    def quarantined(self) -> dict[str, str]:
        """{document id: reason} of what is held."""
        held = select(tables.quarantine).where(tables.quarantine.c.released_rseq.is_(None))
        with self.engine.connect() as connection:
            return {row.doc_id: row.reason for row in connection.execute(held)}

    def journalled(self) -> list[tuple[str, str]]:
        """(kind, document id) of every row of the township, in order."""
        table = tables.journal
        query = select(table).where(table.c.partition == TOWNSHIP).order_by(table.c.rseq)
        with self.engine.connect() as connection:
            return [(row.kind, row.doc_id) for row in connection.execute(query)]

    def rows(self, table: Any) -> list[dict[str, Any]]:
        """All rows of a table, sorted by its first column."""
        with self.engine.connect() as connection:
            found = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            return [dict(row) for row in found]

    def receipts(self, phone: "Phone") -> list[tuple[int, int]]:
        """The counter ranges that the phone gets receipts for."""
        with self.engine.connect() as connection:
            return receipts.received(connection, phone.device)

    def verdicts(self, phone: "Phone") -> list[tuple[str, str, str | None]]:
        """(document id, result, reason) that the phone is told."""
        with self.engine.connect() as connection:
            found = receipts.verdicts(connection, phone.device)
        return [(one.doc_id, one.result, one.reason) for one in found]

    def token_roles(self, staff_id: str) -> frozenset[str]:
        """What a token of this person carries, without the device."""
        held = self.roles.get(staff_id, [])
        return frozenset({f"staff:{staff_id}", *(f"{role}@{TOWNSHIP}" for role in held)})


@dataclass
class Phone:
    """A phone: its documents are kept, numbered and chained, and sent when it is online."""

    centre: Centre
    staff_id: str
    device: str
    online: bool = True
    ahead: timedelta = timedelta()
    dseq: int = 0
    unsent: list[tuple[str, Document]] = field(default_factory=list)
    sent: list[Document] = field(default_factory=list)
    denied: list[Document] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)

    def goes_offline(self) -> None:
        """No network any more."""
        self.online = False

    def comes_online(self) -> None:
        """The network is back: everything kept is sent."""
        self.online = True
        self.sends()

    def sends(self) -> None:
        """Push what is kept, as a replication does, and let the centre work."""
        waiting, self.unsent = self.unsent, []
        for database, document in waiting:
            self.pushes(document, database)
        self.centre.settle()

    def pushes(self, document: Document, database: str = PATROL) -> None:
        """Send one document through the endpoint's guard; may be done again."""
        roles = self.centre.token_roles(self.staff_id) | {f"dev:{self.device}"}
        if judge(database, document, Caller(self.staff_id, roles)) is not None:
            self.denied.append(document)
            return
        results = self.centre.store.write(database, [document], new_edits=False)
        assert all(result.error is None for result in results), results
        self.sent.append(document)

    def hands_in(self, document: Document, database: str = PATROL) -> None:
        """Give a document to intake, as for one that got no receipt."""
        with journal.write_transaction(self.centre.engine) as connection:
            intake.enqueue(connection, self.device, self.staff_id, database, document)
        self.centre.settle()

    def writes(self, doc_id: str, kind: str, fields: Mapping[str, Any], at: datetime | None = None) -> str:
        """Save a document, and send it if there is a network; returns its id."""
        self.dseq += 1
        moment = (at or self.centre.now) + self.ahead
        envelope = {
            "_id": doc_id,
            "type": kind,
            "v": 1,
            "div": TOWNSHIP,
            "wrote": {"by": self.staff_id, "dev": self.device, "dseq": self.dseq},
            "at_dev": wire(moment),
            "tz": ZONE.key,
        }
        self.unsent.append((PATROL, revised({**envelope, **fields})))
        if self.online:
            self.sends()
        return doc_id

    def acts(self, action: str, shift: str = PLANNED, *, at: datetime | None = None, **payload: Any) -> str:
        """Write a shift event."""
        return self._on(shift, "sev", "shift_ev", {"action": action, "payload": payload, "note": None}, at)

    def begins_shift(self, shift: str = PLANNED, at: datetime | None = None, **payload: Any) -> str:
        """Start a planned shift; returns the event's id."""
        said = {"on_duty": [self.staff_id], "vehicle": "v1", "km_start": 100, "weather": "sunny", **payload}
        return self.acts("start", shift, at=at, **said)

    def begins_unplanned(self, at: datetime | None = None) -> str:
        """Begin a shift that nobody planned; returns the shift's id."""
        moment = at or self.centre.now
        shift = f"shift:{ulid(self.device, self.dseq, 'shift')}"
        head = a_planned_shift(shift, slot="adhoc", planned=False, ends_at=None, starts_at=wire(moment))
        head["date"] = moment.astimezone(ZONE).date().isoformat()
        fields = {name: head[name] for name in head if name not in ("_id", "type", "v", "wrote", "at_dev")}
        self.writes(shift, "shift", fields, at)
        self.begins_shift(shift, at)
        return shift

    def checks_in(
        self, checkpoint: str | None, shift: str = PLANNED, *, at: datetime | None = None, **more: Any
    ) -> str:
        """Check in by the sticker's code."""
        scanned = {"method": "qr", "qr_token": f"token-{checkpoint}", "point": None, "acc": None}
        said = {"checkpoint": checkpoint, "reason": None, **scanned, **more}
        return self._on(shift, "ck", "ckin", said, at)

    def finds(self, text: str, shift: str = PLANNED, **more: Any) -> str:
        """Report a find."""
        said = {"kind": "facility_damage", "place": "北门", "point": None, "text": text, "attach": [], **more}
        key = shift.removeprefix("shift:")
        fields = {"subject": shift, **said}
        return self.writes(f"pf:{key}:{ulid(self.device, self.dseq)}", "patrol_find", fields)

    def _on(self, shift: str, prefix: str, kind: str, said: Mapping[str, Any], at: datetime | None) -> str:
        doc_id = f"{prefix}:{shift.removeprefix('shift:')}:{ulid(self.device, self.dseq)}"
        chain = {"subject": shift, "seen": 0, "seen_ids": [], "prev": self.last.get(shift)}
        self.last[shift] = doc_id
        return self.writes(doc_id, kind, {**chain, **said}, at)


def a_domain(roles: Mapping[str, list[str]]) -> Domain:
    """The patrol and the reference data, with the roles of `roles` at this moment."""

    def roles_of(_connection: object, staff_id: str) -> frozenset[str] | None:
        held = roles.get(staff_id)
        if held is None:
            return None
        return frozenset({f"staff:{staff_id}", *(f"{role}@{TOWNSHIP}" for role in held)})

    def actor_of(_connection: object, staff_id: str) -> dict[str, Any] | None:
        held = roles.get(staff_id)
        if held is None:
            return None
        return {"roles": [f"{role}@{TOWNSHIP}" for role in held], "unit": "u1", "team": "t1"}

    without_rosters = Capability(PATROLS.types, PATROLS.families)
    parts = (DIVISIONS, without_rosters, PHOTOS)
    return Domain(parts, partition_of, reference_database, judge, roles_of, home_of, actor_of)


def an_engine(url: str) -> Engine:
    """An engine with all tables of journal and read models."""
    # In memory there is one connection, or each would have a database of its own.
    engine = create_engine(url, poolclass=StaticPool if url == IN_MEMORY else None)
    prepare_engine(engine)
    tables.metadata.create_all(engine)
    db.metadata.create_all(engine)
    return engine


@contextmanager
def a_centre(
    folder: Path | None = None, *, url: str = "", store: DocumentStore | None = None
) -> Iterator[Centre]:
    """A centre with two checkpoints, its people and the planned shift, on 2 March 2026 at 07:00.

    Its journal lies in `folder`, or at `url`.
    """
    engine = an_engine(url or f"sqlite:///{folder}/centre.db")
    roles = {name: list(held) for name, held in ROLES.items()}
    centre = Centre(store or MemoryStore(), engine, a_domain(roles), roles)
    try:
        for name in (PATROL, REFERENCE):
            if name not in centre.store.databases():
                centre.store.create(name)
        centre.publishes(a_checkpoint("c001"), a_checkpoint("c002", 30.46), *staff_of(roles))
        centre.publishes(a_planned_shift(), database=PATROL)
        yield centre
    finally:
        for made in (tables.metadata, db.metadata):
            made.drop_all(engine)
        engine.dispose()
        centre.store.close()


def staff_of(roles: Mapping[str, list[str]]) -> list[Document]:
    """The staff documents of these people."""
    return [
        a_reference(f"staff:{one}", id=one, name=f"人员{one}", unit="u1", roles=held, team="t1")
        for one, held in roles.items()
    ]
