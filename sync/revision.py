"""A revision `N-id`: N is its generation (edits since the document began), id any text, even none."""

import hashlib
from typing import Any

from sync.errors import InvalidRevision
from sync.json_text import canonical

MAX_LENGTH = 256


def parse(rev: object) -> tuple[int, str]:
    """The generation and the id; raises InvalidRevision."""
    if isinstance(rev, str) and len(rev) <= MAX_LENGTH and rev.isprintable():
        number, dash, name = rev.partition("-")
        if dash and number.isascii() and number.isdigit() and int(number) > 0:
            return int(number), name
    raise InvalidRevision


def generation(rev: str) -> int:
    """The N of a revision that was parsed before."""
    return int(rev[: rev.index("-")])


def rank(rev: str) -> tuple[int, str]:
    """Orders revisions as every replica must: by generation, then by id as text."""
    number, _, name = rev.partition("-")
    return int(number), name


def successor(parent: str | None, deleted: bool, body: dict[str, Any]) -> str:
    """The revision of an edit. The same edit of the same parent gets the same name on every machine."""
    text = canonical([parent, deleted, body])
    name = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return f"{generation(parent) + 1 if parent else 1}-{name}"
