"""What only a store that lasts can promise: restarts, two processes at one place, its schema's version."""

import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa

from sync.errors import SchemaTooNew
from sync.store import schema
from sync.store.sql import SqlStore
from tests.support.revisions import revised


def test_everything_is_there_after_a_restart(sql_url: str) -> None:
    store = SqlStore(sql_url)
    store.create("db")
    store.write("db", [revised("a", "2-b", "1-a", n=1), revised("a", "2-a", "1-a", n=2)], new_edits=False)
    store.write_local("db", "c", {"n": 3})
    before = (store.uuid, store.info("db"), store.changes("db", style="all_docs", include_docs=True))
    store.close()
    again = SqlStore(sql_url)
    assert (again.uuid, again.info("db"), again.changes("db", style="all_docs", include_docs=True)) == before
    assert again.read_local("db", "c")["n"] == 3
    again.close()


def test_two_stores_at_one_place_see_each_other(sql_url: str) -> None:
    one, other = SqlStore(sql_url), SqlStore(sql_url)
    one.create("db")
    other.write("db", [{"_id": "a"}])
    one.write("db", [{"_id": "b"}])
    assert one.uuid == other.uuid
    assert [row.seq for row in other.changes("db").rows] == [1, 2]
    assert one.update_seqs() == other.update_seqs() == {"db": 2}
    one.close()
    other.close()


def test_a_newer_schema_is_refused_by_name(sql_url: str) -> None:
    SqlStore(sql_url).close()
    engine = sa.create_engine(sql_url)
    with engine.begin() as connection:
        newer = sa.update(schema.state).where(schema.state.c.name == "schema_version").values(value="99")
        connection.execute(newer)
    engine.dispose()
    with pytest.raises(SchemaTooNew, match="schema version 99, this software knows up to 1"):
        SqlStore(sql_url)


def test_a_batch_that_fails_midway_leaves_nothing(sql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqlStore(sql_url)
    store.create("db")
    store.write("db", [{"_id": "a"}])

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("sync.store.sql_write._count", fail)
    with pytest.raises(RuntimeError):
        store.write("db", [{"_id": "b"}])
    monkeypatch.undo()
    assert [row.id for row in store.changes("db").rows] == ["a"]
    store.write("db", [{"_id": "c"}])
    assert [(row.seq, row.id) for row in store.changes("db").rows] == [(1, "a"), (2, "c")]
    store.close()


def test_processes_that_start_at_once_agree_on_the_schema(sql_url: str) -> None:
    script = textwrap.dedent(
        """
        import sys
        from sync.store.sql import SqlStore
        store = SqlStore(sys.argv[1])
        print(store.uuid)
        store.close()
        """
    )
    command = [sys.executable, "-W", "error", "-c", script, sql_url]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(set(said)) == 1


def test_an_acknowledged_write_survives_the_kill_of_its_process(sql_url: str) -> None:
    script = textwrap.dedent(
        """
        import os, signal, sys
        from sync.store.sql import SqlStore
        store = SqlStore(sys.argv[1])
        store.create("db")
        for n in range(20):
            store.write("db", [{"_id": f"d{n:02}"}])
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    killed = subprocess.run([sys.executable, "-c", script, sql_url], check=False, timeout=60)
    assert killed.returncode < 0
    store = SqlStore(sql_url)
    assert store.info("db").doc_count == 20
    store.close()
