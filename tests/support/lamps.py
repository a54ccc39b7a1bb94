"""A kind of record that the product does not have: street lamps. For tests of what all records share.

broken -> fixed; who fixes one names the bulb, and a locked one is not fixed. A day later the clock says that
it is overdue.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from marshmallow import Schema

from server.domain import DOMAIN
from server.extensions import services, writer
from server.ids import ULID
from server.records.api import blueprint_of
from server.records.capability import capability_of
from server.records.envelope import EmptyPayload, EnvelopeSchema, EventSchema, event_id
from server.records.fields import StrictSchema, form, text
from server.records.machine import HEAD, Folding, Machine
from server.records.words import said
from sync.follower import Follower
from sync.transitions import ANY, FieldRule, Guard, Table, TimerRule, Transition
from tests.support.office import VILLAGE, Office, an_office

NOON = "2026-03-02T12:00:00+08:00"
STATES = said({"broken": ("坏了", "broken"), "fixed": ("已修好", "fixed")})


class LampSchema(EnvelopeSchema):
    """A lamp that does not shine."""

    id = form(rf"^lamp:{ULID}\Z", required=True, data_key="_id")
    street = text(40, 1, required=True)


class BulbPayload(StrictSchema):
    """Which bulb."""

    bulb = text(20, required=True)


class EditPayload(StrictSchema):
    """A field and its value."""

    field = text(20, required=True)
    value = text(20, required=True)


class LampEventSchema(EventSchema):
    """Something done to a lamp."""

    payloads: ClassVar[Mapping[str, type[Schema]]] = {
        "fix": BulbPayload,
        "lock": EmptyPayload,
        "edit": EditPayload,
        "overdue": EmptyPayload,
    }

    id = event_id("ev:lamp", ULID)
    subject = form(rf"^lamp:{ULID}\Z", required=True)


UNLOCKED = Guard({"not": {"in": ["locked", {"get": "subject.flags"}]}}, "locked")
NAMES_BULB = Guard({"present": {"get": "event.payload.bulb"}}, "bulb_missing")

TABLE = Table(
    states=tuple(STATES),
    transitions=(
        Transition("L1", "fix", ("broken",), "fixed", ("twp_dispatcher",), (NAMES_BULB, UNLOCKED)),
        Transition("L1a", "fix", ("fixed",), result="absorbed", reason="already_fixed"),
        Transition("L2", "lock", ("broken",), sets=("locked",)),
        Transition("L3", "edit", ANY),
        Transition("L4", "overdue", ("broken",), None, ("server",), sets=("overdue",)),
    ),
    fields=(
        FieldRule("bulb", "FWW", {"fix": {"get": "event.payload.bulb"}}),
        FieldRule("colour", "KB", edit=True),
    ),
    retries={},
    head_state="broken",
    timers=(
        TimerRule(
            "overdue",
            {"eq": [{"get": "subject.state"}, "broken"]},
            {"plus_days": [{"get": "subject.at"}, {"param": "limit.triage"}]},
        ),
    ),
)


def columns(folding: Folding) -> dict[str, Any]:
    """What the register says of a lamp."""
    return {"title": folding.head["street"], "owner": folding.head["by"]}


LAMPS = Machine(
    prefix="lamp",
    plural="lamps",
    table=TABLE,
    schemas={"lamp": LampSchema, "lamp_ev": LampEventSchema},
    kinds={"lamp": "head", "lamp_ev": "event"},
    event=("lamp_ev", "ev"),
    actions={"lamp": HEAD},
    office_actions=("fix", "lock"),
    readers=("twp_dispatcher", "dist_operator"),
    creators=("twp_dispatcher",),
    registers=columns,
    words=said({"locked": ("锁着", "It is locked.")}),
    dictionaries={"lamp_state": STATES},
)


@contextmanager
def an_office_with_lamps(folder: Path, machine: Machine = LAMPS) -> Iterator[Office]:
    """An application that knows lamps too, at noon."""
    with an_office(folder, FROZEN_CLOCK=NOON) as office:
        office.app.register_blueprint(blueprint_of(machine))
        yield office


def follow(office: Office, machine: Machine = LAMPS) -> None:
    """Let the follower, which knows lamps too, do all that waits."""
    domain = replace(DOMAIN, capabilities=(*DOMAIN.capabilities, capability_of((machine,))))
    with office.app.app_context():
        follower = Follower(services().store, writer(), domain, services().config.now)
        while follower.step():
            pass


def a_lamp(ulid: str, by: str = "security", div: str = VILLAGE, **more: Any) -> dict[str, Any]:
    """The document of a broken lamp."""
    return {**_envelope("lamp", by, div), "_id": f"lamp:{ulid}", "street": "江堤路", **more}


def a_lamp_event(lamp: str, ulid: str, action: str, by: str = "security", **more: Any) -> dict[str, Any]:
    """An event on a lamp."""
    own = {"_id": f"ev:{lamp}:{ulid}", "subject": lamp, "action": action, "payload": {}}
    return {**_envelope("lamp_ev", by, VILLAGE), **own, **more}


def _envelope(kind: str, by: str, div: str) -> dict[str, Any]:
    return {
        "type": kind,
        "v": 1,
        "div": div,
        "wrote": {"by": by, "dev": f"dev-{by}", "dseq": 1},
        "at_dev": "2026-03-02T09:00:00.000+08:00",
        "tz": "Asia/Shanghai",
    }
