"""Whether the journal is what was written: every chain walked from its first row to its head.

A row's hash covers its own columns and the hash before it, so a row that was altered, taken out or moved is
found. Rows cut off at the end are missed by the head that is kept beside the chain; and because whoever can
cut off rows can also change that head, the heads can be kept elsewhere and compared (`since`).
"""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, RowMapping, select

from sync.journal import EMPTY, Tail, digest_of, heads
from sync.tables import journal

AT_ONCE = 1000
CHAINED = ("prev_hash", "hash")
What = Literal["altered", "missing", "out of order", "without head"]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the rows `first` to `last` of a partition.

    `altered`: the row is not what its hash was made of. `missing`: there are no such rows, or not any more.
    `out of order`: it is whole, and does not follow from the row before it. `without head`: it lies beyond
    the head that was kept, or is not the row that this head names.
    """

    partition: str
    first: int
    last: int
    what: What

    def __str__(self) -> str:
        rows = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"the chain of {self.partition} is broken at {rows}: {self.what}"


def verify(connection: Connection, since: Mapping[str, Tail] | None = None) -> list[Fault]:
    """Walk every chain, a few rows at a time; returns what is wrong, by partition and row.

    `since`: heads that were kept elsewhere before; the rows that they name must be there as they were.
    """
    ends = heads(connection)
    walks = _Walks(ends, since or {})
    query = select(journal).order_by(journal.c.partition, journal.c.rseq)
    for row in connection.execute(query, execution_options={"yield_per": AT_ONCE}).mappings():
        walks.pass_row(row)
    return sorted(walks.faults(), key=lambda one: (one.partition, one.first, one.last))


class _Walks:
    """The walk over all partitions; `ends` are the heads of now, `since` those of before."""

    def __init__(self, ends: Mapping[str, Tail], since: Mapping[str, Tail]) -> None:
        self._ends, self._since = ends, since
        self._found: list[Fault] = []
        self._reached: dict[str, Tail] = {}

    def pass_row(self, row: RowMapping) -> None:
        """Compare a row with what came before it."""
        partition, rseq = row["partition"], row["rseq"]
        before = self._reached.get(partition, EMPTY)
        columns = {name: value for name, value in row.items() if name not in CHAINED}
        if rseq > before.rseq + 1:
            self._add(partition, before.rseq + 1, rseq - 1, "missing")
        if not hmac.compare_digest(row["hash"], digest_of(row["prev_hash"], columns)):
            self._add(partition, rseq, rseq, "altered")
        elif rseq == before.rseq + 1 and row["prev_hash"] != before.hash:
            self._add(partition, rseq, rseq, "out of order")
        kept = self._since.get(partition)
        if kept is not None and rseq == kept.rseq and row["hash"] != kept.hash:
            self._add(partition, rseq, rseq, "altered")
        self._reached[partition] = Tail(rseq, row["hash"], row["received_at"])

    def faults(self) -> Iterator[Fault]:
        """All that was found, the ends of the chains among it."""
        yield from dict.fromkeys(self._found)
        for partition in sorted({*self._ends, *self._since, *self._reached}):
            yield from self._end(partition)

    def _end(self, partition: str) -> Iterator[Fault]:
        reached = self._reached.get(partition, EMPTY)
        head, kept = self._ends.get(partition, EMPTY), self._since.get(partition, EMPTY)
        last = max(head.rseq, kept.rseq)
        if last > reached.rseq:
            yield Fault(partition, reached.rseq + 1, last, "missing")
        elif head.rseq < reached.rseq:
            yield Fault(partition, head.rseq + 1, reached.rseq, "without head")
        elif head.hash != reached.hash:
            yield Fault(partition, head.rseq, head.rseq, "without head")

    def _add(self, partition: str, first: int, last: int, what: What) -> None:
        self._found.append(Fault(partition, first, last, what))


def told(ends: Mapping[str, Tail]) -> str:
    """Heads as text, a line for each partition: partition, row, hash."""
    return "".join(f"{name}\t{end.rseq}\t{end.hash}\n" for name, end in sorted(ends.items()))


def read(text: str) -> dict[str, Tail]:
    """Heads from such text; raises ValueError."""
    found: dict[str, Tail] = {}
    for line in filter(str.strip, text.splitlines()):
        partition, rseq, digest = line.split("\t")
        found[partition] = Tail(int(rseq), digest, "")
    return found
