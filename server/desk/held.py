"""What the quarantine holds, on the desk: what does not fit, and second documents under an id that another
had taken, with what they say otherwise than the one that counts.
"""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row

from server import quarantine
from server.desk.items import corrections
from server.desk.settling import held_is_settled, name_of_held, told
from server.desk.waiting import MOST, Desk, Waiting
from server.domain import is_restricted, words_of
from sync import journal
from sync.tables import quarantine as held

SECOND = ("second_revision", "second_final")
PROTOCOL = ("v", "type", "tz", "at_dev", "wrote", "seen", "seen_ids", "prev")
Item = dict[str, Any]


def quarantined(desk: Desk, settled: bool) -> list[Item]:
    """What does not fit, newest first."""
    rows = _rows(desk, held.c.reason.not_in(SECOND), settled, held.c.rseq.desc())
    items = ({**quarantine.item_of(row, desk.people(row.author)), **_named(row)} for row in rows)
    return told(desk.session, desk.people, items, settled)


def copies(desk: Desk, settled: bool) -> list[Item]:
    """Second documents, oldest first; of records that no office reads without what they say."""
    found = ((row, desk.folded.get(row.subject)) for row in _rows(desk, held.c.reason.in_(SECOND), settled))
    items = (_copy(desk, row, about) for row, about in found if desk.reach.office or about is not None)
    return told(desk.session, desk.people, items, settled)


def _rows(
    desk: Desk, kind: sa.ColumnElement[bool], settled: bool, order: sa.ColumnElement[int] = held.c.rseq
) -> list[Row[Any]]:
    is_settled = held_is_settled()
    query = sa.select(held).where(
        held.c.partition == desk.partition,
        held.c.released_rseq.is_(None),
        kind,
        is_settled if settled else ~is_settled,
    )
    if not desk.reach.office:
        query = query.where(held.c.type.in_(desk.reach.types))
    return list(desk.session.execute(query.order_by(order).limit(MOST + 1)))


def _named(row: Row[Any]) -> Item:
    return {"settle_as": name_of_held(row.partition, row.rseq, row.reason)}


def _copy(desk: Desk, row: Row[Any], about: Waiting | None) -> Item:
    connection = desk.session.connection()
    texts = journal.first_texts(connection, row.database, [row.doc_id])
    first = json.loads(texts.get(row.doc_id, "{}"))
    other = journal.entry(connection, row.partition, row.rseq).body
    closed = about is None or about.sealed or is_restricted(row.doc_id)
    return {
        "id": f"{row.partition}:{row.rseq}",
        "doc_id": row.doc_id,
        "type": row.type,
        "author": desk.people(row.author),
        "first_author": desk.people(first.get("wrote", {}).get("by", row.author)),
        "received_at": row.received_at,
        "reason": row.reason,
        "words": words_of(row.reason, row.subject),
        "differences": [] if closed else differences(first, other),
        "record": about and about.about,
        "choices": [] if about is None or about.sealed else corrections(about, desk.now),
        **_named(row),
    }


def differences(first: Mapping[str, Any], other: Mapping[str, Any]) -> list[Item]:
    """The fields that differ, those of an event's payload among them, by name."""
    one, two = _said(first), _said(other)
    names = sorted({*one, *two})
    return [
        {"field": name, "kept": one.get(name), "other": two.get(name)}
        for name in names
        if one.get(name) != two.get(name)
    ]


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in document.items() if name[:1] != "_" and name not in PROTOCOL}
    payload = own.pop("payload", None)
    return {**own, **(payload if isinstance(payload, dict) else {})}
