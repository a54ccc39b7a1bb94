"""What reached the server, append-only: the only thing that a fold reads.

Rows are numbered per partition (`rseq`, from 1, without holes) and chained per partition: each row's hash
covers its own fields and the hash of the row before it, and the head of each chain is kept beside, so that
sync/chain.py finds a changed or missing row.
A revision is journalled once: rows are unique on (database, doc_id, rev). Where somebody else's document
came under a revision before its own author's, `rev` of the second has a mark behind it (sync/arrival.py).

`kind` is the verdict at arrival, so that a replay needs nothing but this table:
`head`, `event`, `fact`, `reference` were taken; `quarantined` and `copy` (a second first revision) count for
nothing but their presence; `release` lets the quarantined row named in its body count from here on;
`tombstone` ends a reference document; `draft` is a state of a document that its author goes on writing;
`audit` is no document (sync/audited.py).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from sync import bulk, dialects, sealing
from sync.json_text import canonical, parsed
from sync.sealing import MARKER, Keys, Path
from sync.tables import journal, journal_head

TAKEN = frozenset({"head", "event", "fact", "reference"})
IDS_AT_ONCE = 500
UNKNOWN_ACTOR = "{}"
NO_ACTORS: Mapping[str, str] = {}
DRAFT = "draft"  # kind of what is kept and never folded
AUDIT = "audit"  # kind, partition and database of notes on access
MARK = "\t"  # no revision has one: what follows tells apart rows about one revision


@dataclass(frozen=True)
class NewEntry:
    """A row to append; `body` is the document as it came, as JSON gives it."""

    partition: str
    kind: str
    database: str
    doc_id: str
    rev: str
    subject: str
    author: str
    device: str
    dseq: int
    body: Mapping[str, Any]
    sealed: tuple[Path, ...] = ()  # what of the body is journalled under the subject's key
    text: str | None = None  # the canonical text of the body, when it was made before
    actor: str | None = None  # where the author's rights of this moment are not those that count


@dataclass(frozen=True)
class Entry:
    """A journalled row. `received_at` never runs backwards within a partition. `actor` is the text of what
    the author was at that moment: {roles: [role@division], ...}.
    """

    partition: str
    rseq: int
    kind: str
    database: str
    doc_id: str
    rev: str
    subject: str
    author: str
    device: str
    dseq: int
    received_at: str
    text: str
    actor: str = UNKNOWN_ACTOR

    @property
    def revision(self) -> str:
        """The revision as on the wire: `rev` without a mark behind it."""
        return self.rev.partition(MARK)[0]

    @cached_property
    def body(self) -> dict[str, Any]:
        """The document as it came."""
        return parsed(self.text)


@dataclass(frozen=True)
class Kept:
    """What the journal says of one revision: the row's kind, and whose it is."""

    kind: str
    author: str
    device: str


@dataclass(frozen=True)
class Tail:
    """The head of a chain, its last row: what the next one is chained to."""

    rseq: int
    hash: str
    received_at: str


