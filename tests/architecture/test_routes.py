"""Whole-application promises about the routes of the API."""

from pathlib import Path

from server.openapi import api_rules, methods_of
from tests.support.office import an_office

OPEN = {
    ("accounts.sign_in", "POST"): "gives the first token",
    ("accounts.go_on", "POST"): "goes by the refresh token",
    ("accounts.sign_out", "DELETE"): "goes by the refresh token",
    ("accounts.keys", "GET"): "public keys",
    ("health.health", "GET"): "says nothing about anybody",
    ("openapi.openapi", "GET"): "the description of the API",
}


def test_every_route_is_guarded_except_these(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        open_routes = {
            (rule.endpoint, method)
            for rule in api_rules(office.app)
            for method in methods_of(rule)
            if not hasattr(office.app.view_functions[rule.endpoint], "__guarded_by__")
        }
        assert open_routes == set(OPEN)


def test_a_guarded_route_refuses_whoever_shows_nothing(tmp_path: Path) -> None:
    with an_office(tmp_path) as office:
        for rule in api_rules(office.app):
            path = rule.rule.replace("<", "").replace(">", "")
            for method in methods_of(rule):
                if (rule.endpoint, method) in OPEN:
                    continue
                answer = office.client.open(path, method=method)
                assert answer.status_code == 401, f"{method} {path}"


def test_no_route_takes_a_token_from_the_address(tmp_path: Path) -> None:
    """Addresses end up in logs and histories."""
    with an_office(tmp_path) as office:
        token = office.signed_in("lead")["access_token"]
        for name in ("access_token", "token", "jwt"):
            assert office.client.get(f"/api/receipts?{name}={token}").status_code == 401
