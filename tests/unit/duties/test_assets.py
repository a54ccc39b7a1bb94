"""Things that break: cameras and checkpoints, and mailboxes, which have the same table."""

from collections.abc import Callable

import pytest

from server.duties.capability import ASSET, where_reported
from server.duties.documents import AssetEventSchema, AssetReportSchema
from server.mailboxes.capability import MAILBOXES
from server.mailboxes.documents import MailboxEventSchema
from tests.support.duties import HOUR, PHOTO, Duty, a_mailbox, an_asset, reports
from tests.support.records import TOWNSHIP, VILLAGE
from tests.support.rows import deciding, has_words, speaks_of_known_names

WHY = {"reason": "核实"}


def reported(duty: Duty) -> Duty:
    reports(duty)
    return duty


def after(*actions: str) -> Callable[[Duty], Duty]:
    def told(duty: Duty) -> Duty:
        reports(duty)
        for action in actions:
            duty.event(action, "operator", WHY if action in ("remove", "restore", "no_fault") else {})
        return duty

    return told


def with_parked(duty: Duty) -> Duty:
    reported(duty)
    duty.event("restore", "operator", WHY)
    return duty


def does(action: str, **payload: str) -> Callable[[Duty], str]:
    return lambda duty: duty.event(action, "operator", payload)


def decides(action: str) -> Callable[[Duty], str]:
    return lambda duty: duty.event(action, "operator", {**WHY, "event": duty.state["parked"][0]})


ROWS: dict[str, tuple[Callable[[Duty], Duty], Callable[[Duty], str]]] = {
    "1": (lambda duty: duty, reports),
    "1r": (after("repaired"), lambda duty: reports(duty, at_dev="2019-11-04T00:00:00.000Z")),
    "1a": (reported, reports),
    "2": (reported, does("start_repair")),
    "2a": (after("start_repair"), does("start_repair")),
    "3": (after("start_repair"), does("repaired")),
    "3a": (after("repaired"), does("repaired")),
    "4": (reported, does("no_fault", **WHY)),
    "5": (reported, does("remove", **WHY)),
    "5a": (after("remove"), does("remove", **WHY)),
    "6": (after("remove"), does("restore", **WHY)),
    "7f": (with_parked, decides("force")),
    "7d": (with_parked, decides("dismiss")),
    "7w": (reported, lambda duty: duty.event("wait_over", "server")),
}


@pytest.mark.parametrize("row", sorted(ROWS))
@pytest.mark.parametrize(("letter", "made"), [("F", an_asset), ("M", a_mailbox)])
def test_every_row_decides_where_it_should(letter: str, made: Callable[[], Duty], row: str) -> None:
    before, act = ROWS[row]
    duty = before(made())
    doc_id = act(duty)
    assert duty.result(doc_id) == ("absorbed" if row in ("1r", "2a", "3a", "5a") else "applied")
    if len(duty.entries) > 1:
        found = deciding(duty)
        assert found is not None
        assert found.id == f"{letter}{row}"
        assert duty.state["state"] == found.target or found.target is None
        assert not found.actors or duty.had_nobody_done_it() == "role_missing"


@pytest.mark.parametrize(
    ("machine", "letter", "schema"),
    [(ASSET, "F", AssetEventSchema), (MAILBOXES, "M", MailboxEventSchema)],
)
def test_no_row_is_left_out(machine, letter, schema) -> None:  # type: ignore[no-untyped-def]
    assert {row.id for row in machine.table.transitions} == {f"{letter}{row}" for row in ROWS}
    speaks_of_known_names(machine.table, {**schema.payloads, "report": None})
    has_words(machine)


def test_the_first_report_begins_it() -> None:
    duty = an_asset()
    reports(duty, "patrol", "offline", attach=[PHOTO])
    state = duty.state
    assert (state["state"], state["fault"], state["kind"], len(state["reports"])) == (
        "fault",
        "offline",
        "camera",
        1,
    )
    assert ASSET.registers(duty.folding) == {
        "ref": "421102001-cam001",
        "level": "offline",
        "title": "421102001-cam001",
        "on": "2019-11-04",
    }


def test_two_people_report_one_fault() -> None:
    duty = reported(a_mailbox())
    reports(duty, "grid-b", "lock", seen=0)
    assert (duty.state["state"], len(duty.state["reports"])) == ("damaged", 2)


def test_a_report_of_before_the_repair_does_not_break_it_again() -> None:
    duty = reported(an_asset())
    duty.event("repaired", "operator", after=5 * HOUR)
    late = reports(duty, "patrol", at_dev="2019-11-04T02:00:00.000Z", seen=0)
    assert (duty.result(late), duty.reason(late)) == ("absorbed", "repaired_since")
    assert duty.state["state"] == "active"
    assert len(duty.state["reports"]) == 2, "what was seen is kept"
    reports(duty, "patrol")
    assert duty.state["state"] == "fault"


def test_a_report_on_what_was_removed_waits_for_the_office() -> None:
    duty = after("remove")(a_mailbox())
    late = reports(duty)
    assert (duty.result(late), duty.reason(late)) == ("parked", "not_while_removed")
    duty.event("force", "operator", {"event": late, "reason": "信箱仍在"})
    assert duty.state["state"] == "damaged"


@pytest.mark.parametrize(
    "wrong",
    [
        {"asset": "421102001-cam002"},
        {"kind": "mailbox"},
        {"subject": "case:421102001-cam001"},
        {"fault": "坏了"},
        {"on": "2019-11-05"},
        {"name": "张三"},
        {"attach": ["x"]},
    ],
)
def test_a_report_is_about_one_thing(wrong: dict[str, object]) -> None:
    duty = reported(an_asset())
    assert AssetReportSchema().validate({**duty.entries[-1].body, **wrong})


def test_a_thing_lives_where_it_was_reported() -> None:
    assert where_reported({"div": VILLAGE}) == f"work_{VILLAGE}"
    assert where_reported({"div": TOWNSHIP}) == f"patrol_{TOWNSHIP}"
