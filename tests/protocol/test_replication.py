"""The requests of a replication, in the order in which PouchDB sends them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.protocol.conftest import Client
from tests.support.revisions import revised


def push(client: Client, db: str, *documents: dict[str, Any]) -> None:
    assert client.post(f"{db}/_bulk_docs", {"docs": documents, "new_edits": False}) == []


def test_database_info_has_what_replicators_need(client: Client, db: str) -> None:
    push(client, db, revised("a", "1-a"), revised("b", "1-a", deleted=True))
    info = client.get(f"{db}/")
    assert (info["db_name"], info["doc_count"], info["doc_del_count"], info["update_seq"]) == (db, 1, 1, 2)
    assert info["instance_start_time"] == client.get(db)["instance_start_time"]
    assert info["compact_running"] is False


def test_push(client: Client, db: str) -> None:
    asked = {"a": ["1-a", "2-b"], "b": ["1-b"]}
    assert client.post(f"{db}/_revs_diff", asked) == {
        "a": {"missing": ["1-a", "2-b"]},
        "b": {"missing": ["1-b"]},
    }
    push(client, db, revised("a", "1-a"), revised("b", "1-b"))
    missing = {"a": {"missing": ["2-b"], "possible_ancestors": ["1-a"]}}
    assert client.post(f"{db}/_revs_diff", asked) == missing
    push(client, db, revised("a", "2-b", "1-a"), revised("b", "1-b"))
    assert client.post(f"{db}/_revs_diff", asked) == {}
    assert client.get(db)["update_seq"] == 3


def test_new_edits_answer_row_by_row(client: Client, db: str) -> None:
    rows = client.post(f"{db}/_bulk_docs", {"docs": [{"_id": "a"}, {"_id": "a"}, {"_id": "b"}]})
    conflict = {"id": "a", "error": "conflict", "reason": "Document update conflict."}
    assert rows[1] == conflict
    assert [(row["ok"], row["id"], row["rev"][:2]) for row in (rows[0], rows[2])] == [
        (True, "a", "1-"),
        (True, "b", "1-"),
    ]


def test_pull(client: Client, db: str) -> None:
    push(client, db, *(revised(f"d{n}", "2-b", "1-a", n=n) for n in range(5)))
    push(client, db, revised("d0", "2-c", "1-a"), revised("d9", "1-z", deleted=True))
    since, seen = 0, []
    while True:
        page = client.get(f"{db}/_changes?style=all_docs&limit=2&since={since}")
        seen += page["results"]
        since = page["last_seq"]
        if page["pending"] == 0:
            break
    assert [row["id"] for row in seen] == ["d1", "d2", "d3", "d4", "d0", "d9"]
    assert seen[4] == {"seq": 6, "id": "d0", "changes": [{"rev": "2-c"}, {"rev": "2-b"}]}
    assert seen[5]["deleted"] is True
    wanted = [{"id": row["id"], "rev": one["rev"]} for row in seen for one in row["changes"]]
    results = client.post(f"{db}/_bulk_get?revs=true&latest=true", {"docs": wanted})["results"]
    assert [result["id"] for result in results] == [one["id"] for one in wanted]
    assert results[0]["docs"] == [
        {"ok": {"_id": "d1", "_rev": "2-b", "n": 1, "_revisions": {"start": 2, "ids": ["b", "a"]}}}
    ]


def test_bulk_get_tells_what_is_missing(client: Client, db: str) -> None:
    push(client, db, revised("a", "1-a"))
    wanted = [{"id": "a", "rev": "2-b"}, {"id": "no"}, {"id": "a"}]
    results = client.post(f"{db}/_bulk_get", {"docs": wanted})["results"]
    errors = [result["docs"][0].get("error") for result in results]
    missing = {"error": "not_found", "reason": "missing"}
    assert errors == [
        {"id": "a", "rev": "2-b", **missing},
        {"id": "no", "rev": "undefined", **missing},
        None,
    ]


def test_changes_by_post_and_with_filters(client: Client, db: str) -> None:
    push(
        client, db, revised("a", "1-a", kind="x"), revised("b", "1-a", kind="y"), revised("_design/d", "1-a")
    )

    def ids(page: dict[str, Any]) -> list[str]:
        return [row["id"] for row in page["results"]]

    assert ids(client.post(f"{db}/_changes", {})) == ["a", "b", "_design/d"]
    assert ids(client.post(f"{db}/_changes?filter=_doc_ids", {"doc_ids": ["b"]})) == ["b"]
    assert ids(client.get(f'{db}/_changes?filter=_doc_ids&doc_ids=["a"]')) == ["a"]
    assert ids(client.get(f"{db}/_changes?filter=_design")) == ["_design/d"]
    page = client.post(f"{db}/_changes?filter=_selector", {"selector": {"kind": "y"}})
    assert (ids(page), page["last_seq"], page["pending"]) == (["b"], 3, 0)
    assert "doc" not in page["results"][0]
    page = client.post(f"{db}/_changes?filter=_selector&limit=1", {"selector": {"kind": {"$exists": True}}})
    assert (ids(page), page["last_seq"], page["pending"]) == (["a"], 1, 2)


@pytest.mark.parametrize("since", ["0", '"0"', "00"])
def test_sequences_to_start_from(client: Client, db: str, since: str) -> None:
    push(client, db, revised("a", "1-a"))
    assert len(client.get(f"{db}/_changes?since={since}")["results"]) == 1
    now = client.get(f"{db}/_changes?since=now")
    assert (now["results"], now["last_seq"]) == ([], 1)
    nothing = client.get(f"{db}/_changes?limit=0")
    assert (nothing["results"], nothing["pending"]) == ([], 1)


def test_sequences_are_the_same_each_time(client: Client, db: str) -> None:
    push(client, db, revised("a", "1-a"), revised("b", "1-a"))
    assert client("GET", f"{db}/_changes").text == client("GET", f"{db}/_changes").text


def test_longpoll_answers_at_once_when_there_is_something(client: Client, db: str) -> None:
    push(client, db, revised("a", "1-a"))
    started = time.monotonic()
    page = client.get(f"{db}/_changes?feed=longpoll&heartbeat=10000&since=0")
    assert [row["id"] for row in page["results"]] == ["a"]
    assert time.monotonic() - started < 5


def test_longpoll_waits_for_a_write(client: Client, root: str, db: str) -> None:
    waiting = Client(root)
    with ThreadPoolExecutor(1) as pool:
        page = pool.submit(
            waiting.get, f"{db}/_changes?feed=longpoll&heartbeat=10000&since=0&include_docs=true"
        )
        time.sleep(0.3)
        assert not page.done()
        written = time.monotonic()
        push(client, db, revised("a", "1-a", n=1))
        [row] = page.result(5)["results"]
    assert time.monotonic() - written < 1
    assert row["doc"]["n"] == 1
    waiting.close()


def test_longpoll_beats_while_it_waits(client: Client, db: str) -> None:
    answer = client("GET", f"{db}/_changes?feed=longpoll&heartbeat=100&since=now", stream=True)
    beats = answer.iter_content(1)
    assert [next(beats) for _ in range(4)] == [b"\n"] * 4
    push(client, db, revised("a", "1-a"))
    rest = b"".join(beats)
    assert rest.lstrip().startswith(b'{"results"')
    assert b'"last_seq":1' in rest


def test_longpoll_ends_after_its_timeout(client: Client, db: str) -> None:
    started = time.monotonic()
    page = client.get(f"{db}/_changes?feed=longpoll&timeout=300&since=now")
    assert 0.25 < time.monotonic() - started < 5
    assert (page["results"], page["last_seq"], page["pending"]) == ([], 0, 0)


def test_longpoll_ends_when_its_database_does(client: Client, db: str) -> None:
    threading.Timer(0.2, client, ["DELETE", db]).start()
    assert client.get(f"{db}/_changes?feed=longpoll&heartbeat=10000&since=now")["results"] == []


def test_longpoll_waits_for_the_documents_it_wants(client: Client, root: str, db: str) -> None:
    waiting = Client(root)
    with ThreadPoolExecutor(1) as pool:
        query = f"{db}/_changes?feed=longpoll&heartbeat=10000&filter=_doc_ids"
        page = pool.submit(waiting.post, query, {"doc_ids": ["b"]})
        push(client, db, revised("a", "1-a"))
        time.sleep(0.4)
        assert not page.done()
        push(client, db, revised("b", "1-a"))
        assert [row["id"] for row in page.result(5)["results"]] == ["b"]
    waiting.close()


def test_many_may_wait_while_others_work(client: Client, root: str, db: str) -> None:
    waiting = [Client(root) for _ in range(20)]
    with ThreadPoolExecutor(len(waiting)) as pool:
        query = f"{db}/_changes?feed=longpoll&heartbeat=10000&since=0"
        pages = [pool.submit(one.get, query) for one in waiting]
        push(client, db, revised("a", "1-a"))
        assert [page.result(10)["results"][0]["id"] for page in pages] == ["a"] * len(waiting)
    for one in waiting:
        one.close()


def test_a_database_made_anew_starts_again(client: Client, db: str) -> None:
    push(client, db, revised("a", "1-a"))
    before = client.get(db)
    client("DELETE", db)
    client("PUT", db)
    after = client.get(db)
    assert after["update_seq"] == 0
    assert after["instance_start_time"] != before["instance_start_time"]
