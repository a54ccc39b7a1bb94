"""Changes: each document once, at its newest sequence, in the order of commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.store.base import DocumentStore
from tests.support.revisions import revised


@pytest.fixture
def five(store: DocumentStore) -> DocumentStore:
    """Documents d0 to d4, of which d1 was edited again: sequences 1, 3, 4, 5, 6."""
    store.write("db", [revised(f"d{n}", "1-a", n=n) for n in range(5)], new_edits=False)
    store.write("db", [revised("d1", "2-b", "1-a", n="again")], new_edits=False)
    return store


def test_a_document_appears_once_at_its_newest_sequence(five: DocumentStore) -> None:
    page = five.changes("db")
    found = [(row.seq, row.id, row.revs) for row in page.rows]
    assert found == [
        (1, "d0", ["1-a"]),
        (3, "d2", ["1-a"]),
        (4, "d3", ["1-a"]),
        (5, "d4", ["1-a"]),
        (6, "d1", ["2-b"]),
    ]
    assert (page.last_seq, page.pending) == (6, 0)
    assert {row.json for row in page.rows} == {None}


@pytest.mark.parametrize(
    ("since", "limit", "seqs", "last", "pending"),
    [
        (0, 2, [1, 3], 3, 3),
        (3, 2, [4, 5], 5, 1),
        (5, 2, [6], 6, 0),
        (4, 2, [5, 6], 6, 0),
        (6, 2, [], 6, 0),
        (2, 0, [], 2, 4),
        (6, 0, [], 6, 0),
        (2, None, [3, 4, 5, 6], 6, 0),
    ],
)
def test_pages(
    five: DocumentStore, since: int, limit: int | None, seqs: list[int], last: int, pending: int
) -> None:
    page = five.changes("db", since=since, limit=limit)
    assert ([row.seq for row in page.rows], page.last_seq, page.pending) == (seqs, last, pending)


def test_beyond_the_end_leads_back_to_it(five: DocumentStore) -> None:
    page = five.changes("db", since=99)
    assert (page.rows, page.last_seq, page.pending) == ([], 6, 0)


def test_descending(five: DocumentStore) -> None:
    page = five.changes("db", descending=True, limit=2)
    assert ([row.seq for row in page.rows], page.last_seq, page.pending) == ([6, 5], 5, 3)
    page = five.changes("db", descending=True, since=4)
    assert ([row.seq for row in page.rows], page.last_seq, page.pending) == ([6, 5], 5, 0)


def test_documents_come_along_when_asked(five: DocumentStore) -> None:
    rows = five.changes("db", since=5, include_docs=True).rows
    assert [row.doc for row in rows] == [{"_id": "d1", "_rev": "2-b", "n": "again"}]
    assert five.changes("db", since=5).rows[0].doc is None


def test_leaves_and_conflicts(store: DocumentStore) -> None:
    batch = [revised("a", "2-b", "1-a"), revised("a", "2-c", "1-a"), revised("a", "3-z", deleted=True)]
    store.write("db", [*batch, revised("b", "1-b")], new_edits=False)
    main = store.changes("db", include_docs=True, conflicts=True).rows
    assert [row.revs for row in main] == [["2-c"], ["1-b"]]
    assert [row.doc for row in main] == [
        {"_id": "a", "_rev": "2-c", "_conflicts": ["2-b"]},
        {"_id": "b", "_rev": "1-b"},
    ]
    every = store.changes("db", style="all_docs", include_docs=True).rows
    assert [row.revs for row in every] == [["2-c", "2-b", "3-z"], ["1-b"]]
    assert every[0].doc == {"_id": "a", "_rev": "2-c"}


def test_tombstones_are_marked(store: DocumentStore) -> None:
    [first] = store.write("db", [{"_id": "a"}])
    store.write("db", [{"_id": "a", "_rev": first.rev, "_deleted": True}])
    [row] = store.changes("db", include_docs=True).rows
    assert row.deleted
    assert row.doc is not None
    assert row.doc["_deleted"] is True


def test_a_losing_edit_is_a_change_too(store: DocumentStore) -> None:
    store.write("db", [revised("a", "2-z", "1-a")], new_edits=False)
    store.write("db", [revised("a", "2-b", "1-a")], new_edits=False)
    [row] = store.changes("db", since=1, style="all_docs").rows
    assert (row.seq, row.revs) == (2, ["2-z", "2-b"])


def test_only_the_documents_named(five: DocumentStore) -> None:
    page = five.changes("db", doc_ids=["d1", "d2", "no", "\x00", "d2"])
    assert ([row.id for row in page.rows], page.last_seq, page.pending) == (["d2", "d1"], 6, 0)
    page = five.changes("db", doc_ids=["d1", "d2", "d3"], limit=1, since=3)
    assert ([row.id for row in page.rows], page.last_seq, page.pending) == (["d3"], 4, 1)
    page = five.changes("db", doc_ids=["d0"], since=1)
    assert (page.rows, page.last_seq) == ([], 6)
    assert five.changes("db", doc_ids=[]).rows == []


def test_design_documents_are_in_local_documents_are_not(store: DocumentStore) -> None:
    store.write("db", [{"_id": "_design/x"}])
    store.write_local("db", "checkpoint", {})
    assert [row.id for row in store.changes("db").rows] == ["_design/x"]


def test_sequence_order_is_commit_order(store: DocumentStore) -> None:
    """One who reads on from the last sequence seen never misses a document, whoever writes meanwhile."""
    writers, batches = 4, 12
    done = threading.Event()

    def write(writer: int) -> None:
        for batch in range(batches):
            documents = [revised(f"w{writer}-{batch}-{n}", "1-a") for n in range(3)]
            store.write("db", documents, new_edits=False)

    def read() -> list[str]:
        seen: list[str] = []
        since = 0
        finished = False
        while not finished:
            finished = done.is_set()
            page = store.changes("db", since=since, limit=5)
            while page.rows:
                seen += [row.id for row in page.rows]
                since = page.last_seq
                page = store.changes("db", since=since, limit=5)
        return seen

    with ThreadPoolExecutor(writers + 1) as pool:
        reader = pool.submit(read)
        for result in [pool.submit(write, writer) for writer in range(writers)]:
            result.result()
        done.set()
    seen = reader.result()
    assert len(seen) == len(set(seen)) == writers * batches * 3
    assert [row.seq for row in store.changes("db").rows] == list(range(1, len(seen) + 1))


def test_concurrent_edits_of_one_document_make_one_winner(store: DocumentStore) -> None:
    [first] = store.write("db", [{"_id": "a"}])
    with ThreadPoolExecutor(6) as pool:
        edits = [{"_id": "a", "_rev": first.rev, "n": n} for n in range(6)]
        results = list(pool.map(lambda edit: store.write("db", [edit])[0], edits))
    assert sorted(result.error or "" for result in results) == ["", *["conflict"] * 5]
