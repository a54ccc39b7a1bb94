"""The smallest domain that the engine can have: doors, keys, drafts of letters and counts of visitors.

    with a_house() as house:
        house.writes("door:1", "door")
        house.writes("e1", "door_ev", subject="door:1", action="open", by="ann")
        assert house.state("door:1")["state"] == "open"

An opened door rings the bell of its house (an effect), and is shown to its porter (a copy) while it is open.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, select

from sync import dialects, intake, receipts, tables, times
from sync.access import Caller
from sync.acts import acts_of
from sync.authorship import written_by
from sync.clock import Clock
from sync.clock_evidence import Limits
from sync.domain import Capability, Document, DocumentType, Domain, Family, Folded, Reference, Subject, Timer
from sync.fold import Fold, Rules, fold
from sync.follower import Follower
from sync.guard import DatabaseRule, Guard, WriteRule
from sync.journal import write_transaction
from sync.json_text import canonical, parsed
from sync.store.memory import MemoryStore
from sync.transitions import ANY, FieldRule, Table, TimerRule, Transition

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = Limits(5, 72)
TABLE = Table(
    states=("shut", "open"),
    transitions=(
        Transition("1", "open", ("shut",), "open", actors=("porter",)),
        Transition("2", "close", ("open",), "shut"),
        Transition("3", "ring", ANY),
    ),
    fields=(FieldRule("rung", "SUM", {"ring": 1}),),
    retries={"open": ("close",)},
    head_state="shut",
    born_by=("ring",),
    timers=(TimerRule("close", {"eq": [{"get": "subject.state"}, "open"]}, {"get": "subject.at"}),),
)
COUNT_KEYS = {
    "_id": "~count:.*",
    "type": "~count",
    "n": ["integer", "null"],
    "house": "~h[0-9]",
    "wrote": {"by": "~[a-z]+", "dev": "~[a-z-]+", "dseq": "integer"},
    "at_dev": "~[0-9TZ:.-]+",
}


def check(document: Document) -> dict[str, Any]:
    """What is wrong with a document."""
    if not isinstance(document.get("at_dev"), str):
        return {"at_dev": ["required"]}
    return {"extra_keys": ["unknown"]} if "extra_keys" in document else {}


def subject_of(document: Document) -> str:
    """What it is about."""
    return str(document.get("subject") or document["_id"])


def action_of(document: Mapping[str, Any]) -> str:
    """What it does there."""
    return str(document.get("action") or ("head" if document["type"] in ("door", "bell") else "note"))


def bell_rings(folding: Fold) -> tuple[tuple[str, Document], ...]:
    """Every opening rings the bell once, in the name of who opened."""
    openings = [act for act in folding.applied if act.action == "open"]
    return tuple(
        (
            "house_a",
            {
                "_id": f"ring-{hashlib.sha256(act.doc_id.encode()).hexdigest()[:8]}",
                "type": "door_ev",
                "subject": "bell:1",
                "action": "ring",
                "wrote": written_by(act.view["by"]),
                "at_dev": act.view["at"],
            },
        )
        for act in openings
    )


def fold_door(subject: Subject, reference: Reference) -> Folded:
    """State, results, the bell's ringing and the porter's copy."""
    found = fold(
        TABLE, Rules(lambda act: act.view["actor"]), acts_of(subject.entries, action_of, lambda _: LIMITS)
    )
    if found.head is None:
        return Folded(None, found.outcomes)
    state = {
        "subject": subject.id,
        "rseq": subject.entries[-1].rseq,
        "state": found.state,
        "rung": found.value("rung") or 0,
        "results": {doc_id: one.result for doc_id, one in found.outcomes.items()},
    }
    shown = {("own_ann", f"view:{subject.id}"): {"state": found.state}} if found.state == "open" else {}
    effects = bell_rings(found) if subject.id.startswith("door:") else ()
    due = tuple(Timer("close", act.view["at"]) for act in found.applied[-1:] if found.state == "open")
    return Folded(state, found.outcomes, due, effects=effects, copies=shown)


def is_sent(document: Document) -> bool:
    """A letter that was sent is final."""
    return document.get("sent") is True


TYPES = (
    DocumentType("door", "head", check, subject_of),
    DocumentType("bell", "head", check, subject_of),
    DocumentType("door_ev", "event", check, subject_of),
    DocumentType("letter", "draft", check, subject_of, is_sent),
    DocumentType("count", "fact", check, subject_of, keys=COUNT_KEYS),
    DocumentType("person", "reference", check, lambda document: str(document["_id"])),
)
FAMILIES = (Family("door", fold_door), Family("bell", fold_door))
EVERYBODY = frozenset({"porter", "guest"})
GUARD = Guard(
    (
        DatabaseRule("ref_", "[a-z]", "within", None),
        DatabaseRule(
            "house_",
            "[a-z]",
            "within",
            None,
            (
                WriteRule("door", EVERYBODY, "door:.*"),
                WriteRule("door_ev", EVERYBODY, ".*"),
                WriteRule("count", EVERYBODY, "count:.*", keys=COUNT_KEYS),
            ),
        ),
        DatabaseRule(
            "own_",
            "[a-z]+",
            "person",
            None,
            (
                WriteRule("letter", EVERYBODY, "letter:.*", draft=True),
                WriteRule("door", EVERYBODY, "door:.*"),
                WriteRule("door_ev", EVERYBODY, ".*"),
            ),
        ),
    )
)


@dataclass
class House:
    """The server's side of it, with what people hold now in `roles`; `now` is its clock."""

    engine: Engine
    store: MemoryStore = field(default_factory=MemoryStore)
    roles: dict[str, list[str]] = field(
        default_factory=lambda: {"ann": ["porter@a"], "bob": ["guest@a"], "cid": ["guest@a"]}
    )
    epochs: dict[str, int] = field(default_factory=dict)
    families: tuple[Family, ...] = FAMILIES
    now: datetime = BEGIN
    dseq: int = 0

    def __post_init__(self) -> None:
        for name in ("house_a", "ref_a", *(f"own_{one}" for one in self.roles)):
            self.store.create(name)
        self.follower = Follower(self.store, self.engine, self.domain, self.time)

    @property
    def domain(self) -> Domain:
        """What the engine is told."""
        return Domain(
            (Capability(TYPES, self.families),),
            lambda _database, _document: "a",
            lambda partition: f"ref_{partition}",
            GUARD.judge,
            lambda _connection, one: frozenset(self.held(one)) if one in self.roles else None,
            lambda _roles: "a",
            self.actor,
            epoch_of=lambda _connection, device: self.epochs.get(device, 0),
        )

    def held(self, one: str) -> list[str]:
        """The roles of a token."""
        return [f"staff:{one}", *self.roles[one]]

    def actor(self, _connection: Connection, one: str) -> dict[str, Any] | None:
        """What is journalled of a person's rights."""
        return {"roles": self.roles[one], "unit": "u1"} if one in self.roles else None

    def time(self) -> datetime:
        """What the server's clock shows."""
        return self.now

    def document(self, doc_id: str, kind: str, by: str = "ann", dev: str = "", **said: Any) -> dict[str, Any]:
        """A document as a phone writes it."""
        self.dseq += 1
        wrote = {"by": by, "dev": dev or f"dev-{by}", "dseq": self.dseq}
        return {"_id": doc_id, "type": kind, "wrote": wrote, "at_dev": times.utc(self.now), **said}

    def writes(
        self, doc_id: str, kind: str, by: str = "ann", database: str = "house_a", **said: Any
    ) -> dict[str, Any]:
        """A document arrives by replication, and the follower looks at it."""
        document = self.document(doc_id, kind, by, **said)
        self.replicates(database, document)
        return document

    def replicates(self, database: str, document: Mapping[str, Any], *path: str) -> None:
        """A revision arrives: `path` goes from it back to its first one."""
        revs = path or (f"1-{hashlib.md5(canonical(document).encode(), usedforsecurity=False).hexdigest()}",)
        history = {"start": int(revs[0].partition("-")[0]), "ids": [rev.partition("-")[2] for rev in revs]}
        (result,) = self.store.write(
            database, [{**document, "_rev": revs[0], "_revisions": history}], new_edits=False
        )
        assert result.error is None, result
        self.settles()

    def hands_in(self, document: Mapping[str, Any], database: str = "house_a", rev: str = "1-a") -> None:
        """A document arrives through intake."""
        with write_transaction(self.engine) as connection:
            wrote = document["wrote"]
            intake.enqueue(connection, wrote["dev"], wrote["by"], database, {**document, "_rev": rev})
        self.settles()

    def refusal(self, document: Mapping[str, Any], database: str = "house_a") -> str | None:
        """The code with which the guard refuses a document at the endpoint."""
        wrote = document["wrote"]
        roles = frozenset({*self.held(wrote["by"]), f"dev:{wrote['dev']}"})
        refusal = GUARD.judge(database, document, Caller(wrote["by"], roles))
        return refusal.code if refusal else None

    def settles(self) -> None:
        """The follower does all there is to do."""
        while self.follower.step():
            pass

    def clock_ticks(self, **later: float) -> None:
        """Time goes by, and the clock does what is due."""
        self.now += timedelta(**later)
        Clock(self.store, self.engine, self.domain, self.time).step()
        self.settles()

    def state(self, subject: str) -> dict[str, Any]:
        """The state of a subject."""
        with self.engine.connect() as connection:
            table = tables.fold_state
            body = connection.scalar(select(table.c.body).where(table.c.subject == subject))
        assert body is not None, f"{subject} has no state"
        return parsed(body)

    def rows(self, table: Any) -> list[dict[str, Any]]:
        """All rows of a table."""
        with self.engine.connect() as connection:
            ordered = select(table).order_by(*table.primary_key.columns)
            return [dict(row) for row in connection.execute(ordered).mappings()]

    def journalled(self) -> list[tuple[str, str]]:
        """(kind, id) of every row, in order."""
        return [(row["kind"], row["doc_id"]) for row in self.rows(tables.journal)]

    def told(self, by: str) -> list[tuple[str, str, str | None]]:
        """What the phone of a person is told of its documents."""
        with self.engine.connect() as connection:
            return [
                (one.doc_id, one.result, one.reason) for one in receipts.verdicts(connection, f"dev-{by}")
            ]

    def live(self, database: str) -> dict[str, dict[str, Any]]:
        """The documents that phones get out of a database, without revisions."""
        rows = self.store.changes(database, include_docs=True).rows
        return {
            row.id: {key: value for key, value in row.doc.items() if key not in ("_id", "_rev")}
            for row in rows
            if row.doc is not None and not row.deleted
        }

    def leaves(self, database: str, doc_id: str) -> list[str]:
        """The live leaves of a document."""
        found = self.store.open_revs(database, doc_id, None)
        return [one.rev for one in found if not getattr(one, "doc", {}).get("_deleted")]


@contextmanager
def a_house(kind: type[House] | None = None, **more: Any) -> Iterator[House]:
    """A house in memory, of another kind if need be."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    dialects.prepare(engine, wait_ms=0)
    tables.metadata.create_all(engine)
    try:
        yield (kind or House)(engine, **more)
    finally:
        engine.dispose()
