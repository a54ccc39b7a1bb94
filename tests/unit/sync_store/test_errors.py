"""Every error that a client may be told has its form on the wire."""

import json
from collections.abc import Iterator

import pytest

from sync import errors


def subclasses(kind: type[errors.SyncError]) -> Iterator[type[errors.SyncError]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


@pytest.mark.parametrize("kind", list(subclasses(errors.SyncError)), ids=lambda kind: kind.__name__)
def test_on_the_wire(kind: type[errors.SyncError]) -> None:
    status, body = errors.on_the_wire(kind("because"))
    assert 400 <= status < 600
    assert body["reason"] == "because"
    assert json.dumps(body)
    assert kind().reason
