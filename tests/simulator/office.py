"""The offices: what they do through the API, as the console does."""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote

from server.domain import MACHINES
from server.parameters import DEFAULTS
from server.records.machine import Machine
from sync import times
from tests.simulator.samples import Sampler
from tests.simulator.session import Session
from tests.simulator.wire import Refused, Unreachable, Wire
from tests.simulator.writing import KINDS, ZONE, Writer

CHANGED = ("ckin.dedupe", "ckin.radius", "shift.missed", "shift.auto_end", "shift.auto_review", "limit.take")
SHIFTS = "shifts"


class Office:
    """Operators of every township, the district's leader and the administrator, at their desks."""

    def __init__(self, port: int, now: Callable[[], datetime]) -> None:
        self._port, self._now = port, now
        self._sessions: dict[str, Session] = {}

    @property
    def failures(self) -> list[str]:
        """What the server answered with 500."""
        return [line for session in self._sessions.values() for line in session.wire.failures]

    def close(self) -> None:
        """Hang up."""
        for session in self._sessions.values():
            session.wire.close()

    def changes_roles(self, staff_id: str, roles: list[str]) -> bool:
        """The administrator gives somebody other roles; whether that was taken."""
        return self._ask("admin", "PUT", f"/api/staff/{staff_id}/roles", {"roles": roles}) is not None

    def changes_parameter(self, place: str, dice: random.Random) -> None:
        """Somebody sets a parameter to another number."""
        key = dice.choice(CHANGED)
        value = max(1, round(DEFAULTS[key] * dice.uniform(0.5, 2)))
        self._ask("admin", "PUT", f"/api/parameters/{key}", {"place": place, "value": value})

    def revokes(self, device: str) -> bool:
        """The administrator blocks a phone; whether that was taken."""
        return self._done("admin", "DELETE", f"/api/devices/{device}")[0]

    def acts(self, township: str, dice: random.Random, writer: Writer) -> None:
        """An operator of the township does to one of its records something that the console offers."""
        name = f"office-{township[-3:]}"
        machine = dice.choice([one for one in MACHINES if one.readers and one.office_actions])
        found = self._record(name, machine, township, dice)
        if found is None:
            return
        offered = [one["action"] for one in found["actions"] if one["allowed"] or dice.random() < 0.1]
        if not offered:
            return
        action = dice.choice(offered)
        moment = self._now()
        sampler = Sampler(dice, times.wire(moment), f"{moment + ZONE:%Y-%m-%d}", writer.known)
        schema = getattr(KINDS[machine.event[0]].schema, "payloads", {}).get(action)
        payload = sampler.document(schema, _decision(found)) if schema else {}
        body = {"action": action, "payload": payload, "seen": found["rseq"], "note": None}
        self._ask(name, "POST", f"/api/{machine.plural}/{quote(found['id'], safe='')}/actions", body)

    def _record(
        self, name: str, machine: Machine, township: str, dice: random.Random
    ) -> Mapping[str, Any] | None:
        """A record of the township with what may be done to it."""
        day = f"&date={self._now() + ZONE:%Y-%m-%d}" if machine.plural == SHIFTS else ""
        listed = self._ask(name, "GET", f"/api/{machine.plural}?township={township}{day}")
        items = (listed or {}).get("items") or (listed or {}).get(SHIFTS) or []
        if not items:
            return None
        chosen = dice.choice(items)["id"]
        shown = self._ask(name, "GET", f"/api/{machine.plural}/{quote(chosen, safe='')}")
        if shown is None:
            return None
        record = shown.get("record") or shown.get("shift")
        return {**shown, "id": chosen, "rseq": record["rseq"]}

    def _ask(self, name: str, method: str, path: str, body: Any = None) -> Any:
        """The answer; None when the server is away or says no."""
        return self._done(name, method, path, body)[1]

    def _done(self, name: str, method: str, path: str, body: Any = None) -> tuple[bool, Any]:
        """Whether the server did it, and its answer."""
        session = self._sessions.get(name)
        if session is None:
            session = self._sessions[name] = Session(name, Wire(self._port), self._now)
        with suppress(Unreachable, Refused):
            if not session.open:
                session.sign_in()
            session.fresh()
            return True, session.ask(method, path, body)
        session.ended()
        return False, None


def _decision(found: Mapping[str, Any]) -> dict[str, Any]:
    """Force and dismiss name a parked event: one of those in the timeline."""
    parked = [line["id"] for line in found["timeline"] if line.get("result") == "parked"]
    return {"event": parked[0]} if parked else {}
