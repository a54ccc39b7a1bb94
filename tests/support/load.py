"""Any number of documents as a district writes them in some weeks, mixed, for townships that all do the same.

Of twenty records four are disputes from report to close-out (twelve documents each), six are patrol shifts
(twenty), two hazards from find to rectification (five), four publicity and four count-only activities: six
documents of ten are the patrol's, where a district has more. The ids of records that were told once
(tests/support) are exchanged for others, and the places for those of each township.

Run as a program it is one of the followers: python -m tests.support.load STORE_URL DATABASE_URL
"""

import hashlib
import json
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import Engine, create_engine

from server.domain import CAPABILITIES
from server.extensions import db, prepare_engine
from server.permissions import home_of, judge, partition_of, reference_database
from sync import tables
from sync.domain import Capability, Domain
from sync.follower import Follower
from sync.json_text import canonical
from sync.leases import Leases
from sync.memory import collect_seldom
from sync.store.base import DocumentStore
from sync.store.sql import SqlStore
from tests.support import cases, crash, duties, schools
from tests.support.patrols import PATROL, revised, staff_of
from tests.support.records import TOWNSHIP, Story

NOW = datetime(2026, 3, 7, tzinfo=UTC)
ULID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
DAYS = (("2019-11-", "2026-03-"), ("2026-03-02", "2026-03-05"))
NAMED = ("by", "mediators", "lead_officer", "officers", "on_duty", "members")
PATROL_LEAD = {"roles": ["patrol_lead"], "div": TOWNSHIP, "unit": "u1", "team": "t1"}
PEOPLE = {**duties.STAFF, **cases.STAFF, **schools.STAFF}
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Document = dict[str, Any]
Placed = tuple[str, Document]  # database, document


def township(number: int) -> str:
    """The code of a township of the load."""
    return f"421102{number + 1:03}"


@cache
def templates() -> tuple[list[Placed], ...]:
    """Each kind of record as it was told once, as often as it happens."""
    dispute = _told(cases.a_case_at("closed"))
    hazard = _told(schools.a_hazard("assign", "receive", "progress", "rectify"))
    shifts = [(PATROL, _plain(one)) for one in crash.documents(crash.PER_SHIFT * 4, 1)]
    unplanned = min(one["_id"] for _, one in shifts if one["type"] == "shift" and ULID.search(one["_id"]))
    shift = [(name, one) for name, one in shifts if unplanned in (one["_id"], one.get("subject"))]
    # Nobody planned it: its lead began it.
    wrote = {"by": "lead", "dev": "dev-0", "dseq": 1}
    shift[0][1].update(wrote=wrote, planned=False, slot="adhoc", ends_at=None)
    publicity, activity = _told(duties.publicity()), _told(duties.activity())
    four = [dispute, shift, publicity, activity] * 4
    return (*four, hazard, hazard, shift, shift)


def _told(story: Story) -> list[Placed]:
    """The documents of a story; drafts lie with their author."""
    kinds = story.machine.kinds
    return [
        (f"own_{entry.author}" if kinds[entry.body["type"]] == "draft" else entry.database, dict(entry.body))
        for entry in story.entries
    ]


def _plain(document: Document) -> Document:
    return {key: value for key, value in document.items() if key not in ("_rev", "_revisions")}


def documents(count: int, townships: int = 1, seed: int = 1, at_once: int = 20) -> Iterator[Placed]:
    """So many documents in the order of their writing, `at_once` records being worked on at a time."""
    chance = Random(seed)  # noqa: S311  a test's dice
    open_records: list[list[Placed]] = []
    begun = made = 0
    while made < count:
        while len(open_records) < at_once:
            kinds = templates()
            open_records.append(
                _exchanged(kinds[begun % len(kinds)], begun, township(begun % townships), seed)
            )
            begun += 1
        record = chance.choice(open_records)
        yield record.pop(0)
        made += 1
        if not record:
            open_records.remove(record)


