"""Signing in, staying signed in, and what ends it."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from jose import jwt

from server.accounts import passwords, queries, refresh, throttling, tokens
from server.accounts.tables import Account
from server.errors import TokenExpired
from server.extensions import reading, services, transaction
from server.key_files import new_key
from tests.support.office import DISTRICT, PASSWORD, TOWNSHIP, VILLAGE, Office, an_office, bearer


def test_a_session_names_the_person_the_databases_and_the_half(office: Office) -> None:
    session = office.signed_in("lead")
    assert session["user"] == {
        "id": "lead",
        "name": "人员lead",
        "unit": "u-patrol",
        "div": TOWNSHIP,
        "division_name": "赤壁街道",
        "roles": ["patrol_lead"],
        "team": None,
    }
    assert session["half"] == "field"
    assert {grant["name"]: grant["write"] for grant in session["databases"]} == {
        "own_lead": True,
        f"patrol_{TOWNSHIP}": True,
        f"ref_{TOWNSHIP}": False,
    }
    assert session["server"]["uuid"] == services(office.app).store.uuid
    key = services(office.app).intake_key
    assert session["server"]["intake"] == {"id": key.id, "key": key.public}
    assert session["expires_in"] == 15 * 60


def test_the_token_is_signed_with_es256_and_carries_the_roles_for_couchdb(office: Office) -> None:
    session = office.signed_in("lead")
    (key,) = office.client.get("/api/session/keys").get_json()["keys"]
    claims = jwt.decode(session["access_token"], key, algorithms=["ES256"])
    assert claims["sub"] == "lead"
    assert claims["dev"] == session["device"]["id"]
    assert claims["exp"] - claims["iat"] == 15 * 60
    device = f"dev:{session['device']['id']}"
    assert claims["_couchdb.roles"] == ["staff:lead", device, f"patrol_lead@{TOWNSHIP}"]


def test_a_role_holds_at_the_division_of_the_unit(office: Office) -> None:
    for staff_id, division in (("security", VILLAGE), ("district", DISTRICT)):
        claims = jwt.get_unverified_claims(office.signed_in(staff_id)["access_token"])
        assert claims["_couchdb.roles"][-1].endswith(f"@{division}")


@pytest.mark.parametrize(("username", "password"), [("lead", "wrong password"), ("who", PASSWORD)])
def test_wrong_and_unknown_are_told_apart_by_nothing(office: Office, username: str, password: str) -> None:
    office.account("lead")
    answer = office.try_sign_in(username, password)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["code"] == "bad_credentials"


def test_an_unknown_name_costs_a_verification_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str | None] = []
    monkeypatch.setattr(passwords, "verify", lambda kept, _password: bool(verified.append(kept)))
    office.try_sign_in("who")
    assert verified == [None]


def test_a_closed_account_is_as_unknown(office: Office) -> None:
    session = office.signed_in("lead")
    with office.app.app_context():
        queries.close_account("lead", services().config.now())
    assert office.try_sign_in("lead").get_json()["code"] == "bad_credentials"
    refreshed = office.client.post("/api/session/refresh", headers=bearer(session))
    assert refreshed.get_json()["code"] == "session_revoked"


def test_somebody_without_a_staff_record_cannot_work(office: Office) -> None:
    with office.app.app_context():
        queries.put_account("ghost", "ghost", PASSWORD, services().config.now())
    answer = office.try_sign_in("ghost")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "account_unusable")


def test_somebody_who_has_left_cannot_work(office: Office) -> None:
    office.signed_in("lead")
    office.staff("lead", "u-patrol", ["patrol_lead"], state="former")
    assert office.try_sign_in("lead").get_json()["code"] == "account_unusable"
    assert office.client.post("/api/session/refresh").get_json()["code"] == "account_unusable"


def test_bad_sign_ins_close_the_name_and_open_it_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    with an_office(tmp_path_factory.mktemp("frozen"), FROZEN_CLOCK="2026-01-05T08:00:00+08:00") as office:
        office.account("lead")
        for _ in range(throttling.PER_USERNAME):
            assert office.try_sign_in("lead", "wrong").status_code == 401
        closed = office.try_sign_in("lead")
        assert (closed.status_code, closed.get_json()["code"]) == (429, "too_many_attempts")
        assert closed.headers["Retry-After"] == str(15 * 60)
        with office.app.app_context(), transaction() as session:
            throttling.check(session, "lead", "", datetime(2026, 1, 5, 0, 15, tzinfo=UTC))
            throttling.check(session, "member", "", datetime(2026, 1, 5, tzinfo=UTC))


def test_an_address_is_closed_after_many_names(office: Office) -> None:
    now = services(office.app).config.now()
    with office.app.app_context(), transaction() as session:
        for number in range(throttling.PER_ADDRESS):
            throttling.record(session, f"user{number}", "127.0.0.1", now)
    office.account("lead")
    assert office.try_sign_in("lead").status_code == 429


def test_a_right_password_ends_the_counting(office: Office) -> None:
    office.account("lead")
    for _ in range(3):
        for _ in range(throttling.PER_USERNAME - 1):
            assert office.try_sign_in("lead", "wrong").status_code == 401
        assert office.try_sign_in("lead").status_code == 200


def test_an_outdated_hash_is_made_anew(office: Office) -> None:
    office.account("lead")
    cheap = PasswordHasher(time_cost=1, memory_cost=128, parallelism=1).hash(PASSWORD)
    with office.app.app_context(), transaction() as session:
        session.get_one(Account, "lead").password = cheap
    office.sign_in("lead")
    with office.app.app_context(), reading() as session:
        assert not passwords.is_outdated(session.get_one(Account, "lead").password)


def test_passwords_are_argon2id_at_the_recommended_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # back to the product's cost
    kept = passwords.hash_password(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in kept


def test_a_token_runs_out_after_a_quarter_of_an_hour(office: Office) -> None:
    keys, now = services(office.app).token_keys, datetime(2026, 1, 5, tzinfo=UTC)
    token = tokens.issue("lead", "d1", [], keys, now)
    assert tokens.read(token, keys, now + timedelta(minutes=14)).staff_id == "lead"
    with pytest.raises(TokenExpired):
        tokens.read(token, keys, now + timedelta(minutes=15))


def test_an_expired_token_says_so(office: Office) -> None:
    office.signed_in("lead")
    keys = services(office.app).token_keys
    old = tokens.issue("lead", "d1", [], keys, datetime(2026, 1, 5, tzinfo=UTC))
    answer = office.client.get("/api/session", headers={"Authorization": f"Bearer {old}"})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "token_expired")


def test_a_token_of_another_key_or_algorithm_is_none(office: Office) -> None:
    session = office.signed_in("lead")
    claims = jwt.get_unverified_claims(session["access_token"])
    for forged in (
        jwt.encode(claims, new_key(), algorithm="ES256"),
        jwt.encode(claims, "secret", algorithm="HS256"),
        session["access_token"][:-4] + "AAAA",
        "rubbish",
    ):
        answer = office.client.get("/api/session", headers={"Authorization": f"Bearer {forged}"})
        assert answer.get_json()["code"] == "not_signed_in"


def test_describing_a_session_gives_no_token(office: Office) -> None:
    session = office.signed_in("lead")
    told = office.get("/api/session", session).get_json()
    assert "access_token" not in told
    assert told["user"] == session["user"]


class TestRefresh:
    """Rotation, the race of two tabs, reuse."""

    def test_the_cookie_is_for_the_server_alone(self, office: Office) -> None:
        office.account("lead")
        answer = office.try_sign_in("lead")
        cookie = answer.headers["Set-Cookie"]
        for part in ("HttpOnly", "SameSite=Strict", "Path=/api/session"):
            assert part in cookie
        assert "Secure" not in cookie
        secure = office.client.post(
            "/api/session",
            json={"username": "lead", "password": PASSWORD},
            base_url="https://localhost",
        )
        assert "Secure" in secure.headers["Set-Cookie"]

    def test_refreshing_replaces_the_cookie_and_gives_no_intake_key(self, office: Office) -> None:
        session = office.signed_in("lead")
        before = _cookie(office)
        answer = office.client.post("/api/session/refresh").get_json()
        assert _cookie(office) != before
        assert answer["device"].keys() == {"id", "epoch", "storage"}
        assert (answer["device"]["id"], answer["device"]["epoch"]) == (session["device"]["id"], 1)
        assert office.get("/api/session", answer).status_code == 200

    def test_without_cookie_there_is_no_session(self, office: Office) -> None:
        answer = office.client.post("/api/session/refresh")
        assert (answer.status_code, answer.get_json()["code"]) == (401, "session_revoked")

    def test_two_tabs_may_refresh_at_once(self, office: Office) -> None:
        office.signed_in("lead")
        first = _cookie(office)
        assert office.client.post("/api/session/refresh").status_code == 200
        office.client.set_cookie("refresh", first, path="/api/session")
        assert office.client.post("/api/session/refresh").status_code == 200
        assert office.client.post("/api/session/refresh").status_code == 200

    def test_an_answer_lost_for_days_signs_nobody_out(self, office: Office) -> None:
        office.signed_in("lead")
        first, now = _cookie(office), services(office.app).config.now()
        lost = _rotated(office, first, now + timedelta(minutes=1))
        came = _rotated(office, first, now + timedelta(days=3))
        assert lost
        assert came
        assert _rotated(office, came, now + timedelta(days=3, minutes=15))

    @pytest.mark.parametrize("stolen", ["old", "passed over"])
    def test_a_token_used_after_its_successor_ends_the_whole_family(
        self, office: Office, stolen: str
    ) -> None:
        office.signed_in("lead")
        first, now = _cookie(office), services(office.app).config.now()
        other, second = _rotated(office, first, now), _rotated(office, first, now)
        third = _rotated(office, second, now)
        assert third
        assert _rotated(office, first if stolen == "old" else other, now) is None
        office.client.set_cookie("refresh", third, path="/api/session")
        assert office.client.post("/api/session/refresh").get_json()["code"] == "session_revoked"

    def test_it_runs_out_when_it_is_not_used_for_a_month(self, office: Office) -> None:
        office.signed_in("lead")
        later = services(office.app).config.now() + refresh.LIFETIME
        with office.app.app_context(), transaction() as session:
            assert refresh.rotate(session, _cookie(office), later) is None

    def test_signing_out_ends_the_session(self, office: Office) -> None:
        office.signed_in("lead")
        kept = _cookie(office)
        assert office.client.delete("/api/session").status_code == 204
        assert office.client.get_cookie("refresh", path="/api/session") is None
        office.client.set_cookie("refresh", kept, path="/api/session")
        assert office.client.post("/api/session/refresh").get_json()["code"] == "session_revoked"

    def test_what_ran_out_is_forgotten_at_the_next_sign_in(self, office: Office) -> None:
        office.signed_in("lead")
        later = services(office.app).config.now() + refresh.LIFETIME
        with office.app.app_context(), transaction() as session:
            device = queries.devices_of("lead")[0]
            refresh.start(session, "lead", device.id, later)
            assert refresh.family_of(session, _cookie(office)) is None


def _rotated(office: Office, token: str | None, now: datetime) -> str | None:
    """What a refresh at that moment gives for the token."""
    with office.app.app_context(), transaction() as session:
        found = refresh.rotate(session, token or "", now)
    return found.token if found else None


def _cookie(office: Office) -> str:
    cookie = office.client.get_cookie("refresh", path="/api/session")
    assert cookie is not None
    return cookie.value


def test_the_device_is_lent_the_same_key_with_each_token_and_no_other_device_gets_it(office: Office) -> None:
    lead, member = office.signed_in("lead"), office.signed_in("member")
    again = office.client.post("/api/session/refresh").get_json()
    assert again["user"]["id"] == "member"
    assert again["device"]["storage"] == member["device"]["storage"]
    assert len(base64.b64decode(lead["device"]["storage"]["key"])) == 32
    assert lead["device"]["storage"]["key"] != member["device"]["storage"]["key"]
    assert lead["device"]["storage"]["lease_s"] == 14 * 24 * 3600


def test_a_described_session_and_a_revoked_device_are_lent_nothing(office: Office) -> None:
    session = office.signed_in("lead")
    assert "storage" not in office.get("/api/session", session).get_json()["device"]
    with office.app.app_context():
        queries.revoke_device(session["device"]["id"], services().config.now())
    assert "storage" not in office.client.post("/api/session/refresh").get_json().get("device", {})
