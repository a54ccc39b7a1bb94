"""From the journal to all that follows: state, results, timers, copies, read models, deliveries, effects.

`Refolding.subjects` does a batch of subjects in the caller's transaction. What a capability's code raises
becomes a dead letter of that subject and touches nothing else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from sync import audited, dead_letters, effects, publishing
from sync.audited import Noted
from sync.domain import Domain, Folded, Subject
from sync.effects import Effect
from sync.errors import told
from sync.journal import Entry, Tail, entries_of
from sync.publishing import Key, Made
from sync.read_models import ReadModels
from sync.recent import Recent
from sync.reference import Versioned

DATABASE_FAULTS = (OperationalError, InterfaceError)  # not the subject's
Renewed = tuple[Made, list[Effect]]


class Refolding:
    """Folds subjects of one domain; keeps reference documents and recent rows in memory between calls."""

    def __init__(self, domain: Domain, clock: Callable[[], datetime]) -> None:
        self._domain, self._clock = domain, clock
        self._versioned = Versioned()
        self._recent = Recent()
        self._notes: list[Noted] = []
        self._reached: dict[str, int] = {}

    def journalled(self, entries: Iterable[Entry]) -> None:
        """Take notice of new rows."""
        for entry in entries:
            if self._reached.get(entry.partition) == entry.rseq - 1:
                self._reached[entry.partition] = entry.rseq
            self._recent.add(entry)
            if entry.kind in ("reference", "tombstone"):
                self._versioned.forget(entry.partition, entry.subject)

    def rolled_back(self) -> None:
        """The transaction was undone: what was read in it may not be true."""
        self.forget()
        self._notes.clear()

    def forget(self) -> None:
        """What is in memory may not be what the journal says."""
        self._versioned.clear()
        self._recent.clear()
        self._reached.clear()

    def noted(self, notes: Iterable[Noted]) -> None:
        """What is to be noted of access when the caller's transaction ends."""
        self._notes += notes

    def note(self, connection: Connection) -> None:
        """Note it. Done last: others who note wait from here on until the transaction ends."""
        audited.note(connection, self._notes, self._clock())
        self._notes.clear()

    def stand_at(self, heads: Mapping[str, Tail]) -> None:
        """The journal of these partitions ends here: where it is not where it was left, others have written,
        and what is in memory is not all."""
        for partition, head in heads.items():
            if self._reached.get(partition) != head.rseq:
                self._versioned.forget_partition(partition)
                self._recent.forget_partition(partition)
                self._reached[partition] = head.rseq

    def subjects(
        self, connection: Connection, keys: Iterable[Key], into: Connection | None = None
    ) -> list[Effect]:
        """Bring all about these (partition, subject) up to their journal, or note why it could not be.

        Returns what follows for other subjects, whether journalled already or not. `into`: another database
        than the journal's, to which everything is written.
        """
        target = connection if into is None else into
        batch = self._folded(connection, target, list(dict.fromkeys(keys)))
        try:
            with target.begin_nested():
                notes = self._save(target, batch)
            self.noted(notes)
        except DATABASE_FAULTS:
            raise
        except Exception:
            batch = [one for one in batch if self._saved_alone(target, one)]
        return [effect for _, following in batch for effect in following]

    def folded(self, connection: Connection, partition: str, subject_id: str) -> tuple[Subject, Folded]:
        """A subject and its fold, as the journal has them; changes nothing."""
        entries = tuple(entries_of(connection, partition, subject_id))
        return self._fold(connection, Subject(partition, subject_id, entries))

    def _folded(self, connection: Connection, target: Connection, keys: Sequence[Key]) -> list[Renewed]:
        """The folds of those that can be folded."""
        found: list[Renewed] = []
        for subject in self._recent.subjects(connection, keys):
            try:
                subject, folded = self._fold(connection, subject)
                following = effects.effects_of(self._domain, folded.effects)
                found.append((publishing.made(self._domain, subject, folded), following))
            except DATABASE_FAULTS:
                raise
            except Exception as error:
                self._note(target, (subject.partition, subject.id), error)
        return found

    def _fold(self, connection: Connection, subject: Subject) -> tuple[Subject, Folded]:
        database = self._domain.reference_database(subject.partition)
        reference = self._versioned.reader(connection, subject.partition, database)
        return subject, self._domain.family_of(subject.id).fold(subject, reference)

    def _save(self, connection: Connection, batch: Sequence[Renewed]) -> list[Noted]:
        models = ReadModels(connection)
        for made, _ in batch:
            self._domain.family_of(made.subject.id).project(models, made.subject, made.folded)
        models.flush()
        notes = publishing.publish(connection, [made for made, _ in batch])
        dead_letters.settled(connection, [made.key for made, _ in batch])
        return notes

    def _saved_alone(self, connection: Connection, one: Renewed) -> bool:
        try:
            with connection.begin_nested():
                notes = self._save(connection, [one])
            self.noted(notes)
        except DATABASE_FAULTS:
            raise
        except Exception as error:
            self._note(connection, one[0].key, error)
            return False
        return True

    def _note(self, connection: Connection, key: Key, error: Exception) -> None:
        dead_letters.note(connection, *key, told(error), self._clock())
