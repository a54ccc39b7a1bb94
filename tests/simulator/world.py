"""A running Xunge with its phones, and what can happen to them.

Server clocks stand still between restarts (FROZEN_CLOCK) and are set at each; the phones' time goes on by a
second a step, so that a simulation of a week takes minutes.
"""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from server import importing
from server.config import read_config
from sync.store.sql import SqlStore
from tests.simulator.centre import Centre
from tests.simulator.clues import drop_a_clue
from tests.simulator.district import DISTRICT, DUTIES, District, shared
from tests.simulator.office import Office
from tests.simulator.papers import Papers
from tests.simulator.phone import Phone
from tests.simulator.schedule import Step
from tests.simulator.wire import CUTS, Fault, Refused, Unreachable, Wire
from tests.simulator.writing import Writer

BEGIN = datetime(2026, 3, 2, 0, 5, tzinfo=UTC)
TICK = timedelta(seconds=1)
MOST_WRITTEN = 4
SKEWS = (5, 600, 7200, 86_400, 4 * 86_400)  # seconds
LONGEST_ROUND = 14  # requests; a drop-out hits one of them


class World:
    """The processes in `folder`, prepared by tests/simulator/preparation.py, and the phones.

    `failures`: what was answered that never should have been. An odd seed has two followers.
    """

    def __init__(self, folder: Path, seed: int, district: District, owners: Sequence[str]) -> None:
        self.seed, self.district, self.folder = seed, district, folder
        environment = {"LOG_LEVEL": "warning", "FROZEN_CLOCK": BEGIN.isoformat()}
        self.server = Centre(folder, environment, followers=1 + seed % 2)
        self.moment = BEGIN
        self.phones = [Phone(n, owner, Wire(self.server.port), self.now) for n, owner in enumerate(owners)]
        for one, other in shared(owners):
            self.phones[one].shares_with(self.phones[other])
        self.endings: dict[str, int] = {}
        self.failures: list[str] = []
        self.office = Office(self.server.port, self.now)
        self._writer = Writer(district)
        self._papers = Papers(self._writer)
        self._down: dict[str, int] = {}

    def now(self) -> datetime:
        """The true time."""
        return self.moment

    def __enter__(self) -> "World":
        self.server.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        for phone in self.phones:
            phone.wire.close()
        self.office.close()
        self.server.__exit__(*failure)

    def play(self, steps: Sequence[Step]) -> None:
        """Let the steps happen."""
        doings = self._doings()
        for step in steps:
            self.moment += TICK
            self._revive(step.index)
            phones = [self.phones[number] for number in step.phones]
            doings[step.kind](step.dice(self.seed), phones, step.index)

    def _doings(self) -> dict[str, Callable[[random.Random, list[Phone], int], None]]:
        return {
            "write": self._write,
            "sync": self._sync,
            "cut": self._cut,
            "shuffle": self._shuffle,
            "redeliver": self._redeliver,
            "paper": self._paper,
            "clue": self._clue,
            "stranger": self._stranger,
            "skew": self._skew,
            "login": self._login,
            "rush": self._rush,
            "office": self._act_at_office,
            "kill_web": self._kill_web,
            "kill_follower": self._kill_follower,
            "hours": self._hours,
            "evict": self._evict,
            "revoke": self._revoke,
            "leave": self._leave,
            "roles": self._roles,
            "move": self._move,
            "parameter": self._parameter,
        }

    def all_up(self) -> None:
        """Start what is down."""
        self._down.clear()
        self._start(*self.server.processes)

    def _revive(self, index: int) -> None:
        for name in [name for name, until in self._down.items() if index >= until]:
            del self._down[name]
            self._start(name)

    def _start(self, *names: str) -> None:
        self.server.environment["FROZEN_CLOCK"] = self.moment.isoformat()
        self.server.start(*names)

    def _write(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        (phone,) = phones
        if self._is_ready(phone):
            for _number in range(dice.randint(1, MOST_WRITTEN)):
                self._writer.write(phone, dice)

    def _is_ready(self, phone: Phone) -> bool:
        """Whether somebody may write on it: nobody can who never signed in there."""
        if phone.session.device is None:
            self._signs_in(phone)
        return phone.session.device is not None and not phone.away

    def _paper(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        for phone in phones:
            if self._is_ready(phone):
                self._papers.write(phone, dice)

    def _clue(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        for phone in phones:
            if self._is_ready(phone):
                drop_a_clue(phone, dice)

    def _sync(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        for phone in phones:
            self.rounds(phone, sign_in=dice.random() < 0.7)

    def rounds(self, phone: Phone, *, sign_in: bool = True, everything: bool = False) -> str:
        """Let a phone synchronise; its user signs in again when that is needed. Who has left it does not."""
        if sign_in and not phone.session.open:
            self._signs_in(phone)
        ending = "away" if phone.away else phone.round(everything)
        self.endings[ending] = self.endings.get(ending, 0) + 1
        return ending

    def _signs_in(self, phone: Phone) -> None:
        if not phone.away:
            with suppress(Unreachable, Refused):
                phone.sign_in()

    def _cut(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        for phone in phones:
            phone.wire.fault = Fault(dice.randrange(LONGEST_ROUND), dice.choice(CUTS))
            phone.shuffle = dice if dice.random() < 0.3 else None
            self.rounds(phone)
            phone.wire.fault = phone.shuffle = None

    def _shuffle(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        for phone in phones:
            phone.shuffle = dice
            self.rounds(phone)
            phone.shuffle = None

    def _redeliver(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        """Batches that arrived come again, through either gate, in any order."""
        (phone,) = phones
        own = [entry for entry in phone.written if not entry.evicted]
        again = dice.sample(own, min(len(own), 20))
        if phone.session.open:
            for one in range(0, len(again), 5):
                with suppress(Unreachable, Refused):
                    phone.delivers_again(again[one : one + 5], through_intake=dice.random() < 0.5)

    def _stranger(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        """Somebody hands in what a colleague wrote and has not sent, as if it were their own device's."""
        if len(phones) == 2 and phones[0].session.open:
            with suppress(Unreachable, Refused):
                phones[0].hands_in_for(phones[1], dice.randint(1, 5))

    def _skew(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        for phone in phones:
            widest = dice.choice(SKEWS)
            phone.skew = timedelta(seconds=dice.randint(-widest, widest))

    def _login(self, _: random.Random, phones: list[Phone], __: int) -> None:
        for phone in phones:
            phone.away = False
            self._signs_in(phone)

    def _rush(self, _: random.Random, phones: list[Phone], __: int) -> None:
        """Several phones at the same moment."""
        with ThreadPoolExecutor(len(phones)) as pool:
            list(pool.map(self.rounds, phones))

    def _kill_web(self, dice: random.Random, phones: list[Phone], index: int) -> None:
        """While several phones are at it."""
        with ThreadPoolExecutor(len(phones)) as pool:
            going = [pool.submit(self.rounds, phone) for phone in phones]
            time.sleep(dice.uniform(0, 0.15))
            self.server.kill("web")
            for one in going:
                one.result()
        self._down.setdefault("web", index + dice.randint(1, 15))

    def _kill_follower(self, dice: random.Random, _: list[Phone], index: int) -> None:
        name = dice.choice(self.server.followers)
        self.server.kill(name)
        self._down.setdefault(name, index + dice.randint(1, 60))

    def _hours(self, dice: random.Random, _: list[Phone], __: int) -> None:
        """Time passes, and everything is started anew."""
        (self.server.kill if dice.random() < 0.5 else self.server.stop)()
        self.moment += timedelta(minutes=dice.randint(10, 900))
        self.all_up()

    def _evict(self, _: random.Random, phones: list[Phone], __: int) -> None:
        for phone in phones:
            for one in (phone, *phone.beside):
                one.loses_storage()

    def _leave(self, _: random.Random, phones: list[Phone], __: int) -> None:
        """Whoever shares a phone leaves it to the other: what was not sent goes in the device's own name."""
        for phone in phones:
            if phone.beside and not any(other.away for other in phone.beside):
                phone.session.ended()
                phone.away = True

    def _revoke(self, _: random.Random, phones: list[Phone], __: int) -> None:
        """The administrator blocks a device. Nobody gets in with it; its person gets another phone."""
        for phone in phones:
            if phone.session.device is not None and self.office.revokes(phone.session.device):
                self.failures += phone.ways_in()
                for one in (phone, *phone.beside):
                    one.loses_storage()

    def _roles(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        """Somebody gets another role, or none that writes anything."""
        (phone,) = phones
        roles = dice.choice([["auditor"], [dice.choice(DUTIES)], [dice.choice(DUTIES), dice.choice(DUTIES)]])
        if self.office.changes_roles(phone.staff_id, sorted(set(roles))):
            self.district.gets(phone.staff_id, sorted(set(roles)))

    def _move(self, dice: random.Random, phones: list[Phone], _: int) -> None:
        """Somebody works in another township or village from the next import on."""
        (phone,) = phones
        division = dice.choice(self.district.townships + tuple(self.district.villages))
        self.district.moves(phone.staff_id, division, dice.choice(DUTIES))
        folder = self.district.write(self.folder / "lists")
        store = SqlStore(self.server.store_url)
        zone = read_config(self.server.environment).timezone
        with suppress(importing.WriteFailed):  # an administrator changed a role at this very moment
            importing.run(folder, store, self.moment, zone)
        store.close()

    def _parameter(self, dice: random.Random, _: list[Phone], __: int) -> None:
        place = dice.choice((DISTRICT, *self.district.townships))
        self.office.changes_parameter(place, dice)

    def _act_at_office(self, dice: random.Random, _: list[Phone], __: int) -> None:
        if "web" not in self._down:
            self.office.acts(dice.choice(self.district.townships), dice, self._writer)
