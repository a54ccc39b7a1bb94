"""Who replicates a database, as far as copies go by it."""

from collections.abc import Mapping
from typing import Any

import pytest

from server.records.machine import Folding
from server.records.views import reads
from sync.domain import Subject
from sync.fold import Fold, Rules
from sync.journal import Entry
from tests.support.lamps import LAMPS
from tests.support.records import TOWNSHIP, VILLAGE

NEW, NEWEST, ELSEWHERE = f"{TOWNSHIP}007", f"{TOWNSHIP}008", f"{TOWNSHIP}009"
SPLIT = {f"division:{VILLAGE}": {"replaced_by": [NEW]}, f"division:{NEW}": {"replaced_by": [NEWEST]}}


def shown(div: str, references: Mapping[str, Any], roles: tuple[str, ...] = ("grid_mgr",)) -> bool:
    """Whether somebody at a division replicates the work of the village."""
    known = {"staff:one": {"div": div, "roles": list(roles)}, **references}
    row = Entry(TOWNSHIP, 1, "head", "", "", "", "lamp:1", "", "", 1, "2026-01-01T00:00:00.000Z", "{}")
    subject = Subject(TOWNSHIP, "lamp:1", (row,))
    fold = Fold(LAMPS.table, Rules(lambda _act: {}))
    return reads(Folding(fold, subject, lambda doc_id, _rseq: known.get(doc_id)), "one", f"work_{VILLAGE}")


def test_who_works_there_does() -> None:
    assert shown(VILLAGE, {})
    assert not shown(VILLAGE, {}, ("unit_officer",)), "in another role"
    assert not shown(NEW, {}), "next door"


@pytest.mark.parametrize("div", [NEW, NEWEST])
def test_who_works_at_a_division_that_took_it_over_does(div: str) -> None:
    assert shown(div, SPLIT)
    assert not shown(ELSEWHERE, SPLIT)


def test_nobody_goes_round_in_a_circle() -> None:
    circle = {**SPLIT, f"division:{NEW}": {"replaced_by": [VILLAGE]}}
    assert shown(NEW, circle)
    assert not shown(ELSEWHERE, circle)


def test_a_database_of_no_rule_is_nobodys() -> None:
    fold = Fold(LAMPS.table, Rules(lambda _act: {}))
    row = Entry(TOWNSHIP, 1, "head", "", "", "", "lamp:1", "", "", 1, "2026-01-01T00:00:00.000Z", "{}")
    told = Folding(fold, Subject(TOWNSHIP, "lamp:1", (row,)), lambda _doc_id, _rseq: None)
    assert not reads(told, "one", "elsewhere_1")
