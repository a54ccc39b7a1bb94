"""The fast check says of any document what its schema says."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import MACHINES
from server.records.fields import made
from server.records.quick import errors_in
from tests.support.crash import documents

VALUES: list[Any] = [
    None,
    "",
    "x",
    "长" * 300,
    "\x00",
    "2026-03-02T08:00:00.000+08:00",
    "2026-02-30T08:00:00Z",
    "2026-03-02",
    0,
    -1,
    1,
    2**60,
    10**400,
    1.5,
    float("nan"),
    float("inf"),
    True,
    False,
    [],
    {},
    ["x"],
    [1],
    {"x": 1},
    {"checkpoint": "c001", "reason": "x"},
]
SCHEMAS = {name: schema for machine in MACHINES for name, schema in machine.schemas.items()}
GOOD = [
    {key: value for key, value in document.items() if key not in ("_rev", "_revisions")}
    for document in documents(60, 1)
]


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    found = [before] if before else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += paths(inner, (*before, key))
    return found


def changed(document: dict[str, Any], path: tuple[Any, ...], what: str, value: Any) -> dict[str, Any]:
    """The document with something else at a place, or nothing, or something beside it."""
    found = copy.deepcopy(document)
    place: Any = found
    for key in path[:-1]:
        place = place[key]
    if what == "drop":
        del place[path[-1]]
    elif what == "add" and isinstance(place, dict):
        place["stranger"] = value
    else:
        place[path[-1]] = value
    return found


@given(st.sampled_from(GOOD), st.data())
def test_it_agrees_with_the_schema(document: dict[str, Any], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(paths(document)))
    what = data.draw(st.sampled_from(["drop", "add", "put", "put", "put"]))
    found = changed(document, path, what, data.draw(st.sampled_from(VALUES)))
    schema = SCHEMAS[document["type"]]
    try:
        said = made(schema).validate(found)
    except Exception as problem:
        with pytest.raises(type(problem)):
            errors_in(schema, found)
    else:
        assert errors_in(schema, found) == said


def test_what_is_right_is_right() -> None:
    for document in GOOD:
        said = made(SCHEMAS[document["type"]]).validate(document)
        assert errors_in(SCHEMAS[document["type"]], document) == said
    assert sum(errors_in(SCHEMAS[one["type"]], one) == {} for one in GOOD) > len(GOOD) / 2
