"""Which fields of a document can be erased, read from its schema: those marked `erasable` there.

A mark is True, or the names of the fields for whose values it holds (an edit's value is that of any field).
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from marshmallow import Schema, fields

from server.records.envelope import EventSchema
from server.records.fields import made
from sync.sealing import Erasable, Path

MARK = "erasable"
F = TypeVar("F", bound=fields.Field[Any])


def erasable(field: F, *of: str) -> F:
    """The field, marked as one that can be erased."""
    field.metadata = {**field.metadata, MARK: of or True}
    return field


def erasable_of(schema: type[Schema]) -> tuple[Erasable, ...]:
    """The marked fields of a document type, those of its events' payloads among them."""
    found = list(_marked(schema, ()))
    if issubclass(schema, EventSchema):
        found += [one for payload in schema.payloads.values() for one in _marked(payload, ("payload",))]
    return tuple(dict.fromkeys(found))


def _marked(schema: type[Schema], above: Path) -> Iterator[Erasable]:
    for name, field in made(schema).fields.items():
        path = (*above, field.data_key or name)
        mark = field.metadata.get(MARK)
        if mark:
            yield Erasable(path, () if mark is True else tuple(mark))
        elif isinstance(field, fields.Nested):
            yield from _marked(type(field.schema), path)
