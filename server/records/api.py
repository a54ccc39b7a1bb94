"""`/api/{plural}`: what an office sees of each kind of record, and does to it. One blueprint for a machine.

Deny by default: a machine without `readers` has no routes, one without `creators` makes nothing here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from server.accounts.access import caller, requires
from server.audit import log
from server.audit.log import LISTED, READ
from server.divisions.queries import find_staff
from server.errors import Conflict, Forbidden, GuardRefused, Invalid, NotFound
from server.extensions import db, reading, services
from server.photos.queries import photos_of
from server.records import actions, queries
from server.records.capability import check
from server.records.creating import new_head
from server.records.machine import Machine
from server.records.queries import BadCursor, Concern, Wanted
from server.records.tables import Record
from server.records.timeline import timeline
from server.records.wire import (
    ActionDoneSchema,
    ActionSchema,
    NewRecordDoneSchema,
    NewRecordSchema,
    RecordDetailSchema,
    RecordsQuery,
    RecordsSchema,
)
from server.records.words import REASONS
from server.wire import Answer, Body, asks, gives, takes
from sync import times
from sync.errors import DatabaseNotFound


def blueprint_of(machine: Machine) -> Blueprint:
    """The routes of a machine that somebody may read."""
    bp = Blueprint(machine.plural, __name__, url_prefix=f"/api/{machine.plural}")
    office = _Office(machine)
    lets_in = requires(*machine.readers, *machine.concerned)

    @bp.get("")
    @lets_in
    @asks(RecordsQuery)
    @gives(RecordsSchema)
    def listed(query: Body) -> Answer:
        """List the records of an area, newest day first, page by page."""
        return office.listed(query)

    @bp.get("/<record_id>")
    @lets_in
    @gives(RecordDetailSchema)
    def shown(record_id: str) -> Answer:
        """Show a record with all its documents, and what the caller may do to it."""
        return office.shown(record_id)

    @bp.post("/<record_id>/actions")
    @lets_in
    @takes(ActionSchema)
    @gives(ActionDoneSchema)
    def act(body: Body, record_id: str) -> Answer:
        """Do something to a record. A rule that forbids it is named (403, 409)."""
        return office.act(record_id, body)

    if machine.creators:

        @bp.post("")
        @requires(*machine.creators)
        @takes(NewRecordSchema)
        @gives(NewRecordDoneSchema, 201)
        def create(body: Body) -> Answer:
            """Make a new record at the office."""
            return office.create(body)

    return bp


@dataclass(frozen=True)
class _Office:
    """What the views of one machine do."""

    machine: Machine

    def listed(self, query: Body) -> Answer:
        asked = query["div"] or query["township"]
        whole = self._whole(asked)
        with reading() as session:
            concern = None if asked is not None and whole else self._concern(session, asked)
        wanted = Wanted(
            families=(self.machine.prefix,),
            areas=whole,
            concern=concern,
            state=query["state"],
            kind=query["kind"],
            first=query["first"],
            last=query["last"],
            waiting=query["waiting"],
        )
        answer = page(wanted, query["cursor"])
        self._note(LISTED, f"{self.machine.prefix}:", [item["id"] for item in answer["items"]])
        return answer

    def shown(self, record_id: str) -> Answer:
        with reading() as session:
            row = self._visible(session, record_id)
            before = self._before(session, row)
            (told,) = queries.told(session, [row])
            answer = {
                "record": told,
                "body": row.body,
                "superseded": before.folding.fold.superseded,
                "timeline": timeline(session, before.folding, self.machine.sealed),
                "photos": photos_of(session, [row.id, *(act.doc_id for act in before.folding.acts)]),
                "actions": before.allowed(_now()),
            }
        self._note(READ, record_id)
        return answer

    def act(self, record_id: str, body: Body) -> Answer:
        if body["action"] not in self.machine.office_actions:
            raise Invalid({"action": ["no such action"]})
        with reading() as session:
            row = self._visible(session, record_id)
            before = self._before(session, row)
            document = before.event(_now(), **body)
            self._check(document)
            outcome = before.foresees(document)
        self._note(READ, record_id)
        if outcome.result in ("parked", "refused"):
            raise refusal(outcome.reason or outcome.result, self.machine.words)
        database = self.machine.home(before.folding.head)
        done = actions.submit(services().store, db.engine, row.partition, database, document)
        if done is None:
            return {"pending": True}, 202
        return {"result": done.result, "state": done.state, "rseq": done.rseq}

    def create(self, body: Body) -> Answer:
        caller().see(body["div"], self.machine.creators)
        document = new_head(self.machine, body, caller().staff_id, _now(), services().config.timezone)
        self._check(document)
        try:
            (written,) = services().store.write(self.machine.home(document), [document])
        except DatabaseNotFound as error:
            raise Invalid({"div": ["no such division"]}) from error
        if written.error is not None:
            raise Conflict
        return {"id": document["_id"], "pending": True}, 201

    def _visible(self, session: Session, record_id: str) -> Record:
        """The record, if there is one in the caller's area."""
        rows = queries.find(session, self.machine.prefix, record_id)
        if not rows:
            raise NotFound
        for row in rows:
            if caller().may_see(row.div, self.machine.readers):
                return row
        concern = self._concern(session, None)
        if concern is None:
            raise NotFound
        found = queries.find_concerning(session, self.machine.prefix, record_id, concern)
        if found is None:
            raise NotFound
        return found

    def _whole(self, asked: str | None) -> tuple[str, ...]:
        """The areas of which the caller reads every record, or the one asked for; raises OutsideArea."""
        mine = self.machine.concerned
        if asked is not None and mine and not caller().may_see(asked, self.machine.readers):
            caller().see(asked, mine)
            return ()
        return areas(self.machine.readers, asked)

    def _concern(self, session: Session, asked: str | None) -> Concern | None:
        """What else the caller reads: records that concern them."""
        mine = areas(self.machine.concerned, asked) if self.machine.concerned else ()
        if not mine:
            return None
        staff = find_staff(session, caller().staff_id)
        unit = None if staff is None else staff.unit
        return Concern(caller().staff_id, unit, mine, self.machine.names_concerned)

    def _before(self, session: Session, row: Record) -> actions.Office:
        return actions.office_at(session.connection(), self.machine, row.partition, row.id, caller().staff_id)

    def _note(self, what: str, subject: str, ids: Sequence[str] = ()) -> None:
        if self.machine.reads_noted:
            log.read(what, subject, ids)

    def _check(self, document: Mapping[str, Any]) -> None:
        errors = check(self.machine, document)
        if errors:
            raise Invalid(errors)


def areas(readers: tuple[str, ...], asked: str | None) -> tuple[str, ...]:
    """The areas that the caller reads under one of these roles, or the one asked for; raises OutsideArea."""
    if asked is not None:
        caller().see(asked, readers)
        return (asked,)
    held = (role.partition("@") for role in caller().roles)
    return tuple(sorted({at for name, _, at in held if name in readers}))


def page(wanted: Wanted, cursor: str | None) -> Body:
    """A page of the register as the API tells it."""
    with reading() as session:
        try:
            found = queries.records(session, wanted, cursor)
        except BadCursor as error:
            raise Invalid({"cursor": ["not one of ours"]}) from error
        items = queries.told(session, found.rows)
    return {"as_of": times.utc(_now()), "items": items, "cursor": found.cursor}


def refusal(reason: str, words: Mapping[str, Mapping[str, str]]) -> Forbidden | GuardRefused:
    """The error for an action that the rules forbid."""
    if reason == "role_missing":
        return Forbidden()
    return GuardRefused(reason, words.get(reason) or REASONS.get(reason))


def _now() -> datetime:
    return services().config.now()
