"""The same rows on both databases, whatever is in them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sync import bulk

TEXT = "quoted \" and ', %(rows)s, :rows, 北门\n\\u0000"
THING = sa.Table(
    "record",  # also the name of a type of PostgreSQL
    sa.MetaData(),
    sa.Column("place", sa.String(20), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("order", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text),
    sa.Column("good", sa.Boolean, nullable=False),
    sa.Column("half", sa.Float),
    sa.Column("point", sa.JSON),
    sa.UniqueConstraint("order"),
)


def a_row(order: int, **other: Any) -> dict[str, Any]:
    row = {"good": True, "half": 0.5, "id": f"r{order}", "order": order, "place": "p", "point": None}
    return {**row, "text": TEXT, **other}


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Connection]:
    url = f"sqlite:///{tmp_path / 'bulk.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    engine = sa.create_engine(url)
    with engine.connect() as found:
        THING.create(found)
        yield found
    engine.dispose()


def rows(connection: sa.Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(sa.select(THING).order_by("order")).mappings()]


def test_what_is_put_in_comes_out(connection: sa.Connection) -> None:
    given = [
        a_row(1, point={"lat": 30.5, "names": ["东", TEXT]}),
        a_row(2, point=None, text=None, half=None, good=False),
        a_row(2**60, point=[], half=1e300),
    ]
    bulk.insert(connection, THING, given)
    assert rows(connection) == given


def test_nothing_to_do(connection: sa.Connection) -> None:
    for work in (bulk.insert, bulk.insert_new, bulk.upsert, bulk.update, bulk.delete):
        work(connection, THING, [])
    assert rows(connection) == []


def test_a_row_that_is_there_cannot_be_inserted(connection: sa.Connection) -> None:
    bulk.insert(connection, THING, [a_row(1)])
    with pytest.raises(sa.exc.IntegrityError):
        bulk.insert(connection, THING, [a_row(1)])


def test_rows_that_are_there_are_passed_over(connection: sa.Connection) -> None:
    bulk.insert(connection, THING, [a_row(1)])
    bulk.insert_new(connection, THING, [a_row(1, text="other"), a_row(2), a_row(2, text="again")])
    assert rows(connection) == [a_row(1), a_row(2)]


def test_rows_take_the_place_of_those_with_their_key(connection: sa.Connection) -> None:
    bulk.insert(connection, THING, [a_row(1), a_row(2)])
    bulk.upsert(connection, THING, [a_row(2, text="other"), a_row(3)])
    assert rows(connection) == [a_row(1), a_row(2, text="other"), a_row(3)]


def test_a_change_reaches_the_rows_of_its_keys_and_the_columns_it_names(connection: sa.Connection) -> None:
    bulk.insert(connection, THING, [a_row(1), a_row(2), a_row(3, place="elsewhere", id="r1")])
    bulk.update(
        connection,
        THING,
        [
            {"place": "p", "id": "r1", "text": "x", "point": [1]},
            {"place": "p", "id": "no", "text": "", "point": []},
        ],
    )
    assert rows(connection) == [
        a_row(1, text="x", point=[1]),
        a_row(2),
        a_row(3, place="elsewhere", id="r1"),
    ]


def test_what_has_all_the_values_goes(connection: sa.Connection) -> None:
    bulk.insert(connection, THING, [a_row(1), a_row(2), a_row(3, place="elsewhere")])
    bulk.delete(connection, THING, [{"place": "p", "order": 1}, {"place": "p", "order": 3}])
    assert rows(connection) == [a_row(2), a_row(3, place="elsewhere")]
