"""The weekly screening: every row of its table, its guards, fields and timers."""

from collections.abc import Callable

import pytest

from server.duties.capability import SCREENING
from server.duties.documents import ScreeningEventSchema
from tests.support.duties import CASE, DAY, HOUR, OTHER_CASE, Duty, a_round, a_screening, at
from tests.support.rows import deciding, has_words, speaks_of_known_names, without_row

ROWS = {row.id for row in SCREENING.table.transitions}
Telling = Callable[[Duty], str]


def walks(duty: Duty, by: str = "grid-a", on: str = "2019-11-04", **more: object) -> str:
    return duty.event("round", by, a_round(on), **more)  # type: ignore[arg-type]


def signs(duty: Duty, by: str = "head-a", **more: object) -> str:
    return duty.event("sign", by, {"zero": True}, **more)  # type: ignore[arg-type]


def strikes(duty: Duty, entry: str, by: str = "operator", **more: object) -> str:
    return duty.event("strike", by, {"entry": entry, "reason": "登记有误"}, **more)  # type: ignore[arg-type]


def missed() -> Duty:
    duty = a_screening()
    duty.clock("mark_missed")
    return duty


def finally_missed() -> Duty:
    duty = missed()
    duty.clock("finalize_missed")
    return duty


def done() -> Duty:
    duty = a_screening()
    walks(duty)
    signs(duty)
    return duty


def struck_empty() -> Duty:
    """Signed, but its only round was struck within the week."""
    duty = a_screening()
    entry = walks(duty)
    signs(duty)
    strikes(duty, entry)
    return duty


def overdue_and_walked() -> Duty:
    duty = missed()
    walks(duty, at_dev=at("09T09:00"))
    return duty


def late_final() -> Duty:
    duty = finally_missed()
    walks(duty, on="2019-11-09")
    signs(duty)
    return duty


def last(duty: Duty, tell: Telling) -> tuple[Duty, str]:
    return duty, tell(duty)


def after_week(duty: Duty, tell: Telling) -> tuple[Duty, str]:
    duty.now += duty.until("11T02:00")
    return last(duty, tell)


def a_late_round_then(duty: Duty) -> str:
    """Late since the only round was written after the week; then one that was made in it arrives."""
    signed = duty.event("sign", "head-a", {}, at_dev=at("10T20:00"))
    walks(duty, on="2019-11-10")
    assert duty.result(signed) == "applied"
    assert duty.state["state"] == "late"
    return walks(duty, "grid-b", on="2019-11-09", at_dev=at("09T10:00"))


CASES: dict[str, Callable[[], tuple[Duty, str]]] = {
    "W1": lambda: last(struck_empty(), walks),
    "W1m": lambda: after_week(missed(), a_late_round_then),
    "W1l": lambda: after_week(struck_empty(), lambda duty: walks(duty, on="2019-11-10")),
    "W1r": lambda: last(a_screening(), walks),
    "W2": lambda: last(a_screening(), lambda d: d.event("add_case_ref", "grid-a", {"case": CASE})),
    "W3": lambda: last(walked(), signs),
    "W3m": lambda: last(overdue_and_walked(), lambda d: signs(d, at_dev=at("10T21:00"))),
    "W3f": lambda: last(walked_after(finally_missed()), signs),
    "W3l": lambda: last(overdue_and_walked(), signs),
    "W3a": lambda: last(done(), lambda d: signs(d, "head-b")),
    "W4": lambda: last(a_screening(), lambda d: d.clock("mark_missed")),
    "W4o": lambda: last(done(), lambda d: d.event("mark_missed", "server")),
    "W5": lambda: last(missed(), lambda d: d.clock("finalize_missed")),
    "W5o": lambda: last(done(), lambda d: d.event("finalize_missed", "server")),
    "W6": lambda: last(late_final(), lambda d: d.event("accept_reason", "operator", {"reason": "停电"})),
    "W7m": lambda: last(done(), lambda d: strikes(d, entry_of(d), after=9 * DAY)),
    "W7d": lambda: last(done(), lambda d: strikes(d, entry_of(d))),
    "W7": lambda: last(walked(), lambda d: strikes(d, entry_of(d), "grid-a")),
    "W8f": lambda: last(signed_alone(), lambda d: d.event("force", "operator", decision(d))),
    "W8d": lambda: last(signed_alone(), lambda d: d.event("dismiss", "operator", decision(d))),
    "W8w": lambda: last(a_screening(), lambda d: d.event("wait_over", "server")),
}


