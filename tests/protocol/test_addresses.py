"""What an address means: decoded once, from the raw URI, and never redirected."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.protocol.conftest import Client


def raw(root: str, method: str, path: str, **headers: str) -> tuple[int, Any]:
    """A request whose path nobody normalises on the way."""
    parts = urlsplit(root)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    credentials = {"Authorization": "Basic YWRtaW46cHc="}  # admin:pw
    connection.request(method, f"{parts.path}{path}", headers=credentials | headers)
    answer = connection.getresponse()
    status, body = answer.status, json.loads(answer.read())
    connection.close()
    return status, body


def test_the_root_says_who_answers(client: Client) -> None:
    body = client.get("")
    assert body["couchdb"] == "Welcome"
    assert body["uuid"] == client.get("")["uuid"]


@pytest.mark.parametrize("shown", ["Basic: YTpi", "Basic ????", "Bearer x.y.z", "Nonsense"])
def test_the_root_answers_whatever_credentials_are_shown(root: str, shown: str) -> None:
    assert raw(root, "GET", "/", Authorization=shown)[0] == 200


def test_a_trailing_slash_is_not_redirected(client: Client) -> None:
    assert client("PUT", "slashed/").status_code == 201
    assert client.get("slashed/")["db_name"] == client.get("slashed")["db_name"] == "slashed"
    assert client("DELETE", "slashed/").status_code == 200
    assert client("GET", "slashed/").status_code == 404


@pytest.mark.parametrize(
    ("path", "doc_id"),
    [
        ("a%2Fb", "a/b"),
        ("a%2fb%2F", "a/b/"),
        ("a%252Fb", "a%2Fb"),
        ("%E5%A5%BD", "好"),
        ("a+b", "a+b"),
        ("a%20b", "a b"),
        ("a%3Fb%23c", "a?b#c"),
        ("%2F%2F", "//"),
        ("_design/x", "_design/x"),
        ("_design%2Fx", "_design/x"),
        ("_local/c%3D", "_local/c="),
        ("_local%2Fc%3D", "_local/c="),
        ("sev:t:2026-01-01:day:01J", "sev:t:2026-01-01:day:01J"),
    ],
)
def test_an_id_is_one_encoded_segment(client: Client, db: str, root: str, path: str, doc_id: str) -> None:
    answer = client("PUT", f"{db}/{path}", {"n": 1})
    assert answer.status_code == 201
    assert answer.json()["id"] == doc_id
    status, body = raw(root, "GET", f"/{db}/{path}")
    assert (status, body["_id"], body["n"]) == (200, doc_id, 1)


def test_a_database_name_may_hold_a_slash(client: Client) -> None:
    assert client("PUT", "a%2Fb").status_code == 201
    assert client.get("a%2Fb/")["db_name"] == "a/b"
    assert client("DELETE", "a%2Fb").status_code == 200


def test_doubled_slashes_are_not_redirected(root: str, db: str) -> None:
    assert raw(root, "GET", f"/{db}//_all_docs")[0] == 200
    assert raw(root, "GET", f"//{db}")[0] in (400, 404)


def test_an_absolute_request_target(root: str, db: str) -> None:
    parts = urlsplit(root)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.putrequest("GET", f"{root}/{db}/", skip_host=True)
    connection.putheader("Host", parts.netloc)
    connection.putheader("Authorization", "Basic YWRtaW46cHc=")
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["db_name"]) == (200, db)
    connection.close()


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "nope/", 404, "not_found"),
        ("GET", "nope/_changes", 404, "not_found"),
        ("GET", "UPPER", 400, "illegal_database_name"),
        ("GET", "_users", 400, "illegal_database_name"),
        ("PUT", "1a", 400, "illegal_database_name"),
        ("DELETE", "", 405, "method_not_allowed"),
        ("PATCH", "{db}/a", 405, "method_not_allowed"),
        ("OPTIONS", "{db}/a", 405, "method_not_allowed"),
        ("COPY", "{db}/a", 405, "method_not_allowed"),
        ("DELETE", "{db}/_changes", 405, "method_not_allowed"),
        ("GET", "{db}/_bulk_docs", 405, "method_not_allowed"),
        ("GET", "{db}/_unknown", 400, "illegal_docid"),
        ("GET", "{db}/_design/x/_view/y", 404, "not_found"),
        ("GET", "{db}/a/b.txt", 404, "not_found"),
        ("GET", "{db}/%00", 400, "illegal_docid"),
        ("PUT", "{db}", 412, "file_exists"),
        ("POST", "_session", 404, "not_found"),
    ],
)
def test_what_is_not_there_is_said_in_json(
    client: Client, db: str, method: str, path: str, status: int, error: str
) -> None:
    answer = client(method, path.format(db=db))
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["reason"]


def test_head_is_get_without_a_body(client: Client, db: str) -> None:
    rev = client("PUT", f"{db}/a", {}).json()["rev"]
    answer = client("HEAD", f"{db}/a")
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (200, b"", f'"{rev}"')


def test_nothing_is_cached(client: Client, db: str) -> None:
    for path in ("", db, f"{db}/_changes", f"{db}/nope"):
        assert client("GET", path).headers["Cache-Control"] == "no-store"
