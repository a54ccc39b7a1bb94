"""The description of the API is of the API that there is."""

from server.openapi import api_rules, methods_of
from tests.support.office import Office


def test_every_route_is_described(office: Office) -> None:
    told = office.client.get("/api/openapi.json").get_json()
    assert told["openapi"] == "3.1.0"
    described = {
        (operation["operationId"].rpartition(".")[0], method)
        for path in told["paths"].values()
        for method, operation in path.items()
    }
    routes = {
        (rule.endpoint, method.lower()) for rule in api_rules(office.app) for method in methods_of(rule)
    }
    assert described == routes
    assert len(routes) > 20


def test_every_operation_says_what_it_does_and_who_may(office: Office) -> None:
    told = office.client.get("/api/openapi.json").get_json()
    for address, path in told["paths"].items():
        for method, operation in path.items():
            assert operation["summary"].endswith("."), f"{method} {address}"
            assert "default" in operation["responses"]
    shifts = told["paths"]["/api/teams"]["get"]
    assert shifts["security"] == [{"bearer": []}]
    assert "twp_dispatcher" in shifts["description"]
    assert [parameter["name"] for parameter in shifts["parameters"]] == ["township"]
    body = told["paths"]["/api/session"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/accounts.SignIn"}
