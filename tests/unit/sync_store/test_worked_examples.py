"""The examples that open a module are true."""

import doctest
from types import ModuleType

import pytest

from sync import revtree, selector


@pytest.mark.parametrize("module", [revtree, selector])
def test_examples(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