EMPTY = Tail(0, "", "")


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes, on an engine prepared as sync/dialects.py does."""
    with dialects.writing(engine).begin() as connection:
        yield connection


def append(
    connection: Connection,
    entries: Sequence[NewEntry],
    received_at: str,
    actors: Mapping[str, str] = NO_ACTORS,
) -> list[Entry]:
    """Append rows in the given order and return them numbered. `actors`: by author what is noted of them.

    Another writer of one of these partitions waits until the caller's transaction ends.
    """
    if not entries:
        return []
    ends = locked(connection, {entry.partition for entry in entries})
    sealed = {(one.partition, one.subject) for one in entries if one.sealed}
    keys = sealing.keys_for_writing(connection, sealed)
    added: list[Entry] = []
    rows: list[dict[str, Any]] = []
    for new in (_readable(one, keys) for one in entries):
        end = ends.get(new.partition, EMPTY)
        actor = new.actor or actors.get(new.author, UNKNOWN_ACTOR)
        entry = _numbered(new, end.rseq + 1, max(end.received_at, received_at), actor)
        columns = {**_columns(entry), "body": _sealed(new, keys) if new.sealed else entry.text}
        digest = digest_of(end.hash, columns)
        ends[new.partition] = Tail(entry.rseq, digest, entry.received_at)
        rows.append({**columns, "prev_hash": end.hash, "hash": digest})
        added.append(entry)
    bulk.insert(connection, journal, rows)
    _move_heads(connection, ends)
    return added


def _readable(new: NewEntry, keys: Keys) -> NewEntry:
    """The row as it will be read: without what was erased before it came."""
    if not new.sealed or not keys.destroyed((new.partition, new.subject)):
        return new
    body = new.body
    for path in new.sealed:
        body = sealing.replaced(body, path, None)
    return replace(new, body=body, text=None, sealed=())


def _sealed(new: NewEntry, keys: Keys) -> str:
    """The body as it is journalled."""
    body = new.body
    for path in new.sealed:
        value = keys.seal((new.partition, new.subject), new.doc_id, sealing.at(body, path))
        body = sealing.replaced(body, path, value)
    return canonical(body)


def _opened(connection: Connection, rows: Sequence[Row[Any]]) -> list[Entry]:
    """Rows of the table as entries, with what is under their subjects' keys."""
    sealed = {(row.partition, row.subject) for row in rows if MARKER in row.body}
    keys = sealing.keys(connection, sealed) if sealed else None
    return [entry_of(row) if keys is None else _open(entry_of(row), keys) for row in rows]


def _open(entry: Entry, keys: Keys) -> Entry:
    if MARKER not in entry.text:
        return entry
    body = keys.open((entry.partition, entry.subject), entry.doc_id, parsed(entry.text))
    return replace(entry, text=canonical(body))


def _numbered(new: NewEntry, rseq: int, received_at: str, actor: str) -> Entry:
    entry = Entry(
        new.partition,
        rseq,
        new.kind,
        new.database,
        new.doc_id,
        new.rev,
        new.subject,
        new.author,
        new.device,
        new.dseq,
        received_at,
        new.text or canonical(new.body),
        actor,
    )
    entry.__dict__["body"] = new.body  # what parsing its text would give
    return entry


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "partition": entry.partition,
        "rseq": entry.rseq,
        "kind": entry.kind,
        "database": entry.database,
        "doc_id": entry.doc_id,
        "rev": entry.rev,
        "subject": entry.subject,
        "author": entry.author,
        "device": entry.device,
        "dseq": entry.dseq,
        "received_at": entry.received_at,
        "body": entry.text,
        "actor": entry.actor,
    }


def digest_of(prev_hash: str, columns: Mapping[str, Any]) -> str:
    """The hash of a row: its columns as one line of JSON, and its body, which is one line of JSON too."""
    short = [value for name, value in columns.items() if name != "body"]
    chained = f"{canonical([prev_hash, *short])}\n{columns['body']}"
    return hashlib.sha256(chained.encode()).hexdigest()


def heads(connection: Connection) -> dict[str, Tail]:
    """The head of every partition's chain."""
    return {
        r.partition: Tail(r.rseq, r.hash, r.received_at) for r in connection.execute(select(journal_head))
    }


def locked(connection: Connection, partitions: Iterable[str]) -> dict[str, Tail]:
    """The heads of these partitions; nobody else moves them until the transaction ends."""
    wanted = sorted(partitions)
    begun = [{"partition": one, "rseq": 0, "hash": "", "received_at": ""} for one in wanted]
    query = (
        select(journal_head).where(journal_head.c.partition.in_(wanted)).order_by(journal_head.c.partition)
    )
    found = connection.execute(query.with_for_update()).all()
    if len(found) < len(wanted):
        bulk.insert_new(connection, journal_head, begun)
        found = connection.execute(query.with_for_update()).all()
    return {row.partition: Tail(row.rseq, row.hash, row.received_at) for row in found}


