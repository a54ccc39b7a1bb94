"""Devices: their ids, epochs and credentials, and what a revocation ends."""

from server.accounts import queries
from server.extensions import services
from tests.support.office import TOWNSHIP, Office, bearer

ADMIN_PATH = "/api/devices"


def test_a_new_device_gets_an_id_an_epoch_and_a_key_once(office: Office) -> None:
    first = office.signed_in("lead")["device"]
    again = office.sign_in("lead", id=first["id"])["device"]
    second = office.sign_in("lead")["device"]
    assert first["epoch"] == 1
    assert again == {"id": first["id"], "epoch": 1, "storage": first["storage"]}
    assert second["epoch"] == 2
    assert second["id"] != first["id"]
    assert second["intake_key"] != first["intake_key"]


def test_a_device_of_somebody_else_or_of_nobody_is_not_taken_over(office: Office) -> None:
    theirs = office.signed_in("lead")["device"]["id"]
    office.account("member")
    for claimed in (theirs, "lost-storage"):
        mine = office.sign_in("member", id=claimed)["device"]
        assert mine["id"] != claimed
        assert "intake_key" in mine


def test_a_revoked_device_is_refused_everywhere_and_told_so(office: Office) -> None:
    session = office.signed_in("lead")
    with office.app.app_context():
        queries.revoke_device(session["device"]["id"], services().config.now())
    key = f"Device {session['device']['id']}:{session['device']['intake_key']}"
    for answer in (
        office.get("/api/session", session),
        office.get("/api/receipts", session),
        office.client.post("/api/session/refresh"),
        office.try_sign_in("lead", id=session["device"]["id"]),
        office.client.post("/api/intake", json={}, headers={"Authorization": key}),
        office.post("/api/intake", session, {}),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (401, "device_revoked")


def test_replication_tells_a_revoked_device_the_reason(office: Office) -> None:
    session = office.signed_in("lead")
    database = f"/db/patrol_{TOWNSHIP}"
    assert office.get(database, session).status_code == 200
    with office.app.app_context():
        queries.revoke_device(session["device"]["id"], services().config.now())
    answer = office.get(database, session)
    assert answer.status_code == 401
    assert answer.get_json() == {"error": "unauthorized", "reason": "device_revoked"}


def test_a_closed_account_is_refused_at_once_though_its_token_lives(office: Office) -> None:
    session = office.signed_in("lead")
    with office.app.app_context():
        queries.close_account("lead", services().config.now())
    answer = office.get("/api/receipts", session)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "session_revoked")
    answer = office.get(f"/db/patrol_{TOWNSHIP}", session)
    assert (answer.status_code, answer.get_json()["reason"]) == (401, "session_revoked")
    key = f"Device {session['device']['id']}:{session['device']['intake_key']}"
    answer = office.client.post("/api/intake", json={}, headers={"Authorization": key})
    assert answer.status_code == 202, "what its person wrote before is still taken in"


def test_another_device_of_the_same_person_goes_on(office: Office) -> None:
    lost = office.signed_in("lead")
    kept = office.sign_in("lead")
    with office.app.app_context():
        queries.revoke_device(lost["device"]["id"], services().config.now())
    assert office.get("/api/session", kept).status_code == 200
    assert office.client.post("/api/session/refresh").status_code == 200


def test_the_administrator_lists_and_revokes(office: Office) -> None:
    session = office.signed_in("lead")
    admin = office.signed_in("admin")
    (device,) = office.get(f"{ADMIN_PATH}?staff=lead", admin).get_json()["devices"]
    assert device["id"] == session["device"]["id"]
    assert device["revoked_at"] is None
    assert "intake_key" not in device
    address = f"{ADMIN_PATH}/{device['id']}"
    assert office.client.delete(address, headers=bearer(admin)).status_code == 204
    assert office.get("/api/session", session).get_json()["code"] == "device_revoked"
    (device,) = office.get(f"{ADMIN_PATH}?staff=lead", admin).get_json()["devices"]
    assert device["revoked_at"] is not None
    unknown = office.client.delete(f"{ADMIN_PATH}/nobody", headers=bearer(admin))
    assert unknown.status_code == 404


def test_nobody_else_revokes(office: Office) -> None:
    session = office.signed_in("lead")
    for staff_id in ("member", "dispatch", "district"):
        other = office.signed_in(staff_id)
        answer = office.client.delete(f"{ADMIN_PATH}/{session['device']['id']}", headers=bearer(other))
        assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")
    assert office.get("/api/session", session).status_code == 200
