"""The follower, the clock and the replay over the patrol: what they do when something is wrong."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

from server.extensions import db
from server.patrols.tables import PatrolCheckin
from sync import dead_letters, intake, replay, tables
from sync.clock import Clock
from sync.domain import Capability, Document, Domain, Folded, Subject
from sync.follower import Follower
from sync.journal import write_transaction
from sync.read_models import ReadModels
from tests.support.patrols import (
    MORNING,
    PATROL,
    PLANNED,
    TOWNSHIP,
    Centre,
    a_centre,
    a_planned_shift,
    a_reference,
    revised,
)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with a_centre(tmp_path) as found:
        yield found


def with_projection(domain: Domain, project: Any) -> Domain:
    """The domain with another projection of shifts."""
    parts = tuple(
        Capability(
            part.types,
            tuple(
                replace(family, project=project) if family.prefix == "shift" else family
                for family in part.families
            ),
        )
        for part in domain.capabilities
    )
    return replace_capabilities(domain, parts)


def letters(centre: Centre) -> dict[str, int]:
    with centre.engine.connect() as connection:
        return {letter.subject: letter.attempts for letter in dead_letters.oldest(connection, 10)}


def test_a_subject_that_fails_blocks_only_itself_and_is_tried_again(centre: Centre) -> None:
    other = "shift:t2:2026-03-02:day"
    project = centre.domain.families["shift"].project
    broken = [PLANNED]

    def fails(models: ReadModels, subject: Subject, folded: Folded) -> None:
        project(models, subject, folded)
        if subject.id in broken:
            raise ArithmeticError("张三 said something private")

    centre.follower = Follower(
        centre.store, centre.engine, with_projection(centre.domain, fails), centre.time
    )
    centre.now += timedelta(hours=1)
    lead = centre.phone("lead")
    lead.begins_shift()
    centre.publishes(a_planned_shift(other, team="t2"), database=PATROL)
    assert letters(centre) == {PLANNED: 1}
    assert centre.state(other)["state"] == "planned"
    assert centre.state()["state"] == "planned", "its state is the one before the failure"
    (letter,) = centre.rows(tables.dead_letter)
    assert "ArithmeticError" in letter["error"]
    assert "张三" not in letter["error"]
    centre.now += timedelta(seconds=1)
    centre.settle()
    assert letters(centre) == {PLANNED: 2}
    broken.clear()
    centre.now += timedelta(seconds=5)
    centre.settle()
    assert letters(centre) == {}
    assert centre.state()["state"] == "started"


def test_a_check_that_raises_keeps_the_document_and_goes_on(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    def explodes(_document: Document) -> dict[str, Any]:
        raise RecursionError

    types = tuple(
        replace(one, check=explodes) if one.name == "ckin" else one for one in centre.domain.types.values()
    )
    part = Capability(types, tuple(centre.domain.families.values()))
    domain = replace_capabilities(centre.domain, (part,))
    centre.follower = Follower(centre.store, centre.engine, domain, centre.time)
    centre.now += timedelta(hours=1)
    lead = centre.phone("lead")
    with caplog.at_level(logging.CRITICAL):
        checkin = lead.checks_in("c001")
    lead.begins_shift()
    assert centre.quarantined() == {checkin: "schema"}
    assert centre.state()["state"] == "started"


def test_what_nobody_knows_is_quarantined_with_its_claims_cut_to_size(centre: Centre) -> None:
    strange = {
        "_id": "poem:1",
        "type": "poem\x00" * 40,
        "subject": "x\ud800" + "y" * 9000,
        "wrote": {"by": 7, "dev": None, "dseq": -3},
    }
    centre.store.write(PATROL, [strange])
    centre.settle()
    (row,) = centre.rows(tables.quarantine)
    assert (row["reason"], row["author"], row["device"], row["dseq"]) == ("unknown_type", "", "", 0)
    assert len(row["type"]) <= 64
    assert len(row["subject"]) <= 512
    assert "\x00" not in row["type"]


def test_a_database_of_no_rule_is_followed_and_its_documents_held(centre: Centre) -> None:
    centre.store.create("elsewhere")
    centre.store.write("elsewhere", [{"_id": "a", "type": "ckin"}])
    centre.settle()
    (row,) = centre.rows(tables.quarantine)
    assert (row["partition"], row["reason"]) == ("nowhere", "schema")


def test_a_retired_reference_document_is_journalled_as_ended(centre: Centre) -> None:
    present = centre.store.read(f"ref_{TOWNSHIP}", "checkpoint:c001")
    centre.publishes({"_id": present["_id"], "_rev": present["_rev"], "_deleted": True})
    centre.now += timedelta(hours=1)
    lead = centre.phone("lead")
    lead.begins_shift()
    checkin = lead.checks_in("c001")
    assert ("tombstone", "checkpoint:c001") in centre.journalled()
    assert centre.state()["results"][checkin]["flags"] == ["unknown_point"]


def test_a_parameter_counts_from_its_row_on_and_nonsense_never(centre: Centre) -> None:
    centre.now += timedelta(hours=1)
    lead = centre.phone("lead")
    lead.begins_shift()
    point = {"lat": 30.45, "lon": 114.87}
    before = lead.checks_in("c001", point=point, acc=40)
    centre.publishes(a_parameter("ckin.accuracy", 30))
    after = lead.checks_in(None, point=point, acc=40, method="gps")
    centre.revises("param:ckin.accuracy", value="thirty")
    last = lead.checks_in(None, point=point, acc=40, method="gps")
    results = centre.state()["results"]
    assert "flags" not in results[before]
    assert results[after]["flags"] == ["low_accuracy"]
    assert "flags" not in results[last]


def a_parameter(key: str, value: object) -> dict[str, Any]:
    return a_reference(f"param:{key}", key=key, value=value)


def test_replay_finds_nothing_and_finds_what_was_tampered_with(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    lead.checks_in("c001")
    assert not compared(centre)
    with write_transaction(centre.engine) as connection:
        connection.execute(update(tables.fold_state).values(body="{}"))
        connection.execute(update(PatrolCheckin).values(counted=False))
    found = compared(centre)
    assert found == replay.Difference(((TOWNSHIP, PLANNED),), ("fold_state", "patrol_checkin"))
    tampered = centre.rows(tables.fold_result), centre.rows(tables.timer)
    with write_transaction(centre.engine) as connection:
        assert replay.repair(connection, centre.domain, centre.time) == [(TOWNSHIP, PLANNED)]
    assert not compared(centre)
    assert (centre.rows(tables.fold_result), centre.rows(tables.timer)) == tampered
    assert centre.state()["state"] == "started"


def compared(centre: Centre) -> replay.Difference:
    with centre.engine.connect() as connection:
        return replay.verify(connection, centre.domain, centre.time, db.metadata)


def test_two_clocks_write_one_event(centre: Centre) -> None:
    centre.now = MORNING + timedelta(hours=2)
    second = Clock(centre.store, centre.engine, centre.domain, centre.time)
    assert centre.clock.step() == 1
    assert second.step() == 0
    centre.settle()
    assert centre.state()["state"] == "missed"
    assert [row["name"] for row in centre.rows(tables.timer)] == ["finalize_missed"]


def test_planned_documents_are_written_when_they_are_missing(centre: Centre) -> None:
    shift = a_planned_shift("shift:t9:2026-03-03:day", team="t9")
    part = Capability(planned=lambda _connection, _now: [(PATROL, shift), ("patrol_0", shift)])
    domain = replace_capabilities(centre.domain, (*centre.domain.capabilities, part))
    clock = Clock(centre.store, centre.engine, domain, centre.time)
    assert clock.step() == 1, "the one whose database exists"
    assert clock.step() == 0
    centre.settle()
    assert centre.state(shift["_id"])["state"] == "planned"


def replace_capabilities(domain: Domain, parts: tuple[Capability, ...]) -> Domain:
    return replace(domain, capabilities=parts)


def test_running_until_stopped_survives_a_failing_step(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()
    calls: list[int] = []

    def failing() -> int:
        calls.append(1)
        stop.set()
        raise OSError

    centre.follower.step = failing  # type: ignore[method-assign]  # the step that fails is the point
    with caplog.at_level(logging.CRITICAL):
        centre.follower.run(stop)
    assert calls == [1]


def test_intake_refuses_what_the_guard_refuses_and_keeps_it(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    centre.now += timedelta(hours=1)
    lead.begins_shift()
    forged = revised({**content(lead.sent[0]), "_id": lead.sent[0]["_id"][:-1] + "0"})
    member.hands_in(forged)
    assert centre.quarantined() == {forged["_id"]: "not_author"}
    deleted = revised({**content(lead.sent[0]), "_id": lead.sent[0]["_id"][:-1] + "1", "_deleted": True})
    lead.hands_in(deleted)
    assert centre.quarantined()[deleted["_id"]] == "deleted"
    assert centre.state()["state"] == "started"


def content(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in ("_rev", "_revisions")}


def test_another_township_that_names_a_subject_does_not_touch_it(centre: Centre) -> None:
    other = "patrol_421102002"
    centre.store.create(other)
    centre.now += timedelta(hours=1)
    lead = centre.phone("lead")
    lead.begins_shift()
    lead.checks_in("c001")
    names = [*(name for name in db.metadata.tables if name.startswith("patrol_")), "fold_state", "timer"]
    shown = [centre.rows(_table(name)) for name in names]
    note = content(lead.sent[0]) | {"action": "note", "payload": {"text": "外地"}}
    checkin = content(lead.sent[1])
    fresh = [one | {"_id": one["_id"][:-1] + "0"} for one in (note, checkin)]
    centre.store.write(other, [revised(one) for one in (*fresh, checkin)], new_edits=False)
    centre.settle()
    assert [[row for row in centre.rows(_table(name)) if not foreign(row)] for name in names] == shown
    assert centre.state()["state"] == "started"
    centre.passes(hours=12)
    assert centre.state()["state"] == "ended", "its timers are still its own"


def foreign(row: dict[str, Any]) -> bool:
    return "421102002" in (row.get("township"), row.get("partition"))


def _table(name: str) -> Any:
    return tables.metadata.tables.get(name, db.metadata.tables.get(name))


@pytest.mark.parametrize("database", ["patrol_421102999", "ref_999999999"])
def test_what_has_no_database_is_held_where_its_sender_works(centre: Centre, database: str) -> None:
    lead = centre.phone("lead")
    lead.goes_offline()
    shift = lead.begins_unplanned()
    lead.hands_in(lead.unsent[0][1], database)
    (row,) = centre.rows(tables.quarantine)
    assert (row["doc_id"], row["partition"]) == (shift, TOWNSHIP)
    assert row["reason"] == "no_database"
    assert centre.rows(tables.outbox) == []


def test_nobody_takes_anothers_revision_through_intake(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    centre.now += timedelta(hours=1)
    lead.goes_offline()
    start = lead.begins_shift()
    ((_, true),) = lead.unsent
    member.hands_in({**true, "note": "changed"})
    assert centre.quarantined() == {start: "not_author"}
    lead.comes_online()
    assert centre.result(start) == ("applied", None)
    assert centre.receipts(lead) == [(1, 1)]
    assert centre.store.read(PATROL, start)["_rev"] == true["_rev"]
    rows = centre.journalled()
    lead.pushes(true)
    lead.hands_in(true)
    member.hands_in({**true, "note": "changed"})
    assert centre.journalled() == rows


def test_both_wait_in_the_queue_and_the_true_one_goes_on_as_it_was(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    lead.goes_offline()
    start = lead.begins_shift()
    ((_, true),) = lead.unsent
    with write_transaction(centre.engine) as connection:
        intake.enqueue(connection, member.device, "p02", PATROL, {**true, "note": "changed"})
        intake.enqueue(connection, lead.device, "lead", PATROL, true)
    centre.settle()
    assert centre.result(start) == ("applied", None)
    assert centre.receipts(lead) == [(1, 1)]
    assert centre.store.read(PATROL, start)["_rev"] == true["_rev"]


def test_an_authors_own_document_under_a_taken_revision_gets_its_receipt(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    lead.goes_offline()
    lead.begins_shift()
    ((_, true),) = lead.unsent
    member.pushes({**true, "wrote": {"by": "p02", "dev": member.device, "dseq": 1}})
    centre.settle()
    lead.hands_in(true)
    assert centre.receipts(lead) == [(1, 1)]
    assert centre.verdicts(lead) == [(true["_id"], "quarantined", "second_revision")]


def test_a_number_of_another_device_is_no_receipt(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    lead.goes_offline()
    for _ in range(3):
        lead.begins_shift()
    member.hands_in(lead.unsent[2][1])
    assert centre.receipts(member) == [(0, 0)]
    assert [result for _, result, _ in centre.verdicts(member)] == ["quarantined"]


def test_a_verdict_stays_with_its_author(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    lead.goes_offline()
    end = lead.acts("end", km_end=None)
    ((_, true),) = lead.unsent
    with write_transaction(centre.engine) as connection:
        intake.enqueue(connection, lead.device, "lead", PATROL, true)
        forged = revised({**content(true), "note": "mine"})
        intake.enqueue(connection, member.device, "p02", PATROL, forged)
    centre.settle()
    assert centre.verdicts(lead) == [(end, "parked", "not_while_planned")]
    assert centre.verdicts(member) == [(end, "quarantined", "not_author")]


def test_denied_documents_cost_nothing_while_no_role_changes(centre: Centre) -> None:
    asked: list[str] = []
    roles_of = centre.domain.roles_of

    def counted(connection: Connection, staff_id: str) -> frozenset[str] | None:
        asked.append(staff_id)
        return roles_of(connection, staff_id)

    centre.follower = Follower(
        centre.store, centre.engine, replace(centre.domain, roles_of=counted), centre.time
    )
    newcomer = centre.phone("newcomer")
    for _ in range(3):
        newcomer.checks_in("c001")
        newcomer.hands_in(newcomer.denied[-1])
    centre.settle()
    asked.clear()
    for _ in range(5):
        centre.follower.step()
    assert asked == []
    centre.publishes(a_parameter("ckin.accuracy", 30))
    assert asked == ["newcomer"], "once for all of that person's documents"


def test_the_shown_time_goes_by_the_parameter_of_its_row(centre: Centre) -> None:
    centre.publishes(a_parameter("clock.max_skew", 30))
    centre.now += timedelta(hours=1)
    lead = centre.phone("lead")
    lead.ahead = timedelta(minutes=20)
    lead.begins_shift()
    lead.checks_in("c001")
    (shown,) = centre.rows(_table("patrol_checkin"))
    assert shown["at"] == "2026-03-02T00:20:00.000Z"


def test_a_failing_step_is_logged_without_what_the_error_says(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()

    def failing() -> int:
        stop.set()
        raise ArithmeticError("张三 said something private")

    centre.follower.step = failing  # type: ignore[method-assign]  # the step that fails is the point
    with caplog.at_level(logging.ERROR):
        centre.follower.run(stop)
    assert "ArithmeticError" in caplog.text
    assert "张三" not in caplog.text
