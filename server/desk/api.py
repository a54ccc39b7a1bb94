"""`/api/desk`: everything that waits for a person in one part of the journal, with the ways to settle it.

Decisions are actions on the records (`POST /api/{plural}/{id}/actions`): events in the journal like all
others. What no rule decides is settled here: noted with who, when and why, and off the desk.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint

from server import domain
from server.accounts.access import caller, requires
from server.accounts.roles import OFFICE
from server.audit import log
from server.audit.log import LISTED
from server.desk import held, items, sealed, settling, unplaced
from server.desk.reach import READERS, reach_of, settling_in
from server.desk.waiting import MOST, Desk, Folded
from server.desk.wire import (
    DecisionSchema,
    DeskQuery,
    DeskSchema,
    RetrySchema,
    SettledSchema,
    SettlementSchema,
)
from server.divisions.wire import PendingSchema
from server.errors import Conflict, Invalid, NotFound
from server.extensions import reading, services
from server.records.wire import ActionDoneSchema
from server.wire import Answer, Body, asks, gives, takes
from sync import times

bp = Blueprint("desk", __name__, url_prefix="/api")

Item = dict[str, Any]
SETTLEABLE: Mapping[str, Callable[[Desk, bool], list[Item]]] = {
    "copies": held.copies,
    "quarantined": held.quarantined,
    "headless": unplaced.headless,
    "dead_letters": unplaced.letters,
}
DECIDED = ("parked", "kept_both", "duplicates")


@bp.get("/desk")
@requires(*READERS)
@asks(DeskQuery)
@gives(DeskSchema)
def desk(query: Body) -> Answer:
    """List what waits for a person in a township, or for the district in its own part and in `nowhere`; with
    `settled` what waits no longer because an office has dealt with it.
    """
    reach = reach_of(query["township"])
    told: dict[str, list[Item]] = {name: [] for name in DECIDED}
    more = False
    with reading() as session:
        folded = Folded(session, query["township"], reach, caller())
        before = Desk(session, query["township"], reach, folded, services().config.now())
        if not query["settled"]:
            told, more = _records(before)
        told |= {name: found(before, query["settled"]) for name, found in SETTLEABLE.items()}
    _note(told)
    cut = {name for name, found in told.items() if len(found) > MOST}
    return {
        "as_of": times.utc(before.now),
        **{name: found[:MOST] for name, found in told.items()},
        "more": sorted(cut | ({"parked"} if more else set())),
        "may_settle": reach.office,
        "reasons": settling.reasons(),
    }


@bp.post("/desk/settlements")
@requires(*OFFICE)
@takes(SettlementSchema)
@gives(SettledSchema)
def settle(body: Body) -> Answer:
    """Say that an item is dealt with, and why. 409 when it is not as it was shown: another fault, or gone."""
    kind = body["list"]
    if body["reason"] not in settling.REASONS[kind]:
        raise Invalid({"reason": ["not a reason for this"]})
    reach = settling_in(body["township"])
    with reading() as session:
        folded = Folded(session, body["township"], reach, caller())
        before = Desk(session, body["township"], reach, folded, services().config.now())
        items_now = {one["settle_as"]: one for one in SETTLEABLE[kind](before, False)}
    if body["item"] not in items_now:
        raise Conflict
    settling.settle(items_now[body["item"]], kind, body["reason"])
    return {"settled": True}


@bp.post("/desk/retries")
@requires(*OFFICE)
@takes(RetrySchema)
@gives(PendingSchema, 202)
def try_again(body: Body) -> Answer:
    """Have a record whose handling failed tried again at once."""
    settling_in(body["township"])
    if not settling.try_again(body["township"], body["subject"]):
        raise NotFound
    return {"pending": True}, 202


@bp.post("/desk/decisions")
@requires(*OFFICE)
@takes(DecisionSchema)
@gives(ActionDoneSchema)
def decide(body: Body) -> Answer:
    """Take in or dismiss an event of a record that no office reads. A rule that forbids it is named (403,
    409)."""
    return sealed.decide(body["township"], body)


def _note(told: Mapping[str, list[Item]]) -> None:
    """Note what the caller is shown of records whose reading is noted."""
    kinds = tuple(f"{machine.prefix}:" for machine in domain.MACHINES if machine.reads_noted)
    records = (item.get("record") or {} for found in told.values() for item in found)
    ids = {one["id"] for one in records if one.get("id", "").startswith(kinds)}
    if ids:
        log.read(LISTED, "desk", sorted(ids))


def _records(before: Desk) -> tuple[dict[str, list[Item]], bool]:
    waiting, more = before.folded.waiting()
    read, now = [one for one in waiting if not one.sealed], before.now
    candidates = before.folded.candidates
    return {
        "parked": [item for one in waiting for item in items.parked(one, now)],
        "kept_both": [item for one in read for item in items.kept_both(one, now)],
        "duplicates": [item for one in read for item in items.duplicate(one, now, candidates)],
    }, more
