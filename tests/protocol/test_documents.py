"""Documents one by one: what PouchDB reads and writes outside replication."""

import pytest

from tests.protocol.conftest import Client
from tests.support.revisions import revised


def put(client: Client, db: str, doc_id: str, **body: object) -> str:
    answer = client("PUT", f"{db}/{doc_id}", body)
    assert answer.status_code == 201, answer.text
    rev: str = answer.json()["rev"]
    return rev


def test_put_get_and_its_headers(client: Client, db: str) -> None:
    answer = client("PUT", f"{db}/a", {"text": "好", "n": [1, None]})
    rev = answer.json()["rev"]
    assert answer.json() == {"ok": True, "id": "a", "rev": rev}
    assert answer.headers["ETag"] == f'"{rev}"'
    assert answer.headers["Location"] == f"/{db}/a"
    read = client("GET", f"{db}/a")
    assert read.headers["ETag"] == f'"{rev}"'
    assert read.json() == {"_id": "a", "_rev": rev, "text": "好", "n": [1, None]}


def test_an_edit_names_its_revision_in_the_body_or_the_address(client: Client, db: str) -> None:
    first = put(client, db, "a", n=1)
    assert client("PUT", f"{db}/a", {"n": 2}).status_code == 409
    second = put(client, db, "a", n=2, _rev=first)
    answer = client("PUT", f"{db}/a?rev={second}", {"n": 3})
    assert answer.status_code == 201
    assert client("PUT", f"{db}/a?rev={second}", {"_rev": first}).status_code == 400
    assert client.get(f"{db}/a")["n"] == 3


def test_a_body_about_another_document_is_refused(client: Client, db: str) -> None:
    assert client("PUT", f"{db}/a", {"_id": "b"}).status_code == 400
    assert client("PUT", f"{db}/_local/a", {"_id": "_local/b"}).status_code == 400


def test_delete_and_bring_back(client: Client, db: str) -> None:
    rev = put(client, db, "a")
    assert client("DELETE", f"{db}/a").status_code == 409
    assert client("DELETE", f"{db}/a?rev=1-unknown").status_code == 404
    answer = client("DELETE", f"{db}/a?rev={rev}")
    assert (answer.status_code, answer.json()["id"]) == (200, "a")
    gone = client("GET", f"{db}/a")
    assert (gone.status_code, gone.json()) == (404, {"error": "not_found", "reason": "deleted"})
    assert client("GET", f"{db}/never").json()["reason"] == "missing"
    assert client.get(f"{db}/a?rev={answer.json()['rev']}")["_deleted"] is True
    assert put(client, db, "a").startswith("3-")


def test_a_posted_document_gets_an_id(client: Client, db: str) -> None:
    answer = client("POST", db, {"n": 1})
    assert answer.status_code == 201
    assert client.get(f"{db}/{answer.json()['id']}")["n"] == 1


def test_a_revision_from_elsewhere_is_kept(client: Client, db: str) -> None:
    assert client("PUT", f"{db}/a?new_edits=false", revised("a", "3-c", "2-b", "1-a")).status_code == 201
    assert client("PUT", f"{db}/b?new_edits=false", {"n": 1}).status_code == 400
    document = client.get(f"{db}/a?revs=true&revs_info=true")
    assert document["_revisions"] == {"start": 3, "ids": ["c", "b", "a"]}
    assert [one["status"] for one in document["_revs_info"]] == ["available", "missing", "missing"]


@pytest.fixture
def branched(client: Client, db: str) -> str:
    """The database with `a`: 2-c wins over 2-b, 3-d is a tombstone."""
    docs = [
        revised("a", "2-b", "1-a", n="b"),
        revised("a", "2-c", "1-a", n="c"),
        revised("a", "3-d", "2-d", deleted=True),
    ]
    assert client.post(f"{db}/_bulk_docs", {"docs": docs, "new_edits": False}) == []
    return db


def test_conflicts_are_told(client: Client, branched: str) -> None:
    document = client.get(f"{branched}/a?conflicts=true&deleted_conflicts=true")
    assert (document["_rev"], document["_conflicts"], document["_deleted_conflicts"]) == (
        "2-c",
        ["2-b"],
        ["3-d"],
    )
    assert "_conflicts" not in client.get(f"{branched}/a")


