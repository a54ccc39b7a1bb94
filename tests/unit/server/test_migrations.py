"""The migrations make exactly the tables that the code declares, and can be undone, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from server.app import close_app, create_app
from server.config import read_config
from server.extensions import db
from sync.tables import metadata as engine_metadata
from tests.support.postgres import find_binaries, running_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    settings = {"XUNGE_VAR": str(tmp_path)}
    if request.param == "sqlite":
        yield from _running(settings)
        return
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL on this machine")
    with running_postgres(binaries) as url:
        yield from _running({**settings, "DATABASE_URL": url})


def _running(settings: dict[str, str]) -> Iterator[Flask]:
    app = create_app(read_config(settings))
    try:
        with app.app_context():
            yield app
    finally:
        close_app(app)


def test_from_empty_they_make_what_the_code_declares(app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, [db.metadata, engine_metadata]) == []


def test_they_can_be_undone_and_done_again(app: Flask) -> None:
    flask_migrate.upgrade()
    flask_migrate.downgrade(revision="base")
    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
    flask_migrate.upgrade()
    flask_migrate.upgrade()
    assert "journal" in sa.inspect(db.engine).get_table_names()


def test_the_engine_s_tables_and_ours_have_different_names() -> None:
    assert not set(db.metadata.tables) & set(engine_metadata.tables)
    assert {"account", "reference", "patrol_shift", "upload"} <= set(db.metadata.tables)
