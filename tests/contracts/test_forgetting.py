"""What a store forgets when it is told to, and what it keeps."""

from pathlib import Path

import pytest

from sync.errors import DatabaseNotFound
from sync.store.base import DocumentStore, MissingRevision
from sync.store.sql import SqlStore
from tests.support.revisions import revised


def bodies(store: DocumentStore, doc_id: str, *revs: str) -> list[bool]:
    """Whether each of these revisions has a body."""
    found = store.bulk_get("db", [(doc_id, rev) for rev in revs])
    return [not isinstance(one, MissingRevision) for (one,) in found]


def test_only_the_leaves_keep_their_bodies(store: DocumentStore) -> None:
    history = [
        revised("a", "1-a", said="first"),
        revised("a", "2-a", "1-a", said="second"),
        revised("a", "2-b", "1-a", said="beside"),
        revised("a", "3-a", "2-a", said="third"),
    ]
    for document in history:
        store.write("db", [document], new_edits=False)
    before = store.changes("db", style="all_docs")
    store.forget_bodies("db", "a")
    assert bodies(store, "a", "1-a", "2-a", "2-b", "3-a") == [False, False, True, True]
    assert store.read("db", "a")["said"] == "third"
    assert store.changes("db", style="all_docs") == before
    assert store.revs_diff("db", {"a": ["1-a", "2-a", "9-z"]})["a"].missing == ["9-z"]


def test_of_a_deleted_document_nothing_is_left_but_its_history(store: DocumentStore) -> None:
    (first,) = store.write(
        "db",
        [
            {"_id": "a", "said": "first"},
        ],
    )
    (end,) = store.write("db", [{"_id": "a", "_rev": first.rev, "_deleted": True}])
    store.forget_bodies("db", "a")
    assert bodies(store, "a", first.rev or "") == [False]
    (again,) = store.write("db", [revised("a", first.rev or "", said="first")], new_edits=False)
    assert again.error is None
    assert bodies(store, "a", first.rev or "") == [False]
    assert store.changes("db").rows[0].deleted
    assert end.error is None


def test_other_documents_keep_theirs(store: DocumentStore) -> None:
    for doc_id in ("a", "b"):
        store.write("db", [revised(doc_id, "1-a"), revised(doc_id, "2-a", "1-a")], new_edits=False)
    store.forget_bodies("db", "a")
    store.forget_bodies("db", "unknown")
    assert bodies(store, "a", "1-a", "2-a") == [False, True]
    assert bodies(store, "b", "2-a") == [True]


def test_there_must_be_such_a_database(store: DocumentStore) -> None:
    with pytest.raises(DatabaseNotFound):
        store.forget_bodies("nowhere", "a")


def test_nothing_of_it_stays_in_a_file(tmp_path: Path) -> None:
    folder = tmp_path
    store = SqlStore(f"sqlite:///{folder / 'store.db'}")
    store.create("db")
    long = "甲乙丙" * 3000  # over several pages
    (first,) = store.write("db", [{"_id": "a", "said": long}])
    store.write("db", [{"_id": "a", "_rev": first.rev, "_deleted": True}])
    assert "甲乙丙".encode() in b"".join(path.read_bytes() for path in folder.iterdir())
    store.forget_bodies("db", "a")
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    store.close()
    assert "甲乙丙".encode() not in raw
