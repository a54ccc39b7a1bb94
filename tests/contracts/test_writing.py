"""Writing: edits that make revisions, and revisions that come from elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sync.errors import BadRequest, IllegalDocumentId, InvalidDocument, InvalidRevision, NotFound, SyncError
from sync.store.base import DocumentStore, Extras, WriteResult
from tests.support.revisions import revised


def write_one(store: DocumentStore, document: Mapping[str, Any]) -> WriteResult:
    [result] = store.write("db", [document])
    return result


def test_a_first_edit_is_generation_one(store: DocumentStore) -> None:
    result = write_one(store, {"_id": "a", "text": "好", "n": 1.5, "list": [None, True, {}]})
    assert result.rev is not None
    assert result.rev.startswith("1-")
    expected = {"_id": "a", "_rev": result.rev, "text": "好", "n": 1.5, "list": [None, True, {}]}
    assert store.read("db", "a") == expected


def test_an_edit_follows_the_leaf_that_it_names(store: DocumentStore) -> None:
    first = write_one(store, {"_id": "a", "n": 1})
    second = write_one(store, {"_id": "a", "_rev": first.rev, "n": 2})
    assert second.rev is not None
    assert second.rev.startswith("2-")
    assert store.read("db", "a")["n"] == 2
    assert store.read("db", "a", rev=first.rev)["n"] == 1


def test_the_same_edit_gets_the_same_revision_everywhere(store: DocumentStore) -> None:
    store.create("other")
    [here] = store.write("db", [{"_id": "a", "x": 1, "y": [2]}])
    [there] = store.write("other", [{"y": [2], "x": 1, "_id": "a"}])
    assert here.rev == there.rev


@pytest.mark.parametrize("rev", [None, "1-unknown", "9-unknown"])
def test_an_edit_that_names_no_leaf_conflicts(store: DocumentStore, rev: str | None) -> None:
    write_one(store, {"_id": "a", "n": 1})
    result = write_one(store, {"_id": "a", "n": 2, **({"_rev": rev} if rev else {})})
    assert (result.rev, result.error, result.reason) == (None, "conflict", "Document update conflict.")
    assert store.read("db", "a")["n"] == 1
    assert store.info("db").update_seq == 1


def test_an_edit_of_an_older_revision_conflicts(store: DocumentStore) -> None:
    first = write_one(store, {"_id": "a"})
    write_one(store, {"_id": "a", "_rev": first.rev, "n": 2})
    assert write_one(store, {"_id": "a", "_rev": first.rev, "n": 3}).error == "conflict"


def test_a_new_document_with_a_revision_conflicts(store: DocumentStore) -> None:
    assert write_one(store, {"_id": "a", "_rev": "1-a"}).error == "conflict"


def test_results_come_in_order_and_fail_one_by_one(store: DocumentStore) -> None:
    results = store.write("db", [{"_id": "a"}, {"_id": "b", "_rev": "1-x"}, {"_id": "c"}, {"_id": "a"}])
    assert [(result.id, result.error) for result in results] == [
        ("a", None),
        ("b", "conflict"),
        ("c", None),
        ("a", "conflict"),
    ]
    assert [row.id for row in store.changes("db").rows] == ["a", "c"]


def test_a_document_without_an_id_gets_one(store: DocumentStore) -> None:
    one, other = store.write("db", [{"n": 1}, {"n": 2}])
    assert one.id != other.id
    assert store.read("db", one.id)["n"] == 1


def test_a_tombstone_hides_the_document_and_keeps_its_body(store: DocumentStore) -> None:
    first = write_one(store, {"_id": "a", "n": 1})
    gone = write_one(store, {"_id": "a", "_rev": first.rev, "_deleted": True, "why": "closed"})
    with pytest.raises(NotFound, match="deleted"):
        store.read("db", "a")
    assert store.read("db", "a", rev=gone.rev) == {
        "_id": "a",
        "_rev": gone.rev,
        "_deleted": True,
        "why": "closed",
    }


def test_a_deleted_document_comes_back_after_its_tombstone(store: DocumentStore) -> None:
    first = write_one(store, {"_id": "a"})
    write_one(store, {"_id": "a", "_rev": first.rev, "_deleted": True})
    again = write_one(store, {"_id": "a", "n": 3})
    assert again.rev is not None
    assert again.rev.startswith("3-")
    assert store.read("db", "a")["n"] == 3


def test_a_replicated_revision_keeps_its_name_and_history(store: DocumentStore) -> None:
    [result] = store.write("db", [revised("a", "3-c", "2-b", "1-a", n=3)], new_edits=False)
    assert result == WriteResult("a", "3-c")
    document = store.read("db", "a", extras=Extras(revs=True))
    assert document["_revisions"] == {"start": 3, "ids": ["c", "b", "a"]}


def test_a_replicated_revision_may_come_with_its_rev_alone(store: DocumentStore) -> None:
    store.write("db", [{"_id": "a", "_rev": "7-x", "n": 7}], new_edits=False)
    assert store.read("db", "a") == {"_id": "a", "_rev": "7-x", "n": 7}


def test_a_revision_written_again_changes_nothing(store: DocumentStore) -> None:
    store.write("db", [revised("a", "1-a", n=1)], new_edits=False)
    [again] = store.write("db", [revised("a", "1-a", deleted=True, n="forged")], new_edits=False)
    assert again == WriteResult("a", "1-a")
    assert store.info("db").update_seq == 1
    assert store.read("db", "a") == {"_id": "a", "_rev": "1-a", "n": 1}


def test_branches_are_kept_and_the_higher_wins(store: DocumentStore) -> None:
    store.write("db", [revised("a", "2-b", "1-a", n="b")], new_edits=False)
    store.write("db", [revised("a", "2-c", "1-a", n="c"), revised("a", "2-a", "1-a", n="a")], new_edits=False)
    document = store.read("db", "a", extras=Extras(conflicts=True))
    assert (document["n"], document["_conflicts"]) == ("c", ["2-b", "2-a"])
    assert [store.read("db", "a", rev=rev)["n"] for rev in ("2-a", "2-b", "2-c")] == ["a", "b", "c"]


def test_several_revisions_of_one_document_in_one_batch(store: DocumentStore) -> None:
    batch = [
        revised("a", "1-a", n=1),
        revised("a", "3-c", "2-b", "1-a", n=3),
        revised("a", "2-b", "1-a", n="an ancestor by now"),
        revised("a", "2-x", "1-a", deleted=True),
    ]
    assert [result.rev for result in store.write("db", batch, new_edits=False)] == [
        "1-a",
        "3-c",
        "2-b",
        "2-x",
    ]
    assert store.info("db").update_seq == 1
    assert store.read("db", "a", rev="1-a")["n"] == 1
    assert store.read("db", "a")["n"] == 3


def test_deleting_the_winner_brings_the_other_branch_forward(store: DocumentStore) -> None:
    store.write("db", [revised("a", "2-b", "1-a", n="b"), revised("a", "2-c", "1-a", n="c")], new_edits=False)
    gone = write_one(store, {"_id": "a", "_rev": "2-c", "_deleted": True})
    assert store.read("db", "a") == {"_id": "a", "_rev": "2-b", "n": "b"}
    write_one(store, {"_id": "a", "_rev": "2-b", "n": "b2"})
    assert store.read("db", "a", rev="2-b")["n"] == "b"
    assert store.read("db", "a", rev="2-c")["n"] == "c"
    assert store.read("db", "a", rev=gone.rev)["_deleted"] is True


def test_an_ancestor_that_comes_late_joins_the_branch(store: DocumentStore) -> None:
    store.write("db", [revised("a", "1-a", n=1)], new_edits=False)
    store.write("db", [revised("a", "3-c", "2-b", n=3)], new_edits=False)
    assert [found.rev for found in store.open_revs("db", "a", None)] == ["3-c", "1-a"]
    store.write("db", [revised("a", "3-c", "2-b", "1-a", n=3)], new_edits=False)
    assert [found.rev for found in store.open_revs("db", "a", None)] == ["3-c"]
    assert store.info("db").update_seq == 3


def test_the_tree_is_stemmed(make_store: Callable[..., DocumentStore]) -> None:
    store = make_store(revs_limit=3)
    store.create("db")
    rev = None
    for n in range(6):
        result = write_one(store, {"_id": "a", "n": n, **({"_rev": rev} if rev else {})})
        rev = result.rev
    document = store.read("db", "a", extras=Extras(revs=True))
    assert (document["n"], document["_revisions"]["start"]) == (5, 6)
    assert len(document["_revisions"]["ids"]) == 3
    long = [f"{n}-x" for n in range(20, 0, -1)]
    store.write("db", [revised("b", *long)], new_edits=False)
    assert len(store.read("db", "b", extras=Extras(revs=True))["_revisions"]["ids"]) == 3


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({"_id": "ok", "_strange": 1}, InvalidDocument),
        ({"_id": "ok", "_deleted": "yes"}, InvalidDocument),
        ({"_id": "_odd"}, IllegalDocumentId),
        ({"_id": "_design/"}, IllegalDocumentId),
        ({"_id": ""}, IllegalDocumentId),
        ({"_id": 7}, IllegalDocumentId),
        ({"_id": None}, IllegalDocumentId),
        ({"_id": "a\x00b"}, IllegalDocumentId),
        ({"_id": "cut \ud83d"}, IllegalDocumentId),
        ({"_id": "长" * 700}, IllegalDocumentId),
        ({"_id": "_local/a"}, IllegalDocumentId),
        ({"_id": "ok", "_rev": "x"}, InvalidRevision),
        ({"_id": "ok", "_rev": 1}, InvalidRevision),
        ({"_id": "ok", "_rev": "0-a"}, InvalidRevision),
        ({"_id": "ok", "_rev": "1-" + "a" * 300}, InvalidRevision),
        ({"_id": "ok", "_rev": "1-a\x00"}, InvalidRevision),
        ({"_id": "ok", "_revisions": {"start": 1, "ids": ["a", "b"]}}, InvalidDocument),
        ({"_id": "ok", "_revisions": {"start": True, "ids": ["a"]}}, InvalidDocument),
        ({"_id": "ok", "_revisions": {"start": 2, "ids": []}}, InvalidDocument),
        ({"_id": "ok", "_revisions": {"start": 2, "ids": ["a", 1]}}, InvalidRevision),
        ({"_id": "ok", "_revisions": ["2-a"]}, InvalidDocument),
        ({"_id": "ok", "n": float("nan")}, BadRequest),
        ({"_id": "ok", "none": None, "n": [float("inf")]}, BadRequest),
        ("text", BadRequest),
        (None, BadRequest),
    ],
)
@pytest.mark.parametrize("new_edits", [True, False])
def test_a_malformed_document_stops_the_whole_batch(
    store: DocumentStore, document: Any, error: type[SyncError], new_edits: bool
) -> None:
    good = revised("good", "1-a")
    with pytest.raises(error):
        store.write("db", [good, document], new_edits=new_edits)
    assert store.info("db").update_seq == 0
    assert store.changes("db").rows == []


def test_a_replicated_document_without_a_revision_is_refused(store: DocumentStore) -> None:
    with pytest.raises(BadRequest):
        store.write("db", [{"_id": "a"}], new_edits=False)


def test_what_people_typed_survives_byte_for_byte(store: DocumentStore) -> None:
    typed = {"nul": "a\x00b", "cut emoji": "\ud83d", "whole": "😀", "line": "\u2028", "键": {"": ""}}
    write_one(store, {"_id": "记录 😀/é", **typed})
    document = store.read("db", "记录 😀/é")
    assert {key: value for key, value in document.items() if key[0:1] != "_"} == typed


def test_an_empty_batch_is_nothing(store: DocumentStore) -> None:
    assert store.write("db", []) == []
    assert store.info("db").update_seq == 0


def test_a_batch_larger_than_one_statement(store: DocumentStore) -> None:
    batch = [revised(f"d{n:05}", "1-a", n=n) for n in range(2500)]
    store.write("db", batch, new_edits=False)
    updated = [revised(f"d{n:05}", "2-b", "1-a", n=-n) for n in range(2500)]
    store.write("db", updated, new_edits=False)
    assert store.info("db").doc_count == 2500
    assert store.read("db", "d02499")["n"] == -2499
    assert store.read("db", "d02499", rev="1-a")["n"] == 2499
    diff = store.revs_diff("db", {f"d{n:05}": ["1-a", "2-b", "3-c"] for n in range(2500)})
    assert {tuple(one.missing) for one in diff.values()} == {("3-c",)}
    assert len(diff) == 2500
