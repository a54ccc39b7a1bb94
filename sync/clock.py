"""The clock process: writes what is due as documents, so that it takes the one road through the journal.

A due timer becomes its family's event; a document that should exist by now (a planned shift) is written when
it is missing. Both have derived ids and contents: two clocks, or one that was killed, write one document.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from threading import Event

from sqlalchemy import Engine, select

from sync import times
from sync.domain import Document, Domain, Timer
from sync.errors import DatabaseNotFound, told
from sync.store.base import DocumentStore
from sync.tables import timer

PAUSE = 5.0
log = logging.getLogger(__name__)


class Clock:
    """One clock over one store; `now` is injected, so that tests can move it."""

    def __init__(
        self,
        store: DocumentStore,
        engine: Engine,
        domain: Domain,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        self._store, self._engine, self._domain, self._now = store, engine, domain, now

    def step(self) -> int:
        """Write what is due and not written yet; returns how many documents that was."""
        wanted: dict[str, dict[str, Document]] = defaultdict(dict)
        for database, document in [*self._due(), *self._planned()]:
            wanted[database][document["_id"]] = document
        return sum(self._write(database, documents) for database, documents in wanted.items())

    def run(self, stop: Event) -> None:
        """Step until `stop` is set; what goes wrong is logged and tried again."""
        while not stop.is_set():
            try:
                self.step()
            except Exception as error:
                log.error("the clock's step failed and will be tried again: %s", told(error))
            stop.wait(PAUSE)

    def _due(self) -> list[tuple[str, Document]]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(timer).where(timer.c.due_at <= times.utc(self._now()))).all()
        found: list[tuple[str, Document]] = []
        for row in rows:
            event = self._domain.family_of(row.subject).timer_event
            if event is not None:
                found.append((row.database, event(row.partition, row.subject, Timer(row.name, row.due_at))))
        return found

    def _planned(self) -> list[tuple[str, Document]]:
        with self._engine.connect() as connection:
            return [
                document
                for capability in self._domain.capabilities
                if capability.planned is not None
                for document in capability.planned(connection, self._now())
            ]

    def _write(self, database: str, documents: dict[str, Document]) -> int:
        try:
            rows = self._store.docs_by_key(database, sorted(documents)).rows
            missing = [documents[row.key] for row in rows if row.rev is None]
            results = self._store.write(database, missing) if missing else []
        except DatabaseNotFound:
            log.warning("%s does not exist: %d documents are due in it", database, len(documents))
            return 0
        return sum(result.error is None for result in results)
