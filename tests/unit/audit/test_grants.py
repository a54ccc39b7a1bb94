"""Whoever is let in or shut out is noted in the journal, in a chain of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection

from server.accounts import passwords, queries
from server.audit.words import NOTES
from server.extensions import db, services
from sync import audited, chain, journal, replay
from sync.audited import Wanted
from tests.support.office import PASSWORD, Office, an_office
from tests.support.road import staff_of
from tests.support.towns import Town, a_town


@pytest.fixture
def town() -> Iterator[Town]:
    with a_town() as found:
        yield found


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    with an_office(tmp_path) as opened:
        yield opened


def noted(connection: Connection, what: str) -> list[tuple[str, str, dict[str, object]]]:
    rows = audited.found(connection, Wanted(what=what), None, 1000)
    return [(row.author, row.subject, row.body) for row in reversed(rows)]


def told(town: Town, what: str) -> list[tuple[str, str, dict[str, object]]]:
    with town.engine.connect() as connection:
        return noted(connection, what)


def test_a_copy_for_a_handler_is_noted_when_it_is_given_and_when_it_is_withdrawn(town: Town) -> None:
    case = town.phone("grid-a").reports()
    town.office("operator").does(case, "accept")
    mediator = town.phone("med-a")
    mediator.does(case, "take")
    party = mediator.names_party(case, name="甲乙丙")
    office = town.office("operator")
    office.does(case, "reassign", lead_officer="officer", lead_unit="psb", reason="需公安办理")
    copy = ("server", party, {"database": "own_officer", "id": f"view:{party}"})
    assert told(town, "copy_given").count(copy) == 1
    assert copy not in told(town, "copy_withdrawn")
    office.does(case, "reassign", lead_officer="colleague", lead_unit="psb", reason="调岗")
    assert told(town, "copy_given").count(copy) == 1
    assert told(town, "copy_withdrawn").count(copy) == 1
    assert "甲乙丙" not in str(told(town, "copy_given"))


def test_the_roles_of_every_member_of_staff_are_noted(town: Town) -> None:
    given = [subject for _, subject, _ in told(town, "roles_set")]
    assert "staff:med-a" in given
    (document,) = staff_of({"newcomer": ("psb", ["dist_special"])})
    town.publishes("ref_421102001", document)
    (_, subject, more) = told(town, "roles_set")[-1]
    assert (subject, more["roles"]) == ("staff:newcomer", ["dist_special"])
    assert "人员" not in str(told(town, "roles_set"))


def test_the_notes_are_chained_and_no_part_of_a_replay(town: Town) -> None:
    with town.engine.connect() as connection:
        assert chain.verify(connection) == []
        assert "audit" in journal.heads(connection)
        assert not replay.verify(connection, town.domain, town.time, db.metadata)


def test_accounts_and_devices_are_noted_by_who_did_it(office: Office) -> None:
    session = office.signed_in("lead")
    admin = office.signed_in("admin")
    device = session["device"]["id"]
    assert (
        office.client.delete(
            f"/api/devices/{device}", headers={"Authorization": f"Bearer {admin['access_token']}"}
        ).status_code
        == 204
    )
    with office.app.app_context():
        queries.put_account("lead", "lead", PASSWORD, services().config.now())
        queries.close_account("lead", services().config.now())
        queries.revoke_device("nobody", services().config.now())
        with db.engine.connect() as connection:
            assert noted(connection, "account_made") == [
                ("shell", "staff:lead", {}),
                ("shell", "staff:admin", {}),
            ]
            assert noted(connection, "account_renewed") == [("shell", "staff:lead", {})]
            assert noted(connection, "account_closed") == [("shell", "staff:lead", {})]
            assert noted(connection, "device_revoked") == [("admin", f"device:{device}", {})]


def test_every_note_has_words_in_both_languages() -> None:
    for what in (audited.COPY_GIVEN, audited.COPY_WITHDRAWN, "roles_set", "read", "listed"):
        assert set(NOTES[what]) == {"zh-CN", "en"}
