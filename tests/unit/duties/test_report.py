"""The ten-day report: every row, its versions and their differences."""

from collections.abc import Callable

import pytest

from server.duties.capability import REPORT
from server.duties.report_documents import TenDayReportEventSchema
from server.duties.report_telling import difference, effective_rate
from server.tasks.documents import NoticeSchema
from tests.support.duties import DAY, Duty, a_report, at, figures, given
from tests.support.rows import deciding, has_words, speaks_of_known_names


def confirms(duty: Duty, wanted: str | None = None, by: str = "head-a", **more: object) -> str:
    return duty.event("confirm", by, {"figures": wanted or duty.state["figures_id"]}, **more)  # type: ignore[arg-type]


def generated() -> Duty:
    """With figures, on the morning of the 11th."""
    duty = a_report()
    duty.now += duty.until("11T00:05")
    given(duty, 1)
    return duty


def confirmed() -> Duty:
    duty = generated()
    confirms(duty)
    return duty


def received() -> Duty:
    duty = confirmed()
    duty.event("receive", "operator")
    return duty


def included() -> Duty:
    duty = received()
    duty.clock("include")
    return duty


def returned() -> Duty:
    duty = confirmed()
    duty.event("return", "operator", {"reason": "数字有误"})
    return duty


def supplemented(before: Callable[[], Duty] = confirmed) -> Callable[[], Duty]:
    def told() -> Duty:
        duty = before()
        given(duty, 2)
        return duty

    return told


def parked() -> Duty:
    duty = generated()
    duty.event("receive", "operator")
    return duty


def decides(action: str) -> Callable[[Duty], str]:
    return lambda duty: duty.event(action, "operator", {"event": duty.state["parked"][0], "reason": "核实"})


def old_figures(duty: Duty) -> str:
    found: str = duty.state["figures_ids"][0]
    return found


def two_figures() -> Duty:
    duty = generated()
    given(duty, 2)
    return duty


ROWS: dict[str, tuple[Callable[[], Duty], Callable[[Duty], str]]] = {
    "T1": (a_report, lambda duty: given(duty, 1)),
    "T1c": (supplemented(), lambda duty: given(duty, 1)),
    "T1r": (supplemented(received), lambda duty: given(duty, 1)),
    "T1i": (supplemented(included), lambda duty: given(duty, 1)),
    "T1b": (returned, lambda duty: given(duty, 1)),
    "T1s": (received, lambda duty: given(duty, 1)),
    "T1n": (received, lambda duty: given(duty, 2)),
    "T2": (generated, confirms),
    "T2l": (generated, lambda duty: confirms(duty, after=duty.until("12T08:00"))),
    "T2o": (two_figures, lambda duty: confirms(duty, old_figures(duty))),
    "T2ol": (two_figures, lambda duty: confirms(duty, old_figures(duty), after=duty.until("12T08:00"))),
    "T2a": (confirmed, lambda duty: confirms(duty, by="head-b")),
    "T2c": (supplemented(), lambda duty: confirms(duty, old_figures(duty), by="head-b")),
    "T2r": (returned, lambda duty: confirms(duty, by="head-b", seen=1)),
    "T3": (confirmed, lambda duty: duty.event("receive", "operator")),
    "T3a": (received, lambda duty: duty.event("receive", "operator")),
    "T4": (received, lambda duty: duty.event("return", "operator", {"reason": "漏报"})),
    "T4a": (returned, lambda duty: duty.event("return", "operator", {"reason": "漏报"})),
    "T5": (received, lambda duty: duty.clock("include")),
    "T5o": (confirmed, lambda duty: duty.event("include", "server")),
    "T6": (generated, lambda duty: duty.event("remark", "lead-v", {"text": "无"})),
    "T7f": (parked, decides("force")),
    "T7d": (parked, decides("dismiss")),
    "T7w": (generated, lambda duty: duty.event("wait_over", "server")),
}