def test_open_revs(client: Client, branched: str) -> None:
    every = client.get(f"{branched}/a?open_revs=all&revs=true")
    assert [row["ok"]["_rev"] for row in every] == ["2-c", "2-b", "3-d"]
    assert every[0]["ok"]["_revisions"] == {"start": 2, "ids": ["c", "a"]}
    named = client.get(f'{branched}/a?open_revs=["2-b","9-z"]')
    assert named == [{"ok": {"_id": "a", "_rev": "2-b", "n": "b"}}, {"missing": "9-z"}]
    assert client.get(f'{branched}/no?open_revs=["1-a"]') == [{"missing": "1-a"}]
    assert client("GET", f"{branched}/no?open_revs=all").status_code == 404
    latest = client.get(f'{branched}/a?open_revs=["1-a"]&latest=true')
    assert [row["ok"]["_rev"] for row in latest] == ["2-c", "2-b"]


def test_attachments_are_refused_in_words(client: Client, db: str) -> None:
    body = {"_attachments": {"a.txt": {"content_type": "text/plain", "data": "aGk="}}}
    answer = client("PUT", f"{db}/a", body)
    assert (answer.status_code, answer.json()["error"]) == (501, "not_implemented")
    assert client.get(db)["doc_count"] == 0


def test_local_documents(client: Client, db: str) -> None:
    assert client("GET", f"{db}/_local/c").status_code == 404
    answer = client("PUT", f"{db}/_local/c", {"last_seq": 1})
    assert (answer.status_code, answer.json()) == (201, {"ok": True, "id": "_local/c", "rev": "0-1"})
    assert client("PUT", f"{db}/_local/c", {"last_seq": 2}).status_code == 409
    assert client("PUT", f"{db}/_local/c", {"_rev": "1-fake"}).status_code == 409
    assert client("PUT", f"{db}/_local/c", {"_rev": "0-1", "last_seq": 2}).json()["rev"] == "0-2"
    assert client.get(f"{db}/_local/c") == {"_id": "_local/c", "_rev": "0-2", "last_seq": 2}
    assert client.get(f"{db}/_changes")["results"] == client.get(f"{db}/_all_docs")["rows"] == []
    assert client("DELETE", f"{db}/_local/c?rev=0-1").status_code == 409
    assert client("DELETE", f"{db}/_local/c?rev=0-2").json()["rev"] == "0-0"
    assert client("DELETE", f"{db}/_local/c?rev=0-2").status_code == 404


def test_local_documents_in_a_batch(client: Client, db: str) -> None:
    docs = [
        {"_id": "_local/c", "n": 1},
        {"_id": "a"},
        {"_id": "_local/gone", "_rev": "0-1", "_deleted": True},
    ]
    rows = client.post(f"{db}/_bulk_docs", {"docs": docs})
    assert [row.get("ok") or row["error"] for row in rows] == [True, True, "not_found"]
    assert client.get(f"{db}/_local/c")["n"] == 1


def test_all_docs(client: Client, branched: str) -> None:
    put(client, branched, "b")
    page = client.get(f"{branched}/_all_docs?include_docs=true&conflicts=true&update_seq=true")
    assert (page["total_rows"], page["offset"], page["update_seq"]) == (2, 0, 2)
    assert page["rows"][0] == {
        "id": "a",
        "key": "a",
        "value": {"rev": "2-c"},
        "doc": {"_id": "a", "_rev": "2-c", "n": "c", "_conflicts": ["2-b"]},
    }
    ids = [row["id"] for row in client.get(f'{branched}/_all_docs?startkey="b"&endkey="b"')["rows"]]
    assert ids == ["b"]
    rows = client.post(f"{branched}/_all_docs", {"keys": ["b", "no"]})["rows"]
    assert [row.get("error") for row in rows] == [None, "not_found"]
    assert client.get(f'{branched}/_all_docs?keys=["b"]')["rows"] == rows[:1]
