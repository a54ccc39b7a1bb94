"""The endpoint under the product's own guard: edits in disguise, long polls, local documents, its log."""

import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.permissions import refuse, security_for
from sync.access import Caller
from sync.endpoint import changes, local, make_blueprint
from sync.errors import Unauthorized
from sync.store.memory import MemoryStore
from tests.support.patrols import PATROL, TOWNSHIP, revised

ID = "ck:t1:2026-03-02:day:01ARZ3NDEKTSV4RRFFQ69G5FAV"
ROLES = frozenset({"staff:p02", "dev:d1", f"patrol_mem@{TOWNSHIP}"})


class Door:
    """An endpoint with one caller, who may be let out."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.store.create(PATROL)
        self.store.set_security(PATROL, security_for(PATROL))
        self.let_in = True
        app = Flask("door", static_folder=None)
        app.register_blueprint(make_blueprint(self.store, authenticate=self.authenticate, guard=refuse))
        self.client: FlaskClient = app.test_client()

    def authenticate(self, _request: Request) -> Caller:
        if not self.let_in:
            raise Unauthorized
        return Caller("p02", ROLES)

    def posts(self, path: str, body: Any) -> TestResponse:
        return self.client.post(f"/{PATROL}/{path}", json=body)


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    yield made
    made.store.close()


def a_checkin(**more: Any) -> dict[str, Any]:
    return {"_id": ID, "type": "ckin", "wrote": {"by": "p02", "dev": "d1", "dseq": 1}, **more}


@pytest.mark.parametrize("named", [True, False])
def test_an_edit_is_refused_though_it_shows_a_first_history(door: Door, named: bool) -> None:
    first = revised(a_checkin())
    assert door.posts("_bulk_docs", {"docs": [first], "new_edits": False}).get_json() == []
    edit = {**first, "reason": "改动"}
    if not named:
        del edit["_rev"]
    (row,) = door.posts("_bulk_docs", {"docs": [edit]}).get_json()
    assert row["error"] == "forbidden"
    assert door.store.read(PATROL, ID)["_rev"] == first["_rev"]


def test_a_history_of_another_revision_is_refused(door: Door) -> None:
    odd = {**revised(a_checkin()), "_rev": "2-abc"}
    (row,) = door.posts("_bulk_docs", {"docs": [odd], "new_edits": False}).get_json()
    assert row["error"] == "forbidden"


def test_a_poll_with_a_heartbeat_ends(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "TIMEOUT_SECONDS", 0.4)
    started = time.monotonic()
    answer = door.client.get(f"/{PATROL}/_changes?feed=longpoll&heartbeat=100")
    assert json.loads(answer.get_data())["results"] == []
    assert time.monotonic() - started < 5


def test_who_was_let_out_during_a_poll_is_told_nothing(door: Door) -> None:
    answer = door.client.get(f"/{PATROL}/_changes?feed=longpoll&heartbeat=100", buffered=False)
    pieces = answer.iter_encoded()
    next(pieces)
    door.let_in = False
    door.store.write(PATROL, [{"_id": "x"}])
    told = json.loads(b"".join(pieces))
    assert (told["results"], told["last_seq"]) == ([], 0)
    answer.close()


def test_a_local_document_is_as_large_as_a_checkpoint_needs(door: Door) -> None:
    fits, large = {"history": "x" * 60_000}, {"history": "x" * local.MAX_BYTES}
    assert door.client.put(f"/{PATROL}/_local/a", json=fits).status_code == 201
    assert door.client.put(f"/{PATROL}/_local/b", json=large).status_code == 413
    (row,) = door.posts("_bulk_docs", {"docs": [{"_id": "_local/b", **large}]}).get_json()
    assert row["error"] == "too_large"


def test_the_log_of_a_failure_names_neither_path_nor_content(
    door: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_all: Any, **_more: Any) -> None:
        raise ArithmeticError("张三 said something private")

    monkeypatch.setattr(door.store, "read", fails)
    with caplog.at_level(logging.ERROR):
        assert door.client.get(f"/{PATROL}/{ID}").status_code == 500
    assert "ArithmeticError at fails" in caplog.text
    assert "张三" not in caplog.text
    assert ID not in caplog.text