def _move_heads(connection: Connection, ends: Mapping[str, Tail]) -> None:
    rows = [{"partition": partition, **asdict(end)} for partition, end in ends.items()]
    bulk.upsert(connection, journal_head, rows)


def revisions(connection: Connection, database: str, doc_ids: Iterable[str]) -> dict[str, dict[str, Kept]]:
    """What is journalled of these documents, by id and `rev`; unknown ids are absent."""
    found: dict[str, dict[str, Kept]] = {}
    wanted = list(dict.fromkeys(doc_ids))
    for start in range(0, len(wanted), IDS_AT_ONCE):
        rows = connection.execute(
            select(journal.c.doc_id, journal.c.rev, journal.c.kind, journal.c.author, journal.c.device).where(
                journal.c.database == database,
                journal.c.doc_id.in_(wanted[start : start + IDS_AT_ONCE]),
                journal.c.kind != "release",
            )
        )
        for row in rows:
            found.setdefault(row.doc_id, {})[row.rev] = Kept(row.kind, row.author, row.device)
    return found


def first_texts(connection: Connection, database: str, doc_ids: Sequence[str]) -> dict[str, str]:
    """The canonical text of the first journalled revision that was taken, by id, of those that have one."""
    texts: dict[str, str] = {}
    for start in range(0, len(doc_ids), IDS_AT_ONCE):
        rows = connection.execute(
            select(journal)
            .where(
                journal.c.database == database,
                journal.c.doc_id.in_(doc_ids[start : start + IDS_AT_ONCE]),
                journal.c.kind.in_(TAKEN),
            )
            .order_by(journal.c.partition, journal.c.rseq)
        ).all()
        for entry in _opened(connection, rows):
            texts.setdefault(entry.doc_id, entry.text)
    return texts


def entries_of(connection: Connection, partition: str, subject: str, *, drafts: bool = False) -> list[Entry]:
    """The rows about a subject that are folded, in journal order; with `drafts` those that are not, too."""
    return entries_about(connection, partition, [subject], drafts=drafts)[subject]


def entries_about(
    connection: Connection,
    partition: str,
    subjects: Sequence[str],
    end: int | None = None,
    *,
    drafts: bool = False,
) -> dict[str, list[Entry]]:
    """The same of each of these subjects of a partition, up to the row before `end`."""
    found: dict[str, list[Entry]] = {subject: [] for subject in subjects}
    for start in range(0, len(subjects), IDS_AT_ONCE):
        wanted = [
            journal.c.partition == partition,
            journal.c.subject.in_(subjects[start : start + IDS_AT_ONCE]),
            *([] if end is None else [journal.c.rseq < end]),
            *([] if drafts else [journal.c.kind != DRAFT]),
        ]
        rows = connection.execute(select(journal).where(*wanted).order_by(journal.c.rseq)).all()
        for entry in _opened(connection, rows):
            found[entry.subject].append(entry)
    return found


def entry(connection: Connection, partition: str, rseq: int) -> Entry:
    """One row by its number; NoResultFound when there is none."""
    found = connection.execute(
        select(journal).where(journal.c.partition == partition, journal.c.rseq == rseq)
    )
    return _opened(connection, [found.one()])[0]


def subjects(connection: Connection) -> list[tuple[str, str]]:
    """Every (partition, subject) of the journal, sorted."""
    rows = connection.execute(select(journal.c.partition, journal.c.subject).distinct())
    return sorted((row.partition, row.subject) for row in rows)


def entry_of(row: Row[Any]) -> Entry:
    """A row of the table."""
    return Entry(
        row.partition,
        row.rseq,
        row.kind,
        row.database,
        row.doc_id,
        row.rev,
        row.subject,
        row.author,
        row.device,
        row.dseq,
        row.received_at,
        row.body,
        row.actor,
    )
