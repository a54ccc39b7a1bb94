"""The SQL store does what the reference does, whatever is written in whatever order."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.store.base import AllDocsQuery, DocumentStore, Extras
from sync.store.memory import MemoryStore
from sync.store.sql import SqlStore

IDS = st.sampled_from(["a", "b", "é"])
NAMES = st.sampled_from("pqr")
EVERY_EXTRA = Extras(revs=True, revs_info=True, conflicts=True, deleted_conflicts=True)


@st.composite
def grafts(draw: st.DrawFn) -> dict[str, Any]:
    """A revision from elsewhere; few names, so that branches meet."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4))
    start = draw(st.integers(len(names), 5))
    marks = {"_deleted": True} if draw(st.booleans()) else {}
    body = {"n": draw(st.integers(0, 3))}
    return {"_id": draw(IDS), "_revisions": {"start": start, "ids": names}, **marks, **body}


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int | None, bool, int]:
    """An edit of one of a document's leaves (by place), or of none."""
    return draw(IDS), draw(st.none() | st.integers(0, 2)), draw(st.booleans()), draw(st.integers(0, 3))


@contextmanager
def both() -> Iterator[tuple[DocumentStore, DocumentStore]]:
    with tempfile.TemporaryDirectory() as folder:
        stores = MemoryStore(revs_limit=4), SqlStore(f"sqlite:///{folder}/store.db", revs_limit=4)
        for store in stores:
            store.create("db")
        yield stores
        for store in stores:
            store.close()


def edit(store: DocumentStore, described: tuple[str, int | None, bool, int]) -> object:
    doc_id, place, deleted, n = described
    leaves = [revision.rev for revision in store.bulk_get("db", [(doc_id, None)], latest=True)[0]]
    rev = {} if place is None or leaves == ["undefined"] else {"_rev": leaves[place % len(leaves)]}
    return store.write("db", [{"_id": doc_id, "n": n, **({"_deleted": True} if deleted else {}), **rev}])


def everything(store: DocumentStore) -> list[object]:
    info = store.info("db")
    every = [(doc_id, None) for doc_id in ("a", "b", "é")]
    leaves = store.bulk_get("db", every, latest=True, with_revs=True)
    known = [
        store.read("db", row.id, rev=rev, extras=EVERY_EXTRA)
        for row in store.changes("db", style="all_docs").rows
        for rev in row.revs
    ]
    return [
        (info.doc_count, info.doc_del_count, info.update_seq),
        store.changes("db", style="all_docs", include_docs=True, conflicts=True),
        store.changes("db", limit=2, descending=True),
        store.all_docs("db", AllDocsQuery(include_docs=True, conflicts=True)),
        leaves,
        known,
    ]


STEPS = st.lists(st.lists(grafts(), min_size=1, max_size=4) | edits(), max_size=8)


@settings(max_examples=60)
@given(STEPS)
def test_the_sql_store_agrees_with_the_reference(steps: list[Any]) -> None:
    with both() as (memory, sql):
        for step in steps:
            if isinstance(step, tuple):
                assert edit(memory, step) == edit(sql, step)
            else:
                one, other = (store.write("db", step, new_edits=False) for store in (memory, sql))
                assert one == other
        assert everything(memory) == everything(sql)
