"""Errors on the wire: problem+json in the caller's language, CouchDB's form under /db, nothing too much."""

import logging
from typing import Any

import pytest

from server import errors
from server.domain import WORDS
from server.extensions import services
from server.words import ERRORS, LANGUAGES
from tests.support.office import Office


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
