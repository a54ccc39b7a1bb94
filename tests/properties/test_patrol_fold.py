"""Any interleaving of phones that keep their own order: nothing is lost, and a replay gives equal bytes."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.extensions import db
from sync import replay, tables
from tests.support.patrols import IN_MEMORY, MORNING, PLANNED, Centre, a_centre

EIGHT = MORNING.replace(hour=8)
ACTIONS = ("start", "pause", "resume", "end", "submit", "note", "ckin", "find", "broken")
PAYLOADS: dict[str, dict[str, Any]] = {
    "start": {"on_duty": ["lead"], "vehicle": "v1", "km_start": 5, "weather": "rain"},
    "pause": {"reason": None},
    "end": {"km_end": 50},
    "submit": {"missed": [{"checkpoint": "c002", "reason": "封路"}]},
    "note": {"text": "一切正常"},
}
steps = st.lists(
    st.tuples(st.sampled_from(["lead", "p02"]), st.sampled_from(ACTIONS), st.integers(0, 300)),
    min_size=1,
    max_size=14,
)
arrivals = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 40)), max_size=30)


def typed(centre: Centre, written: list[tuple[str, str, int]]) -> None:
    """The phones write, offline."""
    for who, action, minute in written:
        phone, at = centre.phone(who), EIGHT + timedelta(minutes=minute)
        phone.online = False
        if action == "ckin":
            phone.checks_in("c001", at=at)
        elif action == "find":
            phone.finds("灯坏了")
        elif action == "broken":
            phone.acts("note", at=at, text=7)
        else:
            phone.acts(action, at=at, **PAYLOADS.get(action, {}))


def arrive(centre: Centre, order: list[tuple[int, int, int]]) -> None:
    """Their documents reach the centre: each phone's in its order, the phones mixed, some twice."""
    phones = [centre.phone("lead"), centre.phone("p02")]
    waiting = [list(phone.unsent) for phone in phones]
    for which, again, minutes in order + [(0, 0, 1), (1, 0, 1)] * 15:
        if waiting[which]:
            database, document = waiting[which].pop(0)
            for _ in range(1 + again % 2):
                phones[which].pushes(document, database)
        centre.now += timedelta(minutes=minutes)
        if again > 1:
            centre.settle()
    centre.settle()


@settings(max_examples=25)
@given(steps, arrivals)
def test_nothing_is_lost_and_replay_is_equal(
    written: list[tuple[str, str, int]], order: list[tuple[int, int, int]]
) -> None:
    with a_centre(url=IN_MEMORY) as centre:
        typed(centre, written)
        sent = {document["_id"] for phone in centre.phones.values() for _, document in phone.unsent}
        broken = {
            document["_id"]
            for phone in centre.phones.values()
            for _, document in phone.unsent
            if document.get("payload") == {"text": 7}
        }
        arrive(centre, order)
        state = centre.state()
        assert sent <= {doc_id for _, doc_id in centre.journalled()}
        assert sent - broken <= set(state["results"])
        assert set(centre.quarantined()) == broken
        notes = [line["id"] for line in state["log_notes"]]
        assert len(notes) == len(set(notes)) == sum(action == "note" for _, action, _ in written)
        for phone in centre.phones.values():
            assert centre.receipts(phone) == ([(1, phone.dseq)] if phone.dseq else [])
        with centre.engine.connect() as connection:
            assert not replay.verify(connection, centre.domain, centre.time, db.metadata)
        stored = centre.store.read("patrol_421102001", f"st:{PLANNED}")
        assert {key: value for key, value in stored.items() if key not in ("_id", "_rev")} == state


@settings(max_examples=15)
@given(steps, arrivals)
def test_delivering_everything_again_changes_nothing(
    written: list[tuple[str, str, int]], order: list[tuple[int, int, int]]
) -> None:
    with a_centre(url=IN_MEMORY) as centre:
        typed(centre, written)
        arrive(centre, order)
        before = [centre.rows(table) for table in (tables.journal, tables.fold_state, tables.fold_result)]
        for phone in centre.phones.values():
            for database, document in phone.unsent:
                phone.pushes(document, database)
                phone.hands_in(document, database)
        after = [centre.rows(table) for table in (tables.journal, tables.fold_state, tables.fold_result)]
        assert after == before
