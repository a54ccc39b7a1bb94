"""Decisions on records that no office reads (the parties of a case): they have no routes of their own.

The office knows who wrote what waits and why it does, and takes it in or dismisses it; what it says stays
between those who handle the case.
"""

from server.accounts.access import caller
from server.audit import log
from server.audit.log import READ
from server.desk.reach import readers_of, settling_in
from server.errors import Invalid, NotFound
from server.extensions import db, reading, services
from server.records import actions
from server.records.actions import Office, office_at
from server.records.api import refusal
from server.records.capability import check
from server.wire import Answer, Body


def decide(partition: str, body: Body) -> Answer:
    """Force or dismiss an event of such a record."""
    reach, now = settling_in(partition), services().config.now()
    family = body["record"].partition(":")[0]
    machine = next((one for one in reach.machines if one.prefix == family and not one.readers), None)
    if machine is None:
        raise NotFound
    with reading() as session:
        before = office_at(session.connection(), machine, partition, body["record"], caller().staff_id)
        _look_at(before)
        payload = {"event": body["event"], "reason": body["reason"]}
        document = before.event(now, action=body["action"], payload=payload, seen=body["seen"])
        errors = check(machine, document)
        if errors:
            raise Invalid(errors)
        outcome = before.foresees(document)
    log.read(READ, body["record"])
    if outcome.result in ("parked", "refused"):
        raise refusal(outcome.reason or outcome.result, machine.words)
    database = machine.home(before.folding.head)
    done = actions.submit(services().store, db.engine, partition, database, document)
    if done is None:
        return {"pending": True}, 202
    return {"result": done.result, "state": done.state, "rseq": done.rseq}


def _look_at(before: Office) -> None:
    """Raise NotFound when there is no such record in the caller's area."""
    folding = before.folding
    if folding.fold.head is None or not caller().may_see(folding.head["div"], readers_of(before.machine)):
        raise NotFound
