"""The ways of a clue: dropped by a phone that never sees it again, its envelope received by the township, its
answer given by the police. The special office reads and does the rest through `/api/clues`, as of any record.

`twp_operator` and `psb_liaison` see numbers alone. `_before` is the one place where a clue is looked up here.
"""

from datetime import datetime
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from server.accounts.access import by_device, caller, requires, sender
from server.audit import log
from server.audit.log import LISTED, READ
from server.domain import words_of
from server.errors import NotFound
from server.extensions import db, reading, services
from server.mailboxes import drops, queries
from server.mailboxes.capability import CLUES
from server.mailboxes.clue_states import POLICE, TOWNSHIP
from server.mailboxes.clue_telling import clue_database
from server.mailboxes.wire import (
    DropsDoneSchema,
    DropsSchema,
    EnvelopesSchema,
    FeedBackSchema,
    HandedSchema,
    ReceiveSchema,
)
from server.records import actions
from server.records.api import areas, refusal
from server.records.queries import find
from server.records.wire import ActionDoneSchema
from server.wire import Answer, Body, gives, takes

bp = Blueprint("clue_ways", __name__, url_prefix="/api")


@bp.post("/clues")
@by_device
@takes(DropsSchema, any_text=True)
@gives(DropsDoneSchema)
def drop(body: Body) -> Answer:
    """Take in envelopes, durably and once each, however often they are sent."""
    origin, store = sender(), services().store
    accepted: list[str] = []
    refused: list[Body] = []
    for said in body["clues"]:
        document = drops.drop_document(said, origin.staff_id, origin.device_id)
        problem = drops.take_in(store, document)
        if problem is None:
            accepted.append(document["_id"])
        else:
            refused.append(_refused(said, problem))
    return {"accepted": accepted, "refused": refused}


@bp.get("/clue-envelopes")
@requires(*TOWNSHIP)
@gives(EnvelopesSchema)
def envelopes() -> Answer:
    """List the envelopes of the caller's area, so that sheets and drops can be compared."""
    with reading() as session:
        items = queries.envelopes(session, areas(TOWNSHIP, None), _now().date())
    log.read(LISTED, f"{CLUES.prefix}:", [item["clue"] for item in items if item["clue"]])
    return {"items": items}


@bp.post("/clue-envelopes/<clue_id>/receive")
@requires(*TOWNSHIP)
@takes(ReceiveSchema)
@gives(ActionDoneSchema)
def receive(body: Body, clue_id: str) -> Answer:
    """Receive an envelope at the township; the server adds the sheets on which it stands."""
    with reading() as session:
        office = _before(session, clue_id, TOWNSHIP)
        sheets = queries.sheets_of(session, office.folding.head["div"], office.folding.head["envelope_no"])
    return _act(office, "receive", {"count": body["count"], "sheets": sheets})


@bp.get("/clue-receipts")
@requires(*POLICE)
@gives(HandedSchema)
def receipts() -> Answer:
    """List the clues that the police have, by number."""
    with reading() as session:
        items = queries.handed(session, areas(POLICE, None))
    log.read(LISTED, f"{CLUES.prefix}:", [item["id"] for item in items])
    return {"items": items}


@bp.post("/clue-receipts/<clue_id>/feed-back")
@requires(*POLICE)
@takes(FeedBackSchema)
@gives(ActionDoneSchema)
def feed_back(body: Body, clue_id: str) -> Answer:
    """Say what came of a clue."""
    with reading() as session:
        office = _before(session, clue_id, POLICE)
    return _act(office, "feed_back", {"code": body["code"]})


def _before(session: Session, clue_id: str, roles: tuple[str, ...]) -> actions.Office:
    """The caller with a clue of their area under one of the roles; raises NotFound."""
    for row in find(session, CLUES.prefix, clue_id):
        if caller().may_see(row.div, roles):
            return actions.office_at(session.connection(), CLUES, row.partition, row.id, caller().staff_id)
    raise NotFound


def _act(office: actions.Office, action: str, payload: dict[str, Any]) -> Answer:
    document = office.event(_now(), action=action, payload=payload, seen=office.folding.rseq)
    outcome = office.foresees(document)
    log.read(READ, office.folding.subject.id)
    if outcome.result in ("parked", "refused"):
        raise refusal(outcome.reason or outcome.result, CLUES.words)
    folding = office.folding
    database, partition = clue_database(folding.head), folding.subject.partition
    done = actions.submit(services().store, db.engine, partition, database, document)
    if done is None:
        return {"pending": True}, 202
    return {"result": done.result, "state": done.state, "rseq": done.rseq}


def _refused(said: Body, problem: drops.Refused) -> Body:
    claimed = said.get("id")
    return {
        "id": claimed if isinstance(claimed, str) and len(claimed) <= 64 else None,
        "reason": problem.reason,
        "words": words_of(problem.reason, "cd:"),
        "errors": dict(problem.errors),
    }


def _now() -> datetime:
    return services().config.now()
