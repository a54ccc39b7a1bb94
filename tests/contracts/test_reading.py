"""Reading: one document, many revisions, and the listing by id."""

import pytest

from sync.errors import NotFound
from sync.store.base import AllDocsQuery, DocumentStore, Extras, FoundRevision, MissingRevision, RevsDiff
from tests.support.revisions import revised

EVERY_EXTRA = Extras(revs=True, revs_info=True, conflicts=True, deleted_conflicts=True)


@pytest.fixture
def tree(store: DocumentStore) -> DocumentStore:
    """`a` with three branches: 3-c wins over 2-x; 4-z is a tombstone."""
    batch = [
        revised("a", "3-c", "2-b", "1-a", n="c"),
        revised("a", "2-x", "1-a", n="x"),
        revised("a", "4-z", "3-y", deleted=True),
    ]
    store.write("db", batch, new_edits=False)
    return store


@pytest.mark.parametrize("rev", [None, "1-a"])
def test_an_unknown_document_is_missing(store: DocumentStore, rev: str | None) -> None:
    with pytest.raises(NotFound, match="missing"):
        store.read("db", "no", rev=rev)
    with pytest.raises(NotFound, match="missing"):
        store.read("db", "no\x00", rev=rev)


def test_a_revision_without_its_body_is_missing(tree: DocumentStore) -> None:
    for rev in ("1-a", "2-b", "9-q"):
        with pytest.raises(NotFound, match="missing"):
            tree.read("db", "a", rev=rev)


def test_extras_tell_history_and_conflicts(tree: DocumentStore) -> None:
    assert tree.read("db", "a", extras=EVERY_EXTRA) == {
        "_id": "a",
        "_rev": "3-c",
        "n": "c",
        "_revisions": {"start": 3, "ids": ["c", "b", "a"]},
        "_revs_info": [
            {"rev": "3-c", "status": "available"},
            {"rev": "2-b", "status": "missing"},
            {"rev": "1-a", "status": "missing"},
        ],
        "_conflicts": ["2-x"],
        "_deleted_conflicts": ["4-z"],
    }


def test_extras_without_conflicts_are_absent(store: DocumentStore) -> None:
    store.write("db", [revised("a", "1-a")], new_edits=False)
    document = store.read("db", "a", extras=EVERY_EXTRA)
    assert "_conflicts" not in document
    assert "_deleted_conflicts" not in document


def test_latest_follows_the_branch_of_the_revision(tree: DocumentStore) -> None:
    assert tree.read("db", "a", rev="2-b", latest=True)["_rev"] == "3-c"
    assert tree.read("db", "a", rev="2-x", latest=True)["_rev"] == "2-x"
    assert tree.read("db", "a", rev="1-a", latest=True)["_rev"] == "3-c"
    assert tree.read("db", "a", rev="3-y", latest=True)["_deleted"] is True


def test_open_revs_gives_every_leaf(tree: DocumentStore) -> None:
    found = tree.open_revs("db", "a", None)
    assert [one.rev for one in found] == ["3-c", "2-x", "4-z"]
    assert all(isinstance(one, FoundRevision) for one in found)


def test_open_revs_gives_those_named(tree: DocumentStore) -> None:
    missing, found = tree.open_revs("db", "a", ["2-b", "2-x"], with_revs=True)
    assert missing == MissingRevision("a", "2-b")
    assert isinstance(found, FoundRevision)
    assert found.doc == {
        "_id": "a",
        "_rev": "2-x",
        "_revisions": {"start": 2, "ids": ["x", "a"]},
        "n": "x",
    }
    assert [one.rev for one in tree.open_revs("db", "a", ["2-b", "3-c"], latest=True)] == ["3-c"]


def test_open_revs_of_an_unknown_document(store: DocumentStore) -> None:
    assert store.open_revs("db", "no", ["1-a"]) == [MissingRevision("no", "1-a")]
    with pytest.raises(NotFound):
        store.open_revs("db", "no", None)


def test_bulk_get_answers_each_request_in_order(tree: DocumentStore) -> None:
    tree.write("db", [revised("b", "1-b", deleted=True)], new_edits=False)
    wanted = [
        ("b", None),
        ("a", "2-x"),
        ("no", None),
        ("a", "1-a"),
        ("no", "1-z"),
        ("a", None),
        ("a\x00", "1-a"),
    ]
    found = tree.bulk_get("db", wanted)
    assert [[(one.id, one.rev) for one in revisions] for revisions in found] == [
        [("b", "1-b")],
        [("a", "2-x")],
        [("no", "undefined")],
        [("a", "1-a")],
        [("no", "1-z")],
        [("a", "3-c")],
        [("a\x00", "1-a")],
    ]
    kinds = [type(revisions[0]) for revisions in found]
    missing, there = MissingRevision, FoundRevision
    assert kinds == [there, there, missing, missing, missing, there, missing]


