"""The rows of the subjects that were written about last, kept in memory: most news are about those."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from sync import journal
from sync.domain import Subject
from sync.journal import DRAFT, Entry

MOST_ROWS = 20_000
Key = tuple[str, str]  # partition, subject


class Recent:
    """Whole subjects, the longest untouched forgotten first; `most` rows altogether, so memory is bounded."""

    def __init__(self, most: int = MOST_ROWS) -> None:
        self._most, self._held = most, 0
        self._rows: OrderedDict[Key, list[Entry]] = OrderedDict()
        self._new: defaultdict[Key, list[Entry]] = defaultdict(list)
        self._first_new: dict[str, int] = {}

    def add(self, entry: Entry) -> None:
        """A row that was just appended; `subjects` is to follow for its subject. A draft is never folded."""
        if entry.kind == DRAFT:
            return
        self._new[entry.partition, entry.subject].append(entry)
        self._first_new.setdefault(entry.partition, entry.rseq)

    def subjects(self, connection: Connection, keys: Sequence[Key]) -> Iterator[Subject]:
        """The subjects of these keys with all their rows, read where they are not here."""
        self._read(connection, [key for key in keys if key not in self._rows])
        for key, entries in self._new.items():
            if key in self._rows:
                self._rows[key] += entries
                self._held += len(entries)
        self._new.clear()
        self._first_new.clear()
        for key in keys:
            self._rows.move_to_end(key)
            yield Subject(*key, tuple(self._rows[key]))
        while self._held > self._most and self._rows:
            _, rows = self._rows.popitem(last=False)
            self._held -= len(rows)

    def _read(self, connection: Connection, keys: Sequence[Key]) -> None:
        """Read the rows before those that were just appended."""
        wanted: dict[str, list[str]] = defaultdict(list)
        for partition, subject in keys:
            wanted[partition].append(subject)
        for partition, subjects in wanted.items():
            end = self._first_new.get(partition)
            for subject, rows in journal.entries_about(connection, partition, subjects, end).items():
                self._rows[partition, subject] = rows
                self._held += len(rows)

    def forget_partition(self, partition: str) -> None:
        """Somebody else writes there."""
        for key in [key for key in self._rows if key[0] == partition]:
            self._held -= len(self._rows.pop(key))

    def clear(self) -> None:
        """Forget all."""
        self._rows.clear()
        self._new.clear()
        self._first_new.clear()
        self._held = 0
