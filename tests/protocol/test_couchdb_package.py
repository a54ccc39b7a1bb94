"""The store alone, driven by the `couchdb` package."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import couchdb
import pytest

SERVE = """
import sys
from sync.endpoint.standalone import create_app, serve
from sync.store.sql import SqlStore
serve(create_app(SqlStore(sys.argv[1]), "admin", "pw"), 0)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('alone') / 'store.db'}"
    project = Path(__file__).parents[2]
    command = [sys.executable, "-c", SERVE, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=project) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1]
        server.terminate()


@pytest.fixture
def server(address: str) -> couchdb.Server:
    return couchdb.Server(address.replace("http://", "http://admin:pw@"))


def test_a_wrong_password_is_unauthorized(address: str) -> None:
    stranger = couchdb.Server(address.replace("http://", "http://admin:wrong@"))
    assert stranger.version()
    with pytest.raises(couchdb.http.Unauthorized):
        stranger.create("db")


def test_databases_come_and_go(server: couchdb.Server) -> None:
    server.create("one")
    assert "one" in server
    assert list(server) == ["one"]
    with pytest.raises(couchdb.http.PreconditionFailed):
        server.create("one")
    del server["one"]
    assert "one" not in server
    with pytest.raises(couchdb.http.ResourceNotFound):
        server["one"].info()


def test_documents_and_changes(server: couchdb.Server) -> None:
    db = server.create("docs")
    doc_id, rev = db.save({"_id": "记录/1", "text": "好"})
    assert (doc_id, db[doc_id]["text"]) == ("记录/1", "好")
    document = db[doc_id]
    document["text"] = "更好"
    db[doc_id] = document
    with pytest.raises(couchdb.http.ResourceConflict):
        db.save({"_id": doc_id, "_rev": rev})
    results = db.update([{"_id": "b"}, {"_id": doc_id}])
    assert [success for success, _, _ in results] == [True, False]
    assert [row.id for row in db.view("_all_docs")] == ["b", "记录/1"]
    assert [row.doc["text"] for row in db.view("_all_docs", keys=[doc_id], include_docs=True)] == ["更好"]
    del db["b"]
    assert "b" not in db
    assert len(db) == 1
    changes = db.changes(include_docs=True)
    assert [(row["id"], row.get("deleted", False)) for row in changes["results"]] == [
        (doc_id, False),
        ("b", True),
    ]
    assert changes["last_seq"] == db.info()["update_seq"]


def test_the_whole_of_a_revision(server: couchdb.Server) -> None:
    db = server.create("revisions")
    _, first = db.save({"_id": "a", "n": 1})
    db.save({"_id": "a", "_rev": first, "n": 2})
    assert db.get("a", rev=first)["n"] == 1
    assert [one["n"] for one in db.revisions("a")] == [2, 1]
    assert db.get("a", revs=True)["_revisions"]["start"] == 2
    assert db.get("no") is None
