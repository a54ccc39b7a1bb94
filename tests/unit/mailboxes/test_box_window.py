"""The half-monthly opening of a mailbox: every row, guard and timer, and what follows from it."""

from collections.abc import Callable
from typing import Any

import pytest

from server.mailboxes.capability import BOX_WINDOWS, MAILBOXES
from server.mailboxes.documents import BoxEventSchema, BoxOpenSchema
from server.mailboxes.telling import damage_reports
from tests.support.duties import BOX, DAY, HOUR, Duty, a_box_window, at, opens
from tests.support.records import VILLAGE
from tests.support.rows import deciding, has_words, speaks_of_known_names, without_row

WHY = {"reason": "信箱已撤除"}


def missed() -> Duty:
    duty = a_box_window()
    duty.clock("mark_missed")
    return duty


def excused() -> Duty:
    duty = a_box_window()
    duty.event("excuse", "operator", WHY)
    return duty


def opened(*envelopes: str) -> Duty:
    duty = a_box_window()
    opens(duty, "grid-a", *envelopes)
    return duty


def opened_late() -> Duty:
    duty = a_box_window()
    opens(duty, after=duty.until("16T09:00"))
    return duty


def opened_twice() -> Duty:
    duty = opened()
    opens(duty, "grid-b")
    return duty


def opened_and_late() -> Duty:
    duty = opened()
    opens(duty, "grid-b", after=duty.until("16T09:00"))
    return duty


def with_parked() -> Duty:
    duty = a_box_window()
    opens(duty, openers=["grid-a"])
    return duty


def voids(duty: Duty, by: str = "operator", which: int = 0, **more: Any) -> str:
    opening = duty.state["openings"][which]["id"]
    return duty.event("void", by, {"opening": opening, "reason": "登记有误"}, **more)


def decides(action: str) -> Callable[[Duty], str]:
    return lambda duty: duty.event(action, "operator", {"event": duty.state["parked"][0], "reason": "核实"})


ROWS: dict[str, tuple[Callable[[], Duty], Callable[[Duty], str]]] = {
    "B1": (a_box_window, opens),
    "B1m": (missed, lambda duty: opens(duty, at_dev=at("15T22:00"))),
    "B1k": (opened, opens),
    "B1l": (missed, opens),
    "B2": (a_box_window, lambda duty: duty.clock("mark_missed")),
    "B2o": (opened, lambda duty: duty.event("mark_missed", "server")),
    "B3": (opened_twice, voids),
    "B3l": (opened_and_late, voids),
    "B3m": (opened, lambda duty: voids(duty, after=20 * DAY)),
    "B3d": (opened, voids),
    "B4": (missed, lambda duty: duty.event("excuse", "operator", WHY)),
    "B4a": (excused, lambda duty: duty.event("excuse", "operator", WHY)),
    "B5f": (with_parked, decides("force")),
    "B5d": (with_parked, decides("dismiss")),
    "B5w": (opened, lambda duty: duty.event("wait_over", "server")),
}


@pytest.mark.parametrize("row", sorted(ROWS))
def test_every_row_decides_where_it_should(row: str) -> None:
    before, act = ROWS[row]
    duty = before()
    doc_id = act(duty)
    found = deciding(duty)
    assert found is not None
    assert (found.id, duty.result(doc_id)) == (row, found.result)
    if row != "B5f":
        assert duty.state["state"] == found.target or found.target is None


def test_no_row_is_left_out() -> None:
    assert set(ROWS) == {row.id for row in BOX_WINDOWS.table.transitions}
    speaks_of_known_names(BOX_WINDOWS.table, {**BoxEventSchema.payloads, "open": None})
    has_words(BOX_WINDOWS)


@pytest.mark.parametrize("pair", without_row(BOX_WINDOWS.table))
def test_what_no_row_speaks_of(pair: tuple[str, str]) -> None:
    assert pair[0] == "void" or pair in {("excuse", "opened"), ("excuse", "late_opened")}


@pytest.mark.parametrize("row", [row.id for row in BOX_WINDOWS.table.transitions if row.actors])
def test_every_row_for_some_roles_refuses_others(row: str) -> None:
    before, act = ROWS[row]
    duty = before()
    act(duty)
    assert duty.had_nobody_done_it() == "role_missing"


