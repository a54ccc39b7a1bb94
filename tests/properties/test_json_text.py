"""One text for one value, and the value again from its text."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.json_text import canonical, compact, parsed

SURROGATE = "\ud800"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(TEXTS, VALUES, max_size=6)


def turned(value: Any) -> Any:
    """The same value with the keys of its objects the other way round."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(one) for one in value] if isinstance(value, list) else value


@given(OBJECTS)
def test_the_order_of_keys_makes_no_other_text(value: dict[str, Any]) -> None:
    assert canonical(turned(value)) == canonical(value)


@given(OBJECTS)
def test_a_value_comes_back_from_its_text(value: dict[str, Any]) -> None:
    assert parsed(canonical(value)) == value == parsed(compact(value))
    assert canonical(parsed(canonical(value))) == canonical(value)


@given(st.dictionaries(TEXTS, TEXTS | st.integers(-(2**63), 2**63)))
def test_text_and_whole_numbers_are_written_as_every_json_library_does(value: dict[str, Any]) -> None:
    """The journal's hashes can be checked without this program."""
    assert canonical(value) == json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("value", [{"x": SURROGATE}, {SURROGATE: 1}, {"x": f"好{SURROGATE}"}])
def test_what_is_no_unicode_is_escaped_and_comes_back(value: dict[str, Any]) -> None:
    text = canonical(value)
    assert text.isascii()
    assert parsed(text) == value


def test_a_number_beyond_64_bits_is_kept_in_full_and_read_as_a_phone_does() -> None:
    assert canonical({"n": 10**30}) == '{"n":1' + 30 * "0" + "}"
    assert math.isclose(parsed(canonical({"n": 10**30}))["n"], 1e30)
