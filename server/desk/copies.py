"""Second documents under an id that another had taken: what they say otherwise than the one that counts."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from server.desk.items import corrections
from server.desk.waiting import MOST, Folded
from server.domain import is_restricted, words_of
from sync import journal
from sync.tables import quarantine

REASONS = ("second_revision", "second_final")
PROTOCOL = ("v", "type", "tz", "at_dev", "wrote", "seen", "seen_ids", "prev")
Item = dict[str, Any]


def copies(connection: Connection, partition: str, folded: Folded, now: datetime) -> list[Item]:
    """Those of a partition, oldest first; of records that no office reads without what they say."""
    held = quarantine.c
    rows = connection.execute(
        sa.select(quarantine)
        .where(held.partition == partition, held.released_rseq.is_(None), held.reason.in_(REASONS))
        .order_by(held.rseq)
        .limit(MOST + 1)
    )
    return [_item(connection, row, folded, now) for row in rows]


def _item(connection: Connection, row: Row[Any], folded: Folded, now: datetime) -> Item:
    about = folded.get(row.subject)
    texts = journal.first_texts(connection, row.database, [row.doc_id])
    first = json.loads(texts.get(row.doc_id, "{}"))
    other = journal.entry(connection, row.partition, row.rseq).body
    return {
        "id": f"{row.partition}:{row.rseq}",
        "doc_id": row.doc_id,
        "type": row.type,
        "author": folded.people(row.author),
        "first_author": folded.people(first.get("wrote", {}).get("by", row.author)),
        "received_at": row.received_at,
        "reason": row.reason,
        "words": words_of(row.reason, row.subject),
        "differences": [] if about is None or is_restricted(row.doc_id) else differences(first, other),
        "record": about and about.about,
        "choices": [] if about is None else corrections(about, now),
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