@pytest.mark.parametrize("row", sorted(ROWS))
def test_every_row_decides_where_it_should(row: str) -> None:
    before, act = ROWS[row]
    duty = before()
    doc_id = act(duty)
    found = deciding(duty)
    assert found is not None
    assert (found.id, duty.result(doc_id)) == (row, found.result)
    if row != "T7f":
        assert duty.state["state"] == found.target or found.target is None


def test_no_row_is_left_out() -> None:
    assert set(ROWS) == {row.id for row in REPORT.table.transitions}
    speaks_of_known_names(REPORT.table, TenDayReportEventSchema.payloads)
    has_words(REPORT)


@pytest.mark.parametrize("row", [row.id for row in REPORT.table.transitions if row.actors])
def test_every_row_for_some_roles_refuses_others(row: str) -> None:
    before, act = ROWS[row]
    duty = before()
    act(duty)
    assert duty.had_nobody_done_it() == "role_missing"


@pytest.mark.parametrize(
    ("action", "by"), [("confirm", "lead-v"), ("receive", "head-a"), ("remark", "grid-a")]
)
def test_each_does_their_own_part(action: str, by: str) -> None:
    duty = confirmed() if action == "receive" else generated()
    payload = {"confirm": {"figures": duty.state["figures_id"]}, "remark": {"text": "无"}}.get(action, {})
    assert duty.reason(duty.event(action, by, payload)) == "role_missing"


def test_a_return_that_did_not_know_of_the_confirmation_stands() -> None:
    duty = confirmed()
    came_back = duty.event("return", "operator", {"reason": "漏报"}, seen=1)
    again = confirms(duty, by="head-b", seen=2)
    assert (duty.result(came_back), duty.result(again)) == ("applied", "absorbed")
    assert (duty.state["state"], duty.state["version"]) == ("returned", 1)


@pytest.mark.parametrize("morning", ["11T08:00", "12T08:00"])
def test_figures_that_nobody_gave_cannot_be_confirmed_until_they_come(morning: str) -> None:
    duty = a_report()
    wanted = f"ev:{duty.subject_id}:01DRSW00000000000000000002"
    early = confirms(duty, wanted, after=duty.until(morning))
    assert (duty.result(early), duty.reason(early)) == ("parked", "unknown_figures")
    assert given(duty, 1) == wanted
    assert (duty.result(early), duty.state["state"]) == ("applied", "confirmed")


def test_a_confirmed_version_never_changes() -> None:
    duty = confirmed()
    before = duty.state["versions"]
    given(duty, 3)
    state = duty.state
    assert state["versions"] == before
    assert (state["state"], state["version"], state["figures"]["cases"]["found"]) == ("supplement", 2, 3)
    assert state["difference"] == {"cases.found": [1, 3], "cases.in_progress": [1, 3]}
    confirms(duty)
    first, second = duty.state["versions"]
    assert [first] == before
    assert (second["v"], second["figures"]["cases"]["found"], second["difference"]) == (
        2,
        3,
        state["difference"],
    )
    assert (duty.state["state"], duty.state["difference"]) == ("confirmed", None)


def test_figures_that_come_back_leave_nothing_to_supplement() -> None:
    duty = supplemented(received)()
    given(duty, 1)
    state = duty.state
    assert (state["state"], state["version"], state["difference"]) == ("received", 1, None)


def test_a_confirmation_made_offline_holds_what_its_signer_saw() -> None:
    duty = two_figures()
    confirms(duty, old_figures(duty), seen=2)
    state = duty.state
    assert (state["state"], state["version"]) == ("supplement", 2)
    assert state["versions"][0]["figures"]["cases"]["found"] == 1
    given(duty, 1)
    assert duty.state["state"] == "confirmed"


