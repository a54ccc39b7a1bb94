"""`/api/checklists`: what inspectors of a place are asked, in versions; an office drafts them by hand or as
an XLSForm, looks, and publishes. Who drafted and who published is noted in the audit's chain."""

from datetime import datetime
from typing import Any

from flask import Blueprint, request

from server.accounts.access import caller, requires
from server.accounts.roles import OFFICE
from server.audit import log
from server.checklists import columns, shipped, versions
from server.checklists.documents import EDITED, PUBLISHED, SHIPPED, XLSFORM
from server.checklists.forms import SILENT, flat
from server.checklists.problems import FormRefused
from server.checklists.shipped import FIRST, Line
from server.checklists.wire import DraftSchema, VersionSchema, VersionsSchema
from server.divisions.queries import names_of, person, township_codes
from server.divisions.wire import OfficeSchema
from server.errors import FormWrong, language_of
from server.extensions import reading, services
from server.wire import Answer, Body, asks, gives, takes

READERS = (*OFFICE, "admin")
EDITORS = ("twp_operator", "dist_operator", "admin")
LONGEST_NAME = 100

bp = Blueprint("checklists", __name__, url_prefix="/api/checklists")


@bp.get("")
@requires(*READERS)
@asks(OfficeSchema)
@gives(VersionsSchema)
def all_versions(query: Body) -> Answer:
    """List the versions of a place, the newest first, the shipped one last."""
    caller().see(query["place"], READERS)
    found = [*versions.versions(services().store, query["place"]), _shipped(query["place"])]
    return {
        "versions": _items(found),
        "may_edit": caller().may_see(query["place"], EDITORS),
        "owners": dict(columns.OWNERS),
        "categories": {code: dict(words) for code, words in shipped.CATEGORY_NAMES.items()},
    }


@bp.get("/<code>")
@requires(*READERS)
@asks(OfficeSchema)
@gives(VersionSchema)
def one_version(query: Body, code: str) -> Answer:
    """Show what a version asks."""
    place = query["place"]
    caller().see(place, READERS)
    found = _shipped(place) if code == FIRST else versions.version(services().store, place, code)
    return _whole(found)


@bp.put("/draft")
@requires(*EDITORS)
@takes(DraftSchema)
@gives(VersionSchema)
def draft(body: Body) -> Answer:
    """Keep a list of items as the draft of a place."""
    lines = (
        Line(one["code"], _worded(one["label"]), one["category"], tuple(one["owners"]), one["days"])
        for one in body["lines"]
    )
    return _drafted(body["place"], _worded(body["name"]), EDITED, shipped.questions_of(lines))


@bp.post("/xlsform")
@requires(*EDITORS)
@asks(OfficeSchema)
@gives(VersionSchema)
def upload(query: Body) -> Answer:
    """Keep a workbook (the body is the .xlsx) as the draft of a place; with problems, nothing of it."""
    from server.checklists import xlsform  # pyxform is large and seldom wanted

    caller().see(query["place"], EDITORS)
    try:
        made = xlsform.convert(request.get_data(cache=False))
    except FormRefused as refused:
        raise FormWrong([_told(one) for one in refused.problems]) from refused
    title = made.title[:LONGEST_NAME]
    name = {"zh-CN": title, "en": title} if title else dict(shipped.NAME)
    return _drafted(query["place"], name, XLSFORM, made.questions)


@bp.post("/<code>/publish")
@requires(*EDITORS)
@takes(OfficeSchema)
@gives(VersionSchema)
def publish(body: Body, code: str) -> Answer:
    """Put a draft in force; what was begun with an earlier version is finished with that."""
    place = body["place"]
    caller().see(place, EDITORS)
    with reading() as session:
        townships = [found for found in township_codes(session) if found.startswith(place)]
    done = versions.publish(services().store, place, code, townships, caller().staff_id, _now())
    log.did("checklist_published", done["_id"], place=place)
    return _whole(done)


def _drafted(place: str, name: dict[str, str], source: str, questions: list[Any]) -> Answer:
    caller().see(place, EDITORS)
    found = versions.draft(
        services().store, place, caller().staff_id, _now(), name=name, source=source, questions=questions
    )
    log.did("checklist_drafted", found["_id"], place=place, source=source)
    return _whole(found)


def _worded(said: Body) -> dict[str, str]:
    return {"zh-CN": said["chinese"], "en": said["english"]}


def _told(problem: Any) -> Body:
    place = {name: getattr(problem, name) for name in ("sheet", "row", "column", "reason")}
    return {**place, "words": problem.words(language_of(request))}


def _shipped(place: str) -> Body:
    return {
        "code": FIRST,
        "version": 1,
        "name": dict(shipped.NAME),
        "source": SHIPPED,
        "state": PUBLISHED,
        "div": place,
        "questions": shipped.shipped(),
    }


def _items(found: list[Body]) -> list[Body]:
    """The versions as a list tells them; the newest that is published is in force."""
    newest = next(body["code"] for body in found if body["state"] == PUBLISHED)
    authors = (body["wrote"]["by"] for body in found if "wrote" in body)
    with reading() as session:
        names = names_of(session, "staff", authors)
    return [{**_item(body, names), "in_force": body["code"] == newest} for body in found]


def _item(body: Body, names: dict[str, str]) -> Body:
    asked = sum(1 for one in flat(body["questions"]) if one["kind"] not in SILENT)
    told = {name: body[name] for name in ("code", "version", "name", "source", "state")}
    by = person(body["wrote"]["by"], names) if "wrote" in body else None
    return {**told, "asked": asked, "by": by, "at": body.get("at_dev")}


def _whole(body: Body) -> Body:
    known = [*versions.versions(services().store, body["div"]), _shipped(body["div"])]
    (item,) = (one for one in _items(known) if one["code"] == body["code"])
    return {**item, "questions": body["questions"]}


def _now() -> datetime:
    return services().config.now()
