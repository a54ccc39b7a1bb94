"""A phone as the server meets it: its session, its copies of databases, its manifest, and its rounds.

A round follows pwa/src/replication/round.ts step by step; where the two differ the real phone is right.
"""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.simulator.manifest import Entry, Manifest
from tests.simulator.replica import Document, Leaf, Replica, first_revision
from tests.simulator.session import Session
from tests.simulator.transfer import Transfer
from tests.simulator.wire import Refused, Unreachable, Wire

HANDED_IN_AT_ONCE = 50
ABOUT_RECORDS = (400, 413, 422)


class Phone:
    """One person's phone. `now` is the true time; `skew` how far its own clock is from it."""

    def __init__(self, number: int, staff_id: str, wire: Wire, now: Callable[[], datetime]) -> None:
        self.number, self.staff_id, self.wire = number, staff_id, wire
        self.session = Session(staff_id, wire, now)
        self.skew = timedelta()
        self.shuffle: random.Random | None = None
        self.replicas: dict[str, Replica] = {}
        self.manifest = Manifest()
        self.written: list[Entry] = []
        self.guesses: dict[str, str] = {}
        self.dseq = 0
        self._now = now
        self._news: str | None = None
        self._behind: set[str] = set()

    @property
    def clock(self) -> datetime:
        """What the phone's clock shows."""
        return self._now() + self.skew

    def replica(self, database: str) -> Replica:
        """The copy of a database; an empty one at first."""
        return self.replicas.setdefault(database, Replica())

    def sign_in(self) -> None:
        """Begin a session; a phone without a device id gets a new one."""
        before = self.session.device
        self.session.sign_in()
        if self.session.device != before:
            self.dseq = 0

    def loses_storage(self) -> None:
        """The browser threw everything away: what was not acknowledged may be lost; it is another device."""
        for entry in self.written:
            entry.evicted = True
        self.session.forget()
        self.replicas, self.manifest, self.guesses = {}, Manifest(), {}
        self._news, self._behind = None, set()

    def save(self, database: str, body: Document, subject: str | None) -> Entry:
        """Write a document down: in the manifest, then in the copy. `body` lacks the number it gets here."""
        self.dseq += 1
        device = self.session.device or ""
        document = {**body, "wrote": {"by": self.staff_id, "dev": device, "dseq": self.dseq}}
        rev = first_revision(document)
        entry = Entry(
            document["_id"],
            device,
            self.dseq,
            self.staff_id,
            database,
            document["type"],
            subject,
            rev,
            document,
        )
        self.manifest.add(entry)
        self.written.append(entry)
        self.replica(database).put({**document, "_rev": rev})
        return entry

    def delivers_again(self, entries: Sequence[Entry], *, through_intake: bool) -> None:
        """Send once more what was sent. Raises Refused, Unreachable."""
        found = [(entry, leaf) for entry in entries if (leaf := self._leaf_of(entry)) is not None]
        if through_intake:
            documents = [{"database": entry.database, "document": leaf.document} for entry, leaf in found]
            self.session.ask("POST", "/api/intake", {"documents": documents, "unused": []})
            return
        for entry, leaf in found:
            if entry.database in self.session.databases:
                transfer = Transfer(self.session, entry.database, self.replica(entry.database))
                transfer.send([leaf.on_the_wire(), leaf.on_the_wire()])

    def hands_in_for(self, other: "Phone", most: int) -> None:
        """Give what another phone has not sent to intake under this one's session.

        Raises Refused, Unreachable.
        """
        unsent = [entry for entry in other.manifest.waiting() if entry.body is not None]
        documents = [entry.delivery() for entry in unsent[:most]]
        if documents:
            self.session.ask("POST", "/api/intake", {"documents": documents, "unused": []})

    def _leaf_of(self, entry: Entry) -> Leaf | None:
        return self.replica(entry.database).leaves.get(entry.id, {}).get(entry.rev)

    def round(self, everything: bool = False) -> str:
        """Synchronise once; `everything`: whatever the news say. Returns how it ended; never raises."""
        try:
            self._exchange(everything)
        except Unreachable:
            return "unreachable"
        except Refused as refused:
            if refused.status != 401:
                return f"refused: {refused}"
            self.session.ended()
            return self._under_device()
        return "good"

    def _exchange(self, everything: bool) -> None:
        self.wire.ask("GET", "/api/health")
        self.session.fresh()
        grants = self.session.databases
        self._look_for_news(everything)
        wanted = sorted(self._behind & set(grants), key=lambda name: not name.startswith("ref_"))
        each_by_itself(
            [
                *(lambda name=name: self._push(name) for name in grants),
                self._deny_ungranted,
                *(lambda name=name: self._pull(name) for name in wanted),
                lambda: self._collect_receipts(self.session.ask),
                lambda: self._hand_in(self.session.ask, self._due),
                self._leave_former,
            ]
        )

    @property
    def _due(self) -> list[Entry]:
        return [entry for entry in self._open if entry.due_for_intake(self.clock)]

    @property
    def _open(self) -> list[Entry]:
        return list(self.manifest.open.values())

    def _look_for_news(self, everything: bool) -> None:
        path = "/api/news?timeout=0" + (f"&since={self._news}" if self._news else "")
        news = self.session.ask("GET", path)
        self._news = news["token"]
        self._behind |= set(self.session.databases) if everything else set(news["databases"])
        self._behind |= {name for name in self.session.databases if self.replica(name).since is None}

    def _push(self, database: str) -> None:
        """A role that was lost is a refusal of the whole database: then intake is the way."""
        waiting = [entry for entry in self.manifest.waiting() if entry.database == database]
        if not waiting:
            return
        try:
            transfer = Transfer(self.session, database, self.replica(database))
            self._note(waiting, transfer.push(self.shuffle))
        except Refused as refused:
            if refused.status not in (403, 404, *ABOUT_RECORDS):
                raise
            self._note(waiting, {entry.id for entry in waiting})
        except Unreachable as failure:
            if failure.status != 500:
                raise
            self._note(waiting, {entry.id for entry in waiting})
            raise

    def _note(self, entries: Sequence[Entry], denied: set[str]) -> None:
        for entry in entries:
            entry.handed_over(self.clock, entry.id in denied)

    def _deny_ungranted(self) -> None:
        """What waits for a database that is no longer granted: nobody pushes there, so it goes to intake."""
        for entry in self.manifest.waiting():
            if entry.database not in self.session.databases:
                entry.denied = True

    def _pull(self, database: str) -> None:
        try:
            Transfer(self.session, database, self.replica(database)).pull()
            self._behind.discard(database)
        except Refused as refused:
            if refused.status not in (403, 404):
                raise

    def _leave_former(self) -> None:
        """What is granted no longer leaves the phone, once nothing in it waits."""
        waiting = {entry.database for entry in self._open}
        for name in self.replicas.keys() - self.session.databases.keys() - waiting:
            del self.replicas[name]

    def _collect_receipts(self, ask: Callable[..., Any]) -> None:
        if self.manifest.open:
            self.manifest.compare(ask("GET", "/api/receipts"))

    def _hand_in(self, ask: Callable[..., Any], entries: Sequence[Entry]) -> None:
        for first in range(0, len(entries), HANDED_IN_AT_ONCE):
            self._deliver(ask, entries[first : first + HANDED_IN_AT_ONCE])

    def _deliver(self, ask: Callable[..., Any], entries: Sequence[Entry]) -> None:
        """A delivery that is refused as a whole is sent record by record."""
        body = {"documents": [entry.delivery() for entry in entries], "unused": []}
        try:
            answer = ask("POST", "/api/intake", body)
        except Refused as refused:
            if refused.status not in ABOUT_RECORDS:
                raise
            if len(entries) == 1:
                entries[0].needs_person(refused.code, None)
                return
            for entry in entries:
                self._deliver(ask, [entry])
            return
        by_id = {entry.id: entry for entry in entries}
        for taken in answer["accepted"]:
            by_id[taken["id"]].taken_in(self.clock)
        for refusal in answer["refused"]:
            if refusal["id"] in by_id:
                by_id[refusal["id"]].needs_person(refusal["reason"], refusal["words"])

    def _under_device(self) -> str:
        """Without a session the device still hands over what it holds, under its own credential."""
        if self.session.device is None or not self.manifest.open:
            return "login"
        try:
            due = [entry for entry in self._open if entry.waiting or entry.due_for_intake(self.clock)]
            self._hand_in(self.session.ask_as_device, due)
            self._collect_receipts(self.session.ask_as_device)
        except (Unreachable, Refused):
            return "unreachable"
        return "login"


def each_by_itself(steps: Sequence[Callable[[], None]]) -> None:
    """Do the steps in turn; one that fails keeps no other from its turn. Then raise the first failure.

    Without a line or a session there is no point in going on.
    """
    first: Exception | None = None
    for step in steps:
        try:
            step()
        except (Unreachable, Refused) as failure:
            if failure.status is None or failure.status == 401:
                raise
            first = first or failure
    if first is not None:
        raise first
