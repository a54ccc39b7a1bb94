"""Nothing personal reaches the logs: no names, user names, passwords, tokens, nor what people typed."""

import ast
import logging
import runpy
from pathlib import Path

import pytest

from server import errors, pages
from server.extensions import db
from tests.support.office import PASSWORD, TOWNSHIP, an_office

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = ROOT / "server" / "gunicorn.conf.py"


def test_a_busy_day_leaves_no_person_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), an_office(tmp_path) as office:
        session = office.signed_in("lead")
        office.try_sign_in("lead", "a wrong password")
        office.try_sign_in("unknown-person")
        office.client.post("/api/session/refresh")
        office.get("/api/session", session)
        office.get("/api/receipts", session)
        finds = [
            {"database": f"patrol_{TOWNSHIP}", "document": {"_id": "pf:1", "_rev": "1-a", "text": "路灯"}}
        ]
        office.post("/api/intake", session, {"documents": finds})
        office.post("/api/intake", session, {"documents": [{"database": "路灯"}]})
        office.post(f"/db/patrol_{TOWNSHIP}/_bulk_docs", session, {"docs": [{"_id": "x", "text": "路灯"}]})
        office.get(f"/api/teams?township={TOWNSHIP}", office.signed_in("dispatch"))
    secrets = [session["access_token"], session["device"]["intake_key"], PASSWORD, "a wrong password"]
    for text in ("人员lead", "unknown-person", "路灯", *secrets):
        assert text not in caplog.text


def test_an_error_of_the_database_is_logged_without_its_values(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with an_office(tmp_path) as office:
        with office.app.app_context():
            db.drop_all()
        assert office.try_sign_in("lead").get_json()["code"] == "internal_error"
    assert "OperationalError at POST /api/session" in caplog.text
    assert "lead" not in caplog.text


def test_requests_are_logged_without_persons(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with an_office(tmp_path) as office:
        session = office.signed_in("lead")
        with caplog.at_level(logging.INFO):
            office.get("/db/own_lead", session)
            office.get("/db/own_lead/_changes?since=0", session)
            office.get(f"/db/patrol_{TOWNSHIP}/pf:x:1", session)
            office.client.delete(f"/api/devices/{session['device']['id']}")
            office.client.get("/lead?token=secret", buffered=True)
            office.client.get("/api/lead?token=secret")
    lines = [record.getMessage() for record in caplog.records][1:]
    assert [" ".join(line.split()[:3]) for line in lines] == [
        "GET /db/own_*/ 200",
        "GET /db/own_*/_changes 200",
        f"GET /db/patrol_{TOWNSHIP}/* 404",
        "DELETE /api/devices/<device_id> 401",
        f"GET /<path:path> {200 if pages.DIST.is_dir() else 404}",
        "GET /<path:path> 404",
    ]


def test_gunicorn_writes_no_access_log_of_its_own() -> None:
    assert runpy.run_path(str(GUNICORN))["accesslog"] is None


def test_errors_are_logged_by_kind_and_place_only() -> None:
    """`logger.exception` and `exc_info` would write the message, which may quote what was typed."""
    tree = ast.parse(Path(errors.__file__).read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not [
        call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "exception"
    ]
    assert not [word for call in calls for word in call.keywords if word.arg == "exc_info"]