def walked() -> Duty:
    duty = a_screening()
    walks(duty)
    return duty


def walked_after(duty: Duty) -> Duty:
    walks(duty, on="2019-11-10")
    return duty


def signed_alone() -> Duty:
    duty = a_screening()
    signs(duty)
    return duty


def entry_of(duty: Duty) -> str:
    entry: str = duty.state["rounds"][0]["id"]
    return entry


def decision(duty: Duty) -> dict[str, str]:
    return {"event": duty.state["parked"][0], "reason": "核实"}


@pytest.mark.parametrize("row", sorted(CASES))
def test_every_row_decides_where_it_should(row: str) -> None:
    duty, doc_id = CASES[row]()
    found = deciding(duty)
    assert found is not None
    assert (found.id, duty.result(doc_id)) == (row, found.result)
    if found.target:
        assert duty.state["state"] == found.target


def test_no_row_is_left_out() -> None:
    assert set(CASES) == ROWS
    speaks_of_known_names(SCREENING.table, ScreeningEventSchema.payloads)
    has_words(SCREENING)


def test_every_state_has_a_row_for_every_action() -> None:
    assert without_row(SCREENING.table) == []


@pytest.mark.parametrize("row", [row.id for row in SCREENING.table.transitions if row.actors])
def test_every_row_for_some_roles_refuses_others(row: str) -> None:
    duty, _ = CASES[row]()
    assert duty.had_nobody_done_it() == "role_missing"


def test_a_signature_waits_for_the_first_round() -> None:
    duty = a_screening()
    signed = signs(duty)
    assert (duty.result(signed), duty.reason(signed)) == ("parked", "no_round_yet")
    walks(duty)
    assert duty.result(signed) == "applied"
    assert duty.state["state"] == "done"


@pytest.mark.parametrize("before", [struck_empty, missed, a_screening])
def test_a_round_counts_only_to_the_week_in_which_it_was_made(before: Callable[[], Duty]) -> None:
    duty = before()
    rounds = [walks(duty, on="2019-11-03")]
    duty.now += 8 * DAY
    rounds.append(walks(duty, on="2019-11-11"))
    assert [duty.reason(one) for one in rounds] == ["not_in_the_week"] * 2


def test_nobody_signs_for_a_week_before_it_began() -> None:
    """The phone's calendar was three days ahead."""
    alone = a_screening()
    unfounded = signs(alone, at_dev=at("03T20:00"))
    duty = walked()
    early = signs(duty, at_dev=at("03T20:00"))
    assert [alone.reason(unfounded), duty.reason(early)] == ["before_the_week"] * 2
    assert duty.state["state"] == "due"
    assert SCREENING.words["before_the_week"]["en"].endswith("does not count for it.")


def test_a_day_that_a_wrong_calendar_named_is_put_right() -> None:
    duty = a_screening()
    ahead = {"by": "grid-a", "dev": "d1", "dseq": 9, "off": 3 * 86_400_000, "off_age_s": 60}
    duty.now += 2 * DAY
    walked_on = walks(duty, on="2019-11-09", at_dev=at("09T00:30"), wrote=ahead)
    assert duty.result(walked_on) == "applied"
    assert [one["on"] for one in duty.state["rounds"]] == ["2019-11-06"]


def test_a_round_of_another_week_does_not_mend_what_was_late() -> None:
    duty = missed()
    duty.event("sign", "head-a", {}, at_dev=at("10T20:00"))
    walks(duty, on="2019-11-10")
    other = walks(duty, "grid-b", on="2019-11-03", at_dev=at("09T10:00"))
    assert (duty.reason(other), duty.state["state"]) == ("not_in_the_week", "late")


@pytest.mark.parametrize("before", [missed, finally_missed])
def test_a_late_signature_waits_for_a_round_too(before: Callable[[], Duty]) -> None:
    duty = before()
    assert duty.reason(signs(duty)) == "no_round_yet"


