"""Selectors: what they mean and which are refused."""

from typing import Any

import pytest

from sync import selector
from sync.errors import BadRequest

DOCUMENT: dict[str, Any] = {"type": "ckin", "km": 5, "place": {"site": "k1"}, "tags": ["a"], "none": None}


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"type": "ckin"},
        {"km": {"$gt": 4, "$lt": 6}},
        {"km": {"$gte": 5, "$lte": 5}},
        {"km": {"$eq": 5}, "type": {"$ne": "find"}},
        {"type": {"$gt": "ck"}},
        {"place.site": "k1"},
        {"place": {"site": "k1"}},
        {"place": {"site": {"$in": ["k1", "k2"]}}},
        {"type": {"$nin": ["find"]}},
        {"none": None, "missing": {"$exists": False}, "km": {"$exists": True}},
        {"$or": [{"km": 1}, {"km": 5}]},
        {"$and": [{"type": "ckin"}, {"km": 5}]},
        {"$nor": [{"km": 1}, {"km": 2}]},
        {"$not": {"km": 1}},
        {"km": {"$not": {"$gt": 7}}},
    ],
)
def test_meant(wanted: dict[str, Any]) -> None:
    assert selector.matches(selector.check(wanted), DOCUMENT)


@pytest.mark.parametrize(
    "wanted",
    [
        {"type": "find"},
        {"type": "ckin", "km": 4},
        {"km": {"$gt": 5}},
        {"km": {"$gt": "4"}},
        {"missing": 1},
        {"missing": {"$lt": 1}},
        {"missing": {"$ne": 1}},
        {"place": {"site": "k2"}},
        {"type": {"deep": 1}},
        {"$or": []},
        {"$or": [{"km": 1}]},
        {"$not": {"km": 5}},
    ],
)
def test_not_meant(wanted: dict[str, Any]) -> None:
    assert not selector.matches(selector.check(wanted), DOCUMENT)


@pytest.mark.parametrize(
    "wanted",
    [
        "foo",
        None,
        ["x"],
        {"$where": 1},
        {"km": {"$regex": "."}},
        {"$or": {}},
        {"$or": [1]},
        {"km": {"$in": 5}},
    ],
)
def test_refused(wanted: object) -> None:
    with pytest.raises(BadRequest, match="Selector error"):
        selector.check(wanted)
