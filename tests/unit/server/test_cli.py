"""The commands of an administrator, and the store alone."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from click.testing import Result

from server.extensions import transaction
from sync.journal import NewEntry, append
from tests.support.office import PASSWORD, TOWNSHIP, Office

ROOT = Path(__file__).resolve().parents[3]


def run(office: Office, *words: str, said: str | None = None) -> Result:
    return office.app.test_cli_runner().invoke(args=list(words), input=said)


def test_an_account_is_made_listed_and_closed(office: Office) -> None:
    assert run(office, "users", "add", "Lead", "lead", "--password", PASSWORD).exit_code == 0
    assert office.sign_in("lead")["user"]["id"] == "lead"
    assert run(office, "users", "list").output == "lead\tlead\tactive\n"
    assert run(office, "users", "close", "lead").exit_code == 0
    assert office.try_sign_in("lead").status_code == 401
    assert run(office, "users", "close", "nobody").exit_code == 1


def test_the_password_is_asked_for_twice_and_has_a_length(office: Office) -> None:
    asked = run(office, "users", "add", "lead", "lead", said=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output
    short = run(office, "users", "add", "lead", "lead", "--password", "short")
    assert short.exit_code == 2
    assert "at least 10" in short.output


def test_one_person_has_one_account(office: Office) -> None:
    assert run(office, "users", "add", "lead", "lead", "--password", PASSWORD).exit_code == 0
    for name, staff_id in (("other", "lead"), ("lead", "member")):
        refused = run(office, "users", "add", name, staff_id, "--password", PASSWORD)
        assert refused.exit_code == 1
        assert "another account" in refused.output


def test_a_device_is_revoked(office: Office) -> None:
    session = office.signed_in("lead")
    assert run(office, "users", "revoke-device", session["device"]["id"]).exit_code == 0
    assert office.get("/api/session", session).get_json()["code"] == "device_revoked"
    assert run(office, "users", "revoke-device", "nobody").exit_code == 1


def test_replay_finds_a_broken_chain(office: Office) -> None:
    row = NewEntry(TOWNSHIP, "reference", f"ref_{TOWNSHIP}", "x:1", "1-a", "x:1", "server", "server", 0, {})
    with office.app.app_context(), transaction() as session:
        append(session.connection(), [row], "2026-01-05T00:00:00.000Z")
    assert run(office, "replay").exit_code == 0
    with office.app.app_context(), transaction() as session:
        session.connection().exec_driver_sql("UPDATE journal SET body = '{\"changed\": 1}'")
    broken = run(office, "replay")
    assert broken.exit_code == 1
    assert f"the chain of {TOWNSHIP} is broken at 1: altered" in broken.output
    assert run(office, "audit", "verify").exit_code == 1


def test_the_heads_of_the_chains_are_printed_and_compared(office: Office, tmp_path: Path) -> None:
    row = NewEntry(TOWNSHIP, "reference", f"ref_{TOWNSHIP}", "x:1", "1-a", "x:1", "server", "server", 0, {})
    with office.app.app_context(), transaction() as session:
        append(session.connection(), [row], "2026-01-05T00:00:00.000Z")
    printed = run(office, "audit", "heads").output
    assert f"{TOWNSHIP}\t1\t" in printed
    (tmp_path / "heads").write_text(printed)
    (tmp_path / "no-heads").write_text("x\n")
    held = run(office, "audit", "verify", "--heads", str(tmp_path / "heads"))
    assert (held.exit_code, held.output) == (0, printed)
    assert run(office, "audit", "verify", "--heads", str(tmp_path / "no-heads")).exit_code == 1
    with office.app.app_context(), transaction() as session:
        for table in ("journal", "journal_head"):
            session.connection().exec_driver_sql(f"DELETE FROM {table} WHERE partition = '{TOWNSHIP}'")  # noqa: S608
    assert run(office, "audit", "verify").exit_code == 0
    cut = run(office, "audit", "verify", "--heads", str(tmp_path / "heads"))
    assert cut.exit_code == 1
    assert f"the chain of {TOWNSHIP} is broken at 1: missing" in cut.output


@pytest.fixture
def store_port(tmp_path: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "flask", "--app", "server", "store", "serve", "--port", str(port)]
    served = subprocess.Popen([*command, "--admin", "me:secret"], cwd=ROOT, env={"XUNGE_VAR": str(tmp_path)})
    try:
        yield port
    finally:
        served.terminate()
        served.wait(20)


def test_the_store_is_served_alone(store_port: int) -> None:
    address = f"http://127.0.0.1:{store_port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            requests.get(address, timeout=5)
            break
        except requests.ConnectionError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    admin = ("me", "secret")
    assert requests.put(f"{address}/things", auth=admin, timeout=5).status_code == 201
    assert requests.put(f"{address}/things/a", auth=admin, json={"n": 1}, timeout=5).status_code == 201
    assert requests.get(f"{address}/things/a", auth=admin, timeout=5).json()["n"] == 1
    assert requests.get(f"{address}/things/a", auth=("me", "wrong"), timeout=5).status_code == 401


@pytest.mark.parametrize("admin", ["me", "me:", ":secret"])
def test_the_store_wants_a_name_and_a_password(office: Office, admin: str) -> None:
    refused = run(office, "store", "serve", "--port", "5999", "--admin", admin)
    assert refused.exit_code == 2
    assert "USER:PASS" in refused.output
