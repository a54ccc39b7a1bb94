"""An application in this process over a folder of its own, with a district and accounts in it."""

from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from server import importing
from server.accounts.queries import put_account
from server.app import create_app
from server.config import read_config
from server.domain import DOMAIN
from server.extensions import db, services, writer
from sync import tables
from sync.follower import Follower


def prepare(var: Path, district: Path, staff_ids: Iterable[str], password: str) -> Flask:
    """Make the application, import the folder, give these people accounts; close it with close_app."""
    app = create_app(read_config({"XUNGE_VAR": str(var)}))
    with app.app_context():
        db.create_all()
        tables.metadata.create_all(db.engine)
        config = services().config
        importing.run(district, services().store, config.now(), config.timezone)
        follow(app)
        for staff_id in staff_ids:
            put_account(staff_id, staff_id, password, config.now())
    return app


def follow(app: Flask) -> None:
    """Let the follower do all that waits."""
    with app.app_context():
        follower = Follower(services().store, writer(), DOMAIN, services().config.now)
        while follower.step():
            pass
