"""The end of a simulation: everybody is online again and synchronises until nothing moves any more."""

import time
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from server.domain import DOMAIN
from server.extensions import db, services
from sync import checkpoint, tables
from sync.clock import Clock
from tests.simulator.manifest import Entry
from tests.simulator.wire import Refused, Unreachable
from tests.simulator.world import World

TURNS = 12
AWAY = timedelta(seconds=30)  # between two rounds of a phone, so that intake is due for what has no receipt
PATIENCE = 120.0  # seconds that the follower may be at work without an end
SHARED_AFTER = 60.0
LOOK_EVERY = 0.02


class NeverIdle(Exception):
    """The follower did not come to an end."""


def bring_together(world: World, app: Flask) -> int:
    """Let all phones and the server agree; returns how many turns that took, TURNS when they never did."""
    world.server.kill()
    world.all_up()
    clock = Clock(services(app).store, db.engine, DOMAIN, world.now)
    before: dict[str, int] = {}
    for turn in range(1, TURNS + 1):
        for phone in world.phones:
            _with_present_roles(world, phone.number)
            world.rounds(phone, everything=True)
        _wait_until_idle(app)
        _wait_until_shared(world)
        while clock.step():
            _wait_until_idle(app)
        world.moment += AWAY
        seqs = services(app).store.update_seqs()
        if seqs == before and not any(entry.state in ("saved", "on_way") for entry in _open(world)):
            return turn
        before = seqs
    return TURNS


def _open(world: World) -> list[Entry]:
    return [entry for phone in world.phones for entry in phone.manifest.open.values()]


def _with_present_roles(world: World, number: int) -> None:
    session = world.phones[number].session
    if session.open:
        try:
            session.renew()
        except (Refused, Unreachable):
            session.ended()


def _wait_until_idle(app: Flask) -> None:
    """Return when the follower has read all, judged all and delivered all; raise NeverIdle."""
    deadline = time.monotonic() + PATIENCE
    while not _is_idle(app):
        if time.monotonic() > deadline:
            raise NeverIdle
        time.sleep(LOOK_EVERY)


def _wait_until_shared(world: World) -> None:
    """Return when every follower has its part; note it when one has none."""
    deadline = time.monotonic() + SHARED_AFTER
    while time.monotonic() < deadline:
        with db.engine.connect() as connection:
            if world.server.is_shared(connection):
                return
        time.sleep(LOOK_EVERY)
    world.failures.append("a follower has no part in the work")


def _is_idle(app: Flask) -> bool:
    with db.engine.connect() as connection:
        reached = {name: point.seq for name, point in checkpoint.load(connection).items()}
        queued = sum(
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (tables.outbox, tables.intake_queue)
        )
    seqs = services(app).store.update_seqs()
    return not queued and all(reached.get(name, 0) == seq for name, seq in seqs.items())
