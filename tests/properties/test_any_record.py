"""Whatever fits the schemas may arrive, from anybody, in any order: every fold comes to an end, and to JSON.

Each example is a story of one record: valid documents of all its types in a random order, by people of all
roles, offline and online, with clocks that are wrong, before and after its head, some of them quarantined and
let go later, with the clock's events when they are due. After each row there must be a state that the register
takes, a result with words for every document, timers, effects and copies that the engine takes. A failure
names its seed.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from marshmallow import fields

from server.accounts.roles import ROLES
from server.domain import DOMAIN, MACHINES
from server.parameters import DEFAULTS
from server.permissions import GUARD
from server.records import actions
from server.records.capability import check, home_of, timer_event
from server.records.machine import HEAD, FoldedRecord, Machine
from server.records.projection import row
from server.records.telling import folded, fold_subject
from server.records.words import FLAGS
from server.words import LANGUAGES, ENGINE
from sync import times
from sync.authorship import SERVER
from sync.domain import Subject
from sync.effects import effects_of
from sync.journal import Entry, canonical
from tests.support.inventing import Inventor
from tests.support.records import BEGIN, TOWNSHIP, VILLAGE, a_ulid, misfits

STORIES = 40
LONGEST = 16
OTHER = "421102002003"
PLACES = (VILLAGE, VILLAGE, VILLAGE, TOWNSHIP, OTHER, "421102")
UNITS = ("v1", "psb", "jus")
every_machine = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.prefix)


def people(chance: Random) -> dict[str, Any]:
    """Somebody of each role, and one who is nobody."""
    return {
        name.replace("_", "-"): {
            "roles": [name],
            "div": chance.choice(PLACES),
            "unit": chance.choice(UNITS),
            "team": chance.choice([None, "patrol-1"]),
        }
        for name in ROLES
    } | {"nobody": {"roles": [], "div": VILLAGE, "unit": "v1", "team": None}}


class Tale:
    """One record and what arrived about it."""

    def __init__(self, machine: Machine, seed: int) -> None:
        self.machine, self.chance = machine, Random(seed)
        self.people = people(self.chance)
        self.inventor = Inventor(self.chance, [*self.people, *UNITS, *PLACES], _named_alike(machine))
        self.subject_id = self._subject_id()
        self.entries: list[Entry] = []
        self.now, self.ids = BEGIN, 0
        self.held: list[Entry] = []
        self.references = self._references()
        self.inventor.known += [self.subject_id, *self.references]
        self.inventor.known += [one.partition(":")[2] for one in self.references]

    def _subject_id(self) -> str:
        schema = self.machine.schemas[self.machine.head_type or self.machine.event[0]]
        name = "id" if self.machine.head_type else "subject"
        (form,) = [one.regex.pattern for one in schema().fields[name].validators if hasattr(one, "regex")]
        while True:
            found = self.inventor.of_form(form)
            if found.partition(":")[0] == self.machine.prefix:
                return found

    def _references(self) -> dict[str, Any]:
        found = {f"staff:{one}": {"_id": f"staff:{one}", **said} for one, said in self.people.items()}
        found |= {f"unit:{one}": {"kind": self.chance.choice(["psb", "gov", "village"])} for one in UNITS}
        for key, default in DEFAULTS.items():
            if self.chance.random() < 0.2:
                odd = [0, 1, 1_000_000] if not isinstance(default, list) else [["23:00", "01:00"]]
                found[f"param:{key}"] = {"value": self.chance.choice(odd)}
        return found

    def goes_on(self) -> None:
        """One more row, if one was found."""
        self.now += timedelta(minutes=self.chance.choice([0, 1, 1, 60, 60 * 24, 60 * 24 * 9]))
        what = self.chance.random()
        if what < 0.1 and self._fires():
            return
        if what < 0.15 and self.held:
            self._lets_go(self.held.pop())
            return
        document = self._document()
        if document is not None:
            self._arrives(document)

    def _fires(self) -> bool:
        """What is due is written by the clock."""
        folded = self.folded
        if folded is None or not folded.timers:
            return False
        due = self.chance.choice(folded.timers)
        self.now = max(self.now, min(times.parse(due.due_at), self.now + timedelta(days=4000)))
        self._arrives(timer_event(self.machine, TOWNSHIP, self.subject_id, due))
        return True

    def _document(self) -> Mapping[str, Any] | None:
        kinds = self.machine.schemas
        begun = any(entry.doc_id == self.subject_id for entry in self.entries)
        type_ = self.chance.choice(list(kinds))
        if self.machine.head_type and not begun and self.chance.random() < 0.5:
            type_ = self.machine.head_type
        document = self.inventor.an_object(self._without_payload(type_))
        return document

    def _invented(self, type_: str) -> Mapping[str, Any] | None:
        raise NotImplementedError


def _named_alike(machine: Machine) -> Mapping[str, list[fields.Field[Any]]]:
    found: dict[str, list[fields.Field[Any]]] = {}
    for schema in machine.schemas.values():
        for part in (schema, *getattr(schema, "payloads", {}).values()):
            for name, field in part().fields.items():
                if not isinstance(field, fields.Raw) or type(field) is not fields.Raw:
                    found.setdefault(name, []).append(field)
    return found
