"""A phone as the server meets it: its session, its copies of databases, its manifest, and its rounds.

A round follows pwa/src/replication/round.ts step by step; where the two differ the real phone is right.
"""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import RLock

from tests.simulator.clues import Drops
from tests.simulator.manifest import Entry, Manifest, Paper
from tests.simulator.replica import Document, Leaf, Replica
from tests.simulator.second_gate import ABOUT_RECORDS, collect_receipts, hand_in
from tests.simulator.session import Session
from tests.simulator.transfer import Transfer
from tests.simulator.wire import Refused, Unreachable, Wire


class Phone:
    """One person's phone. `now` is the true time; `skew` how far its own clock is from it.

    `beside`: what it is to others who sign in on the same phone. `away`: its person has left it to them.
    """

    def __init__(self, number: int, staff_id: str, wire: Wire, now: Callable[[], datetime]) -> None:
        self.number, self.staff_id, self.wire = number, staff_id, wire
        self.session = Session(staff_id, wire, now)
        self.skew = timedelta()
        self.shuffle: random.Random | None = None
        self.replicas: dict[str, Replica] = {}
        self.manifest = Manifest()
        self.written: list[Entry] = []
        self.papers: dict[str, Paper] = {}
        self.signed: set[str] = set()
        self.drops = Drops()
        self.guesses: dict[str, str] = {}
        self.dseq = 0
        self.beside: list[Phone] = []
        self.away = False
        self._one_at_a_time = RLock()
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

    def shares_with(self, other: "Phone") -> None:
        """Two people work with one phone."""
        self.beside, other.beside = [other], [self]
        self._one_at_a_time = other._one_at_a_time

    def sign_in(self) -> None:
        """Begin a session; a phone without a device id gets a new one. Who was signed in there before, is no
        more."""
        with self._one_at_a_time:
            before = self.session.device
            self.session.sign_in()
            for other in self.beside:
                other.session.ended()
            if self.session.device != before:
                self.dseq = 0

    def ways_in(self) -> list[str]:
        """How its device, which was revoked, gets in all the same."""
        asks: dict[str, Callable[[], object]] = {
            "token": lambda: self.session.ask("GET", "/api/receipts"),
            "credential": lambda: self.session.ask_as_device("GET", "/api/receipts"),
            "password": self.session.sign_in,
        }
        found = []
        for name, ask in asks.items():
            try:
                ask()
                found.append(f"phone {self.number}: its device was revoked, and its {name} gets in")
            except Unreachable:
                continue
            except Refused as refused:
                if refused.status not in (401, 403):
                    found.append(f"phone {self.number}: its {name} was answered with {refused}")
        return found

    def loses_storage(self) -> None:
        """The browser threw everything away: what was not acknowledged may be lost; it is another device."""
        for entry in self.written:
            entry.evicted = True
        self.drops.lost()
        self.session.forget()
        self.replicas, self.manifest, self.guesses = {}, Manifest(), {}
        self.papers, self.signed = {}, set()
        self._news, self._behind = None, set()

    def save(self, database: str, body: Document, subject: str | None) -> Entry:
        """Write a document down: in the copy and in the manifest. `body` lacks the number it gets here."""
        self.dseq += 1
        device = self.session.device or ""
        document = {**body, "wrote": {"by": self.staff_id, "dev": device, "dseq": self.dseq}}
        rev = self.replica(database).edit(document)
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
        return entry

    def keeps(self, database: str, body: Document) -> None:
        """Write a paper down that is not signed: it takes no number and nobody waits for a receipt."""
        document = {**body, "wrote": {"by": self.staff_id, "dev": self.session.device or "", "dseq": 0}}
        rev = self.replica(database).edit(document)
        self.papers[document["_id"]] = Paper(database, document["_id"], rev)

    def signs(self, database: str, body: Document) -> None:
        """Write a paper down for good."""
        self.save(database, body, None)
        self.papers.pop(body["_id"], None)
        self.signed.add(body["_id"])

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
        with self._one_at_a_time:
            try:
                self._exchange(everything)
            except Unreachable:
                return "unreachable"
            except Refused as refused:
                return self._refused(refused)
            return "good"

    def _refused(self, refused: Refused) -> str:
        if refused.code == "device_revoked":
            self.session.ended()
            return "revoked"
        if refused.status != 401:
            return f"refused: {refused}"
        self.session.ended()
        return self.under_device()

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
                lambda: collect_receipts(self.session.ask, self.manifest),
                lambda: hand_in(self.session.ask, self._due, self.clock),
                lambda: self.drops.send(self.session.ask),
                self._deliver_for_others,
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
        papers = [one for one in self.papers.values() if one.database == database and not one.sent]
        if not waiting and not papers:
            return
        try:
            transfer = Transfer(self.session, database, self.replica(database))
            denied = transfer.push(self.shuffle)
            self._note(waiting, denied)
            for paper in papers:
                paper.sent, paper.denied = True, paper.id in denied
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

    def under_device(self) -> str:
        """Without a session the device still hands over what it holds, under its own credential."""
        if self.session.device is None or not (self.manifest.open or self.drops.waiting):
            return "login"
        try:
            due = [entry for entry in self._open if entry.waiting or entry.due_for_intake(self.clock)]
            hand_in(self.session.ask_as_device, due, self.clock)
            collect_receipts(self.session.ask_as_device, self.manifest)
            self.drops.send(self.session.ask_as_device)
        except (Unreachable, Refused):
            return "unreachable"
        return "login"

    def _deliver_for_others(self) -> None:
        """What a colleague has not sent from this phone goes under the credential of their device."""
        for other in self.beside:
            other.under_device()


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
