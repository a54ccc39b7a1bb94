"""T16: a responder's answer that arrives after the stand-down is taken in quietly, and its time is kept.

And the road to there: report, verification, dispatch, the order on the phones, who is not reached.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sync import times
from tests.support import district as small
from tests.support.command import DEPUTY, DIRECTOR, Command, Desk, Phone, a_command

SENT = {"units": [{"code": small.TEAM, "kind": "team"}], "text": "立即前往"}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    with a_command(tmp_path, monkeypatch) as opened:
        yield opened


def dispatched(command: Command, reporter: Phone, dispatcher: Desk) -> tuple[str, str]:
    """An incident with the patrol team sent to it; (incident, responder)."""
    incident = reporter.reports()
    command.follows()
    for action, payload in (("verify", {}), ("dispatch", SENT)):
        assert dispatcher.does("incidents", incident, action, **payload).status_code == 202
        command.follows()
    return incident, f"rsp:{incident[4:]}:{small.TEAM}"


def test_t16_an_answer_after_the_stand_down_keeps_its_time(command: Command) -> None:
    lead, dispatcher, deputy = command.phone(small.LEAD), command.desk(small.DISPATCHER), command.desk(DEPUTY)
    incident, responder = dispatched(command, command.phone(small.MEMBER), dispatcher)
    assert lead.sees(f"view:{responder}")["state"]["state"] == "notified"
    assert lead.sees(f"view:{incident}")["head"]["place"] == "东门市场"
    (task,) = lead.own("task")
    assert (task["kind"], task["about"], task["text"]) == ("respond", responder, "立即前往")

    lead.goes_offline()
    answers = [lead.answers(responder, "ack", timedelta(minutes=2)), lead.answers(responder, "en_route")]
    assert deputy.does("incidents", incident, "stand_down").status_code == 202
    command.follows()
    state = lead.reads(f"/db/own_{small.LEAD}/view:{responder}")["state"]
    assert (state["state"], state["flags"], state["t_acked"]) == ("done", ["done_auto"], None)
    assert lead.sees(f"st:{task['_id']}")["state"] == "done"

    lead.comes_online()
    command.follows()
    state = lead.sees(f"view:{responder}")["state"]
    assert [state["results"][one] for one in answers] == [
        {"result": "absorbed", "reason": "already_further"}
    ] * 2
    assert state["state"] == "done"
    assert times.parse(state["t_acked"]) < times.parse(state["t_enroute"])
    assert times.parse(state["t_acked"]) < times.parse(state["t_done"])
    record = dispatcher.reads(f"/api/responders/{responder}")
    assert [item["action"] for item in record["timeline"]].count("ack") == 1
    device = {"device": lead.device}
    receipts = lead.reads(f"/api/receipts?device={device['device']}")
    assert receipts["received"] == [[1, 2]]


def test_who_does_not_answer_is_called_by_phone(command: Command) -> None:
    member, dispatcher = command.phone(small.MEMBER), command.desk(small.DISPATCHER)
    _, responder = dispatched(command, member, dispatcher)
    command.passes(minutes=2)
    assert dispatcher.reads(f"/api/responders/{responder}")["record"]["flags"] == []
    command.passes(minutes=4)
    assert dispatcher.reads(f"/api/responders/{responder}")["record"]["flags"] == ["not_reached"]
    notices = dispatcher.reads(f"/api/notices?township={small.TOWNSHIP}&from=2020-01-01&to=2099-01-01")[
        "items"
    ]
    assert [one["kind"] for one in notices].count("not_reached") == 1
    assert [one["kind"] for one in member.own("ntc")] == ["respond_now"]
    # The dispatcher calls, and writes down what was said.
    assert dispatcher.does("responders", responder, "ack").status_code == 202
    command.follows()
    record = dispatcher.reads(f"/api/responders/{responder}")["record"]
    assert (record["state"], record["flags"]) == ("acked", [])


def test_the_whole_course_of_an_incident(command: Command) -> None:
    lead, member = command.phone(small.LEAD), command.phone(small.MEMBER)
    dispatcher, deputy, director = (
        command.desk(small.DISPATCHER),
        command.desk(DEPUTY),
        command.desk(DIRECTOR),
    )
    operator = command.desk("chibi-op")
    incident, responder = dispatched(command, member, dispatcher)
    lead.answers(responder, "ack")
    lead.answers(responder, "on_scene")
    lead.tells(incident, "sitrep", text="两人轻伤", injured_count=2)
    lead.tells(incident, "ask_controlled")
    command.follows()
    # The leader asked before the centre had heard of the arrival.
    shown = dispatcher.reads(f"/api/incidents/{incident}")
    assert (shown["record"]["state"], shown["record"]["flags"]) == ("on_scene", ["control_asked"])
    steps = [
        (dispatcher, "controlled", {}),
        (deputy, "stand_down", {}),
        (operator, "review", {"summary": "处置及时"}),
        (director, "close", {}),
    ]
    for person, action, payload in steps:
        answer = person.does("incidents", incident, action, **payload)
        assert answer.status_code == 202, (action, answer.get_data(as_text=True))
        command.follows()
    state = dispatcher.reads(f"/api/incidents/{incident}")["body"]
    assert (state["state"], state["injured_count"], state["arrived_units"]) == ("closed", 2, [small.TEAM])
    assert member.sees(f"st:{incident}")["state"] == "closed"
    assert command.is_as_its_journal()


def test_two_reports_of_one_incident_become_one(command: Command) -> None:
    lead, member, dispatcher = (
        command.phone(small.LEAD),
        command.phone(small.MEMBER),
        command.desk(small.DISPATCHER),
    )
    first, second = member.reports(people_count=3), lead.reports(people_count=9, text="东门起火")
    command.follows()
    assert dispatcher.does("incidents", second, "merge_into", target=first).status_code == 202
    lead.tells(second, "sitrep", text="明火已灭", people_count=11)
    command.follows()
    body = dispatcher.reads(f"/api/incidents/{first}")["body"]
    assert (body["people_count"], body["reporters"]) == (11, [small.MEMBER, small.LEAD])
    assert [one["text"] for one in body["sitreps"]] == ["明火已灭"]
    assert lead.sees(f"st:{second}")["merged_into"] == first
    assert command.is_as_its_journal()


def test_a_serious_one_is_told_to_the_director_and_an_office_may_not_do_anothers_work(
    command: Command,
) -> None:
    reporter, dispatcher = command.phone(small.MEMBER), command.desk(small.DISPATCHER)
    incident, _ = dispatched(command, reporter, dispatcher)
    assert dispatcher.does("incidents", incident, "grade", level="III").status_code == 202
    command.follows()
    director = command.desk(DIRECTOR)
    told = director.reads(f"/api/notices?township={small.TOWNSHIP}&from=2020-01-01&to=2099-01-01")["items"]
    assert [one["kind"] for one in told] == ["serious_incident"]
    assert dispatcher.does("incidents", incident, "stand_down").status_code == 403
    down = dispatcher.does("incidents", incident, "grade", level="IV")
    assert (down.status_code, down.get_json()["code"]) == (409, "guard_refused")
