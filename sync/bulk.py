"""Many rows of one shape in one go, without the building of parameters for each row.

The rows of a call are dicts with the same columns, two at least. Values are what JSON knows; objects and
lists go into columns of JSON, where None is no value. PostgreSQL takes all rows as one JSON text, SQLite one
after the other.
"""

from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Table
from sqlalchemy.dialects import postgresql

from sync.json_text import canonical

POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # it has none
Row = dict[str, Any]
Names = tuple[str, ...]
Statement = Callable[[Table, Names, bool], str]  # the last: whether it takes its rows as one text


def insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows; IntegrityError when one is there."""
    _run(connection, _insertion, table, rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add those rows that are not there."""
    _run(connection, _addition, table, rows)


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows, each in the place of the one with its primary key; no two of them have the same."""
    _run(connection, _replacement, table, rows)


def update(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Give the rows with these primary keys the values of the other columns."""
    _run(connection, _change, table, rows)


def delete(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Delete the rows that have the values of one of these in all its columns; none of them is None."""
    _run(connection, _deletion, table, rows)


def _run(connection: Connection, statement: Statement, table: Table, rows: Sequence[Row]) -> None:
    if not rows:
        return
    names = _in_order(table, rows[0])
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(statement(table, names, True), {"rows": canonical(rows)})
    else:
        values = list(map(itemgetter(*names), _with_text(rows, _of_json(table, names))))
        connection.exec_driver_sql(statement(table, names, False), values)


def _in_order(table: Table, row: Row) -> Names:
    """The columns of a row, those of the primary key last, as a change names them."""
    key = _key(table)
    return (*(name for name in row if name not in key), *(name for name in key if name in row))


def _key(table: Table) -> Names:
    return tuple(column.name for column in table.primary_key.columns)


@cache
def _of_json(table: Table, names: Names) -> Names:
    return tuple(name for name in names if isinstance(table.c[name].type, JSON))


def _with_text(rows: Sequence[Row], names: Names) -> Sequence[Row]:
    """The rows, in these columns the text of what they have."""
    if not names:
        return rows
    return [
        {**row, **{name: canonical(row[name]) for name in names if row[name] is not None}} for row in rows
    ]


@cache
def _insertion(table: Table, names: Names, as_text: bool) -> str:
    columns = ", ".join(map(_quoted, names))
    marks = ", ".join("?" * len(names))
    source = f"SELECT {columns} FROM {_given(table, names)}" if as_text else f"VALUES ({marks})"  # noqa: S608
    return f"INSERT INTO {_quoted(table.name)} ({columns}) {source}"


@cache
def _addition(table: Table, names: Names, as_text: bool) -> str:
    return f"{_insertion(table, names, as_text)} ON CONFLICT DO NOTHING"


@cache
def _replacement(table: Table, names: Names, as_text: bool) -> str:
    key = _key(table)
    news = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in names if name not in key)
    there = ", ".join(map(_quoted, key))
    return f"{_insertion(table, names, as_text)} ON CONFLICT ({there}) DO UPDATE SET {news}"


@cache
def _change(table: Table, names: Names, as_text: bool) -> str:
    key = _key(table)
    news = ", ".join(f"{_quoted(name)} = {_its(name, as_text)}" for name in names if name not in key)
    given = f"FROM {_given(table, names)}" if as_text else ""
    return f"UPDATE {_quoted(table.name)} SET {news} {given} WHERE {_same(table, key, as_text)}"  # noqa: S608


@cache
def _deletion(table: Table, names: Names, as_text: bool) -> str:
    given = f"USING {_given(table, names)}" if as_text else ""
    return f"DELETE FROM {_quoted(table.name)} {given} WHERE {_same(table, names, as_text)}"  # noqa: S608


def _given(table: Table, names: Names) -> str:
    columns = (f"{_quoted(name)} {table.c[name].type.compile(POSTGRESQL)}" for name in names)
    return f"json_to_recordset(%(rows)s) AS its ({', '.join(columns)})"


def _same(table: Table, names: Names, as_text: bool) -> str:
    mine = (f"{_quoted(table.name)}.{_quoted(name)} = {_its(name, as_text)}" for name in names)
    return " AND ".join(mine)


def _its(name: str, as_text: bool) -> str:
    return f"its.{_quoted(name)}" if as_text else "?"


def _quoted(name: str) -> str:
    return f'"{name}"'
