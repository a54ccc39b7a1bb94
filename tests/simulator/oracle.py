"""What must hold when all have synchronised: nothing lost, nobody apart, a replay that comes to the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Row, select

from server.domain import MACHINES, words_of
from server.extensions import db, services
from sync import tables
from sync.journal import MARK, TAKEN
from sync.json_text import parsed
from sync.store.base import DocumentStore, FoundRevision
from tests.simulator import clues, papers
from tests.simulator.manifest import Entry
from tests.simulator.phone import Phone

PROTOCOL = ("_id", "_rev", "_revisions")
VARYING = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{32}|p?[0-9]+")
SAME = 120  # characters of a line
LANGUAGES = ("zh-CN", "en")
Leaves = Mapping[str, set[str]]


@dataclass
class Findings:
    """What does not hold, one line each."""

    lost: list[str] = field(default_factory=list)
    diverged: list[str] = field(default_factory=list)
    replay: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        """Every line, with what kind it is."""
        kinds = (("lost", self.lost), ("diverged", self.diverged), ("replay", self.replay))
        return [f"{kind}: {line}" for kind, lines in kinds for line in lines]

    @property
    def kinds(self) -> set[str]:
        """What the lines end with, without ids, revisions and numbers: alike for like failures."""
        return {VARYING.sub("#", line.rpartition(": ")[2])[:SAME] for line in self.all}

    @property
    def phones(self) -> set[int]:
        """The phones that the lines name."""
        return {int(number) for line in self.all for number in re.findall(r"\bphone (\d+)", line)}


def examine(app: Flask, phones: Iterable[Phone], journal: "Journal") -> Findings:
    """Compare what phones wrote and hold with journal and store."""
    found = Findings()
    everyone = list(phones)
    for phone in everyone:
        for entry in phone.written:
            found.lost += [f"{_named(entry, phone)}: {what}" for what in _missing(entry, journal)]
    found.lost += journal.counted_twice()
    found.lost += [*clues.missing(everyone, journal), *papers.missing(everyone, services(app).store)]
    found.diverged += [*journal.without_result(), *journal.without_words(), *_dead_letters()]
    names = {name for phone in everyone for name in phone.session.databases}
    server = {name: _live(services(app).store, name) for name in sorted(names)}
    found.diverged += papers.several_leaves(server)
    for phone in everyone:
        found.diverged += phone.wire.failures
        if phone.away:
            continue
        found.diverged += [f"phone {phone.number}: {what}" for what in _apart(phone, server, journal)]
    return found


class Journal:
    """The journal with results and quarantine, read once."""

    def __init__(self) -> None:
        with db.engine.connect() as connection:
            self._rows = connection.execute(_all_but_bodies()).all()
            self._results = {
                (row.partition, row.doc_id): row for row in connection.execute(select(tables.fold_result))
            }
            held = select(tables.quarantine).where(tables.quarantine.c.released_rseq.is_(None))
            self._held = {(row.database, row.doc_id, row.rev): row for row in connection.execute(held)}
            self.states: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
            for row in connection.execute(select(tables.fold_state)):
                self.states[row.subject].append(parsed(row.body))
        self._of: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
        for row in self._rows:
            self._of[row.database, row.doc_id].append(row)

    def fates(self) -> str:
        """How often each result was given, and how much is held."""
        results = Counter(row.result for row in self._results.values())
        held = Counter(row.reason for row in self._held.values())
        told = [f"{count} {name}" for name, count in (*results.most_common(), *held.most_common(6))]
        return ", ".join(told)

    def own_rows(self, entry: Entry) -> list[Row[Any]]:
        """The rows of what a phone wrote, under its own author and device."""
        return [
            row
            for row in self._of[entry.database, entry.id]
            if row.rev.partition(MARK)[0] == entry.rev
            and (row.author, row.device) == (entry.author, entry.dev)
        ]

    def is_counted(self, row: Row[Any]) -> bool:
        """Whether a row counts, at once or after a release."""
        return row.kind in TAKEN or row.kind == "release"

    def counted(self, database: str, doc_id: str) -> list[Row[Any]]:
        """The rows of a document that count, whoever wrote it."""
        return [row for row in self._of[database, doc_id] if self.is_counted(row)]

    def why_held(self, row: Row[Any]) -> Row[Any] | None:
        """The quarantine's item about a row, if somebody can see it there."""
        return self._held.get((row.database, row.doc_id, row.rev))

    def counted_twice(self) -> Iterator[str]:
        """Documents of which more than one row counts."""
        for (database, doc_id), rows in self._of.items():
            counted = [row for row in rows if self.is_counted(row) and row.kind != "reference"]
            if len(counted) > 1:
                kinds = [(row.kind, row.rseq) for row in counted]
                yield f"{database} {doc_id} counts {len(counted)} times: {kinds}"

    def without_result(self) -> Iterator[str]:
        """Events that count and that no fold gave a result."""
        families = {machine.prefix for machine in MACHINES}
        for row in self._rows:
            judged = (row.partition, row.doc_id) in self._results
            if row.kind == "event" and row.subject.partition(":")[0] in families and not judged:
                yield f"{row.database} {row.doc_id} ({row.kind} {row.rseq}) has no result"

    def without_words(self) -> Iterator[str]:
        """Results and reasons that a person should see and that have no words."""
        told = {(row.reason or row.result, row.subject) for row in self._results.values() if row.needs_person}
        told |= {(row.reason, row.subject) for row in self._held.values()}
        for code, subject in sorted({(code, subject.partition(":")[0]) for code, subject in told}):
            if not has_words(code, f"{subject}:"):
                yield f"{code} of {subject} has no words"


