"""Local documents: checkpoints that are never replicated and that two writers cannot undo."""

import pytest

from sync.errors import BadRequest, Conflict, IllegalDocumentId, InvalidDocument, NotFound
from sync.store.base import DocumentStore


def test_a_local_document_is_read_as_written(store: DocumentStore) -> None:
    assert store.write_local("db", "c+/p.=", {"last_seq": 4, "history": [{"session": "x"}]}) == "0-1"
    assert store.read_local("db", "c+/p.=") == {
        "_id": "_local/c+/p.=",
        "_rev": "0-1",
        "last_seq": 4,
        "history": [{"session": "x"}],
    }
    assert store.info("db").update_seq == 0
    assert store.info("db").doc_count == 0


def test_an_edit_names_the_revision_it_replaces(store: DocumentStore) -> None:
    store.write_local("db", "c", {"n": 1})
    assert store.write_local("db", "c", {"_id": "_local/c", "_rev": "0-1", "n": 2}) == "0-2"
    for stale in ({"n": 3}, {"_rev": "0-1", "n": 3}, {"_rev": "1-fake", "n": 3}):
        with pytest.raises(Conflict):
            store.write_local("db", "c", stale)
    assert store.read_local("db", "c")["n"] == 2


def test_a_new_local_document_has_no_revision(store: DocumentStore) -> None:
    with pytest.raises(Conflict):
        store.write_local("db", "c", {"_rev": "0-1"})


def test_removal(store: DocumentStore) -> None:
    with pytest.raises(NotFound):
        store.delete_local("db", "c", "0-1")
    store.write_local("db", "c", {})
    with pytest.raises(Conflict):
        store.delete_local("db", "c", "0-2")
    with pytest.raises(Conflict):
        store.delete_local("db", "c", None)
    store.delete_local("db", "c", "0-1")
    with pytest.raises(NotFound):
        store.read_local("db", "c")
    assert store.write_local("db", "c", {}) == "0-1"


def test_what_is_no_document_is_refused(store: DocumentStore) -> None:
    with pytest.raises(InvalidDocument):
        store.write_local("db", "c", {"_attachments": {}})
    with pytest.raises(BadRequest):
        store.write_local("db", "c", ["no object"])  # type: ignore[arg-type]  # as a client may send it
    with pytest.raises(IllegalDocumentId):
        store.write_local("db", "", {})
