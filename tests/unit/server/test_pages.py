"""Pages, their caching and the security headers."""

from pathlib import Path

import pytest

from server import pages
from tests.support.office import Office


@pytest.fixture(autouse=True)
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>巡格</title>")
    (folder / "sw.js").write_text("self")
    (folder / "assets" / "main-abc123.js").write_text("main")
    monkeypatch.setattr(pages, "DIST", folder)


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/console/shifts", "/shift/421102001-p1:2026-01-05:day"]
)
def test_every_route_of_the_application_is_its_index(office: Office, path: str) -> None:
    answer = office.client.get(path, buffered=True)
    assert answer.status_code == 200
    assert "巡格" in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.content_type.startswith("text/html")


def test_hashed_files_stay_and_the_worker_is_asked_for_anew(office: Office) -> None:
    kept = office.client.get("/assets/main-abc123.js", buffered=True)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    asked = office.client.get("/sw.js", buffered=True)
    assert asked.headers["Cache-Control"] == "no-cache"
    again = office.client.get("/sw.js", headers={"If-None-Match": asked.headers["ETag"]}, buffered=True)
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/assets/gone.js", "/logo.png", "/api/x", "/../server/config.py", "/%2e%2e/x.py"]
)
def test_what_is_not_there_is_not_the_index(office: Office, path: str) -> None:
    assert office.client.get(path, buffered=True).status_code == 404


def test_nothing_is_told_about_files_outside(office: Office, tmp_path: Path) -> None:
    (tmp_path / "here").write_text("outside")
    answers = [office.client.get(f"/..%2f{name}", buffered=True) for name in ("here", "gone", "here/gone")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.data for answer in answers}) == 1


@pytest.mark.parametrize("path", ["/" + "x" * 3000, "/a%00b", "/%ff", "/" + "x/" * 3000])
def test_any_address_has_an_answer(office: Office, path: str) -> None:
    assert office.client.get(path, buffered=True).status_code in (200, 404)


def test_security_headers_are_on_every_answer(office: Office) -> None:
    for path in ("/", "/api/health", "/db/", "/api/nothing", "/assets/gone.js"):
        headers = office.client.get(path, buffered=True).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy
        assert "'unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")
        assert "frame-ancestors 'none'" in policy
        assert "camera=(self)" in headers["Permissions-Policy"]


def test_answers_of_the_api_are_kept_nowhere(office: Office) -> None:
    assert office.client.get("/api/health", buffered=True).headers["Cache-Control"] == "no-store"
    assert office.get("/api/receipts", office.signed_in("lead")).headers["Cache-Control"] == "no-store"


def test_over_tls_browsers_are_told_to_stay_there(office: Office) -> None:
    assert "Strict-Transport-Security" not in office.client.get("/", buffered=True).headers
    secure = office.client.get("/", base_url="https://localhost", buffered=True)
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