def test_the_patrol_opens_no_boxes() -> None:
    duty = a_box_window()
    assert duty.reason(opens(duty, "patrol")) == "role_missing"


@pytest.mark.parametrize("row", ["B1", "B1m", "B1k", "B1l"])
def test_no_opening_is_made_by_one_person(row: str) -> None:
    duty = ROWS[row][0]()
    more = {"at_dev": at("15T22:00")} if row == "B1m" else {}
    assert duty.reason(opens(duty, openers=["grid-a"], **more)) == "too_few_openers"


@pytest.mark.parametrize("before", [a_box_window, missed, opened])
def test_no_opening_lies_before_its_window(before: Callable[[], Duty]) -> None:
    duty = before()
    assert duty.reason(opens(duty, opened_at="2019-10-31T23:59:00.000+08:00")) == "before_the_window"


@pytest.mark.parametrize("before", [opened, opened_twice, opened_late, opened_and_late])
@pytest.mark.parametrize("days", [0, 20])
def test_no_opening_is_voided_by_others(before: Callable[[], Duty], days: int) -> None:
    duty = before()
    assert duty.reason(voids(duty, "head-a", after=days * DAY + HOUR)) == "not_yours_to_void"


@pytest.mark.parametrize("before", [opened, opened_late])
def test_what_is_no_opening_is_not_voided(before: Callable[[], Duty]) -> None:
    duty = before()
    unknown = duty.state["openings"][0]["id"][:-1] + "9"
    tried = duty.event("void", "operator", {"opening": unknown, "reason": "无"})
    assert duty.reason(tried) == "no_such_opening"


def test_one_opener_is_not_enough_unless_the_parameter_says_so() -> None:
    duty = with_parked()
    assert (duty.state["state"], duty.reason(duty.state["parked"][0])) == ("due", "too_few_openers")
    alone = a_box_window({"box.openers": 1})
    assert alone.result(opens(alone, openers=["grid-a"])) == "applied"


def test_an_opening_before_the_window_waits_for_the_office() -> None:
    duty = a_box_window()
    early = opens(duty, opened_at="2019-10-31T23:59:00.000+08:00")
    assert duty.reason(early) == "before_the_window"
    duty.event("force", "operator", {"event": early, "reason": "核实"})
    assert duty.state["state"] == "opened"


def test_missed_is_provisional_as_long_as_an_opening_of_the_window_may_come() -> None:
    duty = a_box_window()
    assert duty.timer("mark_missed") == at("19T00:00")
    duty.clock("mark_missed")
    assert (duty.state["state"], duty.state["opened_at"]) == ("missed", None)
    opens(duty, at_dev=at("15T23:30"), after=9 * DAY)
    state = duty.state
    assert (state["state"], state["opened_at"]) == ("opened", at("15T23:30"))
    assert "late_sync" in state["flags"]
    assert duty.folded.timers == ()


def test_the_grace_is_a_parameter() -> None:
    assert a_box_window({"box.grace": 5}).timer("mark_missed") == at("21T00:00")


def test_an_opening_after_the_window_is_late_and_one_within_it_mends_that() -> None:
    duty = opened_late()
    assert duty.state["state"] == "late_opened"
    opens(duty, "grid-b", at_dev=at("15T21:00"))
    assert (duty.state["state"], len(duty.state["openings"])) == ("opened", 2)


def test_a_clock_that_is_ahead_is_not_believed() -> None:
    duty = a_box_window()
    duty.now += duty.until("10T09:00")
    opens(duty, at_dev=at("20T09:00"), opened_at=at("20T08:00"))
    assert (duty.state["state"], duty.state["opened_at"]) == ("opened", at("10T09:01"))
    assert "clock_skew" in duty.state["flags"]


def test_two_openings_count_once_and_their_envelopes_add_up() -> None:
    duty = a_box_window()
    opens(duty, "grid-a", "HZ-1", "HZ-2", seen=1)
    opens(duty, "grid-b", "HZ-3", seen=1)
    state = duty.state
    assert (state["state"], len(state["openings"]), state["items"]) == ("opened", 2, 3)
    assert (state["repeated"], state["flags"]) == ([], [])