def test_the_server_counts_what_was_found() -> None:
    duty = done()
    assert (duty.state["zero_report"], duty.state["found_count"]) == (True, 0)
    for case in (CASE, OTHER_CASE, CASE):
        ref = duty.event("add_case_ref", "grid-a", {"case": case})
    state = duty.state
    assert (state["case_refs"], state["found_count"], state["zero_report"]) == ([CASE, OTHER_CASE], 2, False)
    strikes(duty, ref)
    assert duty.state["found_count"] == 2, "the other entry names the same case"


def test_without_a_round_there_is_no_zero_report() -> None:
    assert a_screening().state["zero_report"] is False


def test_rounds_of_two_people_add_up() -> None:
    duty = a_screening()
    walks(duty, "grid-a", seen=1)
    walks(duty, "grid-b", seen=1)
    state = duty.state
    assert (len(state["rounds"]), state["households"]) == (2, 24)


def test_the_first_signature_stays() -> None:
    duty = done()
    signs(duty, "head-b", seen=1)
    assert duty.state["signed_by"] == "head-a"


def test_missed_is_provisional_until_the_grace_is_over() -> None:
    duty = a_screening()
    assert duty.timer("mark_missed") == at("11T00:00")
    duty.clock("mark_missed")
    assert (duty.state["state"], duty.state["duty_missed"]) == ("missed", True)
    assert duty.timer("finalize_missed") == at("14T00:00")
    walks(duty, at_dev=at("08T09:00"))
    signs(duty, at_dev=at("10T23:00"))
    state = duty.state
    assert (state["state"], state["duty_missed"]) == ("done", False)
    assert "late_sync" in state["flags"]
    assert duty.folded.timers == ()


def test_what_comes_after_the_grace_is_late_even_if_its_phone_says_otherwise() -> None:
    duty = finally_missed()
    duty.now += HOUR
    walks(duty, at_dev=at("08T09:00"))
    signs(duty, at_dev=at("10T23:00"))
    state = duty.state
    assert (state["state"], state["duty_missed"]) == ("late", True)
    assert {"late_final", "too_late"} <= set(state["flags"])
    duty.event("accept_reason", "operator", {"reason": "手机送修"})
    assert (duty.state["duty_missed"], duty.state["accepted_reason"]) == (False, "手机送修")


def test_an_in_window_signature_turns_late_into_done() -> None:
    duty = overdue_and_walked()
    signs(duty, "head-b")
    assert duty.state["state"] == "late"
    signs(duty, "head-a", at_dev=at("10T22:00"))
    assert (duty.state["state"], duty.state["signed_by"]) == ("done", "head-b")


def test_there_is_nothing_to_accept_without_a_late_report() -> None:
    duty = done()
    asked = duty.event("accept_reason", "operator", {"reason": "无"})
    assert (duty.result(asked), duty.reason(asked)) == ("parked", "nothing_to_accept")


def test_an_entry_is_struck_by_its_author_for_a_while_and_then_by_the_office() -> None:
    duty = walked()
    entry = entry_of(duty)
    other = strikes(duty, entry, "grid-b")
    later = strikes(duty, entry, "grid-a", after=25 * HOUR)
    assert [duty.reason(one) for one in (other, later)] == ["not_yours_to_strike"] * 2
    assert duty.result(strikes(duty, entry, "operator")) == "applied"
    for days in (0, 9):
        signed = done()
        only = strikes(signed, entry_of(signed), "grid-b", after=days * DAY + HOUR)
        assert signed.reason(only) == "not_yours_to_strike"
    unknown = strikes(duty, "ev:unknown", "operator")
    assert duty.reason(unknown) == "no_such_entry"


def test_a_strike_that_overtakes_its_entry_is_tried_again() -> None:
    duty = a_screening()
    entry = f"ev:{duty.subject_id}:01DRSW00000000000000000002"
    early = strikes(duty, entry, "operator")
    assert duty.reason(early) == "no_such_entry"
    assert walks(duty) == entry
    assert duty.result(early) == "applied"
    assert duty.state["rounds"] == []


def test_the_register_has_the_week() -> None:
    told = SCREENING.registers(done().folding)
    assert told == {
        "on": "2019-11-04",
        "due_at": at("11T00:00"),
        "number": "2019-W45",
        "owner": "head-a",
    }
