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

    Whoever moves to another township has a document in both, which are read in any order: the newer one is
    shown, of those of one moment the one that is not retired.
    """
    kind, _, code = subject.id.partition(":")
    versions = _versions(subject.entries)
    if versions:
        _show(models.connection, _present(kind, code, versions))


def _show(connection: Connection, row: dict[str, Any]) -> None:
    here = sa.and_(Reference.type == row["type"], Reference.code == row["code"])
    columns = (Reference.partition, Reference.state, Reference.body)
    shown = connection.execute(sa.select(*columns).where(here)).mappings().one_or_none()
    if shown is not None and shown["partition"] != row["partition"] and _order(dict(shown)) > _order(row):
        return
    connection.execute(sa.delete(Reference).where(here))
    connection.execute(sa.insert(Reference).values(row))


def _order(row: Mapping[str, Any]) -> tuple[datetime, bool, str]:
    """Of two places' rows the one with the higher order is shown, whichever came first."""
    return _moment(row["body"]["at_dev"]), row["state"] != "retired", row["partition"]


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


def _present(kind: str, code: str, versions: list[Entry]) -> dict[str, Any]:
    """The row of today: the newest version; a tombstone leaves the one before it, retired."""
    newest = versions[-1]
    told = next((entry for entry in reversed(versions) if entry.kind == "reference"), newest)
    body = _meaning(told)
    state = body.get("state", "active") if newest.kind == "reference" else "retired"
    return {
        "type": kind,
        "code": code,
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
