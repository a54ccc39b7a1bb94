"""Follows the document store into the journal, and what comes of it into SQL, the store and the phones.

Each batch is one SQL transaction: journal rows, results, projections, outbox, checkpoint. A process that
dies at any point has done a batch wholly or not at all; the next one begins after the last checkpoint, and
whatever it reads twice is journalled once. Then the outbox is delivered, each delivery as often as needed.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from threading import Event

from sqlalchemy import Connection, Engine

from sync import checkpoint, dead_letters, intake, journal, outbox, pages, quarantine, times
from sync.access import Caller
from sync.arrival import Arrival
from sync.checkpoint import Checkpoint
from sync.domain import Domain
from sync.errors import told
from sync.guard import NO_DATABASE, WRITTEN_LATER, Refusal
from sync.handover import Handover
from sync.intake import Delivered
from sync.journal import write_transaction
from sync.leases import REST, Alone, Leases
from sync.pages import Page
from sync.quarantine import Held
from sync.store.base import DocumentStore
from sync.taking import Taking, roles_text

BATCH = 1000
PAUSE = 0.3
DELIVERED_AFTER = 0.5
PAUSE_AFTER_ERROR = 2.0
log = logging.getLogger(__name__)


class Follower:
    """One follower over one store. `clock` gives the time of journalling."""

    def __init__(
        self,
        store: DocumentStore,
        engine: Engine,
        domain: Domain,
        clock: Callable[[], datetime] = times.now,
        batch: int = BATCH,
        leases: Leases | Alone | None = None,
    ) -> None:
        self._store, self._engine, self._domain = store, engine, domain
        self._clock, self._size = clock, batch
        self._taking = Taking(domain, clock, self._exists)
        self._leases = leases or Alone()
        self._keys: frozenset[str] = frozenset()
        self._looked_at: set[str] = set()
        self._present: frozenset[str] = frozenset()
        self._places_may_differ = True
        self._delivered_at = 0.0

    def step(self) -> int:
        """Do what there is to do now, at most a batch of each source; returns how many rows were handled."""
        seqs = self._store.update_seqs()
        self._see(frozenset(seqs))
        self._keys = frozenset(self._key(name) for name in seqs)
        self._renew()
        handled = self._follow_store({name: seq for name, seq in seqs.items() if self._is_mine(name)})
        handled += sum(self._transact(work) for work in self._waiting())
        return handled + self._deliver(busy=handled > 0)

    def _see(self, present: frozenset[str]) -> None:
        self._places_may_differ |= not present <= self._present
        self._present = present

    def _exists(self, database: str) -> bool:
        return database in self._present

    def _renew(self) -> None:
        if self._leases.renew(self._keys):
            self._taking.roles_may_differ = True  # another follower may have read of new roles

    def _deliver(self, busy: bool) -> int:
        """Deliver when there is nothing else to do, and at least so often: what is newer takes the place of
        what waits, so that less has to be written."""
        if busy and time.monotonic() < self._delivered_at + DELIVERED_AFTER:
            return 0
        delivered = outbox.deliver(self._store, self._engine, self._is_mine)
        self._delivered_at = time.monotonic()
        return delivered

    def run(self, stop: Event) -> None:
        """Step until `stop` is set; what goes wrong is logged and tried again after a pause."""
        while not stop.is_set():
            try:
                if not self.step():
                    stop.wait(PAUSE)
            except Exception as error:
                log.error("the follower's step failed and will be tried again: %s", told(error))
                stop.wait(PAUSE_AFTER_ERROR)
        self._leases.release()

    def _key(self, database: str) -> str:
        """What a follower has to hold to work on a database: its partition, or itself if it has several."""
        try:
            return self._domain.partition_of(database, {})
        except LookupError:
            return database

    def _is_mine(self, database: str) -> bool:
        return self._leases.holds(self._key(database))

    def _waiting(self) -> list[Callable[[Connection], int]]:
        """The other sources that have something to do; looked at without taking the write lock."""
        with self._engine.connect() as connection:
            shared = self._leases.holds(REST)
            sources = (
                (self._take_intake, shared and intake.waiting(connection, 1)),
                (self._reexamine, shared and self._roles_differ(connection)),
                (self._house, shared and self._places_may_differ),
                (self._try_dead_letters, self._dead_letters(connection)),
            )
        return [work for work, found in sources if found]

    def _dead_letters(self, connection: Connection) -> list[tuple[str, str]]:
        due = dead_letters.due(connection, self._clock())
        return [key for key in due if self._leases.holds(key[0])]

    def _transact(self, work: Callable[[Connection], int]) -> int:
        try:
            with write_transaction(self._engine) as connection:
                return work(connection)
        except BaseException:
            self._taking.refolding.rolled_back()
            self._places_may_differ = True  # whoever was looked at may have to be again
            raise

    def _follow_store(self, seqs: Mapping[str, int]) -> int:
        """One page of every database with news; of the reference databases alone while they have some."""
        with self._engine.connect() as connection:
            reached = checkpoint.load(connection)
        behind = self._behind(seqs, reached)
        references = [name for name in behind if self._is_reference(name)]
        return self._follow(references, reached) or self._follow(behind, reached)

    def _follow(self, names: Sequence[str], reached: Mapping[str, Checkpoint]) -> int:
        """The pages of several databases go into one transaction, so that a subject with documents in many is
        folded once."""
        handled, batch = 0, list[Page]()
        for name in names:
            self._renew()
            if self._is_mine(name):  # no follower that came in meanwhile has taken it over
                page = pages.read(self._store, name, reached.get(name), self._size)
                batch += [] if page is None else [page]
            if sum(page.rows for page in batch) >= self._size:
                handled += self._take(batch)
                batch = []
        return handled + self._take(batch)

    def _take(self, batch: Sequence[Page]) -> int:
        return self._transact(partial(self._take_pages, batch)) if batch else 0

    def _take_pages(self, batch: Sequence[Page], connection: Connection) -> int:
        for item in self._taking.take(connection, [one for page in batch for one in page.arrivals]):
            self._taking.readmit(connection, item, frozenset())
        for page in batch:
            checkpoint.save(connection, page.database, page.reached)
        return sum(page.rows for page in batch)

    def _behind(self, seqs: Mapping[str, int], reached: Mapping[str, Checkpoint]) -> list[str]:
        """The databases with news, and once each that is new here: a restored store may stand at the very
        sequence where it was left.
        """
        fresh = seqs.keys() - self._looked_at
        self._looked_at |= fresh
        moved = {name for name, seq in seqs.items() if name not in reached or reached[name].seq != seq}
        return sorted(fresh | moved)

    def _is_reference(self, database: str) -> bool:
        try:
            return database == self._domain.reference_database(self._domain.partition_of(database, {}))
        except LookupError:
            return False

    def _take_intake(self, connection: Connection) -> int:
        delivered = intake.waiting(connection, self._size)
        handover = Handover(connection, self._domain, delivered, self._clock())
        self._taking.take(connection, [self._gated(connection, one, handover) for one in delivered])
        intake.done(connection, [one.number for one in delivered])
        return len(delivered)

    def _gated(self, connection: Connection, one: Delivered, handover: Handover) -> Arrival:
        roles = self._domain.roles_of(connection, one.author) or frozenset()
        generation, _, name = one.rev.partition("-")
        history = {"start": int(generation), "ids": [name]}
        caller = Caller(one.author, roles | {f"dev:{one.device}"})
        document = {**one.document, "_revisions": history}
        refusal, rights = self._domain.judge(one.database, document, caller), None
        if refusal is not None and refusal.code == quarantine.DENIED:
            refusal, rights = handover.judge(one, document, refusal)
        if not self._exists(one.database):
            refusal = Refusal(NO_DATABASE, "there is no such database on this server")
        return Arrival(
            database=one.database,
            doc_id=one.doc_id,
            rev=one.rev,
            document=one.document,
            gated=True,
            author=one.author,
            device=one.device,
            refusal=refusal,
            roles=roles,
            rights=rights,
        )

    def _reexamine(self, connection: Connection) -> int:
        """Look again at what was denied to people whose roles have changed since."""
        changed = self._with_new_roles(connection)
        for item, roles in changed:
            self._judge_again(connection, item, roles)
        return len(changed)

    def _house(self, connection: Connection) -> int:
        """Look again at what belongs to places that there were not; there are further ones now."""
        held = [item for item in quarantine.homeless(connection) if self._exists(item.database)]
        for item in held:
            roles = self._domain.roles_of(connection, item.author) or frozenset()
            self._judge_again(connection, item, roles)
        self._places_may_differ = False
        return len(held)

    def _judge_again(self, connection: Connection, item: Held, roles: frozenset[str]) -> None:
        document = journal.entry(connection, item.partition, item.rseq).body
        caller = Caller(item.author, roles | {f"dev:{item.device}"})
        refusal = self._domain.judge(item.database, document, caller)
        if refusal is None:
            self._taking.readmit(connection, item, roles)
        elif refusal.code == quarantine.DENIED and item.reason == WRITTEN_LATER:
            quarantine.keep(connection, item, item.reason, item.errors, roles_text(roles))
        else:
            errors = {"guard": [refusal.reason]}
            quarantine.keep(connection, item, refusal.code, errors, roles_text(roles))

    def _roles_differ(self, connection: Connection) -> bool:
        """Whether somebody who was denied has other roles now; looked at only when roles may have changed."""
        if self._taking.roles_may_differ:
            self._taking.roles_may_differ = bool(self._with_new_roles(connection))
        return self._taking.roles_may_differ

    def _with_new_roles(self, connection: Connection) -> list[tuple[Held, frozenset[str]]]:
        roles_then = quarantine.roles_of_denied(connection)
        roles = {one: self._domain.roles_of(connection, one) or frozenset() for one in sorted(roles_then)}
        changed = [one for one, then in roles_then.items() if then != {roles_text(roles[one])}]
        return [
            (item, roles[item.author])
            for item in quarantine.denied_to(connection, changed)
            if roles_text(roles[item.author]) != item.roles_then
        ]

    def _try_dead_letters(self, connection: Connection) -> int:
        due = self._dead_letters(connection)
        self._taking.refold(connection, due)
        return len(due)
