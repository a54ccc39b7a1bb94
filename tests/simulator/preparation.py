"""A prepared folder: migrated, with the district imported and journalled, accounts made, shifts planned."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
from flask import Flask

from server import importing
from server.accounts import queries
from server.app import close_app, create_app
from server.config import read_config
from server.domain import DOMAIN
from server.extensions import db, services
from sync.clock import Clock
from sync.follower import Follower
from tests.simulator.district import District, a_district
from tests.simulator.world import BEGIN
from tests.support.processes import PASSWORD, Server


def prepare(folder: Path, phones: int) -> None:
    """Make the folder that every simulation with so many phones begins with."""
    district, _ = a_district(phones)
    lists = district.write(folder / "lists")
    server = Server(folder, {"FROZEN_CLOCK": BEGIN.isoformat()})
    with an_app(server) as app:
        flask_migrate.upgrade()
        config = services(app).config
        importing.run(lists, services(app).store, BEGIN, config.timezone)
        settle(app)
        for staff_id in sorted(district.people):
            queries.put_account(staff_id, staff_id, PASSWORD, BEGIN)


def copied(prepared: Path, folder: Path, phones: int) -> tuple[District, list[str]]:
    """Begin anew from a prepared folder; the district and whose phone each is."""
    shutil.copytree(prepared / "var", folder / "var")
    return a_district(phones)


@contextmanager
def an_app(server: Server) -> Iterator[Flask]:
    """The application within this process, over the data of a server."""
    app = create_app(read_config(server.environment))
    try:
        with app.app_context():
            yield app
    finally:
        close_app(app)


def settle(app: Flask) -> None:
    """Let clock and follower do all there is to do, within this process."""
    store, now = services(app).store, services(app).config.now
    clock = Clock(store, db.engine, DOMAIN, now)
    follower = Follower(store, db.engine, DOMAIN, now)
    while follower.step() or clock.step():
        pass