def _exchanged(template: Sequence[Placed], number: int, place: str, seed: int) -> list[Placed]:
    def other(found: re.Match[str]) -> str:
        digest = int.from_bytes(hashlib.sha256(f"{seed} {number} {found[0]}".encode()).digest()[:16])
        return "01KJX0" + "".join(CROCKFORD[digest >> 5 * index & 31] for index in range(20))

    def exchanged(text: str) -> str:
        for old, new in DAYS:
            text = text.replace(old, new)
        return ULID.sub(other, text.replace(TOWNSHIP, place))

    return [
        (
            _of_place(database, place),
            revised(_by_people_of(json.loads(exchanged(json.dumps(document))), place)),
        )
        for database, document in template
    ]


def _by_people_of(told: Any, place: str, key: str = "") -> Any:
    """What the people of another township wrote; they have the same names with the place behind them."""
    if isinstance(told, dict):
        return {name: _by_people_of(inner, place, name) for name, inner in told.items()}
    if isinstance(told, list):
        return [_by_people_of(inner, place, key) for inner in told]
    return f"{told}-{place}" if key in NAMED and told in (*PEOPLE, "lead") else told


def _of_place(database: str, place: str) -> str:
    person = database.removeprefix("own_")
    return f"own_{person}-{place}" if person != database else database.replace(TOWNSHIP, place)


def databases(townships: int) -> list[str]:
    """Where the load lies."""
    places = [township(number) for number in range(townships)]
    own = [f"own_{one}-{place}" for one in PEOPLE for place in places]
    villages = [f"work_{place}001" for place in places]
    return [*own, *villages, *(f"{kind}_{place}" for kind in ("ref", "patrol", "centre") for place in places)]


def write(store: DocumentStore, placed: Sequence[Placed]) -> None:
    """Put documents where replication would have put them."""
    by_database: dict[str, list[Document]] = {}
    for database, document in placed:
        by_database.setdefault(database, []).append(document)
    for database, found in by_database.items():
        results = store.write(database, found, new_edits=False)
        assert all(result.error is None for result in results), results


def prepare(store: DocumentStore, townships: int) -> None:
    """The databases, with the people."""
    for name in databases(townships):
        store.create(name)
    for number in range(townships):
        store.write(f"ref_{township(number)}", staff_of({f"lead-{township(number)}": ["patrol_lead"]}))


def a_domain() -> Domain:
    """The whole domain of the product; its people have their roles in the place behind their names."""

    def roles_of(_connection: object, _staff_id: str) -> frozenset[str]:
        return frozenset()

    def actor_of(_connection: object, staff_id: str) -> Document:
        name, _, place = staff_id.rpartition("-")
        person = PATROL_LEAD if name == "lead" else PEOPLE[name]
        roles = [f"{role}@{person['div'].replace(TOWNSHIP, place)}" for role in person["roles"]]
        return {"roles": roles, "unit": person["unit"], "team": person.get("team")}

    parts = tuple(Capability(part.types, part.families) for part in CAPABILITIES)
    return Domain(parts, partition_of, reference_database, judge, roles_of, home_of, actor_of)


def an_engine(url: str) -> Engine:
    """An engine for journal and read models."""
    engine = create_engine(url, json_serializer=canonical)
    prepare_engine(engine)
    return engine


def make_tables(engine: Engine) -> None:
    """All tables of journal and read models."""
    tables.metadata.create_all(engine)
    db.metadata.create_all(engine)


def a_follower(store: DocumentStore, engine: Engine, shared: bool = False) -> Follower:
    """A follower for whom it is always the same moment."""
    return Follower(store, engine, a_domain(), lambda: NOW, leases=Leases(engine) if shared else None)


if __name__ == "__main__":
    collect_seldom()
    a_follower(SqlStore(sys.argv[1]), an_engine(sys.argv[2]), shared=True).run(threading.Event())
