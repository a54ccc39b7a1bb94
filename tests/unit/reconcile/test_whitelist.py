"""Types of which nothing but named values may be kept, on whichever road they come."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sync import tables
from sync.whitelist import stripped, unfit
from tests.support.doors import COUNT_KEYS, House, a_house

SECRET = "张三13812345678"


@pytest.fixture
def house() -> Iterator[House]:
    with a_house() as found:
        yield found


def everything_kept(house: House) -> str:
    return json.dumps(
        [house.rows(table) for table in tables.metadata.sorted_tables], ensure_ascii=False
    ) + json.dumps(house.live("house_a"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("document", "extra"),
    [
        ({"n": 3, "house": "h1"}, []),
        ({"n": None}, []),
        ({"n": True}, ["n"]),
        ({"n": "3"}, ["n"]),
        ({"n": 3.5}, ["n"]),
        ({"house": "h1\n"}, ["house"]),
        ({"house": "h12"}, ["house"]),
        ({"wrote": {"by": "ann", "name": "x"}}, ["wrote.name"]),
        ({"wrote": "ann"}, ["wrote"]),
        ({"name": "x", "n": 1, "age": 3}, ["age", "name"]),
    ],
)
def test_exact_keys_and_the_form_of_each_value(document: dict[str, Any], extra: list[str]) -> None:
    assert unfit(document, COUNT_KEYS) == extra
    kept = stripped(document, COUNT_KEYS)
    assert kept.get("extra_keys", []) == extra
    assert unfit({key: value for key, value in kept.items() if key != "extra_keys"}, COUNT_KEYS) == []


def test_numbers_truth_and_nothing_have_forms_too() -> None:
    keys = {"a": "number", "b": "boolean", "c": "null"}
    assert unfit({"a": 1.5, "b": False, "c": None}, keys) == []
    assert unfit({"a": True, "b": 0, "c": ""}, keys) == ["a", "b", "c"]


def test_the_guard_refuses_what_is_not_whitelisted_and_does_not_say_it_again(house: House) -> None:
    good = house.document("count:1", "count", n=3)
    assert house.refusal(good) is None
    assert house.refusal({**good, "name": SECRET}) == "extra_keys"
    assert house.refusal({**good, "n": SECRET}) == "extra_keys"


def test_by_replication_only_the_names_of_extra_keys_are_kept(house: House) -> None:
    document = house.document("count:1", "count", n=SECRET, name=SECRET)
    house.hands_in({**house.document("count:2", "count", n=1, name=SECRET)})
    (row,) = house.rows(tables.quarantine)
    assert (row["doc_id"], row["reason"]) == ("count:2", "extra_keys")
    assert SECRET not in everything_kept(house)
    assert "name" in house.rows(tables.journal)[0]["body"]
    house.replicates("house_a", document)  # as from a store whose guard was not there
    held = house.rows(tables.quarantine)
    assert [row["reason"] for row in held] == ["extra_keys", "extra_keys"]
    kept = json.dumps([house.rows(table) for table in tables.metadata.sorted_tables], ensure_ascii=False)
    assert SECRET not in kept


def test_what_fits_is_taken(house: House) -> None:
    house.writes("count:1", "count", n=3, house="h1")
    assert house.journalled() == [("fact", "count:1")]
    assert house.rows(tables.quarantine) == []
