"""Reference documents -> their read model; called by the follower, in its transaction.

A document may lie in two databases: the registry's counts, the phones' copy only where there is no other.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from server.divisions.tables import Reference
from sync import times
from sync.domain import Folded, Subject
from sync.journal import Entry
from sync.read_models import ReadModels

REGISTRY = "centre_"
SHOWN = ("reference", "tombstone")


def project(models: ReadModels, subject: Subject, _folded: Folded) -> None:
    """Replace the row of one reference document.

    Whoever moves to another township has a document in both, which are read in any order: the one that is
    not retired is shown, of several the newest. The others are kept beside it, since what is shown may fall
    behind them: when it is retired, or when a clock was set back.
    """
    kind, _, code = subject.id.partition(":")
    versions = _versions(subject.entries)
    if versions:
        _show(models.connection, kind, code, _present(code, versions))


def _show(connection: Connection, kind: str, code: str, place: dict[str, Any]) -> None:
    here = sa.and_(Reference.type == kind, Reference.code == code)
    known = sa.select(Reference.elsewhere, *(getattr(Reference, name) for name in place))
    row = connection.execute(known.where(here).with_for_update()).mappings().one_or_none()
    places = {place["partition"]: place}
    if row is not None:
        others = (*row["elsewhere"], {name: row[name] for name in place})
        places = {one["partition"]: one for one in others} | places
    shown, *elsewhere = sorted(places.values(), key=_order, reverse=True)
    connection.execute(sa.delete(Reference).where(here))
    connection.execute(sa.insert(Reference).values(type=kind, code=code, elsewhere=elsewhere, **shown))


def _order(place: Mapping[str, Any]) -> tuple[bool, datetime, str]:
    """Of several places the one with the highest order is shown, whichever came first."""
    return place["state"] != "retired", _moment(place["body"]["at_dev"]), place["partition"]


def _moment(text: str) -> datetime:
    """When a document was written; what is no moment, before all others."""
    try:
        return times.parse(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _versions(entries: tuple[Entry, ...]) -> list[Entry]:
    shown = [entry for entry in entries if entry.kind in SHOWN]
    registry = [entry for entry in shown if entry.database.startswith(REGISTRY)]
    return registry or shown


def _present(code: str, versions: list[Entry]) -> dict[str, Any]:
    """The place of today: the newest version; a tombstone leaves the one before it, retired."""
    newest = versions[-1]
    told = next((entry for entry in reversed(versions) if entry.kind == "reference"), newest)
    body = _meaning(told)
    state = body.get("state", "active") if newest.kind == "reference" else "retired"
    return {
        "partition": newest.partition,
        "area": body.get("div", newest.partition),
        "name": body.get("name") or body.get("site") or code,
        "state": state,
        "body": {**body, "state": state},
    }


def _meaning(entry: Entry) -> dict[str, Any]:
    """The body without what only says how it was written."""
    return {
        key: value
        for key, value in entry.body.items()
        if key not in ("_id", "_rev", "_revisions", "wrote", "tz")
    }
