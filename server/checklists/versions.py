"""The versions of a place's checklists, in the document store: drafts in the registry alone, what is
published in the phones' reference database too. What is published is never written again."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from server.checklists.capability import TYPE
from server.checklists.documents import DRAFT, PUBLISHED, RETIRED, SCHOOL
from server.checklists.forms import Question
from server.errors import Conflict, NotFound
from server.permissions import reference_database
from sync import times
from sync.authorship import written_by
from sync.errors import NotFound as Missing
from sync.store.base import AllDocsQuery, DocumentStore

Version = dict[str, Any]


def registry(place: str) -> str:
    """The database where an office's documents of a place lie."""
    return f"centre_{place}"


def versions(store: DocumentStore, place: str) -> list[Version]:
    """The versions of a place but the shipped one, the newest first."""
    found = (body for body in _all(store, place) if body["state"] in (DRAFT, PUBLISHED))
    return sorted(found, key=lambda body: -int(body["version"]))


def _all(store: DocumentStore, place: str) -> list[Version]:
    found = AllDocsQuery(start=f"{TYPE}:", end=f"{TYPE}:\uffff", include_docs=True)
    try:
        rows = store.all_docs(registry(place), found).rows
    except Missing:
        return []
    return [json.loads(row.json) for row in rows if row.json is not None]


def version(store: DocumentStore, place: str, code: str) -> Version:
    """One of them; raises NotFound."""
    try:
        return store.read(registry(place), f"{TYPE}:{code}")
    except Missing as error:
        raise NotFound from error


def draft(
    store: DocumentStore,
    place: str,
    by: str,
    now: datetime,
    *,
    name: dict[str, str],
    source: str,
    questions: Sequence[Question],
) -> Version:
    """Keep a further version as a draft, in the place of the one that is there."""
    before = next((one for one in versions(store, place) if one["state"] == DRAFT), {})
    body = _body(place, before.get("version") or _next(store, place))
    said = {"name": name, "source": source, "questions": list(questions), "published_at": None}
    return _write(store, registry(place), {**before, **body, **said, "state": DRAFT}, by, now)


def publish(
    store: DocumentStore, place: str, code: str, townships: Iterable[str], by: str, now: datetime
) -> Version:
    """Put a draft in force in its place; that of a district also in its townships, as their next version.

    Raises NotFound, and Conflict when it is no draft. Asked again after a crash, it goes on where it stopped.
    """
    found = version(store, place, code)
    if found["state"] != DRAFT and _is_out(store, place, code):
        raise Conflict
    for township in townships:
        if township != place:
            said = {name: found[name] for name in ("name", "source", "questions")}
            _put_in_force(store, {**_body(township, _next(store, township)), **said}, by, now)
    if found["state"] == DRAFT and found["version"] < _next(store, place) - 1:
        found = _renumbered(store, found, by, now)
    return _put_in_force(store, found, by, now)


def _next(store: DocumentStore, place: str) -> int:
    """The number behind all that were given there, those of drafts that were renumbered included."""
    return max((one["version"] for one in _all(store, place)), default=1) + 1


def _is_out(store: DocumentStore, place: str, code: str) -> bool:
    try:
        store.read(reference_database(place), f"{TYPE}:{code}")
    except Missing:
        return False
    return True


def _renumbered(store: DocumentStore, found: Version, by: str, now: datetime) -> Version:
    """The draft under the highest number: the newest in force is the one with that."""
    place = found["div"]
    made = {**found, **_body(place, _next(store, place))}
    del made["_rev"]
    _write(store, registry(place), {**found, "state": RETIRED}, by, now)
    return made


def _put_in_force(store: DocumentStore, body: Version, by: str, now: datetime) -> Version:
    """The registry first: what it calls published and phones lack is what a crash left."""
    place = body["div"]
    published = body
    if body.get("state") != PUBLISHED:
        told = {**body, "state": PUBLISHED, "published_at": times.utc(now)}
        published = _write(store, registry(place), told, by, now)
    copy = {key: value for key, value in published.items() if key != "_rev"}
    _write(store, reference_database(place), copy, by, now)
    return published


def _body(place: str, number: int) -> Version:
    code = f"{SCHOOL}-{number}"
    about = {"_id": f"{TYPE}:{code}", "type": TYPE, "v": 1, "div": place}
    return {**about, "code": code, "list": SCHOOL, "version": number}


def _write(store: DocumentStore, database: str, body: Version, by: str, now: datetime) -> Version:
    document = {**body, "wrote": written_by(by), "at_dev": times.utc(now), "tz": "UTC"}
    (result,) = store.write(database, [document])
    if result.rev is None:
        raise Conflict
    return {**document, "_rev": result.rev}
