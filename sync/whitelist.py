"""Types of which only named values may be kept: their exact keys and the form of each value.

    {"sessions": "integer", "on": "~[0-9]{4}-[0-9]{2}-[0-9]{2}", "wrote": {"by": "~[a-z0-9-]{2,32}", ...}}

A form is `integer`, `number`, `boolean`, `null`, or `~` and a regular expression for the whole text; `*` and
a form is a list of such values; a list of forms takes any of them; an object has keys of its own. No key is
required here: that is for the schema.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

MOST_NAMES = 50
NAME_LENGTH = 64
EXTRA = "extra_keys"
Form = Any  # a text, a list of forms, or Keys
Keys = Mapping[str, Form]


def unfit(document: Mapping[str, Any], keys: Keys, path: str = "") -> list[str]:
    """The paths of what is not whitelisted or has not the form of its key, sorted."""
    found: list[str] = []
    for key, value in document.items():
        form = keys.get(key)
        if isinstance(form, Mapping) and isinstance(value, Mapping):
            found += unfit(value, form, f"{path}{key}.")
        elif form is None or not _fits(value, form):
            found.append(f"{path}{key}")
    return sorted(found)


def stripped(document: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """What may be kept of a document: the values that fit, and under `extra_keys` the names of the others."""
    extra = [name[:NAME_LENGTH] for name in unfit(document, keys)[:MOST_NAMES]]
    kept = _fitting(document, keys)
    return {**kept, EXTRA: extra} if extra else kept


def _fitting(document: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in document.items():
        form = keys.get(key)
        if isinstance(form, Mapping) and isinstance(value, Mapping):
            kept[key] = _fitting(value, form)
        elif form is not None and _fits(value, form):
            kept[key] = value
    return kept


def _fits(value: Any, form: Form) -> bool:
    if isinstance(form, (list, tuple)):
        return any(_fits(value, one) for one in form)
    if not isinstance(form, str):
        return False
    if form.startswith("*"):
        return isinstance(value, list) and all(_fits(one, form[1:]) for one in value)
    if form.startswith("~"):
        return isinstance(value, str) and re.fullmatch(form[1:], value) is not None
    return _FORMS[form](value)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "integer": _is_integer,
    "number": lambda value: _is_integer(value) or isinstance(value, float),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
