"""JSON Schema (2020-12) from marshmallow schemas, for the generated contract."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import RAISE, Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PYTHON_ONLY = {r"\Z": "$", r"\A": "^"}


def json_schema(schema: type[Schema]) -> dict[str, Any]:
    """The schema with all that it nests written out in place; no references."""
    made: dict[str, Any] = _CONVERTER.schema2jsonschema(schema())  # type: ignore[no-untyped-call]  # it is not
    _close(made, schema())
    return {"$schema": DIALECT, **_portable(made)}


def _converter() -> OpenAPIConverter:
    plugin = MarshmallowPlugin(schema_name_resolver=lambda _schema: "")
    APISpec(title="contract", version="1", openapi_version="3.1.0", plugins=[plugin])
    assert plugin.converter is not None  # noqa: S101  the specification has set it
    return plugin.converter


_CONVERTER = _converter()


def _close(made: dict[str, Any], schema: Schema) -> None:
    """Say `additionalProperties: false` where marshmallow would refuse unknown fields, nested ones too."""
    if schema.unknown == RAISE:
        made["additionalProperties"] = False
    for field in schema.fields.values():
        nested = getattr(field, "inner", field)
        inner = getattr(nested, "schema", None)
        here = made["properties"][field.data_key or field.name]
        if isinstance(inner, Schema):
            _close(_object_of(here.get("items", here)), inner)


def _object_of(made: dict[str, Any]) -> dict[str, Any]:
    """The object in a schema that also allows null."""
    for choice in made.get("anyOf", made.get("oneOf", [])):
        if choice.get("type") == "object":
            found: dict[str, Any] = choice
            return found
    return made


def _portable(value: Any) -> Any:
    """The same without what only Python's regular expressions know."""
    if isinstance(value, dict):
        return {key: _portable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_portable(inner) for inner in value]
    if isinstance(value, str):
        for python, everywhere in PYTHON_ONLY.items():
            value = value.replace(python, everywhere)
    return value
