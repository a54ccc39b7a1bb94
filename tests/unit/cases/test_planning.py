"""What the clock says of cases: which may be one matter that two people reported."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.cases.planning import perhaps_the_same
from server.cases.queries import Reported
from tests.support.cases import CASE_ID, OTHER_CASE, a_case
from tests.support.records import TOWNSHIP, VILLAGE

FIRST, SECOND = sorted((CASE_ID, OTHER_CASE))
ONE = Reported(
    TOWNSHIP,
    FIRST,
    VILLAGE,
    "dispute",
    1,
    "2019-11-04T01:00:00.000Z",
    "D02",
    date(2019, 11, 4),
    "grid-a",
    frozenset(),
)
OTHER = replace(ONE, id=SECOND, by="med-a")


@pytest.mark.parametrize("told", [(ONE, OTHER), (OTHER, ONE)], ids=["in order", "the other way round"])
def test_two_people_who_report_the_same_are_met_once_the_earlier_first(told: tuple[Reported, ...]) -> None:
    assert list(perhaps_the_same(told)) == [(ONE, OTHER)]


@pytest.mark.parametrize(
    "unlike",
    [
        {"by": "grid-a"},
        {"div": "421102001002"},
        {"kind": "petition"},
        {"category": "D01"},
        {"suspects": frozenset({FIRST})},
    ],
    ids=["by the same person", "another village", "another kind", "another category", "said before"],
)
def test_what_is_unlike_is_not_suspected(unlike: dict[str, Any]) -> None:
    assert list(perhaps_the_same([ONE, replace(OTHER, **unlike)])) == []


def test_a_suspicion_does_not_keep_its_author_from_taking_the_report_back() -> None:
    case = a_case()
    case.event("suspect", "server", {"other": OTHER_CASE})
    assert (case.state["flags"], case.state["suspects"]) == (["dup_suspect"], [OTHER_CASE])
    taken_back = case.does("void", "grid-a")
    assert case.result(taken_back) == "applied"
