"""The same application on PostgreSQL: a phone's day with the server, end to end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.accounts import throttling
from tests.support.office import TOWNSHIP, Office, an_office
from tests.support.postgres import find_binaries, running_postgres


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL on this machine")
    folder: Path = tmp_path_factory.mktemp("office")
    with (
        running_postgres(binaries) as url,
        an_office(folder, DATABASE_URL=url, STORE_URL=url) as opened,
    ):
        yield opened


def test_a_session_begins_goes_on_and_ends(office: Office) -> None:
    session = office.signed_in("lead")
    assert office.get("/api/session", session).status_code == 200
    assert office.client.post("/api/session/refresh").status_code == 200
    assert office.client.delete("/api/session").status_code == 204
    assert office.client.post("/api/session/refresh").status_code == 401


def test_bad_sign_ins_are_counted(office: Office) -> None:
    office.account("member")
    for _ in range(throttling.PER_USERNAME):
        assert office.try_sign_in("member", "wrong").status_code == 401
    assert office.try_sign_in("member").status_code == 429


def test_intake_receipts_and_news(office: Office) -> None:
    session = office.signed_in("security")
    document = {"_id": "pf:x:1", "_rev": "1-a", "type": "patrol_find", "text": "路灯\x00不亮"}
    body = {"documents": [{"database": f"patrol_{TOWNSHIP}", "document": document}], "unused": [1, 2, 4]}
    for _ in range(2):
        assert office.post("/api/intake", session, body).status_code == 202
    assert office.get("/api/receipts", session).get_json()["received"] == [[1, 2], [4, 4]]
    told = office.get("/api/news", session).get_json()
    assert f"patrol_{TOWNSHIP}" in told["databases"]


def test_the_district_is_shown(office: Office) -> None:
    answer = office.get("/api/divisions", office.signed_in("district")).get_json()
    assert len(answer["divisions"]) == 4
