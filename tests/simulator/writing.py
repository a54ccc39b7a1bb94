"""What a person writes on a phone: documents of every type that the server knows.

Hardly anything here is written for one capability: types, ids, fields and actions come from the rules of
access, the schemas and the tables of states, so that a new kind of record is simulated as soon as the server
knows it.
"""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from marshmallow import Schema
from ulid import ULID

from server.domain import MACHINES
from server.permissions import GUARD
from server.photos.documents import SCHEMAS as PHOTOS
from server.records.fields import made
from server.records.machine import Machine
from sync import times
from sync.guard import WriteRule
from sync.transitions import ANY, Transition
from tests.simulator.district import District
from tests.simulator.manifest import Entry
from tests.simulator.phone import Phone
from tests.simulator.replica import Document, Replica
from tests.simulator.samples import Sampler

ZONE = timedelta(hours=8)
LIKELY = 0.9  # the share of what the rules let a person do
ATTEMPTS = 6
NEWEST = 12  # subjects that somebody works on
WHOLE_ID = ("ev", "ack")
PEOPLE = ("members", "on_duty", "to", "staff", "lead_officer", "owner")
UNITS = ("unit", "lead_unit", "co_units")
NAMED = ("case", "att", "shift")  # records that others name


@dataclass(frozen=True)
class Kind:
    """A document type: its schema, the machines that it speaks to, the subjects' families."""

    name: str
    schema: type[Schema]
    machines: tuple[Machine, ...]

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The families that it may be about."""
        return tuple(machine.prefix for machine in self.machines)

    @property
    def about(self) -> bool:
        """Whether it is about a subject of another document."""
        return "subject" in made(self.schema).fields


def _kinds() -> dict[str, Kind]:
    found: dict[str, list[Machine]] = {}
    schemas: dict[str, type[Schema]] = dict(PHOTOS)
    for machine in MACHINES:
        for name, schema in machine.schemas.items():
            schemas[name] = schema
            found.setdefault(name, []).append(machine)
    return {name: Kind(name, schema, tuple(found.get(name, ()))) for name, schema in schemas.items()}


KINDS: Mapping[str, Kind] = _kinds()


class Writer:
    """Writes on phones. `district`: the codes and people that documents name."""

    def __init__(self, district: District) -> None:
        self.known: dict[str, Sequence[Any]] = {
            "tz": ["Asia/Shanghai"],
            "attach": [],
            "photos": [],
            "team": [f"{code}-p1" for code in district.townships],
            "vehicle": [f"{code}-v1" for code in district.townships],
            **{name: sorted(district.people) for name in PEOPLE},
            **dict.fromkeys(("checkpoint", "must_points"), district.checkpoints),
            **{name: [f"gov-{code}" for code in district.divisions] for name in UNITS},
            **dict.fromkeys(("school", "schools"), district.schools),
            **dict.fromkeys(("box", "mailbox"), district.mailboxes),
        }

    def write(self, phone: Phone, dice: random.Random) -> Entry | None:
        """Write one document, most often one that the rules let this person write; None when there is nothing
        to write about."""
        for _ in range(ATTEMPTS):
            target = _target(phone, dice)
            if target is None:
                return None
            draft = Draft(self, phone, dice, *target).made()
            if draft is not None:
                body, subject = draft
                return phone.save(target[0], body, subject)
        return None

    def known_to(self, phone: Phone) -> Mapping[str, Sequence[Any]]:
        """The values that somebody on this phone may name."""
        own = {f"{prefix}:": subjects(phone.replicas.values(), (prefix,)) for prefix in NAMED}
        return {**self.known, **{key: ids for key, ids in own.items() if ids}}


def _target(phone: Phone, dice: random.Random) -> tuple[str, Kind, WriteRule] | None:
    """A database and a type for it; now and then one that this person may not write, or may not any more."""
    may = dice.random() < LIKELY
    known = sorted(phone.session.databases if may else phone.replicas)
    roles = token_roles(phone)
    choices = [(name, *one) for name in known for one in (_writable(name, roles) if may else _written(name))]
    return dice.choice(choices) if choices else None


def token_roles(phone: Phone) -> frozenset[str]:
    """What the guard goes by."""
    held = (f"{role}@{phone.session.div}" for role in phone.session.roles)
    return frozenset({f"staff:{phone.staff_id}", *held})


@cache
def _written(database: str) -> list[tuple[Kind, WriteRule]]:
    """What phones write into a database once; drafts are another matter."""
    rule = GUARD.rule_of(database)
    writes = rule.writes if rule else ()
    return [(KINDS[write.type], write) for write in writes if write.type in KINDS and not write.draft]


@cache
def _writable(database: str, roles: frozenset[str]) -> list[tuple[Kind, WriteRule]]:
    """What the holder of these roles writes there."""
    types = set(GUARD.writable_types(database, roles))
    return [(kind, write) for kind, write in _written(database) if write.type in types]


class Draft:
    """One document in the making."""

    def __init__(
        self, writer: Writer, phone: Phone, dice: random.Random, database: str, kind: Kind, rule: WriteRule
    ) -> None:
        self.phone, self.dice, self.database, self.kind, self.rule = phone, dice, database, kind, rule
        clock = phone.clock
        self.moment = times.wire(clock)
        day = f"{clock + ZONE:%Y-%m-%d}"
        self.sampler = Sampler(dice, self.moment, day, writer.known_to(phone))

    def made(self) -> tuple[Document, str | None] | None:
        """The document without its number, and its subject; None when there is nothing to write about."""
        begun = self.begun()
        if begun is None:
            return None
        envelope, subject = begun
        wrote = {"by": self.phone.staff_id, "dev": "any", "dseq": 1}
        for _ in range(ATTEMPTS):
            body = self._filled(envelope, subject)
            if not made(self.kind.schema).validate({**body, "wrote": wrote}):
                return body, subject
        return (body, subject) if self.dice.random() > LIKELY else None

    def begun(self) -> tuple[Document, str | None] | None:
        """The envelope of a new one, and its subject; None when there is nothing to write about."""
        envelope: Document = {
            "type": self.kind.name,
            "v": 1,
            "div": self._place(),
            "at_dev": self.moment,
            "tz": "Asia/Shanghai",
        }
        subject = None
        if self.kind.about:
            subject = self._subject()
            if subject is None:
                return None
            envelope |= self._about(subject)
        else:
            envelope["_id"] = self._own_id()
        return envelope, subject

    def _filled(self, envelope: Document, subject: str | None) -> Document:
        given: Document = {**envelope, "wrote": None}
        if subject is not None and "action" in made(self.kind.schema).fields:
            given |= self._act(subject)
        given |= HINTS.get(self.kind.name, {})
        body = self.sampler.document(self.kind.schema, given)
        if self.kind.name == "shift":
            body |= {"date": self.sampler.day, "starts_at": self.moment, "ends_at": None}
        if self.kind.name in ("veh_log", "asset_report"):
            name = "vehicle" if self.kind.name == "veh_log" else "asset"
            body |= {name: body["_id"].split(":")[1]}
        del body["wrote"]
        return body

    def _place(self) -> str:
        place = self.database.partition("_")[2]
        return place if place.isdigit() else self.phone.session.div

    def _own_id(self) -> str:
        ulid = str(ULID.from_int(self.dice.getrandbits(80) | _milliseconds(self.phone) << 80))
        pattern = self.rule.id_pattern
        parts = pattern.rsplit("[0-9A-HJKMNP-TV-Z]{26}", 1)
        pools = self.sampler.known
        for key in ("vehicle", "box"):
            if pattern.startswith({"vehicle": "vl:", "box": "bo:"}[key]):
                return f"{pattern[:3]}{self.dice.choice(pools[key])}:{ulid}"
        if len(parts) == 2 and not parts[1].strip(")?:"):
            return self.sampler.text_like(parts[0]) + ulid
        return self.sampler.text_like(pattern)

    def _subject(self) -> str | None:
        """One of the newest subjects that this phone knows of the right family."""
        home = self.phone.replicas.get(self.database)
        found = subjects([home] if home else [], self.kind.prefixes) or subjects(
            self.phone.replicas.values(), self.kind.prefixes
        )
        pattern = _pattern_of(self.kind.schema)
        fitting = [one for one in found if re.match(pattern, one)]
        return self.dice.choice(fitting) if fitting else None

    def _about(self, subject: str) -> Document:
        prefix = self.rule.id_pattern.partition(":")[0]
        key = subject if prefix in WHOLE_ID else subject.partition(":")[2]
        ulid = str(ULID.from_int(self.dice.getrandbits(80) | _milliseconds(self.phone) << 80))
        state = _state_of(self.phone, subject)
        return {
            "_id": f"{prefix}:{key}:{ulid}",
            "subject": subject,
            "seen": state.get("rseq", 0),
            "seen_ids": [],
            "prev": self.phone.manifest.last_on.get(subject),
        }

    def _act(self, subject: str) -> Document:
        machine = next(one for one in self.kind.machines if one.prefix == subject.partition(":")[0])
        payloads: Mapping[str, type[Schema]] = getattr(self.kind.schema, "payloads", {})
        shown = self.phone.guesses.get(subject) or _state_of(self.phone, subject).get("state")
        state = shown or machine.table.head_state
        table = [row for row in machine.table.transitions if row.action in payloads]
        rows = [row for row in table if _may(row, state, self.phone)]
        if rows and self.dice.random() < LIKELY:
            row = self.dice.choice(rows)
            action = row.action
            self.phone.guesses[subject] = row.target or state
        else:
            action = self.dice.choice(sorted(payloads))
        payload = self.sampler.document(payloads[action], {})
        if "field" in payload and "value" in payload:
            payload |= self._edit(machine)
        return {"action": action, "payload": payload}

    def _edit(self, machine: Machine) -> Document:
        editable = [rule.name for rule in machine.table.fields if rule.edit]
        head = machine.schemas.get(machine.head_type or "")
        own = {one.data_key or name: one for name, one in made(head).fields.items()} if head else {}
        named = [name for name in editable if name in own]
        if not named:
            return {}
        name = self.dice.choice(named)
        return {"field": name, "value": self.sampler.value(name, own[name])}


HINTS: Mapping[str, Document] = {"shift": {"slot": "adhoc", "planned": False}}
"""what a schema asks for beyond its fields"""


def subjects(replicas: Iterable[Replica], prefixes: Sequence[str]) -> list[str]:
    """The newest subjects of these families in each of the copies."""
    return [
        doc_id for replica in replicas for prefix in prefixes for doc_id in replica.newest(prefix, NEWEST)
    ]


def _state_of(phone: Phone, subject: str) -> Document:
    for replica in phone.replicas.values():
        state = replica.winner(f"st:{subject}")
        if state is not None:
            return state
    return {}


def _may(row: Transition, state: str, phone: Phone) -> bool:
    if row.result not in ("applied", "absorbed") or row.actors == ("server",):
        return False
    named = row.sources == ANY or state in row.sources
    return named and (not row.actors or not set(row.actors).isdisjoint(phone.session.roles))


def _pattern_of(schema: type[Schema]) -> str:
    for rule in made(schema).fields["subject"].validators:
        if hasattr(rule, "regex"):
            return str(rule.regex.pattern)
    return ""


def _milliseconds(phone: Phone) -> int:
    return int(phone.clock.timestamp() * 1000)
