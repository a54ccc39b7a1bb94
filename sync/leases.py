"""How several followers share the work: each holds some of the keys, for a short time that it prolongs.

Leases keep two followers from doing the same work, not from doing harm: that the heads of the chains
do, which are locked by who appends. So a lease that two believe to hold costs time, and nothing else.

Every follower takes its even share of all keys, gives back what is more than that as soon as another one
appears, and loses what it holds when it is heard of no more. `REST` stands for all that has no key.
"""

import secrets
import time
from collections.abc import Callable, Iterable

from sqlalchemy import Connection, Engine, delete, select, update

from sync import bulk
from sync.journal import write_transaction
from sync.tables import lease

REST = "*"
WORKER = "worker:"  # a row that only says: this follower is alive
SECONDS = 10.0
RENEWED_AFTER = 2.0


class Leases:
    """The keys that one follower holds."""

    def __init__(
        self, engine: Engine, name: str | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._engine, self._clock = engine, clock
        self._name = name or secrets.token_hex(8)
        self._keys: frozenset[str] = frozenset()
        self._held: frozenset[str] = frozenset()
        self._renewed = 0.0

    def renew(self, keys: Iterable[str]) -> bool:
        """Prolong what is held, take a fair share of these keys; False when that was done just now."""
        wanted = frozenset(keys) | {REST}
        if wanted == self._keys and self._clock() < self._renewed + RENEWED_AFTER:
            return False
        with write_transaction(self._engine) as connection:
            self._held = self._share(connection, wanted)
        self._keys, self._renewed = wanted, self._clock()
        return True

    def holds(self, key: str) -> bool:
        """Whether the work behind a key is this follower's."""
        return key in self._held or (key not in self._keys and REST in self._held)

    def release(self) -> None:
        """Give everything back, at the end of the process."""
        with write_transaction(self._engine) as connection:
            connection.execute(delete(lease).where(lease.c.owner == self._name))
        self._held = frozenset()

    def _share(self, connection: Connection, wanted: frozenset[str]) -> frozenset[str]:
        now = self._clock()
        connection.execute(delete(lease).where(lease.c.until <= now))
        alive = {"key": f"{WORKER}{self._name}", "owner": self._name, "until": now + SECONDS}
        bulk.upsert(connection, lease, [alive])
        connection.execute(update(lease).where(lease.c.owner == self._name).values(until=now + SECONDS))
        fair = self._fair(connection, wanted)
        held = select(lease.c.key).where(lease.c.owner == self._name, ~lease.c.key.startswith(WORKER))
        self._give_back(connection, sorted(set(connection.scalars(held)) - fair))
        claims = [{"key": key, "owner": self._name, "until": now + SECONDS} for key in sorted(fair)]
        bulk.insert_new(connection, lease, claims)
        return frozenset(connection.scalars(held))

    def _fair(self, connection: Connection, wanted: frozenset[str]) -> frozenset[str]:
        """Every n-th key of all in order, beginning with a place of one's own, so that neighbours, which are
        of a kind, go to different followers."""
        names = connection.scalars(select(lease.c.owner).where(lease.c.key.startswith(WORKER)))
        workers = sorted(names)
        return frozenset(sorted(wanted)[workers.index(self._name) :: len(workers)])

    def _give_back(self, connection: Connection, keys: list[str]) -> None:
        if keys:
            connection.execute(delete(lease).where(lease.c.owner == self._name, lease.c.key.in_(keys)))


class Alone:
    """Where there is one follower: everything is its own."""

    def renew(self, _keys: Iterable[str]) -> bool:
        """Nothing to prolong."""
        return False

    def holds(self, _key: str) -> bool:
        """Always."""
        return True

    def release(self) -> None:
        """Nothing to give back."""