def test_bulk_get_latest_gives_the_leaves_after_a_revision(tree: DocumentStore) -> None:
    found = tree.bulk_get("db", [("a", "1-a"), ("a", None), ("a", "2-b"), ("a", "7-q")], latest=True)
    assert [[one.rev for one in revisions] for revisions in found] == [
        ["3-c", "2-x"],
        ["3-c", "2-x", "4-z"],
        ["3-c"],
        ["7-q"],
    ]


def test_revs_diff_names_what_is_unknown(tree: DocumentStore) -> None:
    asked = {
        "a": ["2-b", "3-c", "4-n", "1-q"],
        "known": [],
        "b": ["1-b"],
        "\x00": ["1-b"],
        "cut \ud83d": ["1-b"],
    }
    assert tree.revs_diff("db", asked) == {
        "a": RevsDiff(["4-n", "1-q"], ["3-c", "2-x"]),
        "b": RevsDiff(["1-b"], []),
        "\x00": RevsDiff(["1-b"], []),
        "cut \ud83d": RevsDiff(["1-b"], []),
    }


def test_revs_diff_of_what_is_known_is_empty(tree: DocumentStore) -> None:
    assert tree.revs_diff("db", {"a": ["1-a", "2-b", "3-c", "2-x", "3-y", "4-z"]}) == {}


@pytest.fixture
def letters(store: DocumentStore) -> DocumentStore:
    """Documents B a b c é 好 😀, and a tombstone d."""
    batch = [revised(letter, "1-a", letter=letter) for letter in "é好cbaB😀"]
    store.write("db", [*batch, revised("d", "1-a", deleted=True)], new_edits=False)
    return store


def ids(store: DocumentStore, query: AllDocsQuery) -> str:
    return "".join(row.key for row in store.all_docs("db", query).rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (AllDocsQuery(), "Babcé好😀"),
        (AllDocsQuery(descending=True), "😀好écbaB"),
        (AllDocsQuery(start="b"), "bcé好😀"),
        (AllDocsQuery(end="b"), "Bab"),
        (AllDocsQuery(start="a", end="c"), "abc"),
        (AllDocsQuery(start="a", end="c", inclusive_end=False), "ab"),
        (AllDocsQuery(start="c", end="a", descending=True), "cba"),
        (AllDocsQuery(start="c", end="a", descending=True, inclusive_end=False), "cb"),
        (AllDocsQuery(start="c", end="a"), ""),
        (AllDocsQuery(skip=2, limit=2), "bc"),
        (AllDocsQuery(skip=6), "😀"),
        (AllDocsQuery(limit=0), ""),
        (AllDocsQuery(start="d", end="d"), ""),
        (AllDocsQuery(start="b\uffff"), "cé好😀"),
    ],
)
def test_all_docs_by_code_point(letters: DocumentStore, query: AllDocsQuery, expected: str) -> None:
    assert ids(letters, query) == expected


def test_all_docs_tells_totals_and_sequence(letters: DocumentStore) -> None:
    page = letters.all_docs("db", AllDocsQuery(start="b", skip=1))
    assert (page.total_rows, page.offset, page.update_seq) == (7, 1, 8)


def test_all_docs_with_documents_and_conflicts(tree: DocumentStore) -> None:
    [row] = tree.all_docs("db", AllDocsQuery(include_docs=True, conflicts=True)).rows
    assert row.json is not None
    [(found,)] = [tree.bulk_get("db", [("a", None)])[0]]
    assert isinstance(found, FoundRevision)
    assert (row.key, row.rev, row.deleted) == ("a", "3-c", False)
    assert '"_conflicts":["2-x"]' in row.json
    [plain] = tree.all_docs("db", AllDocsQuery(include_docs=True)).rows
    assert plain.json == found.json


def test_docs_by_key_answers_each_key(letters: DocumentStore) -> None:
    page = letters.docs_by_key("db", ["d", "a", "no", "a", "\x00"], AllDocsQuery(include_docs=True))
    assert [(row.key, row.rev, row.deleted, row.json is not None) for row in page.rows] == [
        ("d", "1-a", True, False),
        ("a", "1-a", False, True),
        ("no", None, False, False),
        ("a", "1-a", False, True),
        ("\x00", None, False, False),
    ]
    assert page.total_rows == 7


def test_docs_by_key_picks_from_the_keys(letters: DocumentStore) -> None:
    query = AllDocsQuery(descending=True, skip=1, limit=2)
    assert [row.key for row in letters.docs_by_key("db", ["a", "b", "c", "no"], query).rows] == ["c", "b"]
