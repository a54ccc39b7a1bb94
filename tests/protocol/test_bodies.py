"""Bodies: what cannot be read is refused in JSON, and nothing is half written."""

import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.protocol.conftest import MAX_BODY, Client

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b'{"a":1}{',
        b"\xff\xfe",
        b'{"n":NaN}',
        b'{"n":1e999}',
        b'{"n":' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'"text"',
        b"[]",
        b"null",
    ],
    ids=lambda body: body[:12].decode(errors="replace"),
)
@pytest.mark.parametrize("path", ["{db}/a", "{db}/_local/a"])
def test_a_malformed_body_is_a_bad_request(client: Client, db: str, path: str, body: bytes) -> None:
    answer = client("PUT", path.format(db=db), data=body, headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")
    assert client.get(db)["doc_count"] == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("_bulk_docs", {}),
        ("_bulk_docs", {"docs": {}}),
        ("_bulk_docs", {"docs": [{"_id": "a"}, 1]}),
        ("_bulk_docs", {"docs": [{"_id": "a"}, None]}),
        ("_bulk_docs", {"docs": [], "new_edits": "no"}),
        (
            "_bulk_docs",
            {"docs": [{"_id": "a", "_rev": "1-a"}, {"_id": "b", "_rev": "b"}], "new_edits": False},
        ),
        ("_bulk_docs", {"docs": [{"_id": "a", "_rev": "1-a"}, {"_id": "b"}], "new_edits": False}),
        ("_bulk_get", {}),
        ("_bulk_get", {"docs": ["a"]}),
        ("_bulk_get", {"docs": [{"rev": "1-a"}]}),
        ("_bulk_get", {"docs": [{"id": "a", "rev": "x"}]}),
        ("_revs_diff", {"a": "1-a"}),
        ("_revs_diff", {"a": [1]}),
        ("_revs_diff", {"a": ["x"]}),
        ("_all_docs", {"keys": "a"}),
        ("_all_docs", {"keys": [1]}),
        ("_changes?filter=_doc_ids", {"doc_ids": "a"}),
        ("_changes?filter=_doc_ids", {}),
        ("_changes?filter=_selector", {"selector": "foo"}),
        ("_changes?filter=_selector", {}),
    ],
)
def test_a_body_of_the_wrong_shape_is_a_bad_request(client: Client, db: str, path: str, body: object) -> None:
    answer = client("POST", f"{db}/{path}", body)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")
    assert client.get(db)["doc_count"] == 0


@pytest.mark.parametrize(
    ("document", "error"),
    [({"_id": "_x"}, "illegal_docid"), ({"_id": "a", "_x": 1}, "doc_validation")],
)
def test_one_illegal_document_fails_the_batch(
    client: Client, db: str, document: dict[str, object], error: str
) -> None:
    answer = client("POST", f"{db}/_bulk_docs", {"docs": [{"_id": "good"}, document]})
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert client.get(db)["doc_count"] == 0


def test_a_body_of_another_type_is_refused(client: Client, db: str) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/related"):
        answer = client("POST", db, data=b"{}", headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["error"]) == (415, "bad_content_type")
    answer = client("POST", db, data=b"{}", headers=JSON | {"Content-Encoding": "br"})
    assert answer.status_code == 415


def test_too_large_a_body_is_refused_and_the_connection_stays_usable(client: Client, db: str) -> None:
    document = {"_id": "big", "text": "x" * MAX_BODY}
    answer = client("POST", f"{db}/_bulk_docs", {"docs": [document]})
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")
    assert client.get(db)["doc_count"] == 0


def test_too_large_a_body_in_chunks(client: Client, db: str) -> None:
    chunks = (b"x" * 1000 for _ in range(MAX_BODY // 1000 + 10))
    answer = client("POST", f"{db}/_bulk_docs", data=chunks, headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


def test_a_body_that_ends_early_writes_nothing(client: Client, db: str, root: str) -> None:
    parts = urlsplit(root)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    body = json.dumps({"docs": [{"_id": "a"}]}).encode()
    connection.putrequest("POST", f"{parts.path}/{db}/_bulk_docs")
    connection.putheader("Authorization", "Basic YWRtaW46cHc=")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(body) + 10))
    connection.endheaders(body)
    connection.sock.shutdown(socket.SHUT_WR)
    assert connection.getresponse().status == 400
    connection.close()
    assert client.get(db)["doc_count"] == 0


@pytest.mark.parametrize(
    "query",
    [
        "_changes?limit=x",
        "_changes?limit=-1",
        "_changes?since=abc",
        "_changes?since=-1",
        "_changes?style=odd",
        "_changes?feed=odd",
        "_changes?include_docs=yes",
        "_changes?feed=longpoll&timeout=x&since=now",
        "_all_docs?startkey=unquoted",
        "_all_docs?startkey=1",
        "_all_docs?startkey=%22%5Cu0000%22",
        "_all_docs?keys=%5B%22a%22%5D&key=%22a%22",
        "_all_docs?limit=%C2%B2",
        "a?rev=x",
        "a?open_revs=x",
        "a?open_revs=%7B%7D",
        "a?open_revs=%5B%22x%22%5D",
        "a?revs=1",
    ],
)
def test_an_unreadable_parameter_is_a_bad_request(client: Client, db: str, query: str) -> None:
    client("PUT", f"{db}/a", {})
    answer = client("GET", f"{db}/{query}")
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")


@pytest.mark.parametrize("feed", ["continuous", "eventsource"])
def test_feeds_that_are_not_served_say_so(client: Client, db: str, feed: str) -> None:
    answer = client("GET", f"{db}/_changes?feed={feed}")
    assert (answer.status_code, answer.json()["error"]) == (501, "not_implemented")


def test_filters_that_are_not_there(client: Client, db: str) -> None:
    assert client("GET", f"{db}/_changes?filter=_view&view=a/b").status_code == 501
    assert client("GET", f"{db}/_changes?filter=ddoc/name").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("other", 403), ("crew", 404), (None, 401)])
def test_a_refused_push_is_told_why_however_large_it_is(
    root: str, db: str, name: str | None, status: int
) -> None:
    """A phone whose token ran out must see the 401, not a lost connection."""
    someone = Client(root, name)
    database = "nope" if status == 404 else db
    answer = someone("POST", f"{database}/_bulk_docs", data=b"x" * (MAX_BODY * 3), headers=JSON)
    assert answer.status_code == status
    someone.close()
