"""Painted slogans: the count of the latest day stands."""

from collections.abc import Callable

import pytest

from server.duties.capability import SLOGANS
from server.duties.documents import SloganEventSchema
from tests.support.duties import GROUP, PHOTO, Duty, a_count, slogans
from tests.support.rows import deciding, has_words, speaks_of_known_names


def counted(duty: Duty, n: int, on: str = "2019-11-04", by: str = "grid-a") -> str:
    return duty.event("count", by, a_count(n, on), seen=1)


def with_count(n: int = 3, on: str = "2019-11-04") -> Duty:
    duty = slogans()
    counted(duty, n, on)
    return duty


def with_parked() -> Duty:
    duty = slogans()
    correct(duty)
    return duty


def correct(duty: Duty) -> str:
    return duty.event("correct", "operator", {"field": "n", "value": 5, "reason": "实地核对"})


def decide(duty: Duty, action: str) -> str:
    return duty.event(action, "operator", {"event": duty.state["parked"][0], "reason": "核实"})


ROWS: dict[str, Callable[[], Duty]] = {
    "G1": slogans,
    "G1o": with_count,
    "G2": with_count,
    "G3f": with_parked,
    "G3d": with_parked,
    "G3w": slogans,
}
ACTS: dict[str, Callable[[Duty], str]] = {
    "G1": lambda duty: counted(duty, 4),
    "G1o": lambda duty: counted(duty, 4, "2019-11-03"),
    "G2": correct,
    "G3f": lambda duty: decide(duty, "force"),
    "G3d": lambda duty: decide(duty, "dismiss"),
    "G3w": lambda duty: duty.event("wait_over", "server"),
}


@pytest.mark.parametrize("row", sorted(ROWS))
def test_every_row_decides_where_it_should(row: str) -> None:
    duty = ROWS[row]()
    doc_id = ACTS[row](duty)
    found = deciding(duty)
    assert found is not None
    assert (found.id, duty.result(doc_id)) == (row, found.result)


def test_no_row_is_left_out() -> None:
    assert set(ROWS) == {row.id for row in SLOGANS.table.transitions}
    speaks_of_known_names(SLOGANS.table, SloganEventSchema.payloads)
    has_words(SLOGANS)


@pytest.mark.parametrize("row", [row.id for row in SLOGANS.table.transitions if row.actors])
def test_every_row_for_some_roles_refuses_others(row: str) -> None:
    duty = ROWS[row]()
    ACTS[row](duty)
    assert duty.had_nobody_done_it() == "role_missing"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_later_day_stands_whichever_came_first(order: tuple[int, int]) -> None:
    counts = ((3, "2019-11-04"), (4, "2019-11-01"))
    duty = slogans()
    for index in order:
        counted(duty, *counts[index])
    state = duty.state
    assert (state["n"], state["counted_on"]) == (3, "2019-11-04")
    assert {(one["field"], one["value"]) for one in state["superseded"]} == {
        ("n", 4),
        ("counted_on", "2019-11-01"),
    }


def test_of_two_counts_of_one_day_the_later_arrival_stands() -> None:
    duty = with_count(3)
    counted(duty, 5, by="grid-b")
    assert (duty.state["n"], duty.state["counted_by"]) == (5, "grid-b")


def test_the_office_corrects_with_a_reason_and_the_next_count_stands_again() -> None:
    duty = with_count(9)
    correct(duty)
    assert (duty.state["n"], duty.state["flags"]) == (5, [])
    duty.event("count", "grid-a", a_count(4))
    assert duty.state["n"] == 4


@pytest.mark.parametrize(
    ("n", "flags", "in_range"),
    [
        (0, ["too_few"], False),
        (2, ["too_few"], False),
        (3, [], True),
        (5, [], True),
        (6, ["too_many"], False),
    ],
)
def test_outside_the_range_it_is_flagged(n: int, flags: list[str], in_range: bool) -> None:
    state = with_count(n).state
    assert (state["flags"], state["in_range"]) == (flags, in_range)


def test_the_range_is_a_parameter() -> None:
    duty = slogans({"slogan.least": 1, "slogan.most": 2})
    assert duty.state["in_range"] is None
    counted(duty, 2)
    assert duty.state["in_range"] is True


def test_nobody_counts_ahead() -> None:
    duty = with_count()
    body = duty.entries[-1].body
    ahead = {**body, "payload": a_count(3, "2019-11-05")}
    assert SloganEventSchema().validate(ahead) == {
        "payload": ["lies ahead of the day on which it was written"]
    }
    assert "payload" in SloganEventSchema().validate({**body, "payload": {}})
    assert "payload" in SloganEventSchema().validate({**body, "payload": {**a_count(3), "name": "张三"}})


def test_the_register_has_the_group_and_the_day() -> None:
    duty = slogans()
    assert SLOGANS.registers(duty.folding) == {"ref": GROUP}
    duty.event("count", "grid-a", {**a_count(3, "2019-11-02"), "attach": [PHOTO]})
    assert SLOGANS.registers(duty.folding) == {"ref": GROUP, "on": "2019-11-02"}
    assert duty.state["attach"] == [PHOTO]
