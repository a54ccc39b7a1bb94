"""What happens to a patrol between phones that are offline and a centre that judges late: told in verbs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sync import tables
from sync.store.sql import SqlStore
from tests.support.patrols import MORNING, PLANNED, Centre, a_centre, revised
from tests.support.postgres import find_binaries, running_postgres

EIGHT = MORNING.replace(hour=8)


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL on this machine")
    with running_postgres(binaries) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Centre]:
    url = f"sqlite:///{tmp_path}/centre.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with a_centre(url=url) as found:
        yield found


def test_a_whole_shift(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    centre.passes(hours=1)
    lead.begins_shift(on_duty=["lead", "p02"], km_start=1200)
    lead.checks_in("c001")
    centre.passes(minutes=20)
    member.checks_in("c002")
    member.finds("路灯不亮")
    lead.acts("pause", reason="午饭")
    centre.passes(minutes=30)
    lead.acts("resume")
    centre.passes(hours=6)
    lead.acts("end", km_end=1234.5)
    submitted = lead.acts("submit", missed=[])
    state = centre.state()
    assert (state["state"], state["must_missed"], state["route_done"]) == ("submitted", [], 1.0)
    assert centre.result(submitted) == ("applied", None)
    assert (state["km_start"], state["km_end"], state["signed_by"]) == (1200, 1234.5, "lead")
    assert len(state["duty_intervals"]) == 2
    centre.does("dispatch", "review")
    assert centre.state()["state"] == "reviewed"
    assert centre.receipts(lead) == [(1, 6)]
    assert centre.store.read("patrol_421102001", f"st:{PLANNED}")["state"] == "reviewed"


def test_t5_a_missed_shift_whose_phone_syncs_20_hours_later(centre: Centre) -> None:
    lead = centre.phone("lead")
    lead.goes_offline()
    lead.begins_shift(at=EIGHT)
    lead.checks_in("c001", at=EIGHT + timedelta(minutes=30))
    lead.acts("end", at=EIGHT + timedelta(hours=8), km_end=None)
    centre.passes(hours=2)
    assert centre.state()["state"] == "missed"
    centre.passes(hours=19)
    lead.comes_online()
    state = centre.state()
    assert state["state"] == "ended"
    assert "late_sync" in state["flags"]
    assert "late_start" not in state["flags"]
    assert (state["started_at"], state["ended_at"]) == (
        "2026-03-02T00:00:00.000Z",
        "2026-03-02T08:00:00.000Z",
    )


def test_t8_a_phone_whose_clock_is_a_day_ahead(centre: Centre) -> None:
    lead = centre.phone("lead")
    lead.ahead = timedelta(days=1)
    centre.passes(hours=2)
    first = lead.begins_shift()
    second = lead.acts("end", km_end=None)
    state = centre.state()
    assert (centre.result(first)[0], centre.result(second)[0]) == ("applied", "applied")
    assert {"clock_skew", "late_start", "late_sync"} <= set(state["flags"])
    assert state["started_at"] == "2026-03-02T01:00:00.000Z", "judged by the time of receiving"


def test_t9_the_same_event_uploaded_three_times(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    once = centre.state(), centre.journalled()
    for _ in range(2):
        lead.pushes(lead.sent[0])
        centre.settle()
        lead.hands_in(lead.sent[0])
    assert (centre.state(), centre.journalled()) == once


def test_t10_an_event_with_a_missing_prev_waits_for_it(centre: Centre) -> None:
    lead = centre.phone("lead")
    lead.goes_offline()
    start, end = lead.begins_shift(at=EIGHT), lead.acts("end", at=EIGHT + timedelta(hours=1), km_end=None)
    (_, started), (_, ended) = lead.unsent
    lead.unsent = []
    lead.pushes(ended)
    centre.settle()
    assert centre.result(end) == ("parked", "waits_for_prev")
    assert centre.verdicts(lead) == [], "waiting needs nobody"
    lead.pushes(started)
    centre.settle()
    assert (centre.result(start)[0], centre.result(end)[0]) == ("applied", "applied")
    assert centre.state()["state"] == "ended"


def test_a_prev_that_never_comes_is_waited_for_72_hours(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    lead.goes_offline()
    lead.acts("note", text="丢失")
    note = lead.acts("note", text="还在")
    lead.unsent = lead.unsent[1:]
    lead.comes_online()
    centre.passes(hours=71)
    assert centre.result(note) == ("parked", "waits_for_prev")
    centre.passes(hours=2)
    assert centre.result(note) == ("applied", None)
    assert "gap" in centre.state()["flags"]
    assert [line["text"] for line in centre.state()["log_notes"]] == ["还在"]


def test_a_start_after_the_miss_became_final_stays_missed_until_accepted(centre: Centre) -> None:
    lead = centre.phone("lead")
    lead.goes_offline()
    lead.begins_shift(at=EIGHT)
    centre.passes(hours=80)
    assert "missed_final" in centre.state()["flags"]
    lead.comes_online()
    assert centre.state()["state"] == "started"
    assert "late_final" in centre.state()["flags"]
    centre.does("dispatch", "accept_reason", reason="手机损坏")
    assert "late_final" not in centre.state()["flags"]
    assert centre.state()["accepted_reason"] == "手机损坏"


def test_a_start_made_without_knowing_of_the_cancellation_wins(centre: Centre) -> None:
    lead = centre.phone("lead")
    lead.goes_offline()
    lead.begins_shift(at=EIGHT)
    centre.does("dispatch", "cancel", reason="暴雨")
    assert centre.state()["state"] == "cancelled"
    lead.comes_online()
    assert centre.state()["state"] == "started"
    assert "cancelled_but_started" in centre.state()["flags"]


def test_a_start_that_had_seen_the_cancellation_is_parked(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.does("dispatch", "cancel", reason="暴雨")
    key = PLANNED.removeprefix("shift:")
    payload = {"on_duty": ["lead"], "vehicle": None, "km_start": None, "weather": None}
    seen = {"seen": centre.state()["rseq"], "seen_ids": [], "prev": None}
    doc_id = f"sev:{key}:01ARZ3NDEKTSV4RRFFQ69G5FAV"
    said = {"subject": PLANNED, "action": "start", "payload": payload, "note": None, **seen}
    lead.writes(doc_id, "shift_ev", said)
    assert centre.result(doc_id) == ("parked", "not_while_cancelled")
    assert centre.verdicts(lead) == [(doc_id, "parked", "not_while_cancelled")]


def test_two_phones_start_the_same_shift(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    centre.passes(hours=1)
    member.goes_offline()
    second = member.begins_shift(on_duty=["p02", "lead"], km_start=90)
    centre.passes(minutes=10)
    lead.begins_shift(on_duty=["lead"], km_start=100)
    member.comes_online()
    state = centre.state()
    assert centre.result(second) == ("absorbed", "already_started")
    assert (state["on_duty"], state["km_start"]) == (["lead", "p02"], 90)
    assert state["started_at"] == "2026-03-02T00:00:00.000Z"


def test_a_check_in_after_the_end_moves_the_end(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    centre.passes(hours=1)
    lead.begins_shift()
    member.goes_offline()
    member.checks_in("c001", at=EIGHT + timedelta(hours=3))
    centre.passes(hours=2)
    lead.acts("end", km_end=None)
    centre.passes(hours=1)
    assert centre.state()["ended_at"] == "2026-03-02T02:00:00.000Z"
    member.comes_online()
    assert centre.state()["ended_at"] == "2026-03-02T03:00:00.000Z"


def test_a_submission_waits_for_reasons_or_for_the_missing_check_in(centre: Centre) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    centre.passes(hours=1)
    lead.begins_shift()
    lead.checks_in("c001")
    member.goes_offline()
    member.checks_in("c002")
    lead.acts("end", km_end=None)
    submitted = lead.acts("submit", missed=[])
    assert centre.result(submitted) == ("parked", "missed_without_reason")
    member.comes_online()
    assert centre.result(submitted) == ("applied", None)
    assert centre.state()["state"] == "submitted"


def test_the_clock_ends_a_forgotten_shift_and_the_true_end_corrects_it(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    lead.goes_offline()
    lead.acts("end", km_end=150, at=EIGHT + timedelta(hours=7))
    centre.passes(hours=11)
    assert centre.state()["state"] == "ended"
    assert "auto_ended" in centre.state()["flags"]
    assert centre.state()["ended_at"] == "2026-03-02T08:00:00.000Z"
    lead.comes_online()
    assert "auto_ended" not in centre.state()["flags"]
    assert (centre.state()["ended_at"], centre.state()["km_end"]) == ("2026-03-02T07:00:00.000Z", 150)


def test_an_unreviewed_shift_reviews_itself_after_48_hours(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    lead.acts("end", km_end=None)
    lead.acts("submit", missed=[{"checkpoint": code, "reason": "封路"} for code in ("c001", "c002")])
    assert centre.state()["must_missed"] == [
        {"checkpoint": "c001", "reason": "封路"},
        {"checkpoint": "c002", "reason": "封路"},
    ]
    centre.passes(hours=47)
    assert centre.state()["state"] == "submitted"
    centre.passes(hours=2)
    assert centre.state()["state"] == "reviewed"
    assert "auto_reviewed" in centre.state()["flags"]


def test_an_unplanned_shift_whose_head_comes_last(centre: Centre) -> None:
    lead = centre.phone("lead")
    lead.goes_offline()
    shift = lead.begins_unplanned()
    lead.checks_in("c001", shift)
    (_, head), *events = lead.unsent
    lead.unsent = list(events)
    lead.comes_online()
    assert centre.result(events[0][1]["_id"]) == ("parked", "waits_for_head")
    lead.pushes(head)
    centre.settle()
    state = centre.state(shift)
    assert (state["state"], state["must_missed"][0]["checkpoint"]) == ("started", "c002")
    assert "unplanned" in state["flags"]


def test_denied_by_replication_kept_by_intake_and_taken_when_the_role_comes(centre: Centre) -> None:
    newcomer, lead = centre.phone("newcomer"), centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    checkin = newcomer.checks_in("c001")
    (kept,) = newcomer.denied
    newcomer.hands_in(kept)
    assert centre.quarantined() == {checkin: "denied"}
    assert centre.receipts(newcomer) == [(1, 1)]
    assert centre.verdicts(newcomer) == [(checkin, "denied", "denied")]
    centre.grants("newcomer", "patrol_mem")
    assert centre.quarantined() == {}
    assert centre.result(checkin) == ("applied", None)
    assert centre.verdicts(newcomer) == []
    stored = centre.store.read("patrol_421102001", checkin)
    assert stored["_rev"] == kept["_rev"], "other phones get the very same revision"
    assert centre.state()["must_missed"] == [{"checkpoint": "c002", "reason": None}]


def test_a_denied_document_that_replication_brings_after_all(centre: Centre) -> None:
    newcomer, lead = centre.phone("newcomer"), centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    checkin = newcomer.checks_in("c001")
    (kept,) = newcomer.denied
    newcomer.hands_in(kept)
    centre.store.write("patrol_421102001", [kept], new_edits=False)
    centre.settle()
    assert centre.quarantined() == {}
    assert centre.result(checkin) == ("applied", None)
    assert [kind for kind, doc_id in centre.journalled() if doc_id == checkin] == ["quarantined", "release"]


def test_what_does_not_fit_its_schema_is_kept_and_told_and_counts_as_a_prev(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    broken = lead.checks_in("c001", method="teleport")
    note = lead.acts("note", text="继续")
    assert centre.quarantined() == {broken: "schema"}
    assert centre.verdicts(lead) == [(broken, "quarantined", "schema")]
    assert centre.receipts(lead) == [(1, 3)]
    assert centre.result(note) == ("applied", None)


def test_a_second_first_revision_is_kept_and_the_journalled_one_wins_again(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    checkin = lead.checks_in("c001")
    first = lead.sent[-1]
    content = {key: value for key, value in first.items() if not key.startswith("_rev")}
    for reason in ("另一份", "又一份", "第三份"):
        lead.pushes(revised({**content, "method": "hand", "reason": reason}))
        centre.settle()
    assert centre.quarantined() == {checkin: "second_revision"}
    assert [kind for kind, doc_id in centre.journalled() if doc_id == checkin] == ["event"] + ["copy"] * 3
    assert centre.store.read("patrol_421102001", checkin)["_rev"] == first["_rev"]
    assert centre.state()["results"][checkin]["result"] == "applied"


def test_an_edit_over_a_fact_is_kept_and_the_fact_written_over_it(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    checkin = lead.checks_in("c001")
    edited = {**centre.store.read("patrol_421102001", checkin), "reason": "改动"}
    centre.store.write("patrol_421102001", [edited])
    centre.settle()
    assert centre.quarantined() == {checkin: "second_revision"}
    assert centre.store.read("patrol_421102001", checkin)["reason"] is None
    rows = centre.journalled()
    centre.settle()
    assert centre.journalled() == rows, "what the server restored is nothing new"


def test_rules_go_by_the_checkpoint_and_the_roles_of_their_moment(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    first = lead.checks_in("c001", point={"lat": 30.45, "lon": 114.87}, acc=10)
    centre.passes(hours=1)
    centre.revises("checkpoint:c001", point={"lat": 30.5, "lon": 114.87})
    second = lead.checks_in("c001", point={"lat": 30.45, "lon": 114.87}, acc=10)
    results = centre.state()["results"]
    assert "flags" not in results[first]
    assert results[second]["flags"] == ["far_from_point"]


def test_a_restored_store_is_read_again_and_changes_nothing(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    lead.checks_in("c001")
    before, states = centre.journalled(), centre.state()
    page = centre.store.changes("patrol_421102001", include_docs=True)
    centre.store.delete("patrol_421102001")
    centre.store.create("patrol_421102001")
    kept = [row.doc for row in page.rows if row.doc is not None]
    centre.store.write("patrol_421102001", kept[:-1], new_edits=False)
    centre.settle()
    assert (centre.journalled(), centre.state()) == (before, states)


def test_what_comes_after_a_restore_from_an_older_backup_is_read(tmp_path: Path) -> None:
    stored, backup = tmp_path / "store.db", tmp_path / "backup.db"
    with a_centre(tmp_path, store=SqlStore(f"sqlite:///{stored}")) as centre:
        with closing(sqlite3.connect(stored)) as source, closing(sqlite3.connect(backup)) as target:
            source.backup(target)
        lead = centre.phone("lead")
        centre.passes(hours=1)
        lead.begins_shift()
        lead.checks_in("c001")
        before = centre.journalled()
        with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(stored)) as target:
            source.backup(target)
        centre.settle()
        late = lead.checks_in("c002")
        assert centre.journalled() == [*before, ("event", late)]


def test_what_was_written_after_a_restore_before_the_first_look_is_read(tmp_path: Path) -> None:
    stored, backup = tmp_path / "store.db", tmp_path / "backup.db"
    with a_centre(tmp_path, store=SqlStore(f"sqlite:///{stored}")) as centre:
        with closing(sqlite3.connect(stored)) as source, closing(sqlite3.connect(backup)) as target:
            source.backup(target)
        lead = centre.phone("lead")
        centre.passes(hours=1)
        lead.begins_shift()
        before = centre.journalled()
        reached = centre.store.info("patrol_421102001").update_seq
        with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(stored)) as target:
            source.backup(target)
        lead.goes_offline()
        late = [lead.checks_in("c002", at=EIGHT + timedelta(minutes=n)) for n in range(reached + 2)]
        for _, document in lead.unsent:
            lead.pushes(document)
        centre.settle()
        assert centre.journalled() == [*before, *(("event", one) for one in late)]


def test_a_check_in_moves_the_end_only_without_knowing_of_it_and_before_the_submission(
    centre: Centre,
) -> None:
    lead, member = centre.phone("lead"), centre.phone("p02")
    centre.passes(hours=1)
    lead.begins_shift()
    member.goes_offline()
    wrong = member.checks_in("c001", at=EIGHT + timedelta(hours=4), qr_token="wrong")
    centre.passes(hours=1)
    lead.acts("end", km_end=None)
    centre.passes(hours=4)
    knowing = lead.checks_in("c001", at=EIGHT + timedelta(hours=3))
    member.comes_online()
    own = centre.state()
    assert own["ended_at"] == "2026-03-02T01:00:00.000Z"
    assert {own["results"][one]["flags"][0] for one in (wrong, knowing)} == {"after_end"}
    lead.acts("submit", missed=[{"checkpoint": "c002", "reason": "封路"}])
    after = centre.phone("p02").checks_in("c002", at=EIGHT + timedelta(hours=5))
    assert centre.state()["ended_at"] == "2026-03-02T01:00:00.000Z"
    assert centre.state()["results"][after]["flags"] == ["after_end"]


def test_what_comes_after_the_grace_counts_from_its_arrival(centre: Centre) -> None:
    lead = centre.phone("lead")
    lead.goes_offline()
    shift = lead.begins_unplanned(at=EIGHT)
    checkin = lead.checks_in("c001", shift, at=EIGHT + timedelta(hours=1))
    centre.passes(hours=24 * 4)
    lead.comes_online()
    state = centre.state(shift)
    assert state["started_at"] == "2026-03-05T23:00:00.000Z"
    assert "too_late" in state["flags"]
    assert "too_late" in state["results"][checkin]["flags"]


def test_a_record_within_the_grace_keeps_its_time(centre: Centre) -> None:
    lead = centre.phone("lead")
    lead.goes_offline()
    shift = lead.begins_unplanned(at=EIGHT)
    centre.passes(hours=72)
    lead.comes_online()
    assert centre.state(shift)["started_at"] == "2026-03-02T00:00:00.000Z"
    assert "too_late" not in centre.state(shift)["flags"]


def test_a_clock_of_another_century_freezes_nothing(centre: Centre) -> None:
    lead = centre.phone("lead")
    centre.passes(hours=1)
    lead.begins_shift()
    absurd = lead.checks_in("c001", at=EIGHT.replace(year=1970))
    assert centre.quarantined() == {absurd: "schema"}
    assert centre.rows(tables.dead_letter) == []
    lead.acts("end", km_end=None)
    assert centre.state()["state"] == "ended"
