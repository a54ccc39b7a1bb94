"""From arrivals to the journal, and to all that follows from a row, in the caller's transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from sync import arrival, dead_letters, drafts, effects, erasure, journal, outbox, quarantine, times
from sync.arrival import Arrival, Known, Verdict
from sync.authorship import SERVER
from sync.domain import Domain
from sync.journal import MARK, TAKEN, Entry, NewEntry
from sync.json_text import canonical, parsed
from sync.outbox import Parcel
from sync.publishing import Key
from sync.quarantine import Held
from sync.refold import Refolding

ROUNDS = 20
NOBODY: Mapping[str, Any] = {"roles": []}
KnownById = dict[tuple[str, str], Known]


class Taking:
    """Judges, journals and refolds. Keeps reference documents in memory between transactions.

    `exists`: whether there is a database of this name now.
    """

    def __init__(
        self,
        domain: Domain,
        clock: Callable[[], datetime],
        exists: Callable[[str], bool] = lambda _name: True,
    ) -> None:
        self._domain, self._clock, self._exists = domain, clock, exists
        self.refolding = Refolding(domain, clock)
        self.roles_may_differ = True  # roles are read from reference documents: at the start, and after each

    def take(self, connection: Connection, arrivals: Sequence[Arrival]) -> list[Held]:
        """Journal those arrivals that are news, in their order, and bring their subjects up to date.

        Returns what intake had denied and the endpoint has now let in: its author got the right meanwhile.
        """
        arrivals = [arrival.stripped_of(self._domain, one) for one in arrivals]
        known = _known(connection, arrivals)
        readmitted = _readmitted(connection, arrivals, known)
        news = self._judge(arrivals, known)
        rows = [arrival.entry_of(self._domain, one, verdict) for one, verdict in news]
        entries = self._append(connection, rows)
        for entry, (one, verdict) in zip(entries, news, strict=True):
            self._follow_up(connection, entry, one, verdict)
        drafts.settle(connection, self._domain, arrivals, known)
        self._refold(connection, entries)
        return readmitted

    def refold(self, connection: Connection, keys: Iterable[Key]) -> None:
        """Bring subjects up to date, then those that what follows from them is about, and so on."""
        waiting = list(dict.fromkeys(keys))
        for _round in range(ROUNDS):
            self.refolding.stand_at(journal.locked(connection, {partition for partition, _ in waiting}))
            following = self.refolding.subjects(connection, waiting)
            fresh = effects.unknown(connection, following)
            entries = self._append(connection, [effects.entry_of(self._domain, one) for one in fresh])
            outbox.put(connection, *map(_delivery, entries))
            waiting = _keys(entries)
            if not waiting:
                break
        for key in waiting:
            error = "effects of effects without end"
            dead_letters.note(connection, *key, error, self._clock())
        self.refolding.note(connection)

    def readmit(self, connection: Connection, item: Held, roles: frozenset[str]) -> None:
        """What denied this document is gone: release it, or keep it for whatever else is wrong with it."""
        origin = journal.entry(connection, item.partition, item.rseq)
        one = Arrival(item.database, item.doc_id, item.rev, origin.body, True, item.author, item.device)
        known = _known(connection, [one])[item.database, item.doc_id]
        verdict = self._verdict(one, known)
        if not verdict.taken:
            quarantine.keep(
                connection, item, verdict.reason or verdict.kind, verdict.errors, roles_text(roles)
            )
            return
        (entry,) = self._append(connection, [self._release(origin, verdict.subject)])
        quarantine.let_go(connection, item, entry.rseq)
        outbox.put(connection, _delivery(origin))
        self._refold(connection, [entry])

    def _judge(self, arrivals: Sequence[Arrival], known: KnownById) -> list[tuple[Arrival, Verdict]]:
        """What is news, with what to make of it; `known` then has it too."""
        news: list[tuple[Arrival, Verdict]] = []
        for one in arrivals:
            key = (one.database, one.doc_id)
            placed = known[key].placed(one)
            if placed.rev in known[key].revs:
                continue
            verdict = self._verdict(one, known[key])
            if verdict.kind != "echo":
                known[key].add(placed, verdict)
                news.append((placed, verdict))
        return news

    def _verdict(self, one: Arrival, known: Known) -> Verdict:
        return arrival.at_home(self._domain, one, arrival.judge(self._domain, one, known), self._exists)

    def _append(self, connection: Connection, rows: Sequence[NewEntry]) -> list[Entry]:
        actors = {author: self._actor(connection, author) for author in {row.author for row in rows}}
        entries = journal.append(connection, rows, times.utc(self._clock()), actors)
        self.refolding.noted(noted for entry in entries for noted in self._domain.grants_of(entry))
        self.refolding.journalled(entries)
        erasure.came_late(connection, rows, entries)
        self._erase(connection, entries)
        self.roles_may_differ |= any(entry.kind in ("reference", "tombstone") for entry in entries)
        return entries

    def _actor(self, connection: Connection, author: str) -> str:
        """The author's rights at this moment, for the journal."""
        if author == SERVER:
            return canonical({"roles": [SERVER]})
        return canonical(self._domain.actor_of(connection, author) or NOBODY)

    def _follow_up(self, connection: Connection, entry: Entry, one: Arrival, verdict: Verdict) -> None:
        if one.gated and (verdict.taken or verdict.kind == "draft"):
            outbox.put(connection, _delivery(entry))
        if verdict.reason:
            quarantine.hold(
                connection, entry, one.type, verdict.reason, verdict.errors, roles_text(one.roles)
            )
        if verdict.kind == "copy" and not one.gated:
            beside = verdict.reason == "second_final" or not arrival.overrides(entry.revision)
            _undo(connection, entry, "tombstone" if beside else "restore")

    def _release(self, origin: Entry, subject: str) -> NewEntry:
        paths = arrival.sealed(self._domain, "release", origin.body)
        return NewEntry(
            self._partition(origin),
            "release",
            origin.database,
            origin.doc_id,
            f"{origin.rev}{MARK}released",
            subject,
            origin.author,
            origin.device,
            origin.dseq,
            {"rseq": origin.rseq, "received_at": origin.received_at, "document": origin.body},
            sealed=tuple(("document", *path) for path in paths),
        )

    def _partition(self, held: Entry) -> str:
        """Where it is to count: what had no place was journalled where its sender works."""
        try:
            return self._domain.partition_of(held.database, held.body)
        except LookupError:
            return held.partition

    def _erase(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Carry out what rows say is to be erased, before anything is folded."""
        erased = [entry for entry in entries if erasure.is_erasure(entry)]
        for entry in erased:
            erasure.erase(connection, entry.partition, entry.subject)
        if erased:
            self.refolding.forget()

    def _refold(self, connection: Connection, entries: Iterable[Entry]) -> None:
        self.refold(connection, _keys(entry for entry in entries if entry.kind != "draft"))


def roles_text(roles: Iterable[str]) -> str:
    """Roles as they are compared: sorted JSON."""
    return canonical(sorted(roles))


def _readmitted(connection: Connection, arrivals: Sequence[Arrival], known: KnownById) -> list[Held]:
    found: list[Held] = []
    for one in arrivals:
        document = known[one.database, one.doc_id]
        kept = document.revs.get(document.rev_of(one))
        if kept is not None and kept.kind == "quarantined" and not one.gated:
            item = quarantine.denied(connection, one.database, one.doc_id, document.rev_of(one))
            found += [] if item is None else [item]
    return found


def _known(connection: Connection, arrivals: Sequence[Arrival]) -> KnownById:
    """What the journal has of each arrival's document."""
    known: KnownById = {}
    for database in {one.database for one in arrivals}:
        ids = [one.doc_id for one in arrivals if one.database == database]
        found = journal.revisions(connection, database, ids)
        taken = [
            doc_id for doc_id, revs in found.items() if any(kept.kind in TAKEN for kept in revs.values())
        ]
        texts = journal.first_texts(connection, database, taken)
        known |= {(database, doc_id): Known(found.get(doc_id, {}), texts.get(doc_id)) for doc_id in ids}
    return known


def _keys(entries: Iterable[Entry]) -> list[Key]:
    """The subjects of rows, each once."""
    return list(dict.fromkeys((entry.partition, entry.subject) for entry in entries))


def _delivery(entry: Entry) -> Parcel:
    """What did not come by replication goes where that would have put it, so that other phones get it."""
    return Parcel(entry.database, entry.doc_id, "insert", entry.revision, entry.rseq, entry.body, entry.text)


def _undo(connection: Connection, entry: Entry, action: str) -> None:
    """Make the journalled document win in the store again."""
    body = {"_deleted": True}
    if action == "restore":
        texts = journal.first_texts(connection, entry.database, [entry.doc_id])
        body = parsed(texts[entry.doc_id])
    outbox.put(connection, Parcel(entry.database, entry.doc_id, action, entry.revision, entry.rseq, body))