def has_words(code: str, subject: str) -> bool:
    """Whether a reason can be told in both languages."""
    words = words_of(code, subject)
    return all(words.get(language) and words[language] != code for language in LANGUAGES)


def _all_but_bodies() -> Any:
    columns = tables.journal.c
    wanted = (columns.partition, columns.rseq, columns.kind, columns.database, columns.doc_id, columns.rev)
    return select(*wanted, columns.subject, columns.author, columns.device)


def _missing(entry: Entry, journal: Journal) -> Iterator[str]:
    """What is wrong with the fate of one edit; what an evicted phone never saw acknowledged may be gone."""
    rows = journal.own_rows(entry)
    if not rows:
        if entry.acknowledged:
            yield "acknowledged and not in the journal"
        elif not entry.evicted and not (entry.state == "needs_you" and entry.words):
            yield f"neither in the journal nor told ({entry.state}, denied {entry.denied}, {entry.reason})"
        return
    if any(journal.is_counted(row) for row in rows):
        return
    held = [item for row in rows if (item := journal.why_held(row)) is not None]
    if not held:
        yield f"does not count ({[row.kind for row in rows]}) and nobody can see it"
    if not entry.evicted and entry.state in ("saved", "on_way"):
        yield f"its phone never learnt what became of it ({entry.state})"


def _apart(phone: Phone, server: Mapping[str, Leaves], journal: Journal) -> Iterator[str]:
    """In what a phone's copies differ from the store."""
    own = {(entry.database, entry.id) for entry in phone.written if not entry.evicted}
    kept_back = _kept_back(phone, journal)
    for database in phone.session.databases:
        replica = phone.replica(database)
        mine, theirs = replica.live(), server[database]
        for doc_id in sorted(mine.keys() | theirs.keys()):
            if mine.get(doc_id) == theirs.get(doc_id):
                continue
            refused = (database, doc_id) in own and doc_id not in theirs
            if not refused and (database, doc_id) not in kept_back:
                here, there = sorted(mine.get(doc_id, ())), sorted(theirs.get(doc_id, ()))
                yield f"{database} {doc_id}: {here} here, {there} there"
        for doc_id in mine:
            if doc_id.startswith("st:"):
                state = replica.winner(doc_id) or {}
                said = {key: value for key, value in state.items() if key not in PROTOCOL}
                if said not in journal.states[doc_id[3:]]:
                    yield f"{database} {doc_id} is not what the journal says"


def _kept_back(phone: Phone, journal: Journal) -> set[tuple[str, str]]:
    """Papers whose last version the server did not let in: an earlier one may lie there."""
    denied = {(paper.database, paper.id) for paper in phone.papers.values() if paper.denied}
    signed = [entry for entry in phone.written if entry.id in phone.signed and not entry.evicted]
    counted = {entry.id for entry in signed if any(map(journal.is_counted, journal.own_rows(entry)))}
    return denied | {(entry.database, entry.id) for entry in signed if entry.id not in counted}


def _live(store: DocumentStore, database: str) -> Leaves:
    """The leaves of a database that are no tombstones."""
    found: dict[str, set[str]] = {}
    for row in store.changes(database, style="all_docs", include_docs=True).rows:
        leaves = store.bulk_get(database, [(row.id, rev) for rev in row.revs]) if len(row.revs) > 1 else []
        others = {
            one.rev
            for revs in leaves
            for one in revs
            if isinstance(one, FoundRevision) and not one.doc.get("_deleted")
        }
        live = others if leaves else set() if row.deleted else {row.revs[0]}
        if live:
            found[row.id] = live
    return found


def _dead_letters() -> Iterator[str]:
    with db.engine.connect() as connection:
        for row in connection.execute(select(tables.dead_letter)):
            yield f"{row.subject} is a dead letter: {row.error}"


def _named(entry: Entry, phone: Phone) -> str:
    return f"phone {phone.number}, {entry.type} {entry.database} {entry.id}"
