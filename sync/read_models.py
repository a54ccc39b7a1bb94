"""Where projections write: whole sets of rows put in the place of others, many subjects at once."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, FromClause, Table

from sync import bulk
from sync.bulk import Row

Where = tuple[str, ...]  # the names of the columns that say whose rows they are


class ReadModels:
    """The read models in the caller's transaction. `connection`: for projections that have to look first.

    What is replaced is written by `flush`, in bulk.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._old: defaultdict[tuple[Table, Where], list[Row]] = defaultdict(list)
        self._new: defaultdict[tuple[Table, tuple[str, ...]], list[Row]] = defaultdict(list)

    def replace(self, table: FromClause, where: Row, rows: Iterable[Row]) -> None:
        """Put `rows` in the place of all rows whose columns have the values of `where`."""
        assert isinstance(table, Table)  # noqa: S101  a mapped class says no more than FromClause
        self._old[table, tuple(where)].append(where)
        for row in rows:
            self._new[table, tuple(row)].append(row)

    def flush(self) -> None:
        """Write what was replaced."""
        for (table, _), old in self._old.items():
            bulk.delete(self.connection, table, old)
        for (table, _), new in self._new.items():
            bulk.insert(self.connection, table, new)
        self._old.clear()
        self._new.clear()
