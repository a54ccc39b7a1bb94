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
from tests.simulator.wire import Refused, Unreachable, Wire

PUSHED_AT_ONCE = 250
PULLED_AT_ONCE = 250
PAGE = 500
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
        """The browser threw everything away: what was not acknowledged may be lost, and it is another device."""
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
            document["_id"], device, self.dseq, self.staff_id, database, document["type"], subject, rev, document
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
                self._send(entry.database, [leaf.on_the_wire(), leaf.on_the_wire()])

    def hands_in_for(self, other: "Phone", most: int) -> None:
        """Give what another phone has not sent to intake under this one's session. Raises Refused, Unreachable."""
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
                lambda: self._hand_in(self.session.ask, [e for e in self._open if e.due_for_intake(self.clock)]),
            ]
        )

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
            denied = self._replicate_to(database)
            self._note(waiting, denied)
        except Refused as refused:
            if refused.status not in (403, 404, *ABOUT_RECORDS):
                raise
            self._note(waiting, {entry.id for entry in waiting})
        except Unreachable as failure:
            if failure.status != 500:
                raise
            self._note(waiting, {entry.id for entry in waiting})
            raise

    def _replicate_to(self, database: str) -> set[str]:
        replica, denied = self.replica(database), set[str]()
        while True:
            leaves, end = replica.unpushed(PUSHED_AT_ONCE)
            if not leaves and end == replica.pushed:
                return denied
            documents = [leaf.on_the_wire() for leaf in leaves]
            for batch in self._batches(database, documents):
                denied |= self._send(database, batch)
            replica.pushed = end

    def _batches(self, database: str, documents: list[Document]) -> Sequence[list[Document]]:
        """What the server lacks; from a phone that is to `shuffle` out of order, in small pieces and partly twice."""
        if not documents:
            return []
        asked: dict[str, list[str]] = {}
        for document in documents:
            asked.setdefault(document["_id"], []).append(document["_rev"])
        lacking = self.session.ask("POST", f"/db/{database}/_revs_diff", asked)
        wanted = [one for one in documents if one["_rev"] in lacking.get(one["_id"], {}).get("missing", ())]
        if self.shuffle is None or not wanted:
            return [wanted] if wanted else []
        mixed = [*wanted, *self.shuffle.sample(wanted, len(wanted) // 3)]
        self.shuffle.shuffle(mixed)
        size = self.shuffle.randint(1, 7)
        return [mixed[first : first + size] for first in range(0, len(mixed), size)]

    def _send(self, database: str, documents: list[Document]) -> set[str]:
        body = {"docs": documents, "new_edits": False}
        rows = self.session.ask("POST", f"/db/{database}/_bulk_docs", body)
        for row in rows:
            if row["error"] not in ("forbidden", "unauthorized"):
                raise Refused(409, row)
        return {row["id"] for row in rows}

    def _note(self, entries: Sequence[Entry], denied: set[str]) -> None:
        for entry in entries:
            entry.handed_over(self.clock, entry.id in denied)

    def _deny_ungranted(self) -> None:
        """What waits for a database that is no longer granted: nobody pushes there, so intake must take it."""
        for entry in self.manifest.waiting():
            if entry.database not in self.session.databases:
                entry.denied = True

    def _pull(self, database: str) -> None:
        try:
            replica = self.replica(database)
            if replica.since is None:
                self._take_snapshot(database, replica)
            else:
                self._replicate_from(database, replica, replica.since)
            self._behind.discard(database)
        except Refused as refused:
            if refused.status not in (403, 404):
                raise

    def _take_snapshot(self, database: str, replica: Replica) -> None:
        """Pages of live documents, then the changes since the sequence read before them."""
        since = self.session.ask("GET", f"/db/{database}/")["update_seq"]
        start = ""
        while True:
            query = f"include_docs=true&limit={PAGE}{start}"
            rows = self.session.ask("GET", f"/db/{database}/_all_docs?{query}")["rows"]
            for row in rows:
                replica.put(row["doc"])
            if len(rows) < PAGE:
                break
            start = f"&skip=1&startkey=%22{rows[-1]['id']}%22"
        self._replicate_from(database, replica, since)

    def _replicate_from(self, database: str, replica: Replica, since: int) -> None:
        while True:
            path = f"/db/{database}/_changes?style=all_docs&limit={PULLED_AT_ONCE}&since={since}"
            page = self.session.ask("GET", path)
            wanted = [
                {"id": row["id"], "rev": change["rev"]}
                for row in page["results"]
                for change in row["changes"]
                if not replica.knows(row["id"], change["rev"])
            ]
            if wanted:
                body = {"docs": wanted}
                answer = self.session.ask("POST", f"/db/{database}/_bulk_get?revs=true&latest=true", body)
                for found in answer["results"]:
                    for one in found["docs"]:
                        if "ok" in one:
                            replica.put(one["ok"])
            since = page["last_seq"]
            if len(page["results"]) < PULLED_AT_ONCE:
                replica.since = since
                return

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
    """Do the steps in turn; one that fails keeps no other from its turn. The first failure is raised at the end;
    without a line or a session there is no point in going on."""
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
