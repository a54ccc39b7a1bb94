"""T18: any interleaving of devices, each in its own order: no document lost, and a replay gives the same."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData

from sync import chain, receipts, replay, tables
from tests.support.doors import House, a_house

PEOPLE = ("ann", "bob", "cid")
ACTIONS = ("open", "close", "ring", "unknown", "broken", "letter", "send", "door", "count")
writes = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTIONS), st.integers(1, 2)), min_size=1, max_size=14
)
arrivals = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["push", "twice", "intake"])), max_size=20)
Sent = tuple[str, dict[str, Any], str]


def written(house: House, steps: list[tuple[str, str, int]]) -> dict[str, list[Sent]]:
    """What each device writes, offline, in its order: (database, document, revision)."""
    sent: dict[str, list[Sent]] = {one: [] for one in PEOPLE}
    last: dict[tuple[str, int], str] = {}
    for number, (by, action, door) in enumerate(steps):
        database, document, rev = one_of(house, number, by, action, door)
        if document["type"] == "door_ev":
            document["prev"] = last.get((by, door))
            last[by, door] = document["_id"]
        sent[by].append((database, document, rev))
    return sent


def one_of(house: House, number: int, by: str, action: str, door: int) -> Sent:
    if action == "door":
        return "house_a", house.document(f"door:{door}", "door", by), f"1-{by}"
    if action == "count":
        return "house_a", house.document(f"count:{number}", "count", by, n=door, name="x"), "1-a"
    if action in ("letter", "send"):
        said = {"text": f"{number}", "sent": action == "send"}
        return f"own_{by}", house.document(f"letter:{by}", "letter", by, **said), f"1-{number:04}"
    event = house.document(f"e{number}", "door_ev", by, subject=f"door:{door}", action=action)
    if action == "broken":
        del event["at_dev"]
    return "house_a", event, "1-a"


def arrive(house: House, sent: dict[str, list[Sent]], order: list[tuple[int, str]]) -> None:
    waiting = {by: list(documents) for by, documents in sent.items()}
    for which, how in order + [(0, "push"), (1, "push"), (2, "push")] * 15:
        queue = waiting[PEOPLE[which]]
        if not queue:
            continue
        database, document, rev = queue.pop(0)
        for _ in range(2 if how == "twice" else 1):
            if how == "intake":
                house.hands_in(document, database, rev)
            else:
                house.replicates(database, document, rev)


@settings(max_examples=40)
@given(writes, arrivals)
def test_no_document_is_lost_and_replay_is_equal(
    steps: list[tuple[str, str, int]], order: list[tuple[int, str]]
) -> None:
    with a_house() as house:
        sent = written(house, steps)
        arrive(house, sent, order)
        everything = [one for documents in sent.values() for one in documents]
        kept = {doc_id for _, doc_id in house.journalled()}
        assert {document["_id"] for _, document, _ in everything} <= kept
        with house.engine.connect() as connection:
            assert chain.verify(connection) == []
            assert not replay.verify(connection, house.domain, house.time, MetaData())
            for by, documents in sent.items():
                numbers = {one["wrote"]["dseq"] for _, one, _ in documents if counts(one)}
                ranges = receipts.received(connection, f"dev-{by}")
                assert all(any(low <= one <= high for low, high in ranges) for one in numbers)
        assert house.rows(tables.dead_letter) == []
        told_of_every_event(house, everything)


def counts(document: dict[str, Any]) -> bool:
    return document["type"] != "letter" and not document["_id"].startswith("door:")


def told_of_every_event(house: House, everything: list[Sent]) -> None:
    """Each event of a door that exists has its result, in the state that its phone gets."""
    states = {one["subject"]: house.state(one["subject"]) for one in house.rows(tables.fold_state)}
    for _, document, _ in everything:
        subject = document.get("subject")
        if subject in states and "at_dev" in document:
            assert document["_id"] in states[subject]["results"]
            assert house.live("house_a")[f"st:{subject}"] == states[subject]
