"""Alembic's entry, called by Flask-Migrate: accounts and read models, and the engine's tables beside them."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from server.extensions import db, writer
from server.moment import Moment
from sync.tables import metadata as engine_metadata


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration stands for itself: our own types are written as what the database sees."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run the migrations in one transaction."""
    arguments = {**current_app.extensions["migrate"].configure_args, "render_item": render_item}
    with writer().connect() as connection:
        context.configure(connection=connection, target_metadata=[db.metadata, engine_metadata], **arguments)
        with context.begin_transaction():
            context.run_migrations()


run()
