"""What is to be forgettable is journalled under a key for each subject: without the key it is gone.

In place of such a value the journal has `{"$sealed": text}`: AES-GCM under the subject's key, tied to the
document that it stands in. The chain covers this text, so it holds after the key is destroyed; a fold then
reads null. What comes for such a subject later is journalled as null from the first.
"""

import base64
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, select, update

from sync import bulk
from sync.tables import subject_key

SEAL = "$sealed"
MARKER = f'{{"{SEAL}":'
DESTROYED = ""
NONCE_BYTES = 12
KEY_BYTES = 32
AT_ONCE = 500
Path = tuple[str, ...]
Key = tuple[str, str]  # partition, subject
Json = Any


@dataclass(frozen=True)
class Erasable:
    """A field that can be erased, by its names from the outside in; `of`: only while the field `field` beside
    it names one of these (an edit says which field its value is for).
    """

    path: Path
    of: tuple[str, ...] = ()

    def applies(self, document: Mapping[str, Json]) -> bool:
        """Whether the document has a value there."""
        holder: Json = document
        for name in self.path[:-1]:
            holder = holder.get(name) if isinstance(holder, Mapping) else None
        if not isinstance(holder, Mapping) or holder.get(self.path[-1]) is None:
            return False
        return not self.of or holder.get("field") in self.of


def replaced(document: Mapping[str, Json], path: Path, value: Json) -> dict[str, Json]:
    """The document with another value at a path that it has."""
    name, *rest = path
    return {**document, name: replaced(document[name], tuple(rest), value) if rest else value}


def at(document: Mapping[str, Json], path: Path) -> Json:
    """The value at a path that the document has."""
    found: Json = document
    for name in path:
        found = found[name]
    return found


class Keys:
    """The keys of some subjects; None for one that was destroyed."""

    def __init__(self, found: Mapping[Key, AESGCM | None]) -> None:
        self._found = found

    def seal(self, key: Key, doc_id: str, value: Json) -> Json:
        """The value as it is journalled; null when the key was destroyed."""
        cipher = self._found[key]
        if cipher is None:
            return None
        nonce = secrets.token_bytes(NONCE_BYTES)
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        sealed = nonce + cipher.encrypt(nonce, text.encode(), doc_id.encode())
        return {SEAL: base64.b64encode(sealed).decode()}

    def destroyed(self, key: Key) -> bool:
        """Whether there was a key and it is no more."""
        return key in self._found and self._found[key] is None

    def open(self, key: Key, doc_id: str, body: Json) -> Json:
        """A journalled body with what can be read of it; null in the place of what cannot any more."""
        if isinstance(body, list):
            return [self.open(key, doc_id, inner) for inner in body]
        if not isinstance(body, dict):
            return body
        if len(body) == 1 and isinstance(body.get(SEAL), str):
            return self._opened(key, doc_id, body)
        return {name: self.open(key, doc_id, inner) for name, inner in body.items()}

    def _opened(self, key: Key, doc_id: str, sealed: dict[str, str]) -> Json:
        if self.destroyed(key):
            return None
        cipher = self._found.get(key)
        try:
            data = base64.b64decode(sealed[SEAL], validate=True)
            text = cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], doc_id.encode()) if cipher else b""
            return json.loads(text)
        except (ValueError, InvalidTag):  # no seal of ours: somebody wrote a document that looks like one
            return sealed


def keys(connection: Connection, wanted: Iterable[Key]) -> Keys:
    """The keys of those of these subjects that have or had one."""
    by_partition: dict[str, set[str]] = {}
    for partition, subject in wanted:
        by_partition.setdefault(partition, set()).add(subject)
    found: dict[Key, AESGCM | None] = {}
    for partition, subjects in by_partition.items():
        names = sorted(subjects)
        for start in range(0, len(names), AT_ONCE):
            found |= _keys(connection, partition, names[start : start + AT_ONCE])
    return Keys(found)


def keys_for_writing(connection: Connection, wanted: Iterable[Key]) -> Keys:
    """The keys of these subjects, made where there was none."""
    rows = [
        {"partition": partition, "subject": subject, "key": _new_key()}
        for partition, subject in sorted(set(wanted))
    ]
    bulk.insert_new(connection, subject_key, rows)
    return keys(connection, [(row["partition"], row["subject"]) for row in rows])


def destroy(connection: Connection, partition: str, subject: str) -> None:
    """Forget the key, for good: a subject that had none gets none later either."""
    row = {"partition": partition, "subject": subject, "key": DESTROYED}
    bulk.insert_new(connection, subject_key, [row])
    mine = (subject_key.c.partition == partition, subject_key.c.subject == subject)
    connection.execute(update(subject_key).where(*mine).values(key=DESTROYED))


def _keys(connection: Connection, partition: str, subjects: Sequence[str]) -> dict[Key, AESGCM | None]:
    query = select(subject_key).where(
        subject_key.c.partition == partition, subject_key.c.subject.in_(subjects)
    )
    return {
        (row.partition, row.subject): AESGCM(base64.b64decode(row.key)) if row.key != DESTROYED else None
        for row in connection.execute(query)
    }


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
