"""Whatever fits the schemas may arrive, from anybody, in any order: every fold comes to an end, and to JSON.

Each example is a story of one record: valid documents of all its types in a random order, by people of all
roles, offline and online, with clocks that are wrong, before and after its head, some of them quarantined and
let go later, with the clock's events when they are due. After each row there must be a state that fits the
register, a result with words for each document, timers, effects and copies that the engine takes. A failure
names its seed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from marshmallow import fields

from server.accounts.roles import ROLES
from server.domain import DOMAIN, MACHINES
from server.parameters import DEFAULTS, MOST
from server.permissions import GUARD
from server.records.actions import Office
from server.records.capability import check, home_of, timer_event
from server.records.machine import FoldedRecord, Machine
from server.records.projection import row
from server.records.telling import fold_subject, folded
from server.records.words import FLAGS, REASONS
from server.words import ENGINE, LANGUAGES
from sync import times
from sync.authorship import SERVER
from sync.domain import Document, Reference, Subject
from sync.effects import effects_of
from sync.journal import Entry
from sync.json_text import canonical
from sync.transitions import ANY, DISMISS, FORCE, Transition
from tests.support.inventing import Inventor
from tests.support.records import BEGIN, TOWNSHIP, VILLAGE, a_ulid, misfits

STORIES = range(6)
LONGEST = 16
PLACES = (VILLAGE, VILLAGE, VILLAGE, TOWNSHIP, "421102001002")
UNITS = ("v1", "psb", "jus")
WINDOWS = {
    "shift": "shift:t1:2019-11-04:day",
    "party": f"party:{a_ulid(1)}:{a_ulid(2)}",
    "sact": f"sact:{TOWNSHIP}:2019-11",
    "insp": "insp:s001:2019-11:inspector",
    "scr": f"scr:{VILLAGE}:2019-W45",
    "tdr": f"tdr:{VILLAGE}:2019-11-T1",
    "bw": "bw:b001:2019-11-H1",
    "box": "box:b001",
    "asset": "asset:lamp-1",
    "slg": f"slg:{VILLAGE}-1",
    "rsp": f"rsp:{a_ulid(1)}:psb",
}
DAYS = ("2018-02-01", "2019-11-01", "2019-11-03", "2019-11-04", "2019-11-30", "2030-01-01", "2019-11")
MOMENTS = (
    "2019-11-03T16:00:00.000Z",
    "2019-11-04T09:00:00.000+08:00",
    "2019-11-20T00:00:00Z",
    "2090-12-31T23:59:59.999Z",
)
every_machine = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.prefix)


class Tale:
    """One record and what arrived about it."""

    def __init__(self, machine: Machine, seed: int) -> None:
        self.machine, self.chance = machine, Random(f"{machine.prefix} {seed}")  # noqa: S311  no secret
        self.people = _people(self.chance)
        self.inventor = Inventor(
            self.chance, [*self.people, *UNITS, *PLACES, *DAYS, *MOMENTS], _alike(machine)
        )
        self.id = self._an_id()
        self.references = self._references()
        self.inventor.known += [self.id, *self.id.split(":")[1:]] * 8
        self.entries: list[Entry] = []
        self.held: list[Entry] = []
        self._last: tuple[int, FoldedRecord | None] = (0, None)
        self.now, self.ids, self.tried, self.missed = BEGIN, 0, 0, 0

    def _an_id(self) -> str:
        if self.machine.prefix in WINDOWS:
            return WINDOWS[self.machine.prefix]
        return f"{self.machine.prefix}:{a_ulid(self.chance.randrange(100))}"

    def _references(self) -> dict[str, Document]:
        found: dict[str, Document] = {f"staff:{one}": said for one, said in self.people.items()}
        found |= {f"unit:{one}": {"kind": self.chance.choice(["psb", "village"])} for one in UNITS}
        for key, default in DEFAULTS.items():
            if self.chance.random() < 0.2 and not isinstance(default, list):
                most = MOST.get(key, 10_000)  # far enough; with more, the clock's events lie behind 2100
                found[f"param:{key}"] = {"value": self.chance.choice([0, 1, 0.5, most])}
        return found

    @property
    def subject(self) -> Subject:
        """The record with its rows."""
        return Subject(TOWNSHIP, self.id, tuple(self.entries))

    @property
    def reference(self) -> Reference:
        """What people, units and parameters are."""
        return lambda doc_id, rseq: self.references.get(doc_id)

    @property
    def folded(self) -> FoldedRecord:
        """The fold of what arrived so far."""
        rows, found = self._last
        if found is None or rows != len(self.entries):
            found = self.folded_anew()
            self._last = len(self.entries), found
        return found

    def folded_anew(self) -> FoldedRecord:
        """The same, folded once more."""
        found = fold_subject(self.machine, self.subject, self.reference)
        assert isinstance(found, FoldedRecord)
        return found

    def goes_on(self) -> None:
        """One more row, if one was found."""
        self.now += timedelta(minutes=self.chance.choice([0, 1, 1, 60, 60 * 24, 60 * 24 * 9]))
        what = self.chance.random()
        if what < 0.1 and self.entries and self.folded.timers:
            self._clock_writes()
        elif what < 0.15 and self.held:
            self._lets_go(self.held.pop())
        elif (document := self._invented()) is not None:
            self._arrives(document)

    def _clock_writes(self) -> None:
        due = self.chance.choice(self.folded.timers)
        self.now = max(self.now, min(times.parse(due.due_at), self.now + timedelta(days=900)))
        self._arrives(timer_event(self.machine, TOWNSHIP, self.id, due))

    def _invented(self) -> Document | None:
        machine = self.machine
        type_ = self.chance.choice(list(machine.schemas))
        if machine.head_type and not any(one.doc_id == self.id for one in self.entries):
            type_ = self.chance.choice([machine.head_type, type_])
        elif type_ == machine.head_type and self.chance.random() < 0.8:
            type_ = machine.event[0]
        self.tried += 1
        given = self._given(type_)
        found = None
        if given.get("payload", 0) is not None:
            found = self.inventor.an_object(machine.schemas[type_], given)
        self.missed += found is None
        return found

    def _given(self, type_: str) -> dict[str, Any]:
        payloads = getattr(self.machine.schemas[type_], "payloads", None)
        action, by = self._likely(type_, sorted(payloads or ()))
        moment = self.now + timedelta(minutes=self.chance.choice([0, 0, 0, -30, -60 * 24 * 5, 60 * 24]))
        given: dict[str, Any] = {
            "_id": self._new_id(type_),
            "type": type_,
            "v": 1,
            "div": next((one for one in PLACES if f":{one}:" in self.id), self.chance.choice(PLACES)),
            "wrote": {"by": by, "dev": self._device(by), "dseq": len(self.entries)},
            "at_dev": times.utc(moment),
            "tz": self.chance.choice(["Asia/Shanghai", "UTC", "America/New_York"]),
            "subject": self.id,
            **self._chain(),
        }
        if self.chance.random() < 0.3:
            given["wrote"] |= {"off": self.chance.choice([0, 86_400_000, -5]), "off_age_s": 60}
        if payloads:
            payload = self.inventor.an_object(payloads[action])
            given |= {"action": action, "payload": self._about_what_waits(action, payload)}
        return given

    def _likely(self, type_: str, actions: Sequence[str]) -> tuple[str, str]:
        """What is done and by whom: more often than not what a row of the table lets somebody do."""
        anybody = self.chance.choice([*self.people, SERVER, SERVER, *self.id.split(":")[-1:]])
        rows = [
            row for row in self._rows() if row.action in (actions or [self.machine.actions.get(type_, "")])
        ]
        if type_ == self.machine.head_type:
            return "", self.chance.choice([SERVER, anybody, *self.id.split(":")[-1:]])
        if not rows or self.chance.random() < 0.3:
            return self.chance.choice(actions or [""]), anybody
        row = self.chance.choice(rows)
        actors = [one.replace("_", "-") for one in row.actors]
        return row.action, self.chance.choice(actors or [anybody])

    def _rows(self) -> Sequence[Transition]:
        """The rows for the state that the record is in."""
        found = self.folded.state if self.entries else None
        state = None if found is None else found["state"]
        return [row for row in self.machine.table.transitions if row.sources == ANY or state in row.sources]

    def _about_what_waits(self, action: str, payload: dict[str, Any] | None) -> dict[str, Any] | None:
        found = self.folded.state if self.entries else None
        if payload is not None and found and found["parked"] and action in (FORCE, DISMISS):
            payload["event"] = self.chance.choice(found["parked"])
        return payload

    def _device(self, by: str) -> str:
        return SERVER if by == SERVER else self.chance.choice([f"dev-{by}", f"dev-{by}", "office", SERVER])

    def _chain(self) -> dict[str, Any]:
        ids = [one.doc_id for one in self.entries]
        return {
            "seen": self.chance.choice([0, len(ids), len(ids), self.chance.randint(0, 99)]),
            "seen_ids": self.chance.sample(ids, min(len(ids), self.chance.choice([0, 0, 2]))),
            "prev": self.chance.choice([None, None, None, *ids[-2:], a_ulid(9999)]),
        }

    def _new_id(self, type_: str) -> str:
        if type_ == self.machine.head_type:
            return self.id
        (form,) = [
            one.regex.pattern
            for one in self.machine.schemas[type_]().fields["id"].validators
            if hasattr(one, "regex")
        ]
        self.ids += 1
        key = self.id.partition(":")[2]
        start = form.removeprefix("^").partition("(")[0].partition("[")[0]
        return f"{start}{key}:{a_ulid(self.ids)}" if not start.endswith(key) else start

    def _arrives(self, document: Document) -> None:
        if any(one.doc_id == document["_id"] for one in self.entries):
            return
        kind = self._kind(document)
        entry = self._entry(document, kind, document["_id"])
        self.entries.append(entry)
        self.inventor.known.append(entry.doc_id)
        if kind == "quarantined":
            self.held.append(entry)

    def _kind(self, document: Document) -> str:
        kind = self.machine.kinds[document["type"]]
        if self.chance.random() < 0.07:
            return "quarantined"
        final = self.machine.finals.get(document["type"])
        if kind == "draft":
            return "fact" if final is None or final(document) else "draft"
        return kind

    def _lets_go(self, held: Entry) -> None:
        body = {"rseq": held.rseq, "received_at": held.received_at, "document": held.body}
        self.entries.append(self._entry(body, "release", held.doc_id))

    def _entry(self, body: Document, kind: str, doc_id: str) -> Entry:
        wrote = body["document"]["wrote"] if kind == "release" else body["wrote"]
        return Entry(
            partition=TOWNSHIP,
            rseq=len(self.entries) + 1,
            kind=kind,
            database=f"work_{VILLAGE}",
            doc_id=doc_id,
            rev="1-a",
            subject=self.id,
            author=wrote["by"],
            device=wrote["dev"],
            dseq=wrote["dseq"],
            received_at=times.utc(self.now),
            text=canonical(body),
            actor=canonical(self.rights(wrote["by"])),
        )

    def rights(self, by: str) -> dict[str, Any]:
        if by == SERVER:
            return {"roles": [SERVER]}
        staff = self.people.get(by)
        if staff is None:
            return {"roles": []}
        roles = [f"{role}@{staff['div']}" for role in staff["roles"]]
        return {"roles": roles, "unit": staff["unit"], "unit_kind": "psb", "team": staff["team"]}


def _people(chance: Random) -> dict[str, Any]:
    """Somebody of each role, and one who has none."""
    everybody = {name.replace("_", "-"): [name] for name in ROLES} | {"nobody": []}
    return {
        one: {
            "roles": roles,
            "div": chance.choice(PLACES),
            "unit": chance.choice(UNITS),
            "team": chance.choice([None, "patrol-1"]),
        }
        for one, roles in everybody.items()
    }


def _alike(machine: Machine) -> Mapping[str, Sequence[fields.Field[Any]]]:
    """The fields of a machine's documents by name."""
    found: dict[str, list[fields.Field[Any]]] = {}
    for schema in machine.schemas.values():
        for part in (schema, *getattr(schema, "payloads", {}).values()):
            for name, field in part().fields.items():
                if type(field) is not fields.Raw:
                    found.setdefault(name, []).append(field)
    return found


