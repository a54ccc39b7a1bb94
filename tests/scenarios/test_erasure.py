"""What is due to be erased is erased: no file holds it any more, and the journal still says all else.

Over real SQLite files, with the whole road: store, follower, clock, phones and offices.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from server.cases.capability import CASES_AND_PARTIES
from server.extensions import db, prepare_engine
from server.permissions import security_for
from sync import chain, intake, journal, replay, sealing, tables
from sync.clock import Clock
from sync.domain import Capability
from sync.journal import write_transaction
from sync.store.sql import SqlStore
from tests.support.cases import OTHER_VILLAGE
from tests.support.patrols import a_planned_shift, revised, ulid, wire
from tests.support.postgres import find_binaries, running_postgres
from tests.support.records import TOWNSHIP, VILLAGE
from tests.support.towns import Phone, Town, envelope

NAMES = ("甲乙丙", "甲乙丁", "甲乙戊", "0713-7654321", "改成甲乙丁")
LAT, LON = 30.4512345, 114.8754321
PATROL = f"patrol_{TOWNSHIP}"
HALF_A_YEAR = 190


@contextmanager
def a_town(database: str, store: str) -> Iterator[Town]:
    """The town over databases that last."""
    engine = sa.create_engine(database)
    prepare_engine(engine)
    tables.metadata.create_all(engine)
    db.metadata.create_all(engine)
    town = Town(engine, SqlStore(store))  # type: ignore[arg-type]  # any store does
    planned = Capability(planned=CASES_AND_PARTIES.planned)
    domain = replace(town.domain, capabilities=(*town.domain.capabilities, planned))
    town.clock = Clock(town.store, engine, domain, town.time)
    try:
        town.store.create(PATROL)
        town.store.set_security(PATROL, security_for(PATROL, (VILLAGE, OTHER_VILLAGE)))
        yield town
    finally:
        engine.dispose()
        town.store.close()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with a_town(f"sqlite:///{tmp_path}/xunge.db", f"sqlite:///{tmp_path}/store.db") as found:
        yield found


def archived(town: Town) -> tuple[str, str]:
    """A case with a party of whom much was written, by two handlers; archived. Returns both ids."""
    case = town.phone("grid-a").reports()
    office = town.office("operator")
    office.does(case, "accept")
    mediator = town.phone("med-a")
    mediator.does(case, "take")
    party = mediator.names_party(case, name="甲乙丙", phone="0713-7654321")
    office.does(case, "reassign", lead_officer="officer", lead_unit="psb", reason="需公安办理")
    edits(town.phone("officer"), party, "name", "甲乙丁", "改成甲乙丁")
    office.does(case, "reassign", lead_officer="med-a", lead_unit="v1", reason="退回")
    edits(mediator, party, "role", "third", None)
    edits(mediator, party, "name", "甲乙戊", None)
    mediator.settles(case)
    mediator.asks_for_close_out(case)
    office.does(case, "close_ok")
    office.does(case, "archive", paper_file_no="A-1")
    return case, party


def edits(phone: Phone, party: str, field: str, value: str, note: str | None) -> str:
    """Somebody changes what is known of the party."""
    doc_id = f"ev:{party}:{ulid(phone.staff_id, phone.town.number())}"
    said = {"action": "edit", "payload": {"field": field, "value": value}, "note": note}
    about = {"subject": party, **phone.view(party, doc_id)}
    phone.writes(f"own_{phone.staff_id}", doc_id, "party_ev", {**about, **said}, None)
    return doc_id


def a_checkin(shift: str, town: Town, number: int) -> dict[str, Any]:
    """A check-in by position."""
    doc_id = f"ck:{shift.partition(':')[2]}:{ulid('ck', number)}"
    return {
        **envelope(doc_id, "ckin", town.now),
        "div": TOWNSHIP,
        "wrote": {"by": "patrol", "dev": "dev-patrol", "dseq": number},
        "subject": shift,
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "checkpoint": None,
        "method": "gps",
        "point": {"lat": LAT, "lon": LON},
        "acc": 9.5,
    }


def patrolled(town: Town) -> str:
    """A shift with a check-in by position; returns its id."""
    shift = f"shift:{ulid('shift')}"
    planned = a_planned_shift(shift, starts_at=wire(town.now), ends_at=wire(town.now + timedelta(hours=8)))
    start = {
        **envelope(f"sev:{shift.partition(':')[2]}:{ulid('start')}", "shift_ev", town.now),
        "div": TOWNSHIP,
        "wrote": {"by": "patrol", "dev": "dev-patrol", "dseq": 1},
        "subject": shift,
        "seen": 0,
        "seen_ids": [],
        "prev": None,
        "action": "start",
        "payload": {"on_duty": ["patrol"], "vehicle": None, "km_start": None, "weather": None},
        "note": None,
    }
    town.store.write(PATROL, [planned])
    town.store.write(PATROL, [revised(start), revised(a_checkin(shift, town, 2))], new_edits=False)
    town.settle()
    return shift


def held(folder: Path) -> set[str]:
    """Which of the names and positions are in any file of the folder, as text or as JSON escapes."""
    raw = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return held_in(raw)


def held_in(raw: bytes) -> set[str]:
    looked_for = {name: (name, json.dumps(name)[1:-1]) for name in (*NAMES, str(LAT), str(LON))}
    return {name for name, forms in looked_for.items() if any(form.encode() in raw for form in forms)}


def faults(town: Town) -> list[object]:
    """What is wrong with the chains, or between the journal and what was made of it."""
    with town.engine.connect() as connection:
        different = replay.verify(connection, town.domain, town.time, db.metadata)
        return [*chain.verify(connection), *different.subjects, *different.tables]


def test_no_file_holds_a_name_or_a_position_after_it_was_erased(town: Town, tmp_path: Path) -> None:
    _, party = archived(town)
    shift = patrolled(town)
    assert held(tmp_path) == {*NAMES, str(LAT), str(LON)}
    before = town.state(party)
    town.passes(days=HALF_A_YEAR)
    assert held(tmp_path) == set()
    after = town.state(party)
    assert (before["name"], before["role"]) == ("甲乙戊", "third")
    assert (after["name"], after["phone"], after["alias"], after["role"]) == (None, None, "张某甲", "third")
    assert after["erased_at"] is not None
    assert after["results"].keys() > before["results"].keys()
    assert town.state(shift)["state"] == "ended"
    assert faults(town) == []


def test_the_journal_itself_never_held_them_in_clear(town: Town) -> None:
    archived(town)
    patrolled(town)
    with town.engine.connect() as connection:
        raw = "\n".join(connection.scalars(sa.select(tables.journal.c.body)))
        opened = [
            entry.text
            for key in journal.subjects(connection)
            for entry in journal.entries_of(connection, *key)
        ]
    assert held_in(raw.encode()) == set()
    assert held_in("\n".join(opened).encode()) == {*NAMES, str(LAT), str(LON)}
    assert faults(town) == []


def test_what_was_counted_stays_when_positions_go(town: Town) -> None:
    shift = patrolled(town)
    query = sa.text("SELECT checkins FROM patrol_shift")
    with town.engine.connect() as connection:
        before = connection.scalar(query)
    town.passes(days=HALF_A_YEAR)
    with town.engine.connect() as connection:
        assert connection.scalar(query) == before == 1
        assert connection.scalar(sa.text("SELECT point FROM patrol_checkin")) is None
    assert [one for one in town.documents(PATROL) if one.startswith("ck:")] == []
    assert f"st:{shift}" in town.documents(PATROL)


def test_the_phones_lose_the_documents_and_keep_the_state(town: Town) -> None:
    _, party = archived(town)
    town.passes(days=HALF_A_YEAR)
    kept = town.documents("own_med-a")
    assert party not in kept
    assert kept[f"st:{party}"]["name"] is None
    assert not [one for one in town.documents("own_officer") if one.endswith(party)]


def test_what_comes_after_the_erasure_is_not_kept_either(town: Town, tmp_path: Path) -> None:
    _, party = archived(town)
    late, gated = town.phone("officer"), town.phone("med-a")
    late.goes_offline()
    edits(late, party, "name", "甲乙丁", "改成甲乙丁")
    gated.goes_offline()
    edits(gated, party, "phone", "0713-7654321", None)
    town.passes(days=HALF_A_YEAR)
    late.comes_online()
    ((database, document),) = gated.unsent
    with write_transaction(town.engine) as connection:
        intake.enqueue(connection, gated.device, "med-a", database, document)
    town.settle()
    assert town.state(party)["name"] is None
    assert town.state(party)["phone"] is None
    assert held(tmp_path) == set()
    assert faults(town) == []


def test_what_did_not_fit_is_under_a_key_too_and_erased_in_its_time(town: Town, tmp_path: Path) -> None:
    _, party = archived(town)
    case_key = party.split(":")[1]
    broken = town.phone("med-a")
    wrong = f"party:{case_key}:{ulid('wrong')}"
    body = {"role": "applicant", "alias": "张某乙", "applicant": "甲乙丙", "phone": "0713-7654321"}
    broken.writes("own_med-a", wrong, "party", body, None)
    assert town.quarantined() == {wrong: "schema"}
    with town.engine.connect() as connection:
        stored = connection.scalar(sa.select(tables.journal.c.body).where(tables.journal.c.doc_id == wrong))
    assert held_in((stored or "").encode()) == set()
    assert held(tmp_path) == {*NAMES} - {str(LAT), str(LON)}
    town.passes(days=HALF_A_YEAR)
    assert held(tmp_path) == set()
    assert faults(town) == []


def test_a_phone_cannot_erase(town: Town) -> None:
    _, party = archived(town)
    phone = town.phone("med-a")
    doc_id = f"ev:{party}:{ulid('hostile')}"
    about = {"subject": party, **phone.view(party, doc_id)}
    said = {"action": "erase", "payload": {}, "note": None}
    phone.writes("own_med-a", doc_id, "party_ev", {**about, **said}, None)
    assert town.result(doc_id) == ("refused", "role_missing")
    assert town.state(party)["name"] == "甲乙戊"


def test_a_document_that_looks_sealed_is_kept_as_it_came(town: Town) -> None:
    grid = town.phone("grid-a")
    case = grid.reports(title='{"$sealed":"AAAA"}')
    assert town.state(case)["title"] == '{"$sealed":"AAAA"}'
    keys = sealing.Keys({})
    body = {"a": [{"$sealed": "AAAA"}, {"$sealed": "no base64"}]}
    assert keys.open(("p", "s"), "d", body) == body


def test_nothing_is_erased_before_it_is_due(town: Town) -> None:
    _, party = archived(town)
    shift = patrolled(town)
    town.passes(days=170)
    assert town.state(party)["name"] == "甲乙戊"
    assert f"st:{shift}" in town.documents(PATROL)
    assert [one for one in town.documents(PATROL) if one.startswith("ck:")] != []


def test_on_postgresql_no_dump_holds_them_either(tmp_path: Path) -> None:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL on this machine")
    with running_postgres(binaries) as url, a_town(url, url) as town:
        archived(town)
        patrolled(town)
        assert held_in(dump(binaries, url)) == {*NAMES, str(LAT), str(LON)}
        town.passes(days=HALF_A_YEAR)
        assert held_in(dump(binaries, url)) == set()
        assert faults(town) == []


def dump(binaries: Path, url: str) -> bytes:
    """Everything in the database."""
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    return subprocess.run([str(binaries / "pg_dump"), plain], check=True, capture_output=True).stdout
