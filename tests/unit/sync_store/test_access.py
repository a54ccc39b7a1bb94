"""Who may read a database."""

import pytest

from sync.access import Caller, Security, may_read, may_rule

SECURITY = Security(admins=frozenset({"chief"}), members=frozenset({"crew", "guest"}))


@pytest.mark.parametrize(
    ("caller", "reads", "rules"),
    [
        (Caller("li", frozenset({"crew"})), True, False),
        (Caller("wang", frozenset({"chief"})), True, True),
        (Caller("zhao", frozenset({"other"})), False, False),
        (Caller("nobody", frozenset()), False, False),
        (Caller("root", frozenset(), admin=True), True, True),
    ],
)
def test_roles(caller: Caller, reads: bool, rules: bool) -> None:
    assert (may_read(caller, SECURITY), may_rule(caller, SECURITY)) == (reads, rules)


def test_a_database_without_roles_is_closed() -> None:
    assert not may_read(Caller("li", frozenset({"crew"})), Security())
    assert may_read(Caller("root", frozenset(), admin=True), Security())
