"""The SQL store's own tables, apart from the read models and their migrations.

A document's winning body lies in its row, so that what is read most (changes, all documents) is one table;
bodies of older and of conflicting revisions lie in `store_revision`.
"""

import uuid

import sqlalchemy as sa

from sync.errors import SchemaTooNew

SCHEMA_VERSION = 1
INSTALL_LOCK = 7_840_911  # any number that nobody else locks in the same PostgreSQL database

metadata = sa.MetaData()

# Ids sort by code point everywhere; SQLite does so by itself, PostgreSQL only in this collation.
Key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

state = sa.Table(
    "store_state",
    metadata,
    sa.Column("name", Key, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

database = sa.Table(
    "store_database",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", Key, nullable=False, unique=True),
    sa.Column("epoch", sa.Text, nullable=False),
    sa.Column("update_seq", sa.BigInteger, nullable=False),
    sa.Column("doc_count", sa.BigInteger, nullable=False),
    sa.Column("doc_del_count", sa.BigInteger, nullable=False),
    sa.Column("admins", sa.JSON, nullable=False),
    sa.Column("members", sa.JSON, nullable=False),
)

document = sa.Table(
    "store_document",
    metadata,
    sa.Column("database_id", sa.Integer, primary_key=True),
    sa.Column("id", Key, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("rev", sa.Text, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("branched", sa.Boolean, nullable=False),
    sa.Column("tree", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("store_document_seq", "database_id", "seq", unique=True),
)

revision = sa.Table(
    "store_revision",
    metadata,
    sa.Column("database_id", sa.Integer, primary_key=True),
    sa.Column("doc_id", Key, primary_key=True),
    sa.Column("rev", Key, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)

local = sa.Table(
    "store_local",
    metadata,
    sa.Column("database_id", sa.Integer, primary_key=True),
    sa.Column("id", Key, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)


def install(connection: sa.Connection) -> str:
    """Make the tables if need be and return the store's uuid; raises SchemaTooNew.

    Runs inside a write transaction: several processes may start at once.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(INSTALL_LOCK)))
    if not sa.inspect(connection).has_table(state.name):
        metadata.create_all(connection)
        rows = {"schema_version": str(SCHEMA_VERSION), "uuid": uuid.uuid4().hex}
        connection.execute(sa.insert(state), [{"name": name, "value": value} for name, value in rows.items()])
    found: dict[str, str] = {row.name: row.value for row in connection.execute(sa.select(state))}
    if int(found["schema_version"]) > SCHEMA_VERSION:
        raise SchemaTooNew(int(found["schema_version"]), SCHEMA_VERSION)
    return found["uuid"]