def test_a_returned_report_is_confirmed_again_as_the_next_version() -> None:
    duty = returned()
    assert duty.state["return_reason"] == "数字有误"
    duty.event("remark", "head-a", {"text": "已核对"})
    confirms(duty)
    assert [one["v"] for one in duty.state["versions"]] == [1, 2]
    assert duty.state["versions"][1]["difference"] == {}


def test_a_second_version_is_received_and_included_in_its_turn() -> None:
    duty = included()
    given(duty, 2, after=DAY)
    confirms(duty)
    assert duty.timer("include") is None
    duty.event("receive", "operator", after=2 * DAY)
    assert duty.timer("include") == duty.state["included_from"]
    duty.clock("include")
    assert duty.state["state"] == "included"


def test_it_is_included_when_the_township_rolls_up() -> None:
    assert received().timer("include") == at("13T00:00")


def test_late_is_who_first_confirms_after_the_day_that_follows() -> None:
    assert "late" not in confirmed().state["flags"]
    duty = generated()
    confirms(duty, at_dev=at("11T23:59"), after=duty.until("13T08:00"))
    assert "late" not in duty.state["flags"], "it was confirmed in time, only synced late"
    given(duty, 2, after=DAY)
    confirms(duty)
    assert "late" not in duty.state["flags"], "a supplement is not late"


def test_each_author_has_one_remark_and_a_version_keeps_those_of_its_time() -> None:
    duty = generated()
    for by, text in (("head-a", "甲"), ("lead-v", "乙"), ("head-a", "丙")):
        duty.event("remark", by, {"text": text})
    confirms(duty)
    duty.event("remark", "head-a", {"text": "丁"})
    state = duty.state
    assert state["remark"] == {"head-a": "丁", "lead-v": "乙"}
    assert state["versions"][0]["remark"] == {"head-a": "丙", "lead-v": "乙"}
    assert [one["text"] for one in state["remarks"]] == ["甲", "乙", "丙", "丁"]


def noticed(duty: Duty) -> list[tuple[str, str, str]]:
    """(database, person, cause) of each notice."""
    for _, document in duty.folded.effects:
        assert NoticeSchema().validate(document) == {}
        assert (document["kind"], document["about"]) == ("report_supplemented", duty.subject_id)
    return [(database, one["staff"], one["cause"]) for database, one in duty.folded.effects]


def test_who_confirmed_is_told_once_that_a_supplement_is_due() -> None:
    duty = confirmed()
    assert noticed(duty) == []
    moved = given(duty, 2)
    given(duty, 3)
    assert noticed(duty) == [("own_head-a", "head-a", moved)]
    confirms(duty, by="head-b")
    again = given(duty, 4)
    assert noticed(duty) == [("own_head-a", "head-a", moved), ("own_head-b", "head-b", again)]


def test_who_confirmed_older_figures_is_told_at_once() -> None:
    duty = two_figures()
    late = confirms(duty, old_figures(duty))
    assert noticed(duty) == [("own_head-a", "head-a", late)]


def test_the_rate_rounds_half_up_to_two_decimals() -> None:
    def rate(effective: int, handled: int) -> str | None:
        return effective_rate({"cases": {"handled": handled, "effective": effective}})

    assert (rate(8806, 8945), rate(1, 8), rate(1, 800), rate(0, 0)) == ("98.45", "12.50", "0.13", None)


def test_a_difference_names_every_figure_that_changed() -> None:
    before, after = figures(1), figures(1, by_category={"D01": {"found": 1}})
    assert difference(before, after) == {"by_category.D01.found": [None, 1]}
    assert difference(after, before) == {"by_category.D01.found": [1, None]}
    assert difference(before, before) == {}


def test_the_register_has_who_confirmed() -> None:
    assert REPORT.registers(confirmed().folding) == {
        "on": "2019-11-01",
        "due_at": at("12T00:00"),
        "number": "2019-11-T1",
        "owner": "head-a",
    }
    assert REPORT.registers(generated().folding)["owner"] is None
