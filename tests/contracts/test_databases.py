"""Databases: their making and end, what is told about them, who may read them."""

import pytest

from sync.access import Security
from sync.errors import DatabaseExists, DatabaseNotFound, IllegalDatabaseName
from sync.store.base import DocumentStore
from tests.support.revisions import revised


def test_every_store_is_a_document_store(store: DocumentStore) -> None:
    assert isinstance(store, DocumentStore)


def test_a_new_database_is_empty(store: DocumentStore) -> None:
    info = store.info("db")
    assert (info.name, info.doc_count, info.doc_del_count, info.update_seq) == ("db", 0, 0, 0)


def test_databases_are_listed_by_name(store: DocumentStore) -> None:
    store.create("b/c")
    store.create("a$(+)-_9")
    assert store.databases() == ["a$(+)-_9", "b/c", "db"]


@pytest.mark.parametrize("name", ["", "A", "Ab", "1a", "_users", "a b", "a.b", "a\n", "ä", "a" * 300])
def test_an_illegal_name_is_refused(store: DocumentStore, name: str) -> None:
    with pytest.raises(IllegalDatabaseName):
        store.create(name)
    assert store.databases() == ["db"]


def test_a_database_is_made_once(store: DocumentStore) -> None:
    store.write("db", [{"_id": "a"}])
    with pytest.raises(DatabaseExists):
        store.create("db")
    assert store.info("db").doc_count == 1


def test_a_deleted_database_takes_everything_with_it(store: DocumentStore) -> None:
    store.set_security("db", Security(members=frozenset({"crew"})))
    store.write("db", [revised("a", "2-b", "1-a"), revised("a", "2-c", "1-a")], new_edits=False)
    store.write_local("db", "checkpoint", {"last_seq": 1})
    before = store.info("db").epoch
    store.delete("db")
    assert store.databases() == []
    store.create("db")
    assert store.info("db").epoch != before
    assert store.info("db").update_seq == 0
    assert store.changes("db").rows == []
    assert store.security("db") == Security()
    assert store.write_local("db", "checkpoint", {}) == "0-1"
    assert store.bulk_get("db", [("a", "2-c")])[0][0].rev == "2-c"


def test_deleting_one_database_leaves_the_others(store: DocumentStore) -> None:
    store.create("other")
    for name in ("db", "other"):
        store.write(name, [{"_id": "a", "at": name}])
    store.delete("db")
    assert store.read("other", "a")["at"] == "other"


def test_a_database_that_is_not_there_is_named_so_by_every_method(store: DocumentStore) -> None:
    calls = [
        lambda: store.delete("no"),
        lambda: store.info("no"),
        lambda: store.security("no"),
        lambda: store.set_security("no", Security()),
        lambda: store.write("no", [{"_id": "a"}]),
        lambda: store.read("no", "a"),
        lambda: store.open_revs("no", "a", None),
        lambda: store.bulk_get("no", [("a", None)]),
        lambda: store.revs_diff("no", {"a": ["1-a"]}),
        lambda: store.all_docs("no"),
        lambda: store.docs_by_key("no", ["a"]),
        lambda: store.changes("no"),
        lambda: store.read_local("no", "a"),
        lambda: store.write_local("no", "a", {}),
        lambda: store.delete_local("no", "a", None),
    ]
    for call in calls:
        with pytest.raises(DatabaseNotFound):
            call()


def test_counts_follow_edits_tombstones_and_revivals(store: DocumentStore) -> None:
    def counts() -> tuple[int, int, int]:
        info = store.info("db")
        return info.doc_count, info.doc_del_count, info.update_seq

    [a, b] = store.write("db", [{"_id": "a"}, {"_id": "b"}])
    assert counts() == (2, 0, 2)
    store.write("db", [{"_id": "a", "_rev": a.rev, "_deleted": True}])
    assert counts() == (1, 1, 3)
    store.write("db", [{"_id": "b", "_rev": b.rev, "n": 2}])
    assert counts() == (1, 1, 4)
    store.write("db", [{"_id": "a", "back": True}])
    assert counts() == (2, 0, 5)
    store.write("db", [revised("c", "1-c", deleted=True)], new_edits=False)
    assert counts() == (2, 1, 6)


def test_update_seqs_tells_every_database_at_once(store: DocumentStore) -> None:
    store.create("other")
    store.write("other", [{"_id": "a"}, {"_id": "b"}])
    assert store.update_seqs() == {"db": 0, "other": 2}


def test_security_starts_closed_and_is_replaced_whole(store: DocumentStore) -> None:
    assert store.security("db") == Security(frozenset(), frozenset())
    store.set_security("db", Security(frozenset({"chief"}), frozenset({"crew", "门卫"})))
    assert store.security("db") == Security(frozenset({"chief"}), frozenset({"crew", "门卫"}))
    store.set_security("db", Security())
    assert store.security("db") == Security()


def test_uuid_is_the_stores_own(store: DocumentStore) -> None:
    assert store.uuid == store.uuid != ""