def test_an_envelope_number_in_two_openings_is_shown_to_the_township() -> None:
    duty = a_box_window()
    opens(duty, "grid-a", "HZ-1", "HZ-2", seen=1)
    opens(duty, "grid-b", "HZ-2", seen=1)
    state = duty.state
    assert (state["items"], state["repeated"], state["flags"]) == (2, ["HZ-2"], ["envelope_twice"])
    assert BOX_WINDOWS.registers(duty.folding)["waiting"] == 1
    voids(duty, which=1)
    assert (duty.state["repeated"], duty.state["flags"], duty.state["items"]) == ([], [], 2)
    assert BOX_WINDOWS.registers(duty.folding)["waiting"] == 0


def test_a_correction_is_a_void_and_a_new_opening() -> None:
    duty = opened("HZ-1")
    wrong = voids(duty, "grid-a")
    assert (duty.result(wrong), duty.state["state"], duty.state["items"]) == ("applied", "due", 0)
    opens(duty, "grid-a", "HZ-2")
    assert (duty.state["state"], duty.state["envelopes"]) == ("opened", ["HZ-2"])


def test_an_opening_is_voided_by_its_author_for_a_day_and_then_by_the_office() -> None:
    duty = opened()
    assert duty.reason(voids(duty, "grid-b")) == "not_yours_to_void"
    assert duty.reason(voids(duty, "grid-a", after=25 * HOUR)) == "not_yours_to_void"
    assert duty.result(voids(duty, "operator")) == "applied"


def test_a_void_that_overtakes_its_opening_is_tried_again() -> None:
    duty = opened()
    opening = duty.subject_id.replace("bw:", "bo:") + ":01DRSW00000000000000000003"
    early = duty.event("void", "operator", {"opening": opening, "reason": "重复"})
    assert duty.reason(early) == "no_such_opening"
    assert opens(duty, "grid-b") == opening
    assert (duty.result(early), len(duty.state["openings"])) == ("applied", 1)


@pytest.mark.parametrize(
    ("said", "flag", "fault"),
    [
        ({"box_state": "damaged"}, "box_damaged", "damaged"),
        ({"box_state": "lost_key"}, "key_lost", "lock"),
    ],
)
def test_a_broken_box_is_reported_on_the_box(said: dict[str, Any], flag: str, fault: str) -> None:
    duty = a_box_window()
    opens(duty, **said)
    assert duty.state["flags"] == [flag]
    ((database, report),) = duty.folded.effects
    assert (database, report["subject"], report["fault"]) == (f"work_{VILLAGE}", f"box:{BOX}", fault)
    assert MAILBOXES.schemas["asset_report"]().validate(report) == {}
    assert report["wrote"] == {"by": "grid-a", "dev": "server", "dseq": 0}
    assert damage_reports(duty.folding) == duty.folded.effects, "the same fold gives the same document"


def test_a_broken_seal_is_flagged_and_a_box_in_order_reports_nothing() -> None:
    duty = a_box_window()
    opens(duty, seal_ok=False)
    assert (duty.state["flags"], duty.folded.effects) == (["seal_broken"], ())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"openers": ["grid-a", "grid-a"]}, "openers"),
        ({"openers": []}, "openers"),
        ({"openers": ["张三", "grid-b"]}, "openers"),
        ({"envelopes": ["HZ-1", "HZ-1"], "items_count": 2}, "envelopes"),
        ({"envelopes": ["张三"], "items_count": 1}, "envelopes"),
        ({"envelopes": ["ZHANGSAN-1"], "items_count": 1}, "envelopes"),
        ({"items_count": 2}, "items_count"),
        ({"opened_at": "2019-11-05T00:00:00.000Z"}, "opened_at"),
        ({"box": "421102001-m002"}, "subject"),
        ({"window": "2019-11-H2"}, "subject"),
        ({"reporter": "张三"}, "reporter"),
        ({"note": "张三"}, "note"),
    ],
)
def test_an_opening_has_its_form_and_no_names(wrong: dict[str, Any], field: str) -> None:
    duty = opened()
    assert field in BoxOpenSchema().validate({**duty.entries[-1].body, **wrong})


def test_the_register_has_the_box_and_when_it_is_due() -> None:
    assert BOX_WINDOWS.registers(opened().folding) == {
        "on": "2019-11-01",
        "due_at": at("16T00:00"),
        "number": "2019-11-H1",
        "ref": BOX,
        "waiting": 0,
    }
