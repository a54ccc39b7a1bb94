"""Waiting for a database to move on: one poller for all waiting threads of this process.

Other processes write too, so somebody has to ask the store; a write of this process only makes the poller ask
at once. Nobody waits, nobody asks.
"""

import logging
import threading

from sync.errors import told
from sync.store.base import DocumentStore

POLL_SECONDS = 0.2

log = logging.getLogger(__name__)


class ChangeWatch:
    """Wakes threads that wait for changes."""

    def __init__(self, store: DocumentStore, poll_seconds: float = POLL_SECONDS) -> None:
        self._store = store
        self._poll_seconds = poll_seconds
        self._condition = threading.Condition()
        self._hurry = threading.Event()
        self._update_seqs: dict[str, int] = {}
        self._polls = 0
        self._waiting = 0
        self._polling = False

    def poke(self) -> None:
        """Something was written: look at once."""
        self._hurry.set()

    def wait(self, name: str, seen: int, seconds: float) -> bool:
        """Whether, within the time, the last sequence of the database is another than `seen`, or it is gone.

        True may come too early by one look; then the caller reads, finds nothing and waits again.
        """
        with self._condition:
            self._waiting += 1
            self._start_polling()
            before = self._polls
            try:
                return self._condition.wait_for(lambda: self._moved(name, seen, before), seconds)
            finally:
                self._waiting -= 1

    def _moved(self, name: str, seen: int, before: int) -> bool:
        return self._polls > before and self._update_seqs.get(name) != seen

    def _start_polling(self) -> None:
        if not self._polling:
            self._polling = True
            threading.Thread(target=self._poll, name="change-watch", daemon=True).start()

    def _poll(self) -> None:
        while True:
            self._hurry.wait(self._poll_seconds)
            self._hurry.clear()
            update_seqs = self._look()
            with self._condition:
                if not self._waiting:
                    self._polling = False
                    return
                if update_seqs is not None:
                    self._update_seqs = update_seqs
                    self._polls += 1
                    self._condition.notify_all()

    def _look(self) -> dict[str, int] | None:
        """The sequences, or None when the store does not answer; then those who wait go on waiting."""
        try:
            return self._store.update_seqs()
        except Exception as error:
            log.error("the document store did not tell its sequences, asking again: %s", told(error))
            return None
