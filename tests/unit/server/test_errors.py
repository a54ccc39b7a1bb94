"""Errors on the wire: problem+json in the caller's language, CouchDB's form under /db, nothing too much."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from marshmallow import fields

from server import errors
from server.accounts import throttling
from server.domain import WORDS
from server.extensions import services, transaction
from server.field_words import in_chinese
from server.wire import UNSTORABLE
from server.words import ERRORS, LANGUAGES
from tests.support.office import Office, an_office, bearer


def test_every_error_has_a_status_and_words_in_both_languages() -> None:
    def below(kind: type[Any]) -> set[type[Any]]:
        return {found for sub in kind.__subclasses__() for found in {sub} | below(sub)}

    assert below(errors.ApiError) == set(errors.WIRE)
    for _, code in errors.WIRE.values():
        assert code in ERRORS
    for code in errors.HTTP_CODES.values():
        assert code in ERRORS
    for code, words in WORDS.items():
        assert set(words) == set(LANGUAGES), code
        assert all(words.values()), code


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (None, "请先登录。"),
        ("zh", "请先登录。"),
        ("en-GB,en;q=0.8", "Sign in first."),
        ("fr", "请先登录。"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "请先登录。"),
    ],
)
def test_the_language_is_the_caller_s(office: Office, asked: str | None, told: str) -> None:
    answer = office.client.get("/api/session", headers={"Accept-Language": asked} if asked else {})
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.get_json() == {
        "type": "urn:xunge:problem:not_signed_in",
        "title": "Unauthorized",
        "status": 401,
        "code": "not_signed_in",
        "detail": told,
    }


def test_fields_of_the_error_are_in_its_words(office: Office) -> None:
    dispatch = office.signed_in("dispatch")
    answer = office.get("/api/teams?township=421102002", dispatch)
    assert answer.status_code == 403
    assert "421102002" in answer.get_json()["detail"]


def test_unknown_addresses_and_methods(office: Office) -> None:
    assert office.client.get("/api/nothing").get_json()["code"] == "not_found"
    answer = office.client.put("/api/session")
    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")
    plain = office.client.post("/api/session", data="x", content_type="text/plain")
    assert (plain.status_code, plain.get_json()["code"]) == (415, "unsupported_media_type")


def test_the_endpoint_answers_in_couchdb_s_way(office: Office) -> None:
    answer = office.client.get("/db/patrol_421102001")
    assert answer.status_code == 401
    assert answer.get_json() == {"error": "unauthorized", "reason": "not_signed_in"}


def test_what_nobody_expected_tells_the_caller_nothing_and_the_log_no_values(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    typed = "周建国"

    def breaks() -> dict[str, int]:
        raise OSError(typed)

    monkeypatch.setattr(services(office.app).store, "databases", breaks)
    with caplog.at_level(logging.DEBUG):
        answer = office.client.get("/api/health")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal_error")
    assert typed not in answer.get_data(as_text=True)
    assert "OSError at GET /api/health" in caplog.text
    assert typed not in caplog.text


def test_fields_are_told_in_the_caller_s_language(office: Office) -> None:
    wrong = {"username": "x" * 65, "device": {"name": 5}}
    chinese = office.client.post("/api/session", json=wrong).get_json()
    assert chinese["errors"] == {
        "username": ["长度应在 1 与 64 之间。"],
        "password": ["此项必填。"],
        "device": {"name": ["应为文字。"]},
    }
    english = office.client.post("/api/session", json=wrong, headers={"Accept-Language": "en"}).get_json()
    assert english["errors"]["password"] == ["Missing data for required field."]


def test_what_marshmallow_says_by_itself_has_chinese_words() -> None:
    kinds = (
        fields.Field,
        fields.String,
        fields.Integer,
        fields.Boolean,
        fields.List,
        fields.Nested,
        fields.Dict,
    )
    said = {
        message
        for kind in kinds
        for name, message in kind.default_error_messages.items()
        if name in {"required", "null", "invalid", "type"}
    }
    assert len(said) > 6
    for message in said - {"Invalid value."}:
        assert in_chinese(message) != message, message


def test_a_proxy_s_word_on_the_address_counts_only_when_it_is_trusted(tmp_path: Path) -> None:
    for number, (trusted, status) in enumerate((("0", 429), ("1", 401))):
        with an_office(tmp_path / str(number), TRUSTED_PROXIES=trusted) as office:
            now = services(office.app).config.now()
            with office.app.app_context(), transaction() as session:
                for _ in range(throttling.PER_ADDRESS):
                    throttling.record(session, "somebody", "127.0.0.1", now)
            headers = {"X-Forwarded-For": "10.0.0.9"}
            answer = office.client.post(
                "/api/session", json={"username": "x", "password": "y"}, headers=headers
            )
            assert answer.status_code == status


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_that_no_database_holds_is_refused(office: Office, text: str) -> None:
    body = json.dumps({"username": "lead", "password": "x", "device": {"name": text}})
    headers = {"Accept-Language": "en"}
    answer = office.client.post("/api/session", data=body, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert answer.get_json()["errors"]["_schema"] == [UNSTORABLE]


def test_a_nul_in_an_address_is_refused(office: Office) -> None:
    admin = office.signed_in("admin")
    assert office.get("/api/devices?staff=%00", admin).status_code == 422
    assert office.client.delete("/api/devices/%00", headers=bearer(admin)).status_code == 400
