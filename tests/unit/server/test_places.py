"""A document is of the township whose journal takes it, and a person writes about where they work."""

from typing import Any

import pytest

from server.permissions import judge
from sync.access import Caller
from tests.support.records import TOWNSHIP, VILLAGE, a_ulid

ELSEWHERE, NEIGHBOUR, DISTRICT = "421102002003", "421102001002", "421102"


def code(database: str, div: str, role: str = f"grid_mgr@{VILLAGE}") -> str | None:
    """What the guard says of the report of a case; None when it may be written."""
    document: dict[str, Any] = {
        "_id": f"case:{a_ulid(1)}",
        "type": "case",
        "div": div,
        "wrote": {"by": "ann", "dev": "d1", "dseq": 1},
    }
    refusal = judge(database, document, Caller("ann", frozenset({"staff:ann", "dev:d1", role})))
    return None if refusal is None else refusal.code


@pytest.mark.parametrize("div", [ELSEWHERE, DISTRICT, "999999999001"])
def test_a_database_takes_nothing_of_another_township(div: str) -> None:
    assert code(f"work_{VILLAGE}", VILLAGE) is None
    assert code(f"work_{VILLAGE}", div) == "wrong_place"


@pytest.mark.parametrize(
    ("div", "said"),
    [(VILLAGE, None), (NEIGHBOUR, None), (TOWNSHIP, None), (DISTRICT, None), (ELSEWHERE, "denied")],
)
def test_a_person_writes_about_their_township(div: str, said: str | None) -> None:
    assert code("own_ann", div) == said


@pytest.mark.parametrize("div", ["999999999001", "421103001001"])
def test_somebody_of_the_district_writes_about_any_township_of_it(div: str) -> None:
    assert code("own_ann", ELSEWHERE, f"unit_officer@{DISTRICT}") is None
    assert code("own_ann", div, f"unit_officer@{DISTRICT}") == "denied"
