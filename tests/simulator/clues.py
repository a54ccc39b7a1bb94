"""Envelopes with clues: a phone drops their numbers and never sees them again."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ulid import ULID

from server.mailboxes.clue_documents import ClueDropSchema
from server.mailboxes.clue_telling import clue_database
from server.mailboxes.drops import DROPPED
from sync import times
from tests.simulator.replica import Document
from tests.simulator.samples import Sampler
from tests.simulator.second_gate import Ask

if TYPE_CHECKING:
    from tests.simulator.oracle import Journal
    from tests.simulator.phone import Phone

ZONE = timedelta(hours=8)
AT_ONCE = 20


@dataclass
class Drop:
    """What a phone says of one envelope. `evicted`: the phone has lost it."""

    said: Document
    accepted: bool = False
    refused: str | None = None
    evicted: bool = False


@dataclass
class Drops:
    """Those of one phone: `waiting` until the server has them, all of them in `made` for the oracle."""

    waiting: dict[str, Drop] = field(default_factory=dict)
    made: list[Drop] = field(default_factory=list)

    def add(self, said: Document) -> None:
        """Keep it until the server has it."""
        drop = Drop(said)
        self.waiting[said["id"]] = drop
        self.made.append(drop)

    def lost(self) -> None:
        """The phone's storage is gone."""
        for drop in self.made:
            drop.evicted = True
        self.waiting.clear()

    def send(self, ask: Ask) -> None:
        """Send what waits; what has its receipt leaves the phone. Raises Refused, Unreachable."""
        while self.waiting:
            said = [drop.said for drop in list(self.waiting.values())[:AT_ONCE]]
            answer = ask("POST", "/api/clues", {"clues": said})
            for one in answer["accepted"]:
                self.waiting.pop(one).accepted = True
            for refusal in answer["refused"]:
                self.waiting.pop(refusal["id"]).refused = f"{refusal['reason']} {refusal['errors']}"


def drop_a_clue(phone: "Phone", dice: random.Random) -> None:
    """Somebody takes an envelope in."""
    moment = times.wire(phone.clock)
    ulid = ULID.from_int(dice.getrandbits(80) | int(phone.clock.timestamp() * 1000) << 80)
    given: dict[str, Any] = {
        **dict.fromkeys(("type", "v", "wrote")),
        "_id": f"cd:{ulid}",
        "div": phone.session.div,
        "at_dev": moment,
        "tz": "Asia/Shanghai",
    }
    sampler = Sampler(dice, moment, f"{phone.clock + ZONE:%Y-%m-%d}")
    document = sampler.document(ClueDropSchema, given)
    phone.drops.add({"id": document["_id"], **{name: document[name] for name in DROPPED}})


def missing(phones: Sequence["Phone"], journal: "Journal") -> Iterator[str]:
    """What the server said it had and has not, what it never took, and what a phone could read."""
    for phone in phones:
        for drop in phone.drops.made:
            rows = journal.counted(clue_database(drop.said), drop.said["id"])
            if drop.accepted and len(rows) != 1:
                yield f"phone {phone.number}, clue {drop.said['id']}: accepted and {len(rows)} rows count"
            if not drop.accepted and not drop.evicted:
                yield f"phone {phone.number}, clue {drop.said['id']}: not accepted ({drop.refused})"
        for name in phone.replicas:
            if name.startswith("clue_"):
                yield f"phone {phone.number}: it has a copy of {name}"
