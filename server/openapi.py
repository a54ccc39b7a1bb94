"""`/api/openapi.json`: the API as its views declare it (`server.wire`), in OpenAPI 3.1."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Blueprint, Flask, current_app
from marshmallow import Schema
from werkzeug.routing import Rule

from server.wire import Answer

Operation = dict[str, Any]

CONVERTERS = {"int": "integer"}
PROBLEM = "Problem"
BEARER: list[dict[str, list[str]]] = [{"bearer": []}]

bp = Blueprint("openapi", __name__, url_prefix="/api")


@bp.get("/openapi.json")
def openapi() -> Answer:
    """Give this description of the API."""
    return _description(current_app._get_current_object())  # type: ignore[attr-defined]  # the app behind the proxy


@lru_cache(maxsize=1)
def _description(app: Flask) -> dict[str, Any]:
    spec = APISpec(
        title="Xunge",
        version="1",
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_name_of)],
        info={"description": "Offline field records of public-safety governance centres."},
    )
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    spec.components.schema(PROBLEM, _problem())
    for rule in api_rules(app):
        view = app.view_functions[rule.endpoint]
        operations = {method.lower(): _operation(rule, view, method) for method in methods_of(rule)}
        spec.path(path=_path(rule), operations=operations)
    return spec.to_dict()


def _name_of(schema: str | type[Schema] | Schema) -> str:
    """A schema's name with the part of the server that it belongs to: several have a Point."""
    kind = resolve_schema_cls(schema)
    assert isinstance(kind, type)  # noqa: S101  a name that means several is none of ours
    return f"{kind.__module__.split('.')[1]}.{kind.__name__.removesuffix('Schema')}"


def api_rules(app: Flask) -> Iterator[Rule]:
    """The routes of the API, by address."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/"))
    return iter(sorted(rules, key=lambda rule: rule.rule))


def methods_of(rule: Rule) -> list[str]:
    """The methods that the route declares, without those that Flask adds by itself."""
    methods = rule.methods or set()
    told = methods - {"OPTIONS"} if "GET" not in methods else methods - {"OPTIONS", "HEAD"}
    return sorted(told) or ["OPTIONS"]


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)


def _operation(rule: Rule, view: Callable[..., Any], method: str) -> Operation:
    operation: Operation = {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "summary": _summary(view),
        "tags": [rule.endpoint.partition(".")[0]],
        "parameters": list(_parameters(rule, view)),
        "responses": _responses(view),
    }
    if takes := getattr(view, "__takes__", None):
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
    if guard := getattr(view, "__guarded_by__", None):
        operation["security"] = BEARER
        if guard != "signed_in":
            operation["description"] = f"For the roles {', '.join(guard)}."
    return operation


def _summary(view: Callable[..., Any]) -> str:
    """The first paragraph of the view's docstring."""
    return " ".join((view.__doc__ or "").strip().partition("\n\n")[0].split())


def _parameters(rule: Rule, view: Callable[..., Any]) -> Iterator[Any]:
    for kind, name in re.findall(r"<(?:([^:<>]+):)?([^<>]+)>", rule.rule):
        schema = {"type": CONVERTERS.get(kind, "string")}
        yield {"in": "path", "name": name, "required": True, "schema": schema}
    if asks := getattr(view, "__asks__", None):
        yield {"in": "query", "schema": asks}


def _responses(view: Callable[..., Any]) -> dict[str, Any]:
    problem = {"$ref": f"#/components/schemas/{PROBLEM}"}
    failed = {"description": "A problem.", "content": {"application/problem+json": {"schema": problem}}}
    if not (gives := getattr(view, "__gives__", None)):
        return {"2XX": {"description": "Done."}, "default": failed}
    status, schema = gives
    content = {"application/json": {"schema": schema}}
    return {str(status): {"description": "Done.", "content": content}, "default": failed}


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "code": text,
            "detail": text,
            "errors": {"type": "object"},
        },
    }
