"""`/api/desk`: everything that waits for a person in one part of the journal, with the ways to settle it.

Decisions are actions on the records (`POST /api/{plural}/{id}/actions`): events in the journal like all
others.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Blueprint

from server import domain, quarantine
from server.accounts.access import caller, requires
from server.accounts.roles import OFFICE
from server.audit import log
from server.audit.log import LISTED
from server.desk import items
from server.desk.copies import REASONS, copies
from server.desk.waiting import MOST, Folded
from server.desk.wire import DeskSchema
from server.extensions import reading, services
from server.records.machine import Machine
from server.wire import Answer, Body, asks, gives
from sync import dead_letters, times

bp = Blueprint("desk", __name__, url_prefix="/api")


@bp.get("/desk")
@requires(*OFFICE)
@asks(quarantine.PartitionQuery)
@gives(DeskSchema)
def desk(query: Body) -> Answer:
    """List what waits for a person in a township, or for the district in its own part and in `nowhere`."""
    partition, now = query["township"], services().config.now()
    quarantine.look_into(partition)
    with reading() as session:
        folded = Folded(session, partition, _readable(partition), caller())
        told, more = _records(folded, now)
        told["copies"] = copies(session.connection(), partition, folded, now)
        told["quarantined"] = quarantine.held_in(session, partition, besides=REASONS)
        letters = dead_letters.oldest(session.connection(), quarantine.MOST)
    told["dead_letters"] = [asdict(one) for one in letters if one.partition == partition]
    _note(told)
    cut = {name for name, found in told.items() if len(found) > MOST}
    return {
        "as_of": times.utc(now),
        **{name: found[:MOST] for name, found in told.items()},
        "more": sorted(cut | ({"parked"} if more else set())),
    }


def _readable(partition: str) -> list[Machine]:
    """The kinds of record that the caller reads there."""
    return [one for one in domain.MACHINES if one.readers and caller().may_see(partition, one.readers)]


def _note(told: Mapping[str, list[dict[str, Any]]]) -> None:
    """Note what the caller is shown of records whose reading is noted."""
    kinds = tuple(f"{machine.prefix}:" for machine in domain.MACHINES if machine.reads_noted)
    records = (item.get("record") or {} for found in told.values() for item in found)
    ids = {one["id"] for one in records if one.get("id", "").startswith(kinds)}
    if ids:
        log.read(LISTED, "desk", sorted(ids))


def _records(folded: Folded, now: datetime) -> tuple[dict[str, Any], bool]:
    waiting, more = folded.waiting()
    return {
        "parked": [item for one in waiting for item in items.parked(one, now)],
        "kept_both": [item for one in waiting for item in items.kept_both(one, now)],
        "duplicates": [item for one in waiting for item in items.duplicate(one, now, folded.candidates(one))],
    }, more
