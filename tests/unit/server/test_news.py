"""The wake-up channel: what is told, to whom, and when."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from server import news
from server.extensions import services, transaction
from sync.journal import NewEntry, append
from tests.support.office import DISTRICT, OTHER_TOWNSHIP, TOWNSHIP, Office

PATROL = f"patrol_{TOWNSHIP}"


def ask(office: Office, session: dict[str, Any], since: str | None = None, timeout: int = 0) -> Any:
    query: dict[str, Any] = {"timeout": timeout} | ({"since": since} if since else {})
    answer = office.get("/api/news", session, query_string=query)
    assert answer.status_code == 200
    return answer.get_json()


def write(office: Office, database: str, doc_id: str = "x") -> None:
    services(office.app).store.write(database, [{"_id": doc_id}])


def journal(office: Office, partition: str) -> None:
    row = NewEntry(partition, "fact", f"patrol_{partition}", "x", "1-a", "x", "lead", "d", 1, {})
    with office.app.app_context(), transaction() as session:
        append(session.connection(), [row], "2026-01-05T00:00:00.000Z")


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_first_answer_names_everything_of_mine_at_once(office: Office) -> None:
    journal(office, TOWNSHIP)
    journal(office, OTHER_TOWNSHIP)
    told = ask(office, office.signed_in("lead"), timeout=50)
    assert told["databases"] == ["own_lead", PATROL, f"ref_{TOWNSHIP}"]
    assert told["partitions"] == [TOWNSHIP]


def test_afterwards_only_what_is_new(office: Office) -> None:
    session = office.signed_in("lead")
    token = ask(office, session)["token"]
    assert ask(office, session, token) == {"token": token, "databases": [], "partitions": []}
    write(office, PATROL)
    write(office, f"patrol_{OTHER_TOWNSHIP}")
    write(office, f"centre_{TOWNSHIP}")
    told = ask(office, session, token)
    assert told["databases"] == [PATROL]
    assert ask(office, session, told["token"])["databases"] == []


def test_the_district_hears_of_every_township_and_the_neighbour_of_his(office: Office) -> None:
    district, neighbour = office.signed_in("district"), office.signed_in("neighbour")
    tokens = [ask(office, one)["token"] for one in (district, neighbour)]
    journal(office, TOWNSHIP)
    assert ask(office, district, tokens[0])["partitions"] == [TOWNSHIP]
    assert ask(office, neighbour, tokens[1])["partitions"] == []
    journal(office, DISTRICT)
    journal(office, OTHER_TOWNSHIP)
    assert ask(office, neighbour, tokens[1])["partitions"] == [OTHER_TOWNSHIP]


def test_a_waiting_request_is_woken_by_a_write(office: Office) -> None:
    session = office.signed_in("lead")
    token = ask(office, session)["token"]
    timer = threading.Timer(0.3, write, (office, PATROL))
    timer.start()
    began = time.monotonic()
    told = ask(office, session, token, timeout=20)
    assert time.monotonic() - began < 5
    assert told["databases"] == [PATROL]
    timer.join()


def test_an_unrelated_write_wakes_nobody(office: Office) -> None:
    session = office.signed_in("lead")
    token = ask(office, session)["token"]
    write(office, f"patrol_{OTHER_TOWNSHIP}")
    began = time.monotonic()
    assert ask(office, session, token, timeout=1)["databases"] == []
    assert time.monotonic() - began >= 1


def test_one_thread_looks_for_all_who_wait(office: Office) -> None:
    session = office.signed_in("lead")
    token = ask(office, session)["token"]
    told: list[Any] = []
    waiting = [
        threading.Thread(target=lambda: told.append(ask(office, session, token, timeout=20)))
        for _ in range(news.MOST_WAITING)
    ]
    for thread in waiting:
        thread.start()
    wait_for(lambda: services(office.app).watcher.waiting == len(waiting))
    assert [thread.name for thread in threading.enumerate()].count("news") == 1
    write(office, PATROL)
    for thread in waiting:
        thread.join()
    assert [one["databases"] for one in told] == [[PATROL]] * len(waiting)


def test_a_device_that_asks_too_often_lets_its_oldest_request_go(office: Office) -> None:
    session = office.signed_in("lead")
    token = ask(office, session)["token"]
    answered: list[int] = []

    def wait(number: int) -> None:
        ask(office, session, token, timeout=40)
        answered.append(number)

    watcher = services(office.app).watcher
    waiting = [threading.Thread(target=wait, args=(number,)) for number in range(news.MOST_WAITING + 1)]
    for number, thread in enumerate(waiting):
        thread.start()
        wait_for(lambda number=number: watcher.waiting == min(number + 1, news.MOST_WAITING))
    wait_for(lambda: answered == [0])
    write(office, PATROL)
    for thread in waiting:
        thread.join()
    assert sorted(answered) == list(range(len(waiting)))


def test_stopping_the_application_lets_everybody_go(office: Office) -> None:
    session = office.signed_in("lead")
    token = ask(office, session)["token"]
    told: list[Any] = []
    waiting = threading.Thread(target=lambda: told.append(ask(office, session, token, timeout=40)))
    waiting.start()
    wait_for(lambda: services(office.app).watcher.waiting == 1)
    services(office.app).watcher.stop()
    waiting.join(5)
    assert not waiting.is_alive()


def test_a_failing_look_ends_nobody_s_waiting(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    session = office.signed_in("lead")
    token = ask(office, session)["token"]
    watcher = services(office.app).watcher
    look, calls = watcher.look, [0]

    def fails_once() -> news.Heads:
        calls[0] += 1
        if calls[0] == 2:
            raise OSError("the disk is away for a moment")
        return look()

    monkeypatch.setattr(watcher, "look", fails_once)
    timer = threading.Timer(0.5, write, (office, PATROL))
    timer.start()
    assert ask(office, session, token, timeout=20)["databases"] == [PATROL]
    assert calls[0] > 2
    timer.join()


@pytest.mark.parametrize("token", ["rubbish", "eJw=", "e30=", "eJyLVjCM5QIABCEBZg=="])
def test_a_token_that_is_not_ours_means_everything_is_news(office: Office, token: str) -> None:
    assert PATROL in ask(office, office.signed_in("lead"), token, timeout=20)["databases"]


@pytest.mark.parametrize("timeout", ["51", "-1", "soon"])
def test_a_timeout_out_of_range_is_refused(office: Office, timeout: str) -> None:
    session = office.signed_in("lead")
    answer = office.get("/api/news", session, query_string={"timeout": timeout})
    assert answer.status_code == 422