def holds_together(tale: Tale) -> None:
    """All that must be so after any row."""
    machine, subject = tale.machine, tale.subject
    found = tale.folded
    counting = {one.doc_id for one in tale.entries if one.kind in ("head", "event", "fact", "release")}
    assert set(found.outcomes) == counting, "a document without a result, or a result without one"
    told = {reason for one in found.outcomes.values() for reason in (one.reason, *one.flags) if reason}
    assert [code for code in sorted(told) if not _has_words(machine, code)] == []
    if found.state is None:
        return
    text = canonical(found.state)
    json.loads(text, parse_constant=_no_number)
    assert text == canonical(tale.folded_anew().state), "the same rows, another state"
    assert [flag for flag in found.state["flags"] if not _has_words(machine, flag)] == []
    assert misfits(row(machine, subject, found)) == {}
    canonical(row(machine, subject, found)["body"])
    assert GUARD.rule_of(home_of(machine, subject) or "") is not None
    for due in (one for one in found.timers if one.due_at < "2100"):
        assert check(machine, timer_event(machine, TOWNSHIP, tale.id, due)) == {}
    for effect in effects_of(DOMAIN, found.effects):
        assert GUARD.rule_of(effect.database) is not None, effect.database
        DOMAIN.partition_of(effect.database, effect.document)
    for (database, doc_id), body in found.copies.items():
        assert doc_id.startswith("view:")
        assert GUARD.rule_of(database) is not None
        canonical(body)


def _has_words(machine: Machine, code: str) -> bool:
    flags = machine.named_dictionaries.get("flag", {})
    words = (machine.words, flags, REASONS, FLAGS, ENGINE)
    said = next((one[code] for one in words if code in one), {})
    return set(said) == set(LANGUAGES) and all(said.values())


def _no_number(text: str) -> None:
    raise AssertionError(f"{text} is no JSON")


@every_machine
@pytest.mark.parametrize("seed", STORIES)
def test_whatever_arrives_the_fold_comes_to_an_end(machine: Machine, seed: int) -> None:
    tale = Tale(machine, seed)
    for _ in range(LONGEST):
        tale.goes_on()
        if tale.entries:
            holds_together(tale)
    assert tale.entries, "nothing was invented"
    asks_the_office(tale)


def asks_the_office(tale: Tale) -> None:
    """What somebody at the office may do is found, whatever happened."""
    folding = folded(tale.machine, tale.subject, tale.reference)
    if folding.fold.head is None:
        return
    by = tale.chance.choice(list(tale.people))
    Office(tale.machine, folding, by, tale.rights(by)).allowed(tale.now)
