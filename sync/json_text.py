"""JSON as text: written in one canonical form, and read again.

Canonical: equal values give equal text, with sorted keys and no spaces. orjson does it, and the standard
library where a value goes beyond orjson. A whole number of more than 64 bits is read as a floating one, as on
a phone.
"""

import json
from typing import Any

import orjson


def canonical(value: Any) -> str:
    """The text of a value made of JSON's types, without infinities; what is no valid Unicode is escaped."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return _beyond_orjson(value)


def compact(value: Any) -> str:
    """The text of a value, its keys as they come; of valid Unicode, without infinities."""
    return orjson.dumps(value).decode()


def parsed(text: str) -> dict[str, Any]:
    """The JSON object that a text is known to be."""
    found: dict[str, Any]
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:  # a lone surrogate, escaped
        found = json.loads(text)
    return found


def _beyond_orjson(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate: no file and no database column could hold it
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    return text
